"""The Berita Acara: one party, one period, one office; frozen before it is signed, amended only by a new one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from sipol.access.policy import Permission, require
from sipol.access.scope import visible_to
from sipol.audit.events import MinutesIssued
from sipol.audit.trail import record
from sipol.extensions import db, now
from sipol.models import Commission, Minutes, PaperKind, Party, Period, Submission, Unit, User
from sipol.models.base import Spot
from sipol.render import Amendment, MinutesSheet
from sipol.rules.errors import NotFound, Refused
from sipol.rules.regions import Level, compact, jurisdiction, level_of
from sipol.rules.roles import Role
from sipol.rules.workflow import DECIDED, WITH_KPU, Act, State
from sipol.services.access import access_waits
from sipol.services.ledger import Mark, MinutesDraft, Share, sheet_for
from sipol.services.papers import keep_paper, new_code, sheet_of
from sipol.services.signatures import open_signatures
from sipol.services.submissions import WITH_ALL, advance

LIKE_A_NUMBER = re.compile(r"\S.{2,79}")


@dataclass(frozen=True, slots=True)
class PartyCase:
    """One party at one office in a period: what it handed in, and its Berita Acara once there is one."""

    party: Party
    units: tuple[Unit, ...]
    has_account: bool
    """Whether a petugas penghubung of the party can sign in for this office's region."""
    submissions: tuple[Submission, ...]
    minutes: Minutes | None
    """The latest one: the first, or the last that changed it."""
    access_since: datetime | None = None
    """Since when its people wait for the party's centre to give them an account."""

    @property
    def waiting(self) -> int:
        """How many submissions the office still has to rule on."""
        return sum(submission.state in WITH_KPU for submission in self.submissions)

    @property
    def amending(self) -> bool:
        """Whether something was decided after the Berita Acara was frozen, so that it must be changed."""
        return self.minutes is not None and any(row.state is State.DECIDED for row in self.submissions)

    @property
    def ready(self) -> bool:
        if self.waiting:
            return False
        return self.amending if self.minutes else any(row.state in DECIDED for row in self.submissions)


def cases_for(actor: User, office: str, period: Period) -> list[PartyCase]:
    """Every party with a unit under this office, by name, each with its submissions and its Berita Acara."""
    below = select(Unit).where(visible_to(actor, Unit), _handled_by(office, Unit)).order_by(Unit.region_code)
    units = db.session.scalars(below.options(joinedload(Unit.party), joinedload(Unit.region))).all()
    sent = select(Submission).where(visible_to(actor, Submission), Submission.period_id == period.id)
    submissions = db.session.scalars(sent.where(_handled_by(office, Submission)).options(*WITH_ALL)).all()
    known = sorted(minutes_for(actor, period), key=lambda row: row.serial)
    issued = {row.party_id: row for row in known if row.region_code == office}
    liaison = select(User.party_id).where(User.role == Role.LIAISON, User.active, _handled_by(office, User))
    served = set(db.session.scalars(liaison))
    asked = access_waits(period)
    return [
        PartyCase(
            party,
            tuple(unit for unit in units if unit.party_id == party.id),
            party.id in served,
            tuple(row for row in submissions if row.party_id == party.id),
            issued.get(party.id),
            None if party.id in served else asked.get((party.id, office)),
        )
        for party in sorted({unit.party for unit in units}, key=lambda party: party.name)
    ]


def _handled_by(office: str, rows: type[Unit | Submission | User]) -> ColumnElement[bool]:
    """The rows of ``jurisdiction(code) == office``, told to the database: kecamatan go to their kabupaten/kota."""
    own = rows.region_code == office
    return or_(own, rows.region_code.like(f"{office}.%")) if level_of(office) is Level.REGENCY else own


def minutes_for(actor: User, period: Period | None = None) -> Sequence[Minutes]:
    """The Berita Acara the actor may know about, the newest last."""
    query = select(Minutes).where(visible_to(actor, Minutes)).options(*WHOLE).order_by(Minutes.issued_at)
    if period is not None:
        query = query.where(Minutes.period_id == period.id)
    return db.session.scalars(query).all()


WHOLE = (
    joinedload(Minutes.party),
    joinedload(Minutes.region),
    joinedload(Minutes.period),
    joinedload(Minutes.paper),
    joinedload(Minutes.amends),
    selectinload(Minutes.signatures),
)


def one_minutes_for(actor: User, minutes_id: UUID) -> Minutes:
    """One Berita Acara among those; NotFound otherwise."""
    query = select(Minutes).where(Minutes.id == minutes_id, visible_to(actor, Minutes)).options(*WHOLE)
    minutes = db.session.scalars(query).first()
    if minutes is None:
        raise NotFound
    return minutes


def case_for(actor: User, office: str, period: Period, party_id: UUID) -> PartyCase:
    """One party among ``cases_for``; NotFound otherwise."""
    for case in cases_for(actor, office, period):
        if case.party.id == party_id:
            return case
    raise NotFound


def office_of(actor: User) -> Commission:
    """The KPU office whose work the actor does or watches; NotFound where the register knows none."""
    query = select(Commission).where(Commission.region_code == jurisdiction(actor.region_code))
    office = db.session.scalars(query.options(joinedload(Commission.region))).first()
    if office is None:
        raise NotFound
    return office


def hold_office(office: Commission) -> None:
    """Wait for whoever is issuing a paper for this office, and have others wait."""
    db.session.execute(select(Commission.id).where(Commission.id == office.id).with_for_update())


def preview(actor: User, case: PartyCase, period: Period, draft: MinutesDraft) -> MinutesSheet:
    """The sheet as it would be frozen now; nothing is kept, and it carries no digest."""
    office = office_of(actor)
    require(actor, Permission.MINUTES_ISSUE, Spot(office.region_code, case.party.id))
    _refuse_what_is_not_ready(case, office, period, draft)
    return _sheet(case, office, period, draft, _number(office, draft), "BA-····-····-····")


def _sheet(
    case: PartyCase, office: Commission, period: Period, draft: MinutesDraft, number: str, code: str
) -> MinutesSheet:
    amends = None
    if case.minutes:
        reason = draft.reason.strip().rstrip(".")
        former = sheet_of(case.minutes.paper)
        assert isinstance(former, MinutesSheet)
        amends = Amendment(case.minutes.number, former.held_on, reason)
    share = Share(case.party, case.units, case.submissions, case.has_account, case.access_since is not None)
    return sheet_for(share, office, period, draft, Mark(number, code, amends))


def issue_minutes(actor: User, case: PartyCase, period: Period, draft: MinutesDraft) -> Minutes:
    """Freeze and number the Berita Acara of a party, and take its decided submissions into it; it waits to be signed.

    Where there is one already it becomes a Berita Acara Perubahan over the party's whole state, citing the latest.
    """
    office = office_of(actor)
    place = Spot(office.region_code, case.party.id)
    require(actor, Permission.MINUTES_ISSUE, place)
    # Whoever comes second waits here, and then finds the number taken or the Berita Acara already issued.
    hold_office(office)
    latest = db.session.scalars(_latest_of(case, office, period)).first()
    if latest != (case.minutes.id if case.minutes else None) or (latest and not case.amending):
        raise Refused("number", f"Berita Acara {case.party.name} untuk semester ini sudah dibekukan.")
    _refuse_what_is_not_ready(case, office, period, draft)
    number, code = _free_number(office, draft), new_code(PaperKind.MINUTES)
    sheet = _sheet(case, office, period, draft, number, code)
    minutes_id = uuid4()
    paper = keep_paper(PaperKind.MINUTES, minutes_id, sheet, place)
    minutes = Minutes(
        id=minutes_id,
        party_id=case.party.id,
        region_code=office.region_code,
        period_id=period.id,
        serial=_next_serial(office),
        number=number,
        paper_id=paper.id,
        issued_at=now(),
        issued_by=actor.id,
        amends_id=latest,
    )
    db.session.add(minutes)
    db.session.flush()
    open_signatures(actor, minutes, office, dict(draft.declined))
    for submission in case.submissions:
        if submission.state is State.DECIDED:
            advance(actor, submission, Act.MINUTE)
    record(actor, MinutesIssued(minutes.id, number=number, digest=paper.digest), place)
    return minutes


def _latest_of(case: PartyCase, office: Commission, period: Period) -> Select[UUID]:
    return (
        select(Minutes.id)
        .where(
            Minutes.party_id == case.party.id,
            Minutes.region_code == office.region_code,
            Minutes.period_id == period.id,
        )
        .order_by(Minutes.serial.desc())
        .limit(1)
    )


def amended_by(minutes: Minutes) -> Minutes | None:
    """The Berita Acara Perubahan that changed this one. The caller may already know of this one."""
    return db.session.scalars(select(Minutes).where(Minutes.amends_id == minutes.id)).first()


def lack_of(case: PartyCase, period: Period) -> str | None:
    """What still stands in the way of a party's Berita Acara, as a sentence; None when nothing does."""
    if case.waiting:
        return f"Masih ada {case.waiting} pengajuan partai ini yang belum diputus."
    if now() < period.deadline and not any(submission.state in DECIDED for submission in case.submissions):
        return "Belum ada pengajuan partai ini yang diputus, dan batas pengajuan belum lewat."
    return None


def proposed_number(office: Commission, day: date) -> str:
    """The next number of the office, by its own pattern, for a Berita Acara of that day."""
    return office.minutes_pattern.format(serial=_next_serial(office), region=compact(office.region_code), year=day.year)


def today_at(office: Commission) -> date:
    """The calendar day where the office sits."""
    return now().astimezone(ZoneInfo(office.zone)).date()


def _refuse_what_is_not_ready(case: PartyCase, office: Commission, period: Period, draft: MinutesDraft) -> None:
    if lack := lack_of(case, period):
        raise Refused("number", lack)
    if not draft.place.strip():
        raise Refused("place", "Isi tempat rapat pleno, misalnya Kantor KPU Kabupaten Bulungan.")
    if draft.held_on > today_at(office) or draft.held_on < period.letter_date:
        raise Refused("held_on", "Tanggal rapat pleno harus dalam masa pemutakhiran ini dan tidak sesudah hari ini.")
    if draft.number and not LIKE_A_NUMBER.fullmatch(draft.number):
        raise Refused("number", "Isi nomor Berita Acara antara 3 dan 80 huruf.")
    if case.minutes and not draft.reason.strip():
        raise Refused("reason", "Isi alasan perubahan; alasan ini tercantum dalam Berita Acara Perubahan.")
    signing = {person.order for person in office.commissioners} - {order for order, _reason in draft.declined}
    if not signing:
        raise Refused("declined", "Paling sedikit satu anggota KPU harus menandatangani Berita Acara.")


def _number(office: Commission, draft: MinutesDraft) -> str:
    """The number typed, or the next one by the office's own pattern."""
    return draft.number.strip() or proposed_number(office, draft.held_on)


def _free_number(office: Commission, draft: MinutesDraft) -> str:
    number = _number(office, draft)
    taken = select(Minutes.id).where(Minutes.region_code == office.region_code, Minutes.number == number)
    if db.session.scalars(taken).first():
        raise Refused("number", "Nomor Berita Acara ini sudah dipakai. Isi nomor lain.")
    return number


def _next_serial(office: Commission) -> int:
    last = db.session.scalar(select(func.max(Minutes.serial)).where(Minutes.region_code == office.region_code))
    return (last or 0) + 1

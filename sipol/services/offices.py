"""The permanent office of a unit: written down, changed, shown, and entered into the register when it is found MS."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from sipol.access.policy import Permission, require
from sipol.access.scope import visible_to
from sipol.audit.office_events import OfficeEntered, OfficeSaved, OfficeStarted
from sipol.audit.trail import record
from sipol.extensions import db, now, today
from sipol.models import Office, OfficeFile, OfficeVisit, Period, Standing, Submission, Unit, User
from sipol.rules.addresses import address_key
from sipol.rules.errors import NotFound, Overtaken, Refused
from sipol.rules.offices import ENDING, NEED_OFFICE, Tenure, in_bounds
from sipol.rules.regions import Level, level_of, within
from sipol.rules.workflow import DRAFTS, Outcome, Subject
from sipol.services.submissions import begin, carry_over, hold_unit, refuse_unless_draft, submission_in


@dataclass(frozen=True, slots=True)
class OfficeDraft:
    """What the party states. ``point``: latitude and longitude in degrees."""

    address: str
    district_code: str | None
    village: str
    phone: str
    tenure: Tenure | None
    valid_until: date | None
    letter_number: str
    letter_date: date | None
    point: tuple[float, float] | None = None


PLAIN = ("address", "district_code", "village", "phone", "tenure", "valid_until", "letter_number", "letter_date")
WITH_ALL = (
    joinedload(Office.unit).joinedload(Unit.party),
    joinedload(Office.district),
    selectinload(Office.files),
    selectinload(Office.visits).joinedload(OfficeVisit.visitor),
)


def office_for(actor: User, office_id: UUID) -> Office:
    """One office among those the actor may know about; NotFound otherwise."""
    query = select(Office).where(Office.id == office_id, visible_to(actor, Office)).options(*WITH_ALL)
    office = db.session.scalars(query).first()
    if office is None:
        raise NotFound
    return office


def offices_for(actor: User) -> Sequence[Office]:
    """The offices the actor may know about that stand or are being written, by region and party."""
    living = Office.standing.in_((Standing.IN_FORCE, Standing.DRAFT))
    query = select(Office).where(visible_to(actor, Office), living).options(*WITH_ALL)
    return db.session.scalars(query.order_by(Office.region_code, Office.unit_id, Office.created_at.desc())).all()


def offices_within(actor: User) -> dict[UUID, Office]:
    """The office in the register of each unit the actor may know about, without its files, by the unit's id."""
    query = select(Office).where(visible_to(actor, Office), Office.standing == Standing.IN_FORCE)
    return {office.unit_id: office for office in db.session.scalars(query)}


def office_in_force(unit: Unit) -> Office | None:
    """The office of a unit that was found MS last. The caller may already know of the unit."""
    query = select(Office).where(Office.unit_id == unit.id, Office.standing == Standing.IN_FORCE)
    return db.session.scalars(query.options(*WITH_ALL)).first()


def begun_office(unit: Unit) -> Office | None:
    """What is being written for a unit, else what stands. The caller may already know of the unit."""
    written = select(Office).join(Submission, Submission.office_id == Office.id)
    written = written.where(Office.unit_id == unit.id, Office.standing == Standing.DRAFT, Submission.state.in_(DRAFTS))
    return db.session.scalars(written.options(*WITH_ALL)).first() or office_in_force(unit)


def submission_of_office(office: Office) -> Submission:
    """The submission an office belongs to."""
    return db.session.scalars(select(Submission).where(Submission.office_id == office.id)).one()


def begin_office(actor: User, unit: Unit, period: Period) -> Submission:
    """What a unit hands in of its office in a period, made when there is none yet from the office that stands.

    Refused("unit", …) for a unit that needs none.
    """
    require(actor, Permission.OFFICE_WRITE, unit)
    if unit.level not in NEED_OFFICE:
        raise Refused("unit", "Kantor tetap dicatat untuk tingkat pusat, provinsi, dan kabupaten/kota.")
    # A second press waits here, and then finds the submission of the first.
    hold_unit(unit)
    begun = submission_in(unit, period, Subject.OFFICE) or carry_over(actor, unit, period, Subject.OFFICE)
    if begun is not None and (begun.office_id or begun.state not in DRAFTS):
        return begun
    office = Office(unit_id=unit.id, party_id=unit.party_id, region_code=unit.region_code)
    db.session.add(office)
    db.session.flush()
    if former := office_in_force(unit):
        _copy(former, office)
    if begun is None:
        begun = begin(unit, period, Subject.OFFICE, office=office)
    else:
        begun.office_id, begun.no_change = office.id, False
    record(actor, OfficeStarted(office.id), office)
    db.session.flush()
    return begun


def _copy(former: Office, office: Office) -> None:
    """A new statement begins with what stands: only what changed is typed."""
    for name in (*PLAIN, "address_key", "latitude", "longitude"):
        setattr(office, name, getattr(former, name))
    same = ("kind", "digest", "size", "is_pdf", "taken_at", "sight", "lines", "received_by")
    office.files = [
        OfficeFile(**{name: getattr(file, name) for name in same}) for file in former.files if file.visit_id is None
    ]


def save_office(actor: User, office: Office, draft: OfficeDraft, version: int) -> None:
    """Keep what the party typed. ``version`` is that of the page the person had open; Refused names the field."""
    require(actor, Permission.OFFICE_WRITE, office)
    refuse_while_sent(office)
    if version != office.version:
        raise Overtaken("Data kantor ini sudah diubah dari jendela atau orang lain. Muat ulang untuk melihat isinya.")
    refuse_the_impossible(office, draft)
    typed = asdict(draft)
    changed = [name for name in PLAIN if getattr(office, name) != typed[name]]
    for name in changed:
        setattr(office, name, typed[name])
    if (office.latitude, office.longitude) != (draft.point or (None, None)):
        office.latitude, office.longitude = draft.point or (None, None)
        changed.append("point")
    office.address_key = address_key(office.address)
    if changed:
        db.session.flush()
        record(actor, OfficeSaved(office.id, changed=tuple(changed)), office)


def refuse_while_sent(office: Office) -> None:
    """Raise Refused("address", …) while the office lies with KPU or the party's centre, or was ruled on."""
    refuse_unless_draft(submission_of_office(office), "address", "Data kantor ini")


def refuse_the_impossible(office: Office, draft: OfficeDraft) -> None:
    """Raise Refused(field, …) for what cannot be right whatever the papers say."""
    code = draft.district_code
    if code and not (level_of(code) is Level.DISTRICT and within(code, office.region_code)):
        raise Refused("district_code", "Kecamatan ini tidak berada di wilayah kepengurusan. Pilih dari daftar.")
    if draft.letter_date and draft.letter_date > today():
        raise Refused("letter_date", "Tanggal surat keterangan domisili tidak boleh sesudah hari ini.")
    if draft.tenure in ENDING and draft.valid_until and draft.valid_until < today():
        raise Refused("valid_until", "Masa sewa atau pinjam pakai ini sudah berakhir. Isi masa yang masih berlaku.")
    if draft.point and not in_bounds(*draft.point):
        raise Refused("point", "Titik ini tidak berada di Indonesia. Tulis lintang dahulu, lalu bujur.")


def lacks_of_office(office: Office) -> list[tuple[str, str]]:
    """What must be typed before an office can be handed in, as (field, sentence), in the order of the form."""
    lacks = []
    if not office.address:
        lacks.append(("address", "Isi alamat kantor: nama jalan dan nomornya."))
    if not office.district_code:
        lacks.append(("district_code", "Pilih kecamatan tempat kantor berada."))
    if not office.village:
        lacks.append(("village", "Isi desa atau kelurahan tempat kantor berada."))
    if office.tenure is None:
        lacks.append(("tenure", "Pilih status kantor: milik sendiri, sewa, atau pinjam pakai."))
    elif office.tenure in ENDING and office.valid_until is None:
        lacks.append(("valid_until", "Isi sampai kapan sewa atau pinjam pakai berlaku."))
    elif office.tenure in ENDING and office.valid_until and office.valid_until < today():
        lacks.append(("valid_until", "Masa sewa atau pinjam pakai sudah berakhir. Isi masa yang masih berlaku."))
    return lacks


def enter_office(actor: User, office: Office, outcome: Outcome) -> None:
    """What a decision means for the register: MS puts the office in force and ends the former one."""
    require(actor, Permission.SUBMISSION_REVIEW, office)
    if outcome is Outcome.NOT_MET:
        office.standing = Standing.TURNED_DOWN
    if outcome is not Outcome.MET:
        return
    # Two rulings on one unit wait for each other, and the second finds the office of the first in force.
    hold_unit(office.unit)
    moment = now()
    former = office_in_force(office.unit)
    if former is not None:
        former.standing, former.in_force_until = Standing.REPLACED, moment
        db.session.flush()
    office.standing, office.in_force_from = Standing.IN_FORCE, moment
    record(actor, OfficeEntered(office.id), office)

"""Rekapitulasi: what all parties of a region did in a semester, reckoned from the Berita Acara that were issued."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from sipol.access.scope import visible_to
from sipol.extensions import db
from sipol.models import Minutes, Party, Period, Region, Submission, Unit, User
from sipol.render import MinutesSheet, Participation, RecapCell, RecapRow, ResultRow
from sipol.rules.regions import NATION, Level, jurisdiction, level_of
from sipol.rules.roles import Role
from sipol.rules.workflow import Subject
from sipol.services.access import access_waits
from sipol.services.ledger import Share, participation_of
from sipol.services.papers import sheet_of
from sipol.services.regions import lies_in

PARTICIPATION_WORDS: dict[Participation, str] = {
    Participation.UPDATED: "memutakhirkan",
    Participation.UNCHANGED: "tidak ada perubahan",
    Participation.NOT_UPDATED: "tidak memutakhirkan",
    Participation.AWAITING_CENTRE: "menunggu pusat partai",
    Participation.NO_ACCOUNT: "belum mempunyai akun",
    Participation.AWAITING_ACCESS: "menunggu akun dari pusat partai",
}
NONE = RecapCell(0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Standing:
    """One party at one office: what it did, and its latest Berita Acara there, if any."""

    office: str
    party: Party
    participation: Participation
    minutes: Minutes | None
    results: Mapping[Subject, RecapCell]
    access_since: datetime | None = None
    """Since when its people wait for the party's centre to give them an account."""


@dataclass(slots=True)
class Line:
    """One party at one place that is shown; the place may hold many offices. ``code``: its region."""

    code: str
    place: str
    party: Party
    standings: list[Standing] = field(default_factory=list)

    @property
    def states(self) -> Counter[Participation]:
        return Counter(one.participation for one in self.standings)

    @property
    def access_since(self) -> datetime | None:
        """Since when one has waited that has waited longest for its party's centre to give it an account."""
        waiting = [one for one in self.standings if one.participation is Participation.AWAITING_ACCESS]
        return min((one.access_since for one in waiting if one.access_since), default=None)

    @property
    def minutes(self) -> list[Minutes]:
        return [one.minutes for one in self.standings if one.minutes]

    def total(self, subject: Subject) -> RecapCell:
        """The counts of one object over all offices of the place."""
        cells = [one.results.get(subject, NONE) for one in self.standings]
        return RecapCell(
            sum(cell.submitted for cell in cells),
            sum(cell.met for cell in cells),
            sum(cell.incomplete for cell in cells),
            sum(cell.not_met for cell in cells),
        )


def standings_in(actor: User, area: str, period: Period) -> list[Standing]:
    """Every party at every office of an area, with a fixed number of queries however many there are."""
    units: dict[tuple[UUID, str], list[Unit]] = defaultdict(list)
    query = select(Unit).where(visible_to(actor, Unit), lies_in(Unit.region_code, area)).options(joinedload(Unit.party))
    for unit in db.session.scalars(query):
        units[unit.party_id, jurisdiction(unit.region_code)].append(unit)
    rows: dict[tuple[UUID, str], list[Submission]] = defaultdict(list)
    asked = select(Submission).where(visible_to(actor, Submission), lies_in(Submission.region_code, area))
    for row in db.session.scalars(asked.where(Submission.period_id == period.id)):
        rows[row.party_id, jurisdiction(row.region_code)].append(row)
    served = {(party, jurisdiction(code)) for party, code in _liaisons(area) if party and code}
    minutes = {(one.party_id, one.region_code): one for one in _minutes(actor, area, period)}
    asked_access = access_waits(period)
    return [
        _standing(
            Share(here[0].party, here, rows.get((party_id, office), []), (party_id, office) in served),
            office,
            None if (party_id, office) in served else asked_access.get((party_id, office)),
            minutes.get((party_id, office)),
        )
        for (party_id, office), here in sorted(units.items(), key=lambda pair: (pair[0][1], pair[1][0].party.name))
    ]


def _standing(share: Share, office: str, access_since: datetime | None, minutes: Minutes | None) -> Standing:
    sheet = sheet_of(minutes.paper) if minutes else None
    if isinstance(sheet, MinutesSheet):
        return Standing(office, share.party, sheet.participation, minutes, _counted(sheet.results))
    sent = [row for row in share.rows if row.receipt is not None]
    state = participation_of(share.rows, sent, share.has_account, access_since is not None)
    return Standing(office, share.party, state, None, {}, access_since)


def _counted(results: Iterable[ResultRow]) -> dict[Subject, RecapCell]:
    """The table of a Berita Acara by object."""
    found: dict[Subject, RecapCell] = {}
    for row in results:
        subject = subject_of(row)
        had = found.get(subject, NONE)
        found[subject] = RecapCell(
            had.submitted + row.submitted,
            had.met + row.met,
            had.incomplete + row.incomplete,
            had.not_met + row.not_met,
        )
    return found


def subject_of(row: ResultRow) -> Subject:
    """Which object a line of a Berita Acara is about; its words say so."""
    if row.subject.startswith("Keanggotaan"):
        return Subject.MEMBERS
    return Subject.OFFICE if row.subject.startswith("Kantor") else Subject.DECREE


def _liaisons(area: str) -> Iterable[tuple[UUID | None, str | None]]:
    query = select(User.party_id, User.region_code).where(
        User.role == Role.LIAISON, User.active, lies_in(User.region_code, area)
    )
    return ((party_id, code) for party_id, code in db.session.execute(query))


def _minutes(actor: User, area: str, period: Period) -> Sequence[Minutes]:
    """The Berita Acara of an area, each party's latest at an office last."""
    query = select(Minutes).where(
        visible_to(actor, Minutes), lies_in(Minutes.region_code, area), Minutes.period_id == period.id
    )
    return db.session.scalars(query.options(joinedload(Minutes.paper)).order_by(Minutes.serial)).all()


def recap_of(actor: User, area: str, period: Period) -> list[Line]:
    """The recap of an area: by province for the nation, by office for a province, by itself for a kabupaten/kota."""
    lines: dict[tuple[str, UUID], Line] = {}
    names = _names(area)
    for one in standings_in(actor, area, period):
        code = _shown_at(area, one.office)
        line = lines.setdefault((code, one.party.id), Line(code, names.get(code, code), one.party))
        line.standings.append(one)
    return sorted(lines.values(), key=lambda line: (line.code != NATION, line.code, line.party.name))


def _shown_at(area: str, office: str) -> str:
    if area == NATION and office != NATION:
        return office.split(".", maxsplit=1)[0]
    return office


def _names(area: str) -> dict[str, str]:
    """What the regions that are shown are called."""
    levels = (Level.NATION, Level.PROVINCE) if area == NATION else (Level.PROVINCE, Level.REGENCY)
    query = select(Region.code, Region.name).where(Region.level.in_(levels))
    named = dict(db.session.execute(query).all())
    return {code: f"Provinsi {name}" if level_of(code) is Level.PROVINCE else name for code, name in named.items()}


def printed(lines: Sequence[Line]) -> tuple[RecapRow, ...]:
    """The lines as a paper prints them."""
    return tuple(
        RecapRow(
            place=line.place,
            party=line.party.name,
            states=states_in_words(line),
            decrees=line.total(Subject.DECREE),
            members=line.total(Subject.MEMBERS),
            offices=line.total(Subject.OFFICE),
            minutes="; ".join(one.number for one in line.minutes) if len(line.standings) == 1 else "",
        )
        for line in lines
    )


def states_in_words(line: Line) -> str:
    """``memutakhirkan``, or where a place holds several offices ``2 memutakhirkan, 1 tidak memutakhirkan``."""
    states = line.states
    if len(line.standings) == 1:
        return PARTICIPATION_WORDS[next(iter(states))]
    return ", ".join(f"{states[one]} {words}" for one, words in PARTICIPATION_WORDS.items() if states[one])

"""Party by object by office for a period: how far each is, counted within the actor's scope with a few queries."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, func, or_, select, true, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from sipol.access.scope import visible_to
from sipol.extensions import db
from sipol.models import AccessRequest, Party, Period, Region, Submission, Unit, User
from sipol.rules.errors import NotFound
from sipol.rules.progress import AT_KPU, RULED, Stage, stage_of, subjects_at
from sipol.rules.regions import Level, is_code, parent_of, within
from sipol.rules.roles import PARTY_ROLES
from sipol.rules.workflow import State, Subject
from sipol.services.access import waited_for_access
from sipol.services.quotas import WIDTH
from sipol.services.regions import lies_in

STEP = {Level.NATION: len("65"), Level.PROVINCE: WIDTH}
"""Letters of the codes one step below an area; everywhere else those of kecamatan."""
FINEST = len("65.71.01")


@dataclass(frozen=True, slots=True)
class Tally:
    """How many objects are at each stage; ``unchanged`` of them were handed in as “tidak ada perubahan”."""

    counts: Counter[Stage]
    unchanged: int
    asked_at: datetime | None = None
    """Since when the one has waited that has waited longest for its party's centre."""
    access_since: datetime | None = None
    """The same for an account that was asked for."""

    @property
    def total(self) -> int:
        return self.counts.total()

    @property
    def left(self) -> int:
        """What waits for KPU."""
        return sum(self.counts[stage] for stage in AT_KPU)

    @property
    def ruled(self) -> int:
        return sum(self.counts[stage] for stage in RULED)


Tallies = Mapping[Subject, Tally]


@dataclass(frozen=True, slots=True)
class Dashboard:
    """``parties`` in the whole area; ``places`` and ``sums`` of the chosen one, or of all; ``above``: the way here."""

    area: Region
    above: Sequence[Region]
    party: Party | None
    parties: Sequence[tuple[Party, Tallies]]
    places: Sequence[tuple[Region, Tallies]]
    sums: Tallies

    @property
    def left(self) -> int:
        return sum(tally.left for tally in self.sums.values())


@dataclass(frozen=True, slots=True)
class Count:
    """So many objects of a party in one place at one stage."""

    party_id: UUID
    place: str
    subject: Subject
    stage: Stage
    many: int
    unchanged: int = 0
    asked_at: datetime | None = None
    access_since: datetime | None = None


def dashboard_of(actor: User, period: Period, area: str, party_id: UUID | None = None) -> Dashboard:
    """How far everybody is in an area. NotFound for an area or a party the actor may know nothing of."""
    region = db.session.get(Region, area) if is_code(area) and within(area, actor.region_code) else None
    if region is None:
        raise NotFound
    counts = _counts(actor, period, region)
    ids = {count.party_id for count in counts}
    parties = db.session.scalars(select(Party).where(Party.id.in_(ids)).order_by(Party.name)).all()
    party = next((one for one in parties if one.id == party_id), None)
    if party_id is not None and party is None and actor.role not in PARTY_ROLES:
        raise NotFound
    chosen = [count for count in counts if party is None or count.party_id == party.id]
    codes, above = {count.place for count in chosen}, _above(area, actor.region_code)
    known = {one.code: one for one in db.session.scalars(select(Region).where(Region.code.in_({*codes, *above})))}
    # The units of the area itself stand before those below it: "ID" too, although it sorts behind the numbers.
    places = [known[code] for code in sorted(codes, key=lambda code: (code != area, code))]
    return Dashboard(
        region,
        [known[code] for code in above],
        party,
        [(one, _tallies(count for count in counts if count.party_id == one.id)) for one in parties],
        [(one, _tallies(count for count in chosen if count.place == one.code)) for one in places],
        _tallies(chosen),
    )


def _above(area: str, top: str) -> list[str]:
    """The regions from ``top`` down to the one above an area."""
    found, code = [], parent_of(area)
    while code and within(code, top):
        found.append(code)
        code = parent_of(code)
    return found[::-1]


def _tallies(counts: Iterable[Count]) -> Tallies:
    stages: dict[Subject, Counter[Stage]] = {}
    unchanged: Counter[Subject] = Counter()
    asked: dict[Subject, datetime] = {}
    access: dict[Subject, datetime] = {}
    for count in counts:
        stages.setdefault(count.subject, Counter())[count.stage] += count.many
        unchanged[count.subject] += count.unchanged
        if count.asked_at is not None:
            asked[count.subject] = min(count.asked_at, asked.get(count.subject, count.asked_at))
        if count.access_since is not None:
            access[count.subject] = min(count.access_since, access.get(count.subject, count.access_since))
    return {
        subject: Tally(told, unchanged[subject], asked.get(subject), access.get(subject))
        for subject, told in stages.items()
    }


def _counts(actor: User, period: Period, area: Region) -> list[Count]:
    """What was handed in, and what is asked of units that handed in nothing; with an account or without."""
    width = STEP.get(area.level, FINEST)
    sent, seen = _sent(actor, period, area, width)
    silent: list[Count] = []
    for group, units in _units(actor, period, area, width).items():
        for subject in subjects_at(group.level):
            silence = units - seen[group, subject]
            if silence > 0:
                waits = Count(group.party_id, group.place, subject, group.silence, silence)
                silent.append(replace(waits, access_since=group.access_since))
    return [*sent, *silent]


def _served(rows: type[Unit]) -> ColumnElement[bool]:
    """Whether somebody of the party can sign in for the office's region the unit lies in."""
    office = func.left(rows.region_code, WIDTH)
    people = select(User.party_id, func.left(User.region_code, WIDTH)).where(User.role.in_(PARTY_ROLES), User.active)
    return tuple_(rows.party_id, office).in_(people)


def _place(code: InstrumentedAttribute[str], width: int) -> ColumnElement[str]:
    return func.left(code, width).label("place")


@dataclass(frozen=True, slots=True)
class Group:
    """Units that are alike: of a party in a place, at a level, with an account or without, waiting for one since."""

    party_id: UUID
    place: str
    level: Level
    served: bool
    access_since: datetime | None

    @property
    def silence(self) -> Stage:
        """What it is called when they hand in nothing."""
        if self.served:
            return Stage.NOT_SENT
        return Stage.NO_ACCOUNT if self.access_since is None else Stage.AWAITING_ACCESS


def _asked_access(period: Period) -> ColumnElement[datetime]:
    """Since when an account for the office's region the unit lies in was asked of the party's centre."""
    here = and_(
        AccessRequest.party_id == Unit.party_id, AccessRequest.region_code == func.left(Unit.region_code, WIDTH)
    )
    asked = select(func.min(AccessRequest.created_at)).where(here, waited_for_access(period))
    return asked.correlate(Unit).scalar_subquery().label("access_since")


def _units(actor: User, period: Period, area: Region, width: int) -> dict[Group, int]:
    rows = (
        select(
            Unit.party_id,
            _place(Unit.region_code, width),
            Unit.level,
            _served(Unit).label("served"),
            _asked_access(period),
        )
        .where(visible_to(actor, Unit), lies_in(Unit.region_code, area.code))
        .subquery()
    )
    found = db.session.execute(select(*rows.c, func.count().label("many")).group_by(*rows.c))
    return {_group_of(row): row.many for row in found}


def _group_of(row: Any) -> Group:
    return Group(row.party_id, row.place, row.level, row.served, None if row.served else row.access_since)


def _sent(actor: User, period: Period, area: Region, width: int) -> tuple[list[Count], Counter[tuple[Group, Subject]]]:
    """What was begun and may be known of, and how many of whom that was; KPU knows no draft it never received."""
    own = actor.role in PARTY_ROLES
    rows = (
        select(
            Submission.party_id,
            _place(Submission.region_code, width),
            Unit.level,
            _served(Unit).label("served"),
            _asked_access(period),
            Submission.subject,
            Submission.state,
            Submission.outcome,
            Submission.receipt.is_not(None).label("received"),
            case((Submission.no_change, 1), else_=0).label("unchanged"),
            Submission.asked_at,
        )
        .join(Unit, Unit.id == Submission.unit_id)
        .where(visible_to(actor, Submission), Submission.period_id == period.id)
        .where(lies_in(Submission.region_code, area.code))
        .where(true() if own else or_(Submission.state != State.DRAFT, Submission.receipt.is_not(None)))
        .subquery()
    )
    counts: list[Count] = []
    seen: Counter[tuple[Group, Subject]] = Counter()
    alike = [column for column in rows.c if column.key != "asked_at"]
    longest = func.min(rows.c.asked_at).label("asked_at")
    for row in db.session.execute(select(*alike, longest, func.count().label("many")).group_by(*alike)):
        stage = stage_of(row.state, row.outcome, received=row.received, own=own)
        unchanged = row.many * row.unchanged
        counts.append(Count(row.party_id, row.place, row.subject, stage, row.many, unchanged, row.asked_at))
        seen[_group_of(row), row.subject] += row.many
    return counts, seen

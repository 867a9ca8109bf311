"""The register as it stood: who was on which board on a day, and what became of the boards between two days."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import joinedload, selectinload

from sipol.access.scope import visible_to
from sipol.extensions import db
from sipol.models import Decree, Officer, Region, Standing, Unit, User
from sipol.names import Change, NameMatch, Seat, compare_boards, same_position

ENTERED = (Standing.IN_FORCE, Standing.REPLACED)
CHAIRS = ("Ketua", "Ketua Umum", "Plt. Ketua", "Plt. Ketua Umum")


@dataclass(frozen=True, slots=True)
class Row:
    """What became of one officer: the post and name before, and after; one of the two may be missing."""

    change: Change
    before: Officer | None
    after: Officer | None
    match: NameMatch | None


@dataclass(frozen=True, slots=True)
class Compared:
    """One unit on two days, with the decree in force on each, if any, and what became of its officers."""

    unit: Unit
    before: Decree | None
    after: Decree | None
    rows: Sequence[Row]

    @property
    def counts(self) -> Mapping[Change, int]:
        return Counter(row.change for row in self.rows)

    @property
    def changed(self) -> bool:
        """Whether any post has another holder, or one whose name is written otherwise."""
        return any(row.change is not Change.STAYS for row in self.rows)


def in_force_on(day: date) -> ColumnElement[bool]:
    """Whether a decree was in force on a day; on the day of its successor it no longer is."""
    return and_(
        Decree.standing.in_(ENTERED),
        Decree.in_force_from <= day,
        or_(Decree.in_force_until.is_(None), Decree.in_force_until > day),
    )


def decrees_on(actor: User, day: date, unit: Unit | None = None) -> Sequence[Decree]:
    """The decrees in force on a day within the actor's scope, by region and party; ``unit``: of that one alone."""
    query = (
        select(Decree)
        .join(Unit, Unit.id == Decree.unit_id)
        .join(Region, Region.code == Unit.region_code)
        .where(visible_to(actor, Decree), in_force_on(day))
        .options(
            joinedload(Decree.unit).joinedload(Unit.party),
            joinedload(Decree.unit).joinedload(Unit.region),
            selectinload(Decree.officers),
        )
    )
    if unit is not None:
        query = query.where(Decree.unit_id == unit.id)
    return db.session.scalars(query.order_by(Unit.region_code, Unit.name, Decree.in_force_from)).all()


def chair_of(decree: Decree) -> Officer | None:
    """Who chairs a unit by its decree, an acting chair included."""
    for title in CHAIRS:
        for officer in decree.officers:
            if same_position(officer.position, title):
                return officer
    return None


def compared(actor: User, first: date, last: date) -> list[Compared]:
    """Every unit that had a decree in force on either day, and what became of its board between them."""
    before, after = (_by_unit(decrees_on(actor, day)) for day in (first, last))
    return [_compared(before.get(unit_id), after.get(unit_id)) for unit_id in dict.fromkeys([*before, *after])]


def _by_unit(decrees: Iterable[Decree]) -> dict[UUID, Decree]:
    return {decree.unit_id: decree for decree in decrees}


def _compared(before: Decree | None, after: Decree | None) -> Compared:
    one = after or before
    assert one is not None, "a unit comes from one of the two days"
    if before is after:
        return Compared(one.unit, before, after, ())
    ours, theirs = before.officers if before else [], after.officers if after else []
    pairs = compare_boards([_seat(officer) for officer in ours], [_seat(officer) for officer in theirs]).pairs
    rows = [
        Row(
            pair.change,
            None if pair.stated is None else ours[pair.stated],
            None if pair.found is None else theirs[pair.found],
            pair.match,
        )
        for pair in pairs
    ]
    return Compared(one.unit, before, after, rows)


def _seat(officer: Officer) -> Seat:
    return Seat(officer.position, officer.name, officer.organ)

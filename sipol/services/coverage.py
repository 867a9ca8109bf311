"""Where a party stood on a day: boards by the decrees then in force, kecamatan, members and women, level by level."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import and_, case, func, or_, select

from sipol.access.scope import visible_to
from sipol.extensions import db
from sipol.models import Decree, Officer, Party, PartyOrgan, Region, Unit, User
from sipol.rules.completeness import WORN_BY_WOMEN
from sipol.rules.coverage import NationSeen, ProvinceSeen, RegencySeen, WomenSeen
from sipol.rules.errors import NotFound
from sipol.rules.regions import NATION, Level, is_code, level_of, parent_of, within
from sipol.services.as_it_stood import in_force_on
from sipol.services.members_as_they_stood import members_on
from sipol.services.quotas import WIDTH, Quota, quotas_in
from sipol.services.regions import lies_in, stood_on

PROVINCE_WIDTH = len("65")


@dataclass(frozen=True, slots=True)
class Board:
    """A unit with the decree in force on the day, and who counts on its board."""

    unit_id: UUID
    name: str
    number: str
    since: date
    women: WomenSeen


@dataclass(frozen=True, slots=True)
class RegencyLine:
    region: Region
    board: Board | None
    quota: Quota
    seen: RegencySeen


@dataclass(frozen=True, slots=True)
class ProvinceLine:
    """``whole``: all of its kabupaten/kota are here, so that shares of them mean something."""

    region: Region
    board: Board | None
    regencies: Sequence[RegencyLine]
    whole: bool

    @property
    def seen(self) -> ProvinceSeen:
        return ProvinceSeen(self.board is not None, [line.seen for line in self.regencies])


@dataclass(frozen=True, slots=True)
class DistrictLine:
    region: Region
    board: Board | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """A party in one area on a day; ``centre`` is known for the whole nation, ``districts`` for one kabupaten/kota."""

    party: Party
    area: Region
    day: date
    centre: Board | None
    provinces: Sequence[ProvinceLine]
    districts: Sequence[DistrictLine]

    @property
    def seen(self) -> NationSeen:
        return NationSeen([line.seen for line in self.provinces], self.centre.women if self.centre else None)


@dataclass(frozen=True, slots=True)
class PartySeen:
    """How many units of each level had a decree in force."""

    party: Party
    boards: Mapping[Level, int]


def parties_on(actor: User, day: date) -> list[PartySeen]:
    """Every party with a unit the actor may know of, and how many of those had a decree in force on a day."""
    in_force = select(Decree.unit_id).where(visible_to(actor, Decree), in_force_on(day)).distinct().subquery()
    query = (
        select(Unit.party_id, Unit.level, func.count(in_force.c.unit_id))
        .outerjoin(in_force, in_force.c.unit_id == Unit.id)
        .where(visible_to(actor, Unit))
        .group_by(Unit.party_id, Unit.level)
    )
    found: dict[UUID, dict[Level, int]] = {}
    for party_id, level, count in db.session.execute(query):
        found.setdefault(party_id, {})[level] = count
    parties = db.session.scalars(select(Party).where(Party.id.in_(found)).order_by(Party.name))
    return [PartySeen(party, found[party.id]) for party in parties]


def coverage_of(actor: User, party_id: UUID, area: str, day: date) -> Coverage:
    """A party in an area on a day. NotFound for a party or an area the actor may know nothing of."""
    region = db.session.get(Region, area) if is_code(area) and within(area, actor.region_code) else None
    known = select(Unit.id).where(Unit.party_id == Party.id, visible_to(actor, Unit)).exists()
    party = db.session.scalars(select(Party).where(Party.id == party_id, known)).first()
    if region is None or party is None or region.level is Level.VILLAGE:
        raise NotFound
    boards = _boards(actor, party, area, day)
    there, covered = _districts_there(area, day), _districts_covered(actor, party, area, day)
    members = members_on(actor, party, area, day)
    lines: dict[str, list[RegencyLine]] = {}
    for quota in quotas_in(area, day):
        code = quota.region.code
        board = boards.get(code)
        seen = RegencySeen(
            board is not None, there.get(code, 0), covered.get(code, 0), members.get(code, 0), quota.least
        )
        lines.setdefault(parent_of(code) or NATION, []).append(RegencyLine(quota.region, board, quota, seen))
    provinces = [
        ProvinceLine(one, boards.get(one.code), lines.get(one.code, ()), within(one.code, area))
        for one in _provinces(area, day)
    ]
    return Coverage(party, region, day, boards.get(NATION), provinces, _districts(boards, area, day))


def _provinces(area: str, day: date) -> Sequence[Region]:
    """Those of an area, or the one it lies in."""
    here = or_(lies_in(Region.code, area), Region.code == area[:PROVINCE_WIDTH])
    query = select(Region).where(Region.level == Level.PROVINCE, stood_on(day), here)
    return db.session.scalars(query.order_by(Region.code)).all()


def _boards(actor: User, party: Party, area: str, day: date) -> dict[str, Board]:
    """By region, with one query for whatever number of units; kecamatan only where one kabupaten/kota is looked at."""
    levels = set(Level) if level_of(area) in (Level.REGENCY, Level.DISTRICT) else set(Level) - {Level.DISTRICT}
    uncounted = select(func.lower(PartyOrgan.name)).where(PartyOrgan.party_id == party.id, ~PartyOrgan.counted)
    counts = and_(Officer.decree_id == Decree.id, func.lower(Officer.organ).not_in(uncounted))
    query = (
        select(
            Unit.region_code,
            Unit.id,
            Unit.name,
            Decree.number,
            Decree.in_force_from,
            func.count(Officer.id),
            func.coalesce(func.sum(case((Officer.sex == WORN_BY_WOMEN, 1), else_=0)), 0),
            func.coalesce(func.sum(case((Officer.id.is_(None), 0), (Officer.sex.is_(None), 1), else_=0)), 0),
        )
        .join(Decree, Decree.unit_id == Unit.id)
        .outerjoin(Officer, counts)
        .where(visible_to(actor, Decree), in_force_on(day), Unit.party_id == party.id, Unit.level.in_(levels))
        .where(lies_in(Unit.region_code, area))
        .group_by(Unit.id, Decree.id)
        .order_by(Decree.in_force_from)
    )
    return {
        code: Board(unit_id, name, number, since, WomenSeen(counted, women, unsaid))
        for code, unit_id, name, number, since, counted, women, unsaid in db.session.execute(query)
    }


def _districts_there(area: str, day: date) -> dict[str, int]:
    """How many kecamatan each kabupaten/kota had."""
    query = select(Region.parent_code, func.count()).where(
        Region.level == Level.DISTRICT, stood_on(day), lies_in(Region.code, area)
    )
    return {str(code): count for code, count in db.session.execute(query.group_by(Region.parent_code))}


def _districts_covered(actor: User, party: Party, area: str, day: date) -> dict[str, int]:
    """In how many of them the party had a board; a kecamatan that was no more, or not yet, does not count."""
    rows = (
        select(func.left(Unit.region_code, WIDTH).label("place"), Unit.id.label("unit_id"))
        .join(Decree, Decree.unit_id == Unit.id)
        .join(Region, Region.code == Unit.region_code)
        .where(visible_to(actor, Decree), in_force_on(day), stood_on(day))
        .where(Unit.party_id == party.id, Unit.level == Level.DISTRICT, lies_in(Unit.region_code, area))
        .subquery()
    )
    query = select(rows.c.place, func.count(rows.c.unit_id.distinct())).group_by(rows.c.place)
    return dict(db.session.execute(query).all())


def _districts(boards: Mapping[str, Board], area: str, day: date) -> list[DistrictLine]:
    if level_of(area) is not Level.REGENCY:
        return []
    query = select(Region).where(Region.level == Level.DISTRICT, stood_on(day), Region.parent_code == area)
    regions = db.session.scalars(query.order_by(Region.code))
    return [DistrictLine(region, boards.get(region.code)) for region in regions]

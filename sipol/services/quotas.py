"""The least members per kabupaten/kota: computed from the population unless KPU's decree says another number."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from sipol.access.policy import Permission, require
from sipol.access.scope import visible_to
from sipol.audit.events import QuotaSet
from sipol.audit.trail import record
from sipol.extensions import db, today
from sipol.models import Member, MemberQuota, Party, Region, Unit, User
from sipol.models.base import Spot
from sipol.rules.errors import NotFound, Refused
from sipol.rules.quotas import least_members, regencies_needed
from sipol.rules.regions import Level, parent_of, within
from sipol.services.members import COUNTING
from sipol.services.regions import stood_on

WIDTH = len("65.01")
"""Letters of the code of a kabupaten/kota, with which those of its kecamatan begin."""
MOST = 1_000_000
"""No kabupaten/kota asks for more; a slip of the keyboard does."""


@dataclass(frozen=True, slots=True)
class QuotaDraft:
    """KPU's own number for a kabupaten/kota from a day on; None: the computed one again."""

    region_code: str
    least: int | None
    letter: str
    valid_from: date


@dataclass(frozen=True, slots=True)
class Quota:
    """``computed`` is None where no population is known; ``coming`` was set and does not hold yet."""

    region: Region
    computed: int | None
    decreed: MemberQuota | None
    coming: MemberQuota | None

    @property
    def least(self) -> int | None:
        return (self.decreed.least if self.decreed else None) or self.computed


@dataclass(frozen=True, slots=True)
class Reached:
    """The members of a party that count in one kabupaten/kota."""

    quota: Quota
    count: int
    has_unit: bool

    @property
    def enough(self) -> bool:
        return self.quota.least is not None and self.count >= self.quota.least


@dataclass(frozen=True, slots=True)
class Province:
    """A province with those of its kabupaten/kota that the visitor may see."""

    region: Region
    rows: Sequence[Reached]
    whole: bool
    """Whether all of its kabupaten/kota are here, so that the share of them means something."""

    @property
    def count(self) -> int:
        return sum(row.count for row in self.rows)

    @property
    def enough(self) -> int:
        return sum(row.enough for row in self.rows)

    @property
    def needed(self) -> int:
        return regencies_needed(len(self.rows))


@dataclass(frozen=True, slots=True)
class Standing:
    """A party in one area."""

    party: Party
    provinces: Sequence[Province]

    @property
    def rows(self) -> Sequence[Reached]:
        return [row for province in self.provinces for row in province.rows]

    @property
    def count(self) -> int:
        return sum(province.count for province in self.provinces)

    @property
    def enough(self) -> int:
        return sum(province.enough for province in self.provinces)


def quotas_in(area: str, day: date | None = None) -> list[Quota]:
    """Every kabupaten/kota of an area that stands on a day, today by itself; what KPU asks is public."""
    day = day or today()
    regions = select(Region).where(Region.level == Level.REGENCY, stood_on(day))
    decreed, coming = _decreed(day)
    return [
        Quota(
            region,
            least_members(region.population) if region.population else None,
            decreed.get(region.code),
            coming.get(region.code),
        )
        for region in db.session.scalars(regions.order_by(Region.code))
        if within(region.code, area)
    ]


def _decreed(day: date) -> tuple[dict[str, MemberQuota], dict[str, MemberQuota]]:
    """The latest numbers that hold on a day, and the next that will."""
    rows = db.session.scalars(select(MemberQuota).order_by(MemberQuota.valid_from)).all()
    holds = {row.region_code: row for row in rows if row.valid_from <= day}
    return holds, {row.region_code: row for row in reversed(rows) if row.valid_from > day}


def least_of(units: Iterable[Unit]) -> dict[UUID, int | None]:
    """The least members of each unit; None for units of other levels and where no population is known."""
    wanted = [unit for unit in units if unit.level is Level.REGENCY]
    decreed, _ = _decreed(today()) if wanted else ({}, {})
    found: dict[UUID, int | None] = {}
    for unit in wanted:
        people = unit.region.population
        own = decreed.get(unit.region_code)
        found[unit.id] = (own.least if own else None) or (least_members(people) if people else None)
    return found


def set_quota(actor: User, draft: QuotaDraft) -> None:
    """Let KPU's number hold from a day on; one set for the same day is put right by it."""
    require(actor, Permission.QUOTA_SET, Spot(draft.region_code))
    region = db.session.get(Region, draft.region_code)
    if region is None or region.level is not Level.REGENCY:
        raise Refused("region", "Pilih kabupaten/kota yang kuotanya ditetapkan.")
    if draft.least is not None and not 0 < draft.least <= MOST:
        raise Refused("least", "Isi jumlah anggota antara 1 dan 1.000.000, atau kosongkan.")
    if not draft.letter.strip():
        raise Refused("letter", "Isi nomor keputusan atau surat yang menetapkannya.")
    same = select(MemberQuota).where(
        MemberQuota.region_code == draft.region_code, MemberQuota.valid_from == draft.valid_from
    )
    quota = db.session.scalars(same).first()
    if quota is None:
        quota = MemberQuota(region_code=draft.region_code, valid_from=draft.valid_from)
        db.session.add(quota)
    quota.least, quota.letter, quota.set_by = draft.least, draft.letter, actor.id
    db.session.flush()
    record(
        actor, QuotaSet(quota.id, region=region.name, least=draft.least or 0, letter=draft.letter), Spot(region.code)
    )


def standings_for(actor: User) -> list[Standing]:
    """How far each party is in every kabupaten/kota the actor may know of: its own, or all for KPU and Bawaslu."""
    quotas = quotas_in(actor.region_code)
    codes = {parent_of(quota.region.code) for quota in quotas}
    provinces = {region.code: region for region in db.session.scalars(select(Region).where(Region.code.in_(codes)))}
    counts, units = _counts(actor), _units(actor)
    query = select(Party).where(Party.id.in_({party for party, _ in units})).order_by(Party.name)
    parties = [actor.party] if actor.party else db.session.scalars(query).all()
    found = []
    for party in parties:
        rows = [
            Reached(quota, counts.get((party.id, quota.region.code), 0), (party.id, quota.region.code) in units)
            for quota in quotas
        ]
        found.append(Standing(party, _by_province(rows, provinces, actor.region_code)))
    return found


def standing_for(actor: User, party_id: UUID) -> Standing:
    """One of them; NotFound otherwise."""
    for standing in standings_for(actor):
        if standing.party.id == party_id:
            return standing
    raise NotFound


def _by_province(rows: Sequence[Reached], provinces: Mapping[str, Region], area: str) -> list[Province]:
    grouped: dict[str, list[Reached]] = {}
    for row in rows:
        grouped.setdefault(parent_of(row.quota.region.code) or "", []).append(row)
    return [Province(provinces[code], own, within(code, area)) for code, own in grouped.items()]


def _counts(actor: User) -> dict[tuple[UUID, str], int]:
    """Members that count, by party and kabupaten/kota; KPU and Bawaslu count what was handed in."""
    place = func.left(Member.region_code, WIDTH)
    query = (
        select(Member.party_id, place, func.count())
        .where(visible_to(actor, Member), Member.status.in_(COUNTING))
        .group_by(Member.party_id, place)
    )
    return {(party, code): count for party, code, count in db.session.execute(query)}


def _units(actor: User) -> set[tuple[UUID, str]]:
    query = select(Unit.party_id, Unit.region_code).where(visible_to(actor, Unit), Unit.level == Level.REGENCY)
    return {(party, code) for party, code in db.session.execute(query)}

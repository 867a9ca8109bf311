"""Parties with their own words, their units, and the commissions and periods that verify them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from sipol.access.policy import Permission, require
from sipol.access.scope import visible_to
from sipol.audit.events import CommissionSeated, PartyRegistered, UnitOpened
from sipol.audit.trail import record
from sipol.extensions import db
from sipol.models import (
    Commission,
    Commissioner,
    Party,
    PartyLabel,
    PartyOrgan,
    PartyPost,
    Region,
    Unit,
    User,
)
from sipol.models.base import EVERYWHERE
from sipol.rules.errors import NotFound, Refused
from sipol.rules.regions import Level, jurisdiction, level_of


@dataclass(frozen=True, slots=True)
class LabelDraft:
    level: Level
    label: str
    short: str
    issuer_level: Level


@dataclass(frozen=True, slots=True)
class PartyDraft:
    name: str
    abbreviation: str
    labels: tuple[LabelDraft, ...]
    organs: tuple[tuple[str, bool], ...]
    posts: tuple[tuple[str, bool], ...]
    centre_approves: bool = False


@dataclass(frozen=True, slots=True)
class CommissionDraft:
    region_code: str
    name: str
    address: str
    seat: str
    zone: str
    commissioners: tuple[tuple[str, str], ...]
    legal_basis: str


def register_party(actor: User, draft: PartyDraft) -> Party:
    """Add a party with its labels per level, its organs (name, counted as pengurus) and posts (name, key post)."""
    require(actor, Permission.REGISTER_KEEP, EVERYWHERE)
    if db.session.scalars(select(Party.id).where(Party.name == draft.name)).first():
        raise Refused("name", "Partai dengan nama ini sudah terdaftar.")
    party = Party(name=draft.name, abbreviation=draft.abbreviation, centre_approves=draft.centre_approves)
    party.labels = [
        PartyLabel(level=label.level, label=label.label, short=label.short, issuer_level=label.issuer_level)
        for label in draft.labels
    ]
    party.organs = [
        PartyOrgan(order=order, name=name, counted=counted)
        for order, (name, counted) in enumerate(draft.organs, start=1)
    ]
    party.posts = [PartyPost(order=order, name=name, key=key) for order, (name, key) in enumerate(draft.posts, start=1)]
    db.session.add(party)
    db.session.flush()
    record(actor, PartyRegistered(party.id, abbreviation=draft.abbreviation))
    return party


def open_unit(actor: User, party: Party, region: Region) -> Unit:
    """Add a party's body in a region, named by the party's own label for that level."""
    require(actor, Permission.REGISTER_KEEP, EVERYWHERE)
    level = level_of(region.code)
    label = next((label for label in party.labels if label.level is level), None)
    if label is None:
        raise Refused("level", f"{party.name} belum menetapkan sebutan kepengurusan untuk tingkat ini.")
    place = "" if level is Level.NATION else f" {'Kecamatan ' if level is Level.DISTRICT else ''}{_place_name(region)}"
    unit = Unit(party_id=party.id, region_code=region.code, level=level, name=f"{label.label} {party.name}{place}")
    db.session.add(unit)
    db.session.flush()
    record(actor, UnitOpened(unit.id, level=level), unit)
    return unit


def _place_name(region: Region) -> str:
    return f"Provinsi {region.name}" if region.level is Level.PROVINCE else region.name


def seat_commission(actor: User, draft: CommissionDraft) -> Commission:
    """Add an office of KPU with those who sign for it, chair first."""
    require(actor, Permission.REGISTER_KEEP, EVERYWHERE)
    commission = Commission(
        region_code=draft.region_code,
        name=draft.name,
        address=draft.address,
        seat=draft.seat,
        zone=draft.zone,
        legal_basis=draft.legal_basis,
    )
    commission.commissioners = [
        Commissioner(order=order, name=name, post=post)
        for order, (name, post) in enumerate(draft.commissioners, start=1)
    ]
    db.session.add(commission)
    db.session.flush()
    record(actor, CommissionSeated(commission.id))
    return commission


def units_for(actor: User) -> Sequence[Unit]:
    """The units the actor may know about, from the top of the map downwards."""
    query = (
        select(Unit)
        .where(visible_to(actor, Unit))
        .options(joinedload(Unit.party), joinedload(Unit.region))
        .order_by(Unit.region_code, Unit.name)
    )
    return db.session.scalars(query).all()


def unit_for(actor: User, unit_id: UUID) -> Unit:
    """One unit among those; NotFound otherwise."""
    query = select(Unit).where(Unit.id == unit_id, visible_to(actor, Unit))
    unit = db.session.scalars(query.options(joinedload(Unit.party), joinedload(Unit.region))).first()
    if unit is None:
        raise NotFound
    return unit


def commission_of(region_code: str) -> Commission | None:
    """The office that verifies a unit of this region, if it is in the register."""
    return db.session.scalars(select(Commission).where(Commission.region_code == jurisdiction(region_code))).first()


def offices_of(region_codes: Iterable[str]) -> dict[str, Commission]:
    """The offices that verify units of many regions at once, by the region of the unit."""
    wanted = {code: jurisdiction(code) for code in region_codes}
    found = db.session.scalars(select(Commission).where(Commission.region_code.in_(set(wanted.values()))))
    offices = {office.region_code: office for office in found}
    return {code: offices[area] for code, area in wanted.items() if area in offices}


def party_called(abbreviation: str) -> Party | None:
    """The party with this short name; party names are public."""
    return db.session.scalars(select(Party).where(Party.abbreviation == abbreviation)).first()

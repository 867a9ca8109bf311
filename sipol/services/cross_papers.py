"""Gather what an SK is held against: the issuer's board on its day, other boards, the members who have its cards.

The party and its verifier are told the same. Of another party the party is told only that there is somebody: the other
paper is cited by its id, and shown to those who may know it (``cited_for``).
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from sipol.access.scope import visible_to
from sipol.extensions import db
from sipol.models import Decree, Finding, Party, Standing, Unit, User
from sipol.names import Seat
from sipol.reading import DecreeReading
from sipol.rules.regions import Level, level_of, parent_of
from sipol.rules.roles import PARTY_ROLES
from sipol.services.as_it_stood import in_force_on
from sipol.services.checks import Doubt
from sipol.services.cross_boards import doubts_about_people, with_kpu
from sipol.services.cross_checks import (
    Cited,
    Label,
    Successor,
    issuer_doubts,
    signatories_of,
    signatory_doubts,
    succession_doubts,
)


def cross_doubts(decree: Decree, reading: DecreeReading | None, former: Decree | None) -> list[Doubt]:
    """What other papers say against this one; ``former`` is the decree of the unit that is in force."""
    read = reading or DecreeReading()
    return [*_about_issuer(decree, read), *_about_former(decree, read, former), *doubts_about_people(decree)]


def _about_issuer(decree: Decree, reading: DecreeReading) -> list[Doubt]:
    unit, party = decree.unit, decree.unit.party
    by = next((row.issuer_level for row in party.labels if row.level is unit.level), None)
    if by is None or unit.level is Level.NATION:
        return []
    labels = [Label(row.level, row.label, row.short) for row in party.labels]
    issuer = reading.issuer or decree.issuer
    doubts = issuer_doubts(issuer, unit.level, by, labels, reading.evidence.get("issuer"))
    day = decree.issued_on
    if not doubts and day and (board := _board_of_issuer(unit, by, day)) and not _changes_soon(board, day):
        doubts += signatory_doubts(signatories_of(reading), board, day, _own_words(party))
    return doubts


def _own_words(party: Party) -> list[str]:
    """What a party writes behind a post to say whose it is."""
    return [
        party.name,
        party.abbreviation,
        "Partai",
        *(word for row in party.labels for word in (row.label, row.short)),
    ]


def _changes_soon(board: Cited, day: date) -> bool:
    """Whether KPU has a newer board of the issuer in hand, which may be the one that signed: nobody is accused then."""
    newer = select(Decree.id).where(
        Decree.unit_id == board.unit_id, Decree.standing == Standing.DRAFT, Decree.issued_on <= day, with_kpu()
    )
    return db.session.scalar(newer.limit(1)) is not None


def _board_of_issuer(unit: Unit, by: Level, day: date) -> Cited | None:
    """The board of the body that issues for this unit, as it stood on that day; None where the register knows none."""
    region = unit.region_code
    while level_of(region) is not by:
        above = parent_of(region)
        if above is None:
            return None
        region = above
    query = (
        select(Decree)
        .join(Unit, Unit.id == Decree.unit_id)
        .where(Unit.party_id == unit.party_id, Unit.region_code == region, in_force_on(day))
    )
    decree = db.session.scalars(query.options(joinedload(Decree.unit), selectinload(Decree.officers))).first()
    return cited(decree) if decree else None


def cited(decree: Decree) -> Cited:
    """A decree as another one cites it."""
    both = decree.term_start is not None and decree.term_end is not None
    return Cited(
        decree.id,
        decree.unit_id,
        decree.unit.name,
        decree.number,
        decree.issued_on,
        (decree.term_start, decree.term_end) if both else None,  # type: ignore[arg-type]
        decree.extended_until,
        [Seat(row.position, row.name, row.organ) for row in decree.officers],
        [row.order for row in decree.officers],
    )


def _about_former(decree: Decree, reading: DecreeReading, former: Decree | None) -> list[Doubt]:
    if former is None:
        return []
    new = Successor(decree.issued_on, decree.replaces_number, reading.evidence.get("replaces"))
    return list(succession_doubts(new, cited(former)))


def cited_for(actor: User, findings: Sequence[Finding]) -> dict[UUID, Decree]:
    """The other paper of each finding the actor may know, by the finding's id.

    KPU and Bawaslu see both sides of what they look at; a party what it sees anyway.
    """
    ids = {row.other_decree_id for row in findings if row.other_decree_id}
    if not ids:
        return {}
    known = select(Finding.other_decree_id).where(
        visible_to(actor, Finding), Finding.id.in_([row.id for row in findings])
    )
    query = select(Decree).where(Decree.id.in_(known))
    if actor.role in PARTY_ROLES:
        query = query.where(visible_to(actor, Decree))
    options = (
        joinedload(Decree.unit).joinedload(Unit.party),
        joinedload(Decree.document),
        selectinload(Decree.officers),
    )
    found = {row.id: row for row in db.session.scalars(query.options(*options))}
    return {row.id: found[row.other_decree_id] for row in findings if row.other_decree_id in found}

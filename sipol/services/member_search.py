"""Who is in: a unit's members by name, page by page, sieved, or found by what one knows of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Tuple, func, literal, or_, select, tuple_

from sipol.access.scope import members_of_unit, visible_to
from sipol.extensions import db
from sipol.models import Member, Unit, User
from sipol.models.sealed import keys
from sipol.rules.indications import Code
from sipol.rules.member_life import STANDING, MemberStatus
from sipol.services.members import name_key

PAGE = 50
"""Members shown at once."""
PIECE = 5_000
"""Members that are fetched at once when all are wanted."""


@dataclass(frozen=True, slots=True)
class Sieve:
    """What a list of members is narrowed to. Nothing here tells of a person, so it may stand in an address."""

    code: Code | None = None
    status: MemberStatus | None = None
    district: str = ""


ALL = Sieve()


def noted(code: Code) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """That an indication stands on a member; said twice, as the index of members with any is known by the second."""
    return Member.codes.contains([code.value]), func.cardinality(Member.codes) > 0


def by_name() -> Tuple:
    """Where a member stands in every list."""
    return tuple_(Member.name_key, Member.id)


def members_of(actor: User, unit: Unit, sieve: Sieve = ALL, after: UUID | None = None) -> Sequence[Member]:
    """A page of a unit's members by name, from behind the member ``after``."""
    return page_of(actor, standing_members(actor, unit, sieve), after)


def page_of(actor: User, query: Select[Member], after: UUID | None = None) -> Sequence[Member]:
    """A page of members by name, from behind the member ``after``, one the actor may know, where one is named."""
    if after is not None:
        last = select(Member.name_key).where(Member.id == after, visible_to(actor, Member))
        # Asked for first: the planner follows its index only from a place it knows.
        query = query.where(by_name() > tuple_(literal(db.session.scalar(last)), literal(after)))
    return db.session.scalars(query.order_by(Member.name_key, Member.id).limit(PAGE)).all()


def found_members(actor: User, unit: Unit, sought: str) -> Sequence[Member]:
    """Members by a whole NIK, a whole number of a KTA, or by how their name begins; at most a page of them."""
    digits = sought.replace(" ", "").replace(".", "")
    query = standing_members(actor, unit, ALL)
    card = Member.card_number == sought
    if digits.isdigit():
        query = query.where(or_(Member.nik_hash == keys().hashed(digits), card))
    elif any(letter.isdigit() for letter in sought):
        query = query.where(card)
    else:
        query = query.where(Member.name_key.startswith(name_key(sought), autoescape=True))
    return page_of(actor, query)


def all_members(actor: User, unit: Unit, sieve: Sieve) -> Iterator[Member]:
    """Every member that the sieve lets through, by name, fetched in pieces."""
    query = standing_members(actor, unit, sieve).order_by(Member.name_key, Member.id)
    yield from db.session.scalars(query.execution_options(yield_per=PIECE))


def standing_members(actor: User, unit: Unit, sieve: Sieve) -> Select[Member]:
    """The members of a unit that the actor may know and that the sieve lets through."""
    query = select(Member).where(
        members_of_unit(actor, unit.id),
        Member.status.in_([sieve.status] if sieve.status else STANDING),
    )
    if sieve.code:
        query = query.where(*noted(sieve.code))
    if sieve.district:
        below = Member.region_code.startswith(f"{sieve.district}.", autoescape=True)
        query = query.where(or_(Member.region_code == sieve.district, below))
    return query

"""Gather what an SK is held against: the issuer's board on its day, other boards, the members who have its cards.

The party and its verifier are told the same. Of another party the party is told only that there is somebody: the other
paper is cited by its id, and shown to those who may know it (``cited_for``).
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, or_, select
from sqlalchemy.orm import joinedload, selectinload

from sipol.access.scope import visible_to
from sipol.extensions import db
from sipol.models import Decree, Finding, Member, Officer, Party, Standing, Submission, Unit, User
from sipol.names import Seat, same_position, scores
from sipol.names.weights import current
from sipol.reading import DecreeReading
from sipol.rules.decrees import post_of
from sipol.rules.member_life import MemberStatus
from sipol.rules.regions import Level, jurisdiction, level_of, parent_of
from sipol.rules.roles import PARTY_ROLES
from sipol.services.as_it_stood import in_force_on
from sipol.services.checks import MOST_COMPARED, Doubt
from sipol.services.cross_checks import (
    Cited,
    Label,
    Successor,
    issuer_doubts,
    signatories_of,
    signatory_doubts,
    succession_doubts,
)
from sipol.services.cross_people import CardHolder, Seated, absent_doubt, membership_doubts, people_doubts
from sipol.services.members import name_key
from sipol.services.regions import lies_in

MOST_OTHERS = 1_000
"""People of other boards who are looked at for one SK."""
SPELLED = (
    ("dj", "j"),
    ("tj", "c"),
    ("oe", "u"),
    ("ch", "k"),
    ("j", "y"),
    ("y", "i"),
    ("q", "k"),
    ("f", "v"),
    ("f", "p"),
)
"""Beginnings that are spellings of one another (domain, section 5)."""
TITLES = ("", "h ", "hj ", "kh ", "dr ", "drs ", "dra ", "ir ")
STANDING_MEMBERS = tuple(status for status in MemberStatus if status is not MemberStatus.PENDING)


def cross_doubts(decree: Decree, reading: DecreeReading | None, former: Decree | None) -> list[Doubt]:
    """What other papers say against this one; ``former`` is the decree of the unit that is in force."""
    read = reading or DecreeReading()
    return [*_about_issuer(decree, read), *_about_former(decree, read, former), *_about_people(decree)]


def _about_issuer(decree: Decree, reading: DecreeReading) -> list[Doubt]:
    unit, party = decree.unit, decree.unit.party
    by = next((row.issuer_level for row in party.labels if row.level is unit.level), None)
    if by is None or unit.level is Level.NATION:
        return []
    labels = [Label(row.level, row.label, row.short) for row in party.labels]
    issuer = reading.issuer or decree.issuer
    doubts = issuer_doubts(issuer, unit.level, by, labels, reading.evidence.get("issuer"))
    if not doubts and decree.issued_on and (board := _board_of_issuer(unit, by, decree.issued_on)):
        doubts += signatory_doubts(signatories_of(reading), board, decree.issued_on)
    return doubts


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
    both = decree.term_start is not None and decree.term_end is not None
    term = (decree.term_start, decree.term_end) if both else None
    new = Successor(decree.issued_on, term, decree.replaces_number, reading.evidence.get("replaces"))  # type: ignore[arg-type]
    return list(succession_doubts(new, cited(former)))


def _about_people(decree: Decree) -> list[Doubt]:
    mine = [_seated(row, decree.unit) for row in decree.officers]
    holders = _members_with([(seat.party_id, seat.card) for seat in mine])
    mine = [_with_nik(seat, holders) for seat in mine]
    doubts = list(people_doubts(mine, _people_elsewhere(decree, mine)))
    lists = _any_members(decree.unit)
    held = {card: CardHolder(row.name, row.status) for (_, card), row in holders.items()}
    doubts += membership_doubts(mine, held, lists=lists)
    if lists:
        doubts += absent_doubt(_absent(decree.unit, [seat for seat in mine if not seat.card]))
    return doubts


def _seated(officer: Officer, unit: Unit) -> Seated:
    party = unit.party
    post = post_of(officer.position)
    return Seated(
        unit.party_id,
        unit.id,
        unit.name,
        unit.region_code,
        officer.decree_id,
        officer.order,
        officer.position,
        officer.name,
        officer.name_core,
        officer.card_number,
        key=any(row.key and same_position(row.name, post) for row in party.posts),
        counted=officer.organ.casefold() not in {row.name.casefold() for row in party.organs if not row.counted},
    )


def _with_nik(seat: Seated, holders: "Holders") -> Seated:
    holder = holders.get((seat.party_id, seat.card))
    return replace(seat, nik=holder.nik_hash) if holder else seat


Holders = dict[tuple[UUID, str], "Row[UUID, str, str, MemberStatus, bytes]"]


def _members_with(cards: Iterable[tuple[UUID, str]]) -> Holders:
    """The member who has each card of a party, among those handed in; of several the one that stands."""
    wanted = {pair for pair in cards if pair[1]}
    if not wanted:
        return {}
    query = select(Member.party_id, Member.card_number, Member.name, Member.status, Member.nik_hash).where(
        Member.party_id.in_({party for party, _ in wanted}),
        Member.card_number.in_({card for _, card in wanted}),
        *_handed_in(),
    )
    ranks = list(MemberStatus)
    found = sorted(db.session.execute(query), key=lambda row: -ranks.index(row.status))
    return {(row.party_id, row.card_number): row for row in found}


def _handed_in() -> tuple[ColumnElement[bool], ...]:
    return Member.handed_in_at.is_not(None), Member.status.in_(STANDING_MEMBERS)


def _people_elsewhere(decree: Decree, mine: Sequence[Seated]) -> list[Seated]:
    """People of other boards in force, or with KPU, who share a name or a NIK with somebody here."""
    cores = {seat.core for seat in mine if " " in seat.core}
    niks = [seat.nik for seat in mine if seat.nik]
    twins = _cards_of(niks, decree.party_id) if niks else set()
    cards = {seat.card for seat in mine if seat.card} | {card for _, card in twins}
    if not cores and not cards:
        return []
    handed_in = select(Submission.decree_id).where(Submission.receipt.is_not(None), Submission.decree_id.is_not(None))
    living = or_(
        Decree.standing == Standing.IN_FORCE, and_(Decree.standing == Standing.DRAFT, Decree.id.in_(handed_in))
    )
    query = (
        select(Officer, Unit)
        .join(Decree, Decree.id == Officer.decree_id)
        .join(Unit, Unit.id == Decree.unit_id)
        .where(or_(and_(Officer.name_core.in_(cores), _near(decree.unit)), Officer.card_number.in_(cards)), living)
        .where(Decree.unit_id != decree.unit_id)
        .options(joinedload(Unit.party).options(selectinload(Party.posts), selectinload(Party.organs)))
        .order_by(Unit.region_code, Officer.id)
        .limit(MOST_OTHERS)
    )
    seats = [_seated(officer, unit) for officer, unit in db.session.execute(query)]
    holders = _members_with([(seat.party_id, seat.card) for seat in seats])
    return [_with_nik(seat, holders) for seat in seats]


def _near(unit: Unit) -> ColumnElement[bool]:
    """Whether another unit works where this one does: in one kabupaten/kota, one province, or the nation."""
    area = jurisdiction(unit.region_code)
    return lies_in(Unit.region_code, area) if level_of(area) is Level.REGENCY else Unit.region_code == area


def _cards_of(niks: Sequence[bytes], but: UUID) -> set[tuple[UUID, str]]:
    """Cards under which other parties know people with these NIK."""
    query = select(Member.party_id, Member.card_number).where(
        Member.nik_hash.in_(niks), Member.party_id != but, Member.card_number != "", *_handed_in()
    )
    return {(party, card) for party, card in db.session.execute(query)}


def _members_near(unit: Unit) -> "Select[str]":
    """The members handed in where this unit works: of its kabupaten/kota, or below it."""
    here = lies_in(Unit.region_code, jurisdiction(unit.region_code))
    units = select(Unit.id).where(Unit.party_id == unit.party_id, here)
    return select(Member.name).where(Member.unit_id.in_(units), *_handed_in())


def _any_members(unit: Unit) -> bool:
    return db.session.scalar(_members_near(unit).limit(1)) is not None


def _absent(unit: Unit, people: Sequence[Seated]) -> list[Seated]:
    """Whom the members of a kabupaten/kota do not know by name; at other levels nobody is looked for by name."""
    if level_of(jurisdiction(unit.region_code)) is not Level.REGENCY:
        return []
    written = {seat.order: {name_key(seat.name), name_key(seat.core)} for seat in people}
    exactly = _members_near(unit).with_only_columns(Member.name_key)
    known = set(db.session.scalars(exactly.where(Member.name_key.in_(set().union(*written.values())))))
    left = [seat for seat in people if written[seat.order].isdisjoint(known)]
    begins = {begin for seat in left for begin in beginnings(name_key(seat.core))}
    if not begins:
        return []
    starts = [Member.name_key.startswith(title + begin) for begin in begins for title in TITLES]
    names = list(db.session.scalars(_members_near(unit).where(or_(*starts)).limit(MOST_COMPARED)))
    if len(names) * len(left) > MOST_COMPARED:
        return []
    return [seat for seat in left if not _known(seat.name, names)]


def beginnings(name: str) -> set[str]:
    """How the first word of a name in small letters may begin: its letter, and those of its other spellings."""
    pairs = {*SPELLED, *((two, one) for one, two in SPELLED)}
    return {name[:1], *(two for one, two in pairs if name.startswith(one))} - {""}


def _known(name: str, among: Sequence[str]) -> bool:
    return any(score >= current().unsure for score in scores([name] * len(among), among))


def cited_for(actor: User, findings: Sequence[Finding]) -> dict[UUID, Decree]:
    """The other paper of each finding the actor may know, by the finding's id.

    KPU and Bawaslu see both sides of what they look at; a party its own papers alone.
    """
    ids = {row.other_decree_id for row in findings if row.other_decree_id}
    if not ids:
        return {}
    known = select(Finding.other_decree_id).where(
        visible_to(actor, Finding), Finding.id.in_([row.id for row in findings])
    )
    query = select(Decree).where(Decree.id.in_(known))
    if actor.role in PARTY_ROLES:
        query = query.where(Decree.party_id == actor.party_id)
    options = (
        joinedload(Decree.unit).joinedload(Unit.party),
        joinedload(Decree.document),
        selectinload(Decree.officers),
    )
    found = {row.id: row for row in db.session.scalars(query.options(*options))}
    return {row.id: found[row.other_decree_id] for row in findings if row.other_decree_id in found}

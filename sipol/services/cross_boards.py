"""Gather the people whom the board of an SK is held against: other boards, and the members who have its cards."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, or_, select, tuple_
from sqlalchemy.orm import joinedload, selectinload

from sipol.extensions import db
from sipol.models import Decree, Member, Officer, Party, Standing, Submission, Unit
from sipol.names import same_position, scores
from sipol.names.weights import current
from sipol.rules.decrees import post_of
from sipol.rules.member_life import MemberStatus
from sipol.rules.regions import Level, jurisdiction, level_of, within
from sipol.rules.workflow import WITH_KPU, Subject
from sipol.services.checks import Doubt
from sipol.services.cross_people import (
    CardHolder,
    Seated,
    absent_doubt,
    card_in,
    is_holder,
    membership_doubts,
    people_doubts,
)
from sipol.services.members import name_key
from sipol.services.regions import lies_in

MOST_OTHERS = 1_000
"""People of other boards who are looked at for one SK."""
MOST_PAIRS = 100_000
"""Names compared while somebody waits: 10 officers beside 10,000 members."""
STANDING_MEMBERS = tuple(status for status in MemberStatus if status is not MemberStatus.PENDING)


def with_kpu() -> ColumnElement[bool]:
    """Whether a decree lies with KPU now: not one that went back, nor one that was left lying."""
    return Decree.id.in_(
        select(Submission.decree_id).where(Submission.state.in_(WITH_KPU), Submission.decree_id.is_not(None))
    )


def doubts_about_people(decree: Decree) -> list[Doubt]:
    """What other boards and the members say of the people of this one."""
    mine = [_seated(row, decree.unit) for row in decree.officers]
    holders = _members_with([(seat.party_id, seat.card) for seat in mine])
    mine = [_with_nik(seat, holders) for seat in mine]
    doubts = list(people_doubts(mine, _people_elsewhere(decree, mine)))
    area = jurisdiction(decree.region_code)
    lists = level_of(area) is Level.REGENCY and _any_members(decree.unit)
    held = {card: CardHolder(row.name, row.status, within(row.region_code, area)) for (_, card), row in holders.items()}
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
        card_in(officer.card_number),
        acting=post != officer.position,
        key=any(row.key and same_position(row.name, post) for row in party.posts),
        counted=officer.organ.casefold() not in {row.name.casefold() for row in party.organs if not row.counted},
    )


def _with_nik(seat: Seated, holders: "Holders") -> Seated:
    """The NIK that the card proves, where its holder can be this person and is still a member."""
    holder = holders.get((seat.party_id, seat.card))
    proves = holder is not None and holder.status is not MemberStatus.REMOVED and is_holder(seat.name, holder.name)
    return replace(seat, nik=holder.nik_hash) if holder is not None and proves else seat


Holders = dict[tuple[UUID, str], "Row[UUID, str, str, str, MemberStatus, bytes]"]


def _members_with(cards: Iterable[tuple[UUID, str]]) -> Holders:
    """The member who has each card of a party, among those handed in; of several the one that stands."""
    wanted = {pair for pair in cards if pair[1]}
    if not wanted:
        return {}
    columns = (Member.party_id, Member.card_number, Member.region_code, Member.name, Member.status, Member.nik_hash)
    query = select(*columns).where(
        Member.party_id.in_({party for party, _ in wanted}),
        Member.card_number.in_({card for _, card in wanted}),
        # Said once more, for the planner proves its index only for short lists.
        Member.card_number != "",
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
    cards = {(decree.party_id, seat.card) for seat in mine if seat.card} | twins
    if not cores and not cards:
        return []
    named = and_(Officer.name_core.in_(cores), Officer.name_core != "", _near(decree.unit))
    carded = and_(tuple_(Decree.party_id, Officer.card_number).in_(cards), Officer.card_number != "")
    query = (
        select(Officer, Unit)
        .join(Decree, Decree.id == Officer.decree_id)
        .join(Unit, Unit.id == Decree.unit_id)
        .where(or_(named, carded), _living_for(decree))
        .where(Decree.unit_id != decree.unit_id)
        .options(joinedload(Unit.party).options(selectinload(Party.posts), selectinload(Party.organs)))
        .order_by(Unit.region_code, Officer.id)
        .limit(MOST_OTHERS)
    )
    seats = [_seated(officer, unit) for officer, unit in db.session.execute(query)]
    holders = _members_with([(seat.party_id, seat.card) for seat in seats])
    return [_with_nik(seat, holders) for seat in seats]


def _living_for(decree: Decree) -> ColumnElement[bool]:
    """Boards that this one is held against: those in force, and those with KPU.

    Until it is with KPU itself, of other parties those in force alone: nobody tries out names on a rival's new board.
    """
    sent = select(Submission.id).where(Submission.decree_id == decree.id, Submission.state.in_(WITH_KPU))
    new = and_(Decree.standing == Standing.DRAFT, with_kpu())
    if db.session.scalar(sent) is None:
        new = and_(new, Decree.party_id == decree.party_id)
    return or_(Decree.standing == Standing.IN_FORCE, new)


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
    """Whether the kabupaten/kota in which this unit works ever handed its members in."""
    here = select(Unit.id).where(Unit.party_id == unit.party_id, Unit.region_code == jurisdiction(unit.region_code))
    sent = select(Submission.id).where(
        Submission.unit_id.in_(here), Submission.subject == Subject.MEMBERS, Submission.receipt.is_not(None)
    )
    return db.session.scalar(sent.limit(1)) is not None


def _absent(unit: Unit, people: Sequence[Seated]) -> list[Seated]:
    """Whom the members of a kabupaten/kota do not know by name; at other levels nobody is looked for by name."""
    if level_of(jurisdiction(unit.region_code)) is not Level.REGENCY:
        return []
    written = {seat.order: {name_key(seat.name), name_key(seat.core)} for seat in people}
    exactly = _members_near(unit).with_only_columns(Member.name_key)
    known = set(db.session.scalars(exactly.where(Member.name_key.in_(set().union(*written.values())))))
    left = [seat for seat in people if written[seat.order].isdisjoint(known)]
    if not left:
        return []
    most = MOST_PAIRS // len(left)
    names = list(db.session.scalars(_members_near(unit).limit(most + 1)))
    # Whoever cannot be looked for among all is not called missing.
    return [] if len(names) > most else [seat for seat in left if not _known(seat.name, names)]


def _known(name: str, among: Sequence[str]) -> bool:
    return any(score >= current().unsure for score in scores([name] * len(among), among))

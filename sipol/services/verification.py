"""The verifier's work on members: one row after another beside its KTP-el and KTA, or all clean ones at once."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, select, tuple_
from sqlalchemy.orm import aliased, joinedload

from sipol.access.policy import Permission, require
from sipol.access.scope import visible_to
from sipol.audit.member_events import MemberUnmasked
from sipol.audit.trail import record
from sipol.extensions import db, now
from sipol.models import Member, MemberTurn, Submission, Unit, User
from sipol.rules.disclosures import SeeingReason
from sipol.rules.errors import Overtaken, Refused
from sipol.rules.member_life import RULINGS, MemberReason, MemberStatus
from sipol.rules.workflow import DECIDED, State, Subject
from sipol.services.member_life import Turned, turn_members, undo_turn
from sipol.services.member_search import Sieve, by_name, standing_members

TAKE_UP = "Ambil dahulu pengajuan keanggotaan kepengurusan ini dari antrean, baru putuskan barisnya."
HOLD_TO_SEE = (
    "NIK utuh terbuka selama Anda memegang pengajuan keanggotaan kepengurusan ini. "
    "Sesudah pengajuannya diputus, NIK utuh terbuka hanya untuk menanggapi laporan masyarakat."
)


def submission_at(actor: User, unit: Unit) -> Submission | None:
    """The latest submission of a unit's members that the actor may know and that was handed in."""
    query = select(Submission).where(
        visible_to(actor, Submission),
        Submission.unit_id == unit.id,
        Submission.subject == Subject.MEMBERS,
        Submission.receipt.is_not(None),
    )
    query = query.options(joinedload(Submission.period), joinedload(Submission.unit)).limit(1)
    return db.session.scalars(query.order_by(Submission.submitted_at.desc())).first()


def is_in_hand(holder: User, submission: Submission | None) -> bool:
    """Whether somebody holds the submission now, so that its rows may be ruled on."""
    return (
        submission is not None
        and submission.state is State.IN_REVIEW
        and submission.claimed_by == holder.id
        and (submission.claimed_until is None or submission.claimed_until > now())
    )


def following(actor: User, unit: Unit, sieve: Sieve, member: Member, *, back: bool = False) -> Member | None:
    """The next row by name that the sieve lets through, or the one before."""
    at = tuple_(member.name_key, member.id)
    query = standing_members(actor, unit, sieve).where(by_name() < at if back else by_name() > at)
    order = (Member.name_key.desc(), Member.id.desc()) if back else (Member.name_key, Member.id)
    return db.session.scalars(query.order_by(*order).limit(1)).first()


def first_waiting(actor: User, unit: Unit, sieve: Sieve) -> Member | None:
    """The first row by name that the sieve lets through."""
    query = standing_members(actor, unit, sieve).order_by(Member.name_key, Member.id)
    return db.session.scalars(query.limit(1)).first()


def reasons_to_see(holder: User, submission: Submission | None) -> frozenset[SeeingReason]:
    """What opens a whole NIK: any reason while its submission is in hand, a complaint alone once that is decided."""
    if is_in_hand(holder, submission):
        return frozenset(SeeingReason)
    decided = submission is not None and submission.state in DECIDED
    return frozenset({SeeingReason.OBJECTION}) if decided else frozenset()


def refuse_to_unmask(actor: User, member: Member, reason: SeeingReason) -> None:
    """Overtaken where the reason does not open a whole NIK of the member's unit now."""
    if reason not in reasons_to_see(actor, submission_at(actor, member.unit)):
        raise Overtaken(HOLD_TO_SEE)


def unmask(actor: User, member: Member, reason: SeeingReason) -> str:
    """The whole NIK, for the reason that was given; that somebody saw it is kept. Overtaken as above."""
    require(actor, Permission.MEMBER_RULE, member)
    refuse_to_unmask(actor, member, reason)
    record(actor, MemberUnmasked(member.id, reason=reason), member)
    return member.nik


def rule_member(actor: User, member: Member, status: MemberStatus, reason: MemberReason | None, note: str) -> Turned:
    """Find one row MS, BMS or TMS. Overtaken when its submission is not in the actor's hands."""
    require(actor, Permission.MEMBER_RULE, member)
    _refuse_unless_in_hand(actor, member.unit)
    if status is MemberStatus.MET:
        _refuse_a_card_twice(member)
    return turn_members(actor, member.unit, Member.id == member.id, status, reason, note)


def clean_rows(unit: Unit) -> ColumnElement[bool]:
    """Rows of a unit that nobody ruled on and that raised no doubt at all."""
    return and_(
        Member.unit_id == unit.id,
        Member.status == MemberStatus.UNCHECKED,
        Member.handed_in_at.is_not(None),
        func.cardinality(Member.codes) == 0,
    )


def count_clean(actor: User, unit: Unit) -> int:
    """How many rows “MS untuk semua baris bersih” covers now."""
    return db.session.scalar(select(func.count()).where(visible_to(actor, Member), clean_rows(unit))) or 0


def rule_clean(actor: User, unit: Unit) -> Turned:
    """Find all clean rows MS, in one act that can be taken back."""
    require(actor, Permission.MEMBER_RULE, unit)
    _refuse_unless_in_hand(actor, unit)
    return turn_members(actor, unit, clean_rows(unit), MemberStatus.MET)


def last_ruling(actor: User, unit: Unit) -> MemberTurn | None:
    """The actor's last act on members of a unit that can still be taken back: nothing came after it on its row."""
    later = aliased(MemberTurn)
    overtaken = exists().where(later.member_id == MemberTurn.member_id, later.seq > MemberTurn.seq)
    query = (
        select(MemberTurn)
        .join(Member, Member.id == MemberTurn.member_id)
        .where(visible_to(actor, Member), Member.unit_id == unit.id)
        .where(MemberTurn.actor_id == actor.id, MemberTurn.status.in_(RULINGS), ~overtaken)
    )
    return db.session.scalars(query.order_by(MemberTurn.seq.desc()).limit(1)).first()


def undo_ruling(actor: User, unit: Unit, batch_id: UUID) -> int:
    """Take one's own act back; returns how many rows."""
    require(actor, Permission.MEMBER_RULE, unit)
    _refuse_unless_in_hand(actor, unit)
    return undo_turn(actor, unit, batch_id)


def _refuse_unless_in_hand(actor: User, unit: Unit) -> None:
    if not is_in_hand(actor, submission_at(actor, unit)):
        raise Overtaken(TAKE_UP)


def _refuse_a_card_twice(member: Member) -> None:
    """One number of a KTA is one MS member of a party; the database holds it too."""
    taken = select(Member.id).where(
        Member.party_id == member.party_id,
        Member.card_number == member.card_number,
        Member.card_number != "",
        Member.status == MemberStatus.MET,
        Member.id != member.id,
    )
    if db.session.scalars(taken.limit(1)).first():
        raise Refused("status", "Nomor KTA ini sudah dimiliki anggota lain yang MS. Tetapkan salah satunya saja.")

"""The only place where a member's status changes after it came in; every change is kept with its reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, func, insert, literal, select, update

from sipol.access.policy import Permission, require
from sipol.audit.events import MembersTurned, MembersTurnUndone
from sipol.audit.trail import record
from sipol.extensions import db
from sipol.models import Member, MemberTurn, Unit, User
from sipol.rules.errors import Overtaken, Refused
from sipol.rules.member_life import NEEDS_MEMBER_REASON, RULINGS, STANDING, MemberReason, MemberStatus


@dataclass(frozen=True, slots=True)
class Turned:
    """What one act did. ``batch_id`` takes it back."""

    batch_id: UUID
    rows: int


def turn_members(
    actor: User,
    unit: Unit,
    rows: ColumnElement[bool],
    status: MemberStatus,
    reason: MemberReason | None = None,
    note: str = "",
) -> Turned:
    """Give standing members of a unit another status: a party takes out, KPU finds MS, BMS or TMS.

    ``rows``: a condition on ``Member``. Those that stand so already are left. Refused("reason", …) without a reason
    where one is needed.
    """
    require(actor, Permission.MEMBER_RULE if status in RULINGS else Permission.MEMBER_WRITE, unit)
    if status in NEEDS_MEMBER_REASON and reason is None:
        raise Refused("reason", "Pilih alasannya, supaya partai tahu apa yang harus diperbaiki.")
    if reason is MemberReason.OTHER and not note.strip():
        raise Refused("note", "Tulis alasan lain itu pada catatan.")
    standing = (Member.unit_id == unit.id, Member.status.in_(STANDING), Member.status != status)
    chosen = select(Member.id).where(*standing, rows).with_for_update()
    if status in RULINGS:
        chosen = chosen.where(Member.handed_in_at.is_not(None))
    ids = db.session.scalars(chosen).all()
    batch = uuid4()
    if ids:
        _turn(actor, ids, batch, status, reason, note.strip())
        record(actor, MembersTurned(unit.id, rows=len(ids), status=status, reason=reason or ""), unit)
    return Turned(batch, len(ids))


def _turn(
    actor: User, ids: Sequence[UUID], batch: UUID, status: MemberStatus, reason: MemberReason | None, note: str
) -> None:
    kept = select(
        func.gen_random_uuid(),
        Member.id,
        literal(batch),
        Member.status,
        literal(status, MemberTurn.status.type),
        literal(reason, MemberTurn.reason.type),
        literal(note),
        literal(actor.id),
    ).where(Member.id.in_(ids))
    columns = ["id", "member_id", "batch_id", "former", "status", "reason", "note", "actor_id"]
    db.session.execute(insert(MemberTurn).from_select(columns, kept))
    db.session.execute(update(Member).where(Member.id.in_(ids)).values(status=status))


def undo_turn(actor: User, unit: Unit, batch_id: UUID) -> int:
    """Take one's own act on members back, for as long as none of them was changed since. Returns how many rows."""
    turns = db.session.scalars(
        select(MemberTurn)
        .join(Member, Member.id == MemberTurn.member_id)
        .where(MemberTurn.batch_id == batch_id, MemberTurn.actor_id == actor.id, Member.unit_id == unit.id)
        .with_for_update(of=Member)
    ).all()
    if not turns:
        raise Overtaken("Tidak ada yang dapat diurungkan di sini.")
    status = turns[0].status
    require(actor, Permission.MEMBER_RULE if status in RULINGS else Permission.MEMBER_WRITE, unit)
    ids = [one.member_id for one in turns]
    latest = select(func.count()).where(MemberTurn.member_id.in_(ids), MemberTurn.seq > max(one.seq for one in turns))
    if db.session.scalar(latest):
        raise Overtaken("Sebagian baris sudah diubah lagi sesudah itu, sehingga tidak dapat diurungkan sekaligus.")
    for former in {one.former for one in turns}:
        back = [one.member_id for one in turns if one.former is former]
        reason = MemberReason.OTHER if former in NEEDS_MEMBER_REASON else None
        _turn(actor, back, uuid4(), former, reason, "Diurungkan: kembali ke status semula")
    record(actor, MembersTurnUndone(unit.id, rows=len(ids), status=status), unit)
    return len(ids)


def turns_of(member: Member) -> Sequence[MemberTurn]:
    """Every change of a member's status, the first one first. The caller may already know of the member."""
    return db.session.scalars(
        select(MemberTurn).where(MemberTurn.member_id == member.id).order_by(MemberTurn.seq)
    ).all()

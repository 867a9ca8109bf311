"""The only place where a member's status changes after it came in; every change is kept with its reason."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, and_, exists, func, insert, literal, select, update
from sqlalchemy.orm import aliased

from sipol.access.policy import Permission, require
from sipol.audit.member_events import MembersTurned, MembersTurnUndone
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
    chosen = and_(Member.unit_id == unit.id, Member.status.in_(STANDING), Member.status != status, rows)
    if status in RULINGS:
        chosen = chosen & Member.handed_in_at.is_not(None)
    done = _turn(actor, chosen, status, reason, note.strip())
    if done.rows:
        record(actor, MembersTurned(unit.id, rows=done.rows, status=status, reason=reason or ""), unit)
    return done


def _turn(
    actor: User, chosen: ColumnElement[bool], status: MemberStatus, reason: MemberReason | None, note: str
) -> Turned:
    """Keep the turn of each chosen row, then turn those; no id leaves the database, for there may be many."""
    batch = uuid4()
    kept = select(
        func.gen_random_uuid(),
        Member.id,
        literal(batch),
        Member.status,
        literal(status, MemberTurn.status.type),
        literal(reason, MemberTurn.reason.type),
        literal(note),
        literal(actor.id),
    ).where(chosen)
    columns = ["id", "member_id", "batch_id", "former", "status", "reason", "note", "actor_id"]
    db.session.execute(insert(MemberTurn).from_select(columns, kept.with_for_update()))
    turned = select(MemberTurn.member_id).where(MemberTurn.batch_id == batch)
    db.session.execute(update(Member).where(Member.id.in_(turned)).values(status=status))
    rows = db.session.scalar(select(func.count()).where(MemberTurn.batch_id == batch)) or 0
    return Turned(batch, rows)


def undo_turn(actor: User, unit: Unit, batch_id: UUID) -> int:
    """Take one's own act on members back, for as long as none of them was changed since. Returns how many rows."""
    mine = (MemberTurn.batch_id == batch_id, MemberTurn.actor_id == actor.id)
    here = Member.unit_id == unit.id
    # Whoever changes one of these rows waits for this, or this for them.
    own = select(MemberTurn.status, MemberTurn.former).join(Member, Member.id == MemberTurn.member_id)
    held = db.session.execute(own.where(*mine, here).with_for_update(of=Member))
    turns = Counter((status, former) for status, former in held)
    if not turns:
        raise Overtaken("Tidak ada yang dapat diurungkan di sini.")
    status = next(iter(turns))[0]
    require(actor, Permission.MEMBER_RULE if status in RULINGS else Permission.MEMBER_WRITE, unit)
    later = aliased(MemberTurn)
    overtaken = exists().where(later.member_id == MemberTurn.member_id, later.seq > MemberTurn.seq)
    if db.session.scalar(select(MemberTurn.id).where(*mine, overtaken).limit(1)):
        raise Overtaken("Sebagian baris sudah diubah lagi sesudah itu, sehingga tidak dapat diurungkan sekaligus.")
    for _, former in turns:
        back = Member.id.in_(select(MemberTurn.member_id).where(*mine, MemberTurn.former == former))
        reason = MemberReason.OTHER if former in NEEDS_MEMBER_REASON else None
        _turn(actor, back & here, former, reason, "Diurungkan: kembali ke status semula")
    rows = turns.total()
    record(actor, MembersTurnUndone(unit.id, rows=rows, status=status), unit)
    return rows


def turns_of(member: Member) -> Sequence[MemberTurn]:
    """Every change of a member's status, the first one first. The caller may already know of the member."""
    return db.session.scalars(
        select(MemberTurn).where(MemberTurn.member_id == member.id).order_by(MemberTurn.seq)
    ).all()

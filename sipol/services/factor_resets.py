"""Undoing somebody's second step: one person asks, another agrees; the one it is about is told, and may say no."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, func, or_, select
from sqlalchemy.orm import joinedload

from sipol.access.policy import Permission, require
from sipol.access.scope import looked_after_by
from sipol.extensions import db, now
from sipol.models import FactorReset, Invitation, User
from sipol.models.base import EVERYWHERE
from sipol.rules.errors import NotFound, Overtaken, Refused
from sipol.rules.sign_in import RESET_HOLDS, SecurityAct
from sipol.services.second_factor import forget_factors, has_factor, holds_factor
from sipol.services.sessions import end_sessions, tell_self


def accounts_with_factors(actor: User) -> Sequence[User]:
    """Whom the actor may help, if they have a second step at all."""
    query = select(User).where(looked_after_by(actor), User.active, holds_factor(User.id))
    return db.session.scalars(query.options(joinedload(User.region)).order_by(User.name)).all()


def open_resets(actor: User) -> Sequence[FactorReset]:
    """What was asked about the accounts the actor looks after, the oldest first."""
    query = select(FactorReset).join(FactorReset.user).where(looked_after_by(actor), _is_open())
    people = (joinedload(FactorReset.user).joinedload(User.region), joinedload(FactorReset.asker))
    return db.session.scalars(query.options(*people).order_by(FactorReset.created_at)).all()


def resets_for(user: User) -> Sequence[FactorReset]:
    """What was asked about one's own account and is open still."""
    query = select(FactorReset).where(FactorReset.user_id == user.id, _is_open())
    return db.session.scalars(query.options(joinedload(FactorReset.asker))).all()


def ask_reset(actor: User, user_id: UUID, reason: str) -> FactorReset:
    """Ask that it be undone. NotFound for accounts of others; Refused(a field of the form, …)."""
    held = select(User).where(User.id == user_id, looked_after_by(actor)).with_for_update(key_share=True)
    user = db.session.scalars(held).first()
    if user is None:
        raise NotFound
    require(actor, Permission.FACTOR_RESET, user)
    if not reason.strip():
        raise Refused("reason", "Isi alasan, misalnya ponsel hilang dan kode pemulihan tidak tersimpan.")
    if not has_factor(user):
        raise Refused("user", "Akun ini tidak memakai langkah kedua, jadi tidak ada yang perlu dilepas.")
    if resets_for(user):
        raise Refused("user", "Permintaan untuk akun ini sudah ada dan menunggu orang kedua.")
    db.session.execute(delete(FactorReset).where(FactorReset.user_id == user.id, FactorReset.answered_at.is_(None)))
    reset = FactorReset(user=user, asker=actor, reason=reason.strip())
    db.session.add(reset)
    db.session.flush()
    tell_self(user, SecurityAct.RESET_ASKED, actor)
    return reset


def agree_to_reset(actor: User, reset_id: UUID) -> User:
    """The second person: all factors go, all sessions end. Refused for whoever asked."""
    reset = _held(reset_id, looked_after_by(actor))
    require(actor, Permission.FACTOR_RESET, reset.user)
    if reset.asked_by == actor.id:
        raise Refused("reset", "Yang meminta tidak dapat menyetujui sendiri. Mintalah orang kedua.")
    if not reset.asker.active or _brought_along(reset.asked_by, actor.id):
        told = "Orang kedua tidak boleh diundang oleh yang meminta, atau sebaliknya, "
        raise Refused("reset", told + "dan akun peminta harus masih aktif. Mintalah admin sistem.")
    _answer(reset, actor, agreed=True)
    _undo(actor, reset.user)
    return reset.user


def decline_reset(actor: User, reset_id: UUID) -> User:
    """Anybody concerned: the one it is about, the one who asked, or who might have agreed."""
    reset = _held(reset_id, or_(looked_after_by(actor), User.id == actor.id))
    if reset.user_id != actor.id:
        require(actor, Permission.FACTOR_RESET, reset.user)
    _answer(reset, actor, agreed=False)
    tell_self(reset.user, SecurityAct.RESET_DECLINED, actor)
    return reset.user


def undo_factors(actor: User, user: User) -> None:
    """At once, from the command line: for a register in which nobody is left to be the second person."""
    require(actor, Permission.REGISTER_KEEP, EVERYWHERE)
    _undo(actor, user)


def _undo(actor: User, user: User) -> None:
    forget_factors(user)
    end_sessions(user)
    tell_self(user, SecurityAct.RESET_DONE, actor)


def _is_open() -> ColumnElement[bool]:
    return and_(FactorReset.answered_at.is_(None), FactorReset.created_at > func.sipol_now() - RESET_HOLDS)


def _brought_along(one: UUID, other: UUID) -> bool:
    """Whether one of them was invited by the other: two accounts, and perhaps one person."""
    pairs = or_(
        and_(Invitation.invited_by == one, Invitation.user_id == other),
        and_(Invitation.invited_by == other, Invitation.user_id == one),
    )
    return db.session.scalars(select(Invitation.id).where(pairs)).first() is not None


def _answer(reset: FactorReset, actor: User, *, agreed: bool) -> None:
    reset.answered_by, reset.answered_at, reset.agreed = actor.id, func.clock_timestamp(), agreed
    db.session.flush()


def _held(reset_id: UUID, concerned: ColumnElement[bool]) -> FactorReset:
    query = select(FactorReset).join(FactorReset.user).where(FactorReset.id == reset_id, concerned)
    reset = db.session.scalars(query.with_for_update(of=FactorReset)).first()
    if reset is None:
        raise NotFound
    if reset.answered_at is not None or reset.created_at <= now() - RESET_HOLDS:
        raise Overtaken("Permintaan ini sudah dijawab orang lain, atau sudah lewat tiga hari.")
    return reset

"""Sessions that live here and not in the cookie: begun, made whole by the second step, looked at, ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, and_, func, select, update
from sqlalchemy.orm import InstrumentedAttribute, contains_eager

from sipol.audit.events import SignedIn
from sipol.audit.security_events import SecurityChanged
from sipol.audit.trail import record
from sipol.extensions import db, now
from sipol.models import SignIn, User
from sipol.rules.clock import SLACK
from sipol.rules.notices import NoticeKind
from sipol.rules.sign_in import (
    HALFWAY,
    IDLE,
    PROVED,
    SECURITY_ACT_WORDS,
    TOUCHED,
    WHOLE,
    SecurityAct,
    Strength,
    device_in_words,
)
from sipol.services.notices import tell


@dataclass(frozen=True, slots=True)
class Device:
    """What a request says of the machine it comes from. ``mark``: what the register once gave its browser to keep."""

    user_agent: str
    mark: str
    address: str


def begin_session(user: User, device: Device) -> SignIn:
    """A session that rests on the password alone; nothing opens with it but the second step."""
    session = SignIn(
        user=user,
        strength=Strength.HALF,
        device=device_in_words(device.user_agent),
        device_digest=sha256(device.mark.encode()).hexdigest(),
        address=device.address,
    )
    db.session.add(session)
    db.session.flush()
    return session


def complete_session(session: SignIn) -> None:
    """The person has shown all that is asked for: from now on the session opens the register."""
    session.strength, session.proved_at = Strength.FULL, func.clock_timestamp()
    user = session.user
    user.signed_in_at = now()
    record(user, SignedIn(user.id))
    if _is_from_an_unknown_device(session):
        tell_self(user, SecurityAct.NEW_DEVICE)
    db.session.flush()


def recall(user_id: UUID, session_id: UUID) -> SignIn | None:
    """The session with its person, if both may still be used; its ``seen_at`` is younger than ``TOUCHED`` or stale."""
    return _session_where(SignIn.id == session_id, SignIn.user_id == user_id, is_open())


def halfway_session(session_id: UUID) -> SignIn | None:
    """A session that waits for its second step."""
    waiting = SignIn.strength == Strength.HALF
    recent = within_last(SignIn.started_at, HALFWAY)
    return _session_where(SignIn.id == session_id, SignIn.ended_at.is_(None), waiting, recent)


def is_open() -> ColumnElement[bool]:
    return and_(
        SignIn.strength == Strength.FULL,
        SignIn.ended_at.is_(None),
        # What is written down of the last use may be so much older than the use itself.
        within_last(SignIn.seen_at, IDLE + TOUCHED),
        within_last(SignIn.started_at, WHOLE),
    )


def within_last(column: InstrumentedAttribute[datetime], span: timedelta) -> ColumnElement[bool]:
    """Not longer ago than that, by the machine's clock; nor ahead of it, as a wrong clock would have written it."""
    at = func.clock_timestamp()
    return and_(column > at - span, column <= at + SLACK)


def touch_session(session_id: UUID) -> bool:
    """Write down that a session was used, seldom enough to cost nothing. Whether anything was written."""
    stale = SignIn.seen_at < func.clock_timestamp() - TOUCHED
    written = update(SignIn).where(SignIn.id == session_id, stale).values(seen_at=func.clock_timestamp())
    written = written.returning(SignIn.id).execution_options(synchronize_session=False)
    return db.session.execute(written).first() is not None


def prove_session(session: SignIn) -> None:
    """Its person has just given the password or a factor again."""
    session.proved_at = func.clock_timestamp()
    db.session.flush()


def is_proved(session: SignIn) -> bool:
    """Whether that was a short while ago, so that how one signs in may be changed."""
    recent = within_last(SignIn.proved_at, PROVED)
    return db.session.scalar(select(SignIn.id).where(SignIn.id == session.id, recent)) is not None


def open_sessions(user: User) -> Sequence[SignIn]:
    """Where somebody is signed in, the one used last first."""
    return db.session.scalars(
        select(SignIn).where(SignIn.user_id == user.id, is_open()).order_by(SignIn.seen_at.desc())
    ).all()


def end_session(user: User, session_id: UUID) -> bool:
    """End one of one's own. False where it is not there, or has ended already."""
    return _end(SignIn.user_id == user.id, SignIn.id == session_id) > 0


def end_sessions(user: User, but_not: UUID | None = None) -> int:
    """End all of somebody's, but the one at hand. How many."""
    other = SignIn.id != but_not if but_not else SignIn.id.is_not(None)
    return _end(SignIn.user_id == user.id, other)


def forget_wrong_codes(user: User) -> None:
    """Whoever gave them knew a password that is no more."""
    counted = update(SignIn).where(SignIn.user_id == user.id, SignIn.wrong_codes > 0).values(wrong_codes=0)
    db.session.execute(counted)


def tell_self(user: User, act: SecurityAct, done_by: User | None = None) -> None:
    """Something was done to how somebody signs in: it goes into the log, and they are told, whatever they wish."""
    record(done_by or user, SecurityChanged(user.id, act=act.value))
    facts = {"about": "Keamanan akun Anda", "object": SECURITY_ACT_WORDS[act]}
    tell(NoticeKind.ACCOUNT_CHANGED, user.id, User.id == user.id, facts, occasion=str(uuid4()))


def _session_where(*conditions: ColumnElement[bool]) -> SignIn | None:
    query = select(SignIn).join(SignIn.user).options(contains_eager(SignIn.user)).where(User.active, *conditions)
    return db.session.scalars(query).first()


def _end(*conditions: ColumnElement[bool]) -> int:
    ended = update(SignIn).where(SignIn.ended_at.is_(None), *conditions).values(ended_at=func.clock_timestamp())
    return len(db.session.scalars(ended.returning(SignIn.id)).all())


def _is_from_an_unknown_device(session: SignIn) -> bool:
    """Nobody is told of the very first one."""
    earlier = select(SignIn.id).where(
        SignIn.user_id == session.user_id, SignIn.strength == Strength.FULL, SignIn.id != session.id
    )
    known = earlier.where(SignIn.device_digest == session.device_digest)
    return bool(db.session.scalar(select(earlier.exists() & ~known.exists())))

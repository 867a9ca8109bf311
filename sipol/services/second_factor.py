"""The second step of signing in: codes of an app (RFC 6238) and codes on paper, each good for one time."""

import hmac
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from argon2 import Type
from argon2.low_level import hash_secret_raw
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from flask import current_app
from sqlalchemy import ColumnElement, Text, cast, delete, exists, func, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute

from sipol.access.refusals import TOO_MANY, WRONG_CODE, note_refusal
from sipol.extensions import db
from sipol.models import AuthenticatorApp, Passkey, RecoveryCode, SignIn, User
from sipol.rules.errors import Refused
from sipol.rules.sign_in import (
    DRIFT,
    RECOVERY_CODES,
    STEP,
    WRONG_CODES,
    WRONG_CODES_WATCHED,
    SecurityAct,
    code_as_made,
    recovery_code,
)
from sipol.services import accounts
from sipol.services.digests import keyed_digest
from sipol.services.sessions import end_sessions, tell_self, within_last

SECRET, DIGITS = 20, 6
"""Bytes of a secret (RFC 4226 asks for 20 with SHA-1, the only hash that every app knows), digits of a code."""
WRONG = "Kode tidak cocok atau sudah dipakai. Tunggu kode berikutnya di aplikasi, lalu ketik keenam angkanya."
TOO_MANY_CODES = (
    "Terlalu banyak kode yang salah. Tunggu satu jam, lalu masuk lagi; "
    "kunci sandi dan kode pemulihan tetap dapat dipakai."
)


@dataclass(frozen=True, slots=True)
class Factors:
    """What somebody can take the second step with."""

    app: AuthenticatorApp | None
    passkeys: Sequence[Passkey]
    codes_left: int
    codes_made: str
    """Tells the codes of today from those before."""

    @property
    def any(self) -> bool:
        return self.app is not None or bool(self.passkeys)


def is_required() -> bool:
    """Whether everybody must have a second factor here, by the setting ``SIPOL_SECOND_FACTOR``."""
    return bool(current_app.config["SIPOL_SECOND_FACTOR"])


def factors_of(user: User) -> Factors:
    passkeys = select(Passkey).where(Passkey.user_id == user.id).order_by(Passkey.created_at)
    unused = select(func.count().filter(RecoveryCode.used_at.is_(None)), func.max(cast(RecoveryCode.id, Text)))
    left, made = db.session.execute(unused.where(RecoveryCode.user_id == user.id)).one()
    return Factors(_app_of(user), db.session.scalars(passkeys).all(), left, made or "")


def has_factor(user: User) -> bool:
    """Whether there is a second step to take."""
    return bool(db.session.scalar(select(holds_factor(user.id))))


def holds_factor(user_id: UUID | InstrumentedAttribute[UUID]) -> ColumnElement[bool]:
    """Whether an account has a second step, as a condition."""
    app = exists().where(AuthenticatorApp.user_id == user_id, AuthenticatorApp.confirmed_at.is_not(None))
    return or_(app, exists().where(Passkey.user_id == user_id))


def start_app(session: SignIn) -> AuthenticatorApp:
    """A fresh secret to show once; one that was begun and not finished, anywhere, is forgotten."""
    user, unfinished = session.user, AuthenticatorApp.confirmed_at.is_(None)
    db.session.execute(delete(AuthenticatorApp).where(AuthenticatorApp.user_id == user.id, unfinished))
    app = AuthenticatorApp(
        user_id=user.id, sign_in_id=session.id, secret=secrets.token_bytes(SECRET).hex(), last_step=0
    )
    db.session.add(app)
    db.session.flush()
    return app


def pending_app(session: SignIn) -> AuthenticatorApp | None:
    """The one that this session began and whose first code was not given yet.

    Nobody finishes what another session began: its secret is known there.
    """
    query = select(AuthenticatorApp).where(
        AuthenticatorApp.sign_in_id == session.id, AuthenticatorApp.confirmed_at.is_(None)
    )
    return db.session.scalars(query.order_by(AuthenticatorApp.created_at.desc())).first()


def app_address(app: AuthenticatorApp, user: User) -> str:
    """The ``otpauth://`` address that an app reads from a picture."""
    return _totp(app).get_provisioning_uri(user.login, str(current_app.config["SIPOL_NAME"]))


def confirm_app(session: SignIn, typed: str) -> list[str] | None:
    """The first code of a new app. Fresh recovery codes, if there were none left; Refused("code", …) otherwise."""
    user = session.user
    _refuse_after_many(session)
    app = pending_app(session)
    if app is None:
        raise Refused("code", "Pemasangan ini sudah selesai atau dibatalkan. Mulai lagi dari awal.")
    if not _takes(app, typed):
        _count_wrong(session)
        raise Refused("code", WRONG)
    former = AuthenticatorApp.confirmed_at.is_not(None)
    db.session.execute(delete(AuthenticatorApp).where(AuthenticatorApp.user_id == user.id, former))
    app.confirmed_at = func.clock_timestamp()
    db.session.flush()
    # Whoever sat somewhere with the password alone is out.
    end_sessions(user, but_not=session.id)
    tell_self(user, SecurityAct.APP_SET)
    return first_codes(user)


def remove_app(user: User) -> None:
    """Refused where it is the only factor and one is needed."""
    factors = factors_of(user)
    if is_required() and not factors.passkeys:
        raise Refused("app", "Register ini mewajibkan langkah kedua. Tambahkan kunci sandi sebelum melepas aplikasi.")
    db.session.execute(delete(AuthenticatorApp).where(AuthenticatorApp.user_id == user.id))
    if not factors.passkeys:
        forget_codes(user)
    tell_self(user, SecurityAct.APP_REMOVED)


def take_code(session: SignIn, typed: str) -> None:
    """Six digits of the app, or a recovery code. Refused("code", …); a wrong one is counted and must be kept."""
    user = session.user
    if len(typed.strip().replace(" ", "")) == DIGITS:
        _refuse_after_many(session)
        app = _app_of(user, held=True)
        if app is not None and _takes(app, typed):
            return
    elif session.wrong_codes >= WRONG_CODES:
        raise Refused("code", TOO_MANY_CODES)
    elif _uses_recovery_code(user, typed):
        # Of 50 bits: wrong ones of another session shut nobody out.
        tell_self(user, SecurityAct.CODE_USED)
        return
    _count_wrong(session)
    raise Refused("code", WRONG)


def first_codes(user: User) -> list[str] | None:
    """Recovery codes for somebody who has none that can still be used; None for all others."""
    return None if factors_of(user).codes_left else make_codes(user)


def make_codes(user: User) -> list[str]:
    """Ten fresh codes, shown this once; those made before are void."""
    forget_codes(user)
    codes = [recovery_code(secrets.choice) for _ in range(RECOVERY_CODES)]
    db.session.add_all(RecoveryCode(user_id=user.id, digest=_digest(user, code_as_made(code))) for code in codes)
    tell_self(user, SecurityAct.CODES_MADE)
    return codes


def forget_codes(user: User) -> None:
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))


def forget_factors(user: User) -> None:
    """All that somebody could take the second step with."""
    for kind in (AuthenticatorApp, Passkey, RecoveryCode):
        db.session.execute(delete(kind).where(kind.user_id == user.id))


def _app_of(user: User, *, held: bool = False) -> AuthenticatorApp | None:
    query = select(AuthenticatorApp).where(
        AuthenticatorApp.user_id == user.id, AuthenticatorApp.confirmed_at.is_not(None)
    )
    return db.session.scalars(query.with_for_update() if held else query).first()


def _totp(app: AuthenticatorApp) -> TOTP:
    return TOTP(bytes.fromhex(app.secret), DIGITS, SHA1(), STEP)  # noqa: S303 - RFC 4226


def _takes(app: AuthenticatorApp, typed: str) -> bool:
    """Whether it is a code of about now, newer than the last one that was taken (RFC 6238, 5.2)."""
    digits = "".join(letter for letter in typed if letter.isdecimal() and letter.isascii())
    totp, step = _totp(app), int(time.time()) // STEP
    # A step that is yet to come was taken under a wrong clock, and says nothing of the codes of today.
    taken = app.last_step if app.last_step <= step + DRIFT else 0
    for near in range(step - DRIFT, step + DRIFT + 1):
        if near > taken and hmac.compare_digest(totp.generate(near * STEP), digits.encode()):
            app.last_step = near
            db.session.flush()
            return True
    return False


def _uses_recovery_code(user: User, typed: str) -> bool:
    used = (
        update(RecoveryCode)
        .where(
            RecoveryCode.user_id == user.id,
            RecoveryCode.digest == _digest(user, code_as_made(typed)),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=func.clock_timestamp())
        .returning(RecoveryCode.id)
    )
    return db.session.scalars(used).first() is not None


def _count_wrong(session: SignIn) -> None:
    note_refusal(WRONG_CODE)
    session.wrong_codes = SignIn.wrong_codes + 1
    db.session.flush()


def _refuse_after_many(session: SignIn) -> None:
    """Only whoever knows the password gets so far: the count closes the step to guessing, and the owner has others.

    Tries of one account stand in line, so that many at once are counted like any others.
    """
    db.session.execute(select(User.id).where(User.id == session.user_id).with_for_update(key_share=True))
    recent = within_last(SignIn.started_at, WRONG_CODES_WATCHED)
    wrong = select(func.sum(SignIn.wrong_codes)).where(SignIn.user_id == session.user_id, recent)
    if (db.session.scalar(wrong) or 0) >= WRONG_CODES:
        note_refusal(TOO_MANY)
        raise Refused("code", TOO_MANY_CODES)


def _digest(user: User, code: str) -> str:
    """Argon2id, for a code has 50 bits alone; the salt is the account's, so that a code typed is looked up at once."""
    peppered = keyed_digest(code, b"sipol-recovery", 32)
    costs = accounts.HASHER
    return hash_secret_raw(
        peppered, user.id.bytes, costs.time_cost, costs.memory_cost, costs.parallelism, costs.hash_len, Type.ID
    ).hex()

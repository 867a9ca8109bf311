"""Passkeys: a device or a security key proves itself by a signature that is bound to this site (WebAuthn level 2).

What a browser is asked for and what it answers is JSON; the state of an asking is kept by the door and used once.
"""

import json
import struct
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)
from flask import current_app
from sqlalchemy import func, select

from sipol.extensions import db
from sipol.models import Passkey, SignIn, User
from sipol.rules.errors import NotFound, Refused
from sipol.rules.sign_in import MOST_PASSKEYS, SecurityAct
from sipol.services.second_factor import factors_of, first_codes, forget_codes, is_required
from sipol.services.sessions import end_sessions, tell_self

NOT_DONE = "Kunci sandi tidak dapat diperiksa. Ulangi, dan ikuti petunjuk peramban sampai selesai."


def creation_options(user: User) -> tuple[str, dict[str, Any]]:
    """What the browser is to make a key with, as JSON, and the state to keep until it answers."""
    about = PublicKeyCredentialUserEntity(name=user.login, id=user.id.bytes, display_name=user.name)
    options, state = _server().register_begin(
        about,
        [_opened(one) for one in _passkeys_of(user)],
        resident_key_requirement=ResidentKeyRequirement.DISCOURAGED,
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    return _as_json(options), state


def add_passkey(session: SignIn, state: Mapping[str, Any] | None, answer: str, name: str) -> list[str] | None:
    """Fresh recovery codes, if there were none left. Refused(a field of the form, …)."""
    user = session.user
    held = _passkeys_of(user)
    if len(held) >= MOST_PASSKEYS:
        raise Refused("name", f"Paling banyak {MOST_PASSKEYS} kunci sandi. Hapus yang tidak dipakai lagi.")
    if not name.strip():
        raise Refused("name", "Beri nama kunci ini supaya kelak Anda mengenalinya, misalnya “Ponsel saya”.")
    data = _answered(lambda given: _server().register_complete(state, given), state, answer).credential_data
    if data is None or db.session.scalar(select(Passkey.id).where(Passkey.credential_id == data.credential_id)):
        raise Refused("name", NOT_DONE)
    db.session.add(
        Passkey(user_id=user.id, name=name.strip()[:60], credential=bytes(data), credential_id=data.credential_id)
    )
    # Whoever sat somewhere with the password alone is out.
    end_sessions(user, but_not=session.id)
    tell_self(user, SecurityAct.PASSKEY_ADDED)
    return first_codes(user)


def request_options(user: User) -> tuple[str, dict[str, Any]]:
    """What the browser is to sign, as JSON, and the state to keep until it answers."""
    options, state = _server().authenticate_begin(
        [_opened(one) for one in _passkeys_of(user)], user_verification=UserVerificationRequirement.PREFERRED
    )
    return _as_json(options), state


def take_passkey(session: SignIn, state: Mapping[str, Any] | None, answer: str) -> None:
    """Refused("code", …) unless one of the person's keys signed what was asked."""
    held = _passkeys_of(session.user)
    credentials = [_opened(one) for one in held]
    used = _answered(
        lambda given: _server().authenticate_complete(state, credentials, given), state, answer, field="code"
    )
    counter = AuthenticationResponse.from_dict(json.loads(answer)).response.authenticator_data.counter
    passkey = next(one for one in held if one.credential_id == used.credential_id)
    # A counter that does not grow is a key that was copied (WebAuthn 7.2, step 21).
    if (counter or passkey.counter) and counter <= passkey.counter:
        raise Refused("code", NOT_DONE)
    passkey.counter, passkey.used_at = counter, func.clock_timestamp()
    db.session.flush()


def remove_passkey(user: User, passkey_id: UUID) -> None:
    """NotFound for another's; Refused where it is the only factor and one is needed."""
    passkey = db.session.scalars(select(Passkey).where(Passkey.id == passkey_id, Passkey.user_id == user.id)).first()
    if passkey is None:
        raise NotFound
    factors = factors_of(user)
    last = factors.app is None and len(factors.passkeys) == 1
    if last and is_required():
        raise Refused("passkey", "Register ini mewajibkan langkah kedua. Pasang yang lain sebelum menghapus kunci ini.")
    db.session.delete(passkey)
    if last:
        forget_codes(user)
    tell_self(user, SecurityAct.PASSKEY_REMOVED)


def _server() -> Fido2Server:
    """Keys are bound to the host of ``SIPOL_PUBLIC_URL``, and answers to its whole origin."""
    public = str(current_app.config["SIPOL_PUBLIC_URL"])
    site = PublicKeyCredentialRpEntity(name=str(current_app.config["SIPOL_NAME"]), id=urlsplit(public).hostname or "")
    return Fido2Server(site, verify_origin=lambda origin: origin == public)


def _passkeys_of(user: User) -> list[Passkey]:
    query = select(Passkey).where(Passkey.user_id == user.id).order_by(Passkey.created_at)
    return list(db.session.scalars(query.with_for_update()))


def _opened(passkey: Passkey) -> AttestedCredentialData:
    return AttestedCredentialData(passkey.credential)


def _as_json(options: Any) -> str:
    return json.dumps(dict(options)["publicKey"])


def _answered(verify: Any, state: Mapping[str, Any] | None, answer: str, field: str = "name") -> Any:
    """What the library makes of a browser's answer. It raises all sorts of errors at what is no answer."""
    if state is None:
        raise Refused(field, "Permintaan ini sudah dipakai atau kedaluwarsa. Muat ulang halaman, lalu ulangi.")
    try:
        return verify(json.loads(answer))
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, struct.error) as error:
        raise Refused(field, NOT_DONE) from error

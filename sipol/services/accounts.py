"""Accounts and signing in. A failure never says which half was wrong, and repeated failures are slowed down."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from sipol.access.policy import Permission, require
from sipol.access.refusals import TOO_MANY, WRONG_WORDS, note_refusal
from sipol.audit.events import UserAdded
from sipol.audit.security_events import SessionsEnded
from sipol.audit.trail import record
from sipol.extensions import db
from sipol.models import Party, Region, SignInAttempt, User
from sipol.models.base import EVERYWHERE
from sipol.rules.accounts import NO_OPERATOR, Capacity, fits_role
from sipol.rules.clock import SLACK
from sipol.rules.errors import Refused
from sipol.rules.notices import is_address
from sipol.rules.roles import PARTY_ROLES, Role
from sipol.rules.sign_in import SecurityAct
from sipol.services.digests import keyed_digest
from sipol.services.passwords import refuse_weak
from sipol.services.sessions import end_sessions, forget_wrong_codes, tell_self

# The account the command line acts as; its password hash matches nothing. The first migration makes it.
CONSOLE_LOGIN = "konsol"

HASHER = PasswordHasher()
NOBODYS_HASH = HASHER.hash("a password that belongs to nobody")
WATCHED = timedelta(minutes=15)
# Tries allowed in that time. By login *and* address, so that a stranger elsewhere cannot lock the owner out.
TRIES_HERE, TRIES_FROM_ADDRESS = 5, 40


@dataclass(frozen=True, slots=True)
class UserDraft:
    login: str
    name: str
    password: str
    role: Role
    region_code: str
    party_id: UUID | None = None
    email: str = ""
    """Where notices are mailed to, if anywhere."""
    capacity: Capacity = Capacity.LIAISON
    """As what somebody acts for a party; nothing for all others."""


def console() -> User:
    """The account behind the command line; whoever can run commands on the machine acts as it."""
    return db.session.scalars(select(User).where(User.login == CONSOLE_LOGIN)).one()


def add_user(actor: User, draft: UserDraft) -> User:
    """Open an account. Refused when the login is taken, the password short, or party and role do not fit."""
    require(actor, Permission.REGISTER_KEEP, EVERYWHERE)
    user = open_account(draft)
    record(actor, UserAdded(user.id, role=draft.role))
    return user


def open_account(draft: UserDraft) -> User:
    """A new account, by whatever right. Refused as ``add_user`` says."""
    login = draft.login.strip().lower()
    if not login or " " in login:
        raise Refused("login", "Isi nama pengguna tanpa spasi, misalnya alamat surel.")
    if (draft.role in PARTY_ROLES) != (draft.party_id is not None):
        raise Refused("party", "Partai diisi untuk admin partai dan petugas penghubung, dan hanya untuk mereka.")
    if not fits_role(draft.capacity, draft.role):
        raise Refused("capacity", NO_OPERATOR)
    if draft.party_id and db.session.get(Party, draft.party_id) is None:
        raise Refused("party", "Partai ini tidak terdaftar.")
    if draft.email and not is_address(draft.email):
        raise Refused("email", "Tulis alamat surel lengkap, misalnya nama@contoh.id.")
    if db.session.get(Region, draft.region_code) is None:
        raise Refused("region", f"Wilayah {draft.region_code} belum ada di register. Impor wilayah lebih dahulu.")
    if db.session.scalars(select(User.id).where(User.login == login)).first():
        raise Refused("login", "Nama pengguna ini sudah dipakai.")
    party = db.session.get(Party, draft.party_id) if draft.party_id else None
    refuse_weak(draft.password, _own_words(login, draft.name, db.session.get_one(Region, draft.region_code), party))
    user = User(
        login=login,
        name=draft.name.strip(),
        password_hash=HASHER.hash(draft.password),
        role=draft.role,
        party_id=draft.party_id,
        email=draft.email or None,
        region_code=draft.region_code,
        capacity=draft.capacity if draft.party_id else None,
    )
    db.session.add(user)
    db.session.flush()
    return user


def sign_in(login: str, password: str, address: str) -> User:
    """The account that these words open; a second step may follow.

    Refused("password", …) with one sentence for every kind of failure; a wrong one is counted and must be kept.
    """
    login_digest, address_digest = _digest(login.strip().lower()), _digest(address)
    _refuse_when_hasty(login_digest, address_digest)
    user = db.session.scalars(select(User).where(User.login == login.strip().lower())).first()
    opens = _verified(user.password_hash if user else NOBODYS_HASH, password) and user is not None and user.active
    db.session.add(SignInAttempt(login_digest=login_digest, address_digest=address_digest, succeeded=opens))
    if not opens or user is None:
        note_refusal(WRONG_WORDS)
        raise Refused("password", "Nama pengguna atau kata sandi tidak cocok. Periksa keduanya, lalu coba lagi.")
    return user


def verify_own(user: User, password: str, address: str) -> None:
    """The password of whoever is in already, once more. Refused("password", …), counted like any other try."""
    sign_in(user.login, password, address)


def change_password(user: User, password: str) -> None:
    """Somebody who has just proved who they are takes another password. Refused("password", …)."""
    _take_password(user, password)
    tell_self(user, SecurityAct.PASSWORD_CHANGED)


def _take_password(user: User, password: str) -> None:
    refuse_weak(password, _own_words(user.login, user.name, user.region, user.party))
    user.password_hash = HASHER.hash(password)
    forget_wrong_codes(user)


def _own_words(login: str, name: str, region: Region, party: Party | None) -> tuple[str, ...]:
    """What others would try first as somebody's password."""
    return (login, name, region.name, *((party.name, party.abbreviation) if party else ()))


def set_password(actor: User, user: User, password: str) -> None:
    """From the command line, for somebody who has forgotten it. Refused("password", …)."""
    require(actor, Permission.REGISTER_KEEP, EVERYWHERE)
    _take_password(user, password)
    end_sessions(user)
    tell_self(user, SecurityAct.PASSWORD_CHANGED, actor)


def sign_out(actor: User, user: User | None) -> int:
    """From the command line: end all sessions of one person, or of everybody. How many."""
    require(actor, Permission.REGISTER_KEEP, EVERYWHERE)
    people = [user] if user else all_accounts()
    ended = sum(end_sessions(one) for one in people)
    record(actor, SessionsEnded((user or actor).id, people=len(people), ended=ended))
    return ended


def _refuse_when_hasty(login_digest: str, address_digest: str) -> None:
    from_here = SignInAttempt.address_digest == address_digest
    if (
        _failures(from_here, SignInAttempt.login_digest == login_digest) >= TRIES_HERE
        or _failures(from_here) >= TRIES_FROM_ADDRESS
    ):
        note_refusal(TOO_MANY)
        raise Refused(
            "password", "Terlalu banyak percobaan masuk yang gagal dari tempat ini. Tunggu 15 menit, lalu coba lagi."
        )


def _failures(*conditions: ColumnElement[bool]) -> int:
    at = func.sipol_now()
    # A clock that was ahead must not keep anybody out until the day it showed.
    recent = SignInAttempt.created_at.between(at - WATCHED, at + SLACK)
    query = select(func.count()).select_from(SignInAttempt).where(~SignInAttempt.succeeded, recent, *conditions)
    return db.session.scalar(query) or 0


def _verified(password_hash: str, password: str) -> bool:
    try:
        return HASHER.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


def _digest(text: str) -> str:
    return keyed_digest(text, b"sipol-sign-in", 20).hex()


def account_called(login: str) -> User | None:
    """The account of this login; for the command line."""
    return db.session.scalars(select(User).where(User.login == login.strip().lower())).first()


def all_accounts() -> list[User]:
    """Every account but the console's; only the administrator's door leads here."""
    query = select(User).where(User.login != CONSOLE_LOGIN).options(joinedload(User.party), joinedload(User.region))
    return list(db.session.scalars(query.order_by(User.role, User.login)))

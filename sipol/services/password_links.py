"""A forgotten password: the level above has a link mailed to the account's own address; the second step stays.

The link is signed and nothing of it is kept. It names the password it replaces, so that it works once and ends when
the password changes in any other way.
"""

from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer
from sqlalchemy import select

from sipol.access.policy import Permission, require
from sipol.extensions import db
from sipol.models import User
from sipol.rules.errors import NotFound, Refused
from sipol.rules.sign_in import SecurityAct
from sipol.services.accounts import change_password
from sipol.services.mail import Returned
from sipol.services.mail_to_outsiders import mail_to
from sipol.services.queue import MAIL_PASSWORD_LINK, enqueue
from sipol.services.sessions import end_sessions, tell_self
from sipol.services.team import colleague_for

HOLDS = timedelta(hours=24)
TEXT = """Rekan yang mengurus akun Anda di {product} meminta kata sandi baru untuk Anda.

Buka tautan ini dan buat kata sandi baru:
{link}

Tautan hanya dapat dipakai satu kali, selama 24 jam. Bila Anda tidak meminta tolong, abaikan surel ini dan
kabari rekan itu: kata sandi lama tetap berlaku.
"""


def ask_password_link(actor: User, user_id: UUID) -> User:
    """Have a link mailed to somebody the actor looks after. NotFound; Refused("user", …) without an address."""
    user = colleague_for(actor, user_id)
    require(actor, Permission.ACCOUNT_KEEP, user)
    if not user.active:
        raise Refused("user", "Akun ini ditutup. Buka kembali lebih dahulu.")
    if user.email is None:
        raise Refused(
            "user", "Akun ini tidak punya alamat surel. Minta admin sistem mengganti kata sandinya di server."
        )
    tell_self(user, SecurityAct.LINK_SENT, actor)
    enqueue(MAIL_PASSWORD_LINK, user.id)
    return user


def mail_password_link(user_id: UUID) -> None:
    """Make the link and mail it, for the worker. May run twice: both links open the same door, once."""
    user = db.session.get(User, user_id)
    if user is None or not user.active or user.email is None:
        return
    product, public = str(current_app.config["SIPOL_NAME"]), str(current_app.config["SIPOL_PUBLIC_URL"])
    token = _signer().dumps([user.id.hex, _mark(user)])
    text = TEXT.format(product=product, link=f"{public}/kata-sandi/{token}")
    try:
        mail_to(user.email, f"Kata sandi baru untuk {product}", text, user.id)
    except Returned:
        # The address is refused for good; whoever asked hears from its owner that nothing came.
        return


def account_behind(token: str) -> User:
    """Whose password a link renews now; NotFound for any other, whatever the reason."""
    try:
        key, mark = _signer().loads(token, max_age=int(HOLDS.total_seconds()))
        user_id = UUID(hex=key)
    except (BadData, ValueError, TypeError, AttributeError) as wrong:
        raise NotFound from wrong
    held = select(User).where(User.id == user_id, User.active).with_for_update(key_share=True)
    user = db.session.scalars(held.execution_options(populate_existing=True)).first()
    if user is None or mark != _mark(user):
        raise NotFound
    return user


def renew_password(token: str, password: str) -> None:
    """Once; all sessions end. NotFound for a link that opens nothing; Refused("password", …)."""
    user = account_behind(token)
    change_password(user, password)
    end_sessions(user)


def _mark(user: User) -> str:
    """Tells one password of an account from the next, and nothing else."""
    return sha256(f"{user.id}{user.password_hash}".encode()).hexdigest()[:16]


def _signer() -> URLSafeTimedSerializer:
    key = str(current_app.config["SECRET_KEY"])
    return URLSafeTimedSerializer(key, salt="password-link", signer_kwargs={"digest_method": sha256})

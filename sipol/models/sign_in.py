"""Sessions, second factors, and what two people agree to undo. Times are the machine's own, not the demo's clock."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sipol.extensions import Base
from sipol.models.base import Stamped, worded
from sipol.models.sealed import Sealed
from sipol.models.user import User
from sipol.rules.sign_in import Strength


class SignIn(Stamped, Base):
    """One session of one person. The cookie only names it: what ended here has ended everywhere."""

    __tablename__ = "sign_in"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    strength: Mapped[Strength] = mapped_column(worded(Strength))
    started_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    seen_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    proved_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    """When its person last gave the password or a factor."""
    ended_at: Mapped[datetime | None]
    device: Mapped[str]
    """In words, for its person to know it by."""
    device_digest: Mapped[str]
    """Of the mark that the browser was given to keep."""
    address: Mapped[str]
    wrong_codes: Mapped[int] = mapped_column(default=0)

    user: Mapped[User] = relationship()

    __table_args__ = (Index("ix_sign_in_user", user_id, "started_at"),)


class AuthenticatorApp(Stamped, Base):
    """An app that makes codes (RFC 6238). Until the first code was given it counts for nothing."""

    __tablename__ = "authenticator_app"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    sign_in_id: Mapped[UUID | None] = mapped_column(ForeignKey("sign_in.id", ondelete="SET NULL"))
    """The session that began it, and the only one that is shown its secret."""
    secret: Mapped[str] = mapped_column(Sealed("authenticator_app.secret"))
    """Twenty bytes as hexadecimal digits, sealed."""
    confirmed_at: Mapped[datetime | None]
    last_step: Mapped[int] = mapped_column(BigInteger, default=0)
    """Of the newest code that was taken: none is taken twice."""

    __table_args__ = (
        Index("uq_authenticator_app_in_use", user_id, unique=True, postgresql_where=text("confirmed_at IS NOT NULL")),
        Index("ix_authenticator_app_user", user_id),
    )


class RecoveryCode(Stamped, Base):
    """A code on paper for one sign-in, kept as a keyed and salted hash."""

    __tablename__ = "recovery_code"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), index=True)
    digest: Mapped[str]
    used_at: Mapped[datetime | None]


class Passkey(Stamped, Base):
    """A public key of a device or a security key (WebAuthn level 2)."""

    __tablename__ = "passkey"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), index=True)
    name: Mapped[str]
    credential: Mapped[bytes]
    """AttestedCredentialData as WebAuthn writes it: AAGUID, id and public key."""
    credential_id: Mapped[bytes] = mapped_column(unique=True)
    counter: Mapped[int] = mapped_column(BigInteger, default=0)
    used_at: Mapped[datetime | None]


class FactorReset(Stamped, Base):
    """One person asks that somebody's second step be undone, another agrees or declines."""

    __tablename__ = "factor_reset"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    reason: Mapped[str]
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    answered_at: Mapped[datetime | None]
    agreed: Mapped[bool | None]

    user: Mapped[User] = relationship(foreign_keys=user_id)
    asker: Mapped[User] = relationship(foreign_keys=asked_by)

    __table_args__ = (
        CheckConstraint("reason <> ''", name="says_why"),
        CheckConstraint(
            "(answered_at IS NULL) = (answered_by IS NULL) AND (answered_at IS NULL) = (agreed IS NULL)",
            name="answered_whole",
        ),
        # Anybody concerned may say no; yes takes two people, neither of them the one it is about.
        CheckConstraint(
            "asked_by <> user_id AND (agreed IS NOT TRUE OR (answered_by <> asked_by AND answered_by <> user_id))",
            name="two_people",
        ),
        Index("uq_factor_reset_open", user_id, unique=True, postgresql_where=text("answered_at IS NULL")),
    )

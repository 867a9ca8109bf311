from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from flask_login import UserMixin
from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sipol.extensions import Base
from sipol.models.base import Stamped, one_of, worded
from sipol.models.party import Party
from sipol.models.region import Region
from sipol.rules.accounts import Capacity, Closure
from sipol.rules.roles import PARTY_ROLES, Role

if TYPE_CHECKING:
    from sipol.models.delegation import Delegation


class User(Stamped, UserMixin, Base):
    """A person with an account. Scope is party x region subtree; officials of KPU and Bawaslu have no party."""

    __tablename__ = "user_account"

    login: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    password_hash: Mapped[str]
    role: Mapped[Role] = mapped_column(worded(Role))
    party_id: Mapped[UUID | None] = mapped_column(ForeignKey("party.id"))
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"))
    active: Mapped[bool] = mapped_column(default=True)
    signed_in_at: Mapped[datetime | None]
    email: Mapped[str | None]
    """Where notices are mailed to."""
    capacity: Mapped[Capacity | None] = mapped_column(worded(Capacity))
    """As what somebody acts for a party; None for all others."""
    closed_at: Mapped[datetime | None]
    closed_because: Mapped[Closure | None] = mapped_column(worded(Closure))
    reopened_at: Mapped[datetime | None]
    dormancy_told_at: Mapped[datetime | None]
    """When its owner last heard that it will be closed because it is not used."""

    party: Mapped[Party | None] = relationship()
    region: Mapped[Region] = relationship()
    delegations: Mapped[list["Delegation"]] = relationship(
        foreign_keys="Delegation.delegate_id", back_populates="delegate", order_by="Delegation.created_at"
    )
    """What the party's centre ever let this person approve in its stead."""

    __table_args__ = (
        CheckConstraint(f"({one_of('role', PARTY_ROLES)}) = (party_id IS NOT NULL)", name="party_people_have_a_party"),
        CheckConstraint("(party_id IS NULL) = (capacity IS NULL)", name="party_people_have_a_capacity"),
        CheckConstraint(
            "(closed_at IS NULL) = (closed_because IS NULL) AND (closed_at IS NULL OR NOT active)",
            name="dated_and_out_of_use_when_closed",
        ),
        CheckConstraint("login = lower(login)", name="login_is_lower_case"),
        CheckConstraint(r"email ~ '^[^@\s]+@[^@\s]+$'", name="email_is_an_address"),
    )

    @property
    def is_active(self) -> bool:
        return self.active


class SignInAttempt(Stamped, Base):
    """One try to sign in, kept by keyed digests so that the table names nobody."""

    __tablename__ = "sign_in_attempt"

    login_digest: Mapped[str] = mapped_column()
    address_digest: Mapped[str] = mapped_column()
    succeeded: Mapped[bool]

    __table_args__ = (
        Index("ix_sign_in_attempt_login", login_digest, "created_at"),
        Index("ix_sign_in_attempt_address", address_digest, "created_at"),
    )

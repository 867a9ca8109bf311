"""Ways to an account: somebody asks for one, or the level above invites somebody."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sipol.extensions import Base
from sipol.models.base import Placed, Stamped, worded
from sipol.models.party import Party
from sipol.models.region import Region
from sipol.models.user import User
from sipol.rules.accounts import Capacity
from sipol.rules.roles import PARTY_ROLES, Role


class Appointed:
    """Somebody without an account, and the letter that names them."""

    name: Mapped[str]
    email: Mapped[str]
    position: Mapped[str]
    letter_number: Mapped[str]
    letter_date: Mapped[date]
    letter_digest: Mapped[str]
    """Of its safe copy, by which it is found."""


class AccessRequest(Stamped, Placed, Appointed, Base):
    """Somebody of a party asks its centre for an account, from a page that is open to all."""

    __tablename__ = "access_request"

    settled_at: Mapped[datetime | None]
    settled_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    granted: Mapped[bool | None]
    refusal: Mapped[str] = mapped_column(default="")

    party: Mapped[Party] = relationship()
    region: Mapped[Region] = relationship()

    __table_args__ = (
        CheckConstraint(
            "(settled_at IS NULL) = (settled_by IS NULL) AND (settled_at IS NULL) = (granted IS NULL)",
            name="dated_and_signed_when_settled",
        ),
        CheckConstraint("granted IS NOT FALSE OR refusal <> ''", name="who_refuses_says_why"),
        Index("ix_access_request_open", "party_id", "region_code", postgresql_where=text("settled_at IS NULL")),
    )


class AccessKnock(Stamped, Base):
    """One try to ask for access, kept by a keyed digest of the address so that the table names nobody."""

    __tablename__ = "access_knock"

    address_digest: Mapped[str] = mapped_column()

    __table_args__ = (Index("ix_access_knock_address", address_digest, "created_at"),)


class Invitation(Stamped, Appointed, Base):
    """The level above lets somebody open an account by a link that works once; of the link only a hash is kept."""

    __tablename__ = "invitation"

    role: Mapped[Role] = mapped_column(worded(Role))
    capacity: Mapped[Capacity | None] = mapped_column(worded(Capacity))
    party_id: Mapped[UUID | None] = mapped_column(ForeignKey("party.id"), index=True)
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"), index=True)
    request_id: Mapped[UUID | None] = mapped_column(ForeignKey("access_request.id"), unique=True)
    invited_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    token_hash: Mapped[str | None] = mapped_column(unique=True)
    mailed_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    mail_failure: Mapped[str | None]
    accepted_at: Mapped[datetime | None]
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"), unique=True)
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))

    party: Mapped[Party | None] = relationship()
    region: Mapped[Region] = relationship()
    inviter: Mapped[User] = relationship(foreign_keys=[invited_by])

    __table_args__ = (
        CheckConstraint(
            f"(role IN ({', '.join(sorted(repr(role.value) for role in PARTY_ROLES))})) = (party_id IS NOT NULL)"
            " AND (party_id IS NULL) = (capacity IS NULL)",
            name="party_people_have_a_party_and_a_capacity",
        ),
        CheckConstraint(
            "(mailed_at IS NULL) = (token_hash IS NULL) AND (mailed_at IS NULL) = (expires_at IS NULL)",
            name="a_link_that_was_mailed_ends",
        ),
        CheckConstraint("(accepted_at IS NULL) = (user_id IS NULL)", name="whoever_accepts_has_an_account"),
        CheckConstraint("(revoked_at IS NULL) = (revoked_by IS NULL)", name="dated_and_signed_when_revoked"),
        CheckConstraint("accepted_at IS NULL OR revoked_at IS NULL", name="accepted_or_revoked"),
    )

    @property
    def open(self) -> bool:
        """Whether nobody accepted or revoked it; its link may have run out."""
        return self.accepted_at is None and self.revoked_at is None

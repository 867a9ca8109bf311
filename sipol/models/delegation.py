from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sipol.extensions import Base
from sipol.models.base import Placed, Stamped
from sipol.models.region import Region
from sipol.models.user import User


class Delegation(Stamped, Placed, Base):
    """The centre of a party lets one account approve in its stead, in one region and below, from a day until a day."""

    __tablename__ = "delegation"

    delegate_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    """The last day on which it holds."""
    letter_number: Mapped[str]
    reason: Mapped[str]
    granted_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))

    delegate: Mapped[User] = relationship(foreign_keys=[delegate_id], back_populates="delegations")
    region: Mapped[Region] = relationship()

    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="ends_after_it_starts"),
        CheckConstraint("letter_number <> '' AND reason <> ''", name="has_a_letter_and_a_reason"),
        CheckConstraint("granted_by <> delegate_id", name="nobody_delegates_to_oneself"),
        CheckConstraint("(revoked_at IS NULL) = (revoked_by IS NULL)", name="dated_and_signed_when_revoked"),
    )

    def holds_on(self, day: date) -> bool:
        """Whether it is neither over, nor to come, nor revoked."""
        return self.revoked_at is None and self.starts_on <= day <= self.ends_on

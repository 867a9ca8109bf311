from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sipol.extensions import Base
from sipol.models.base import Placed, Stamped
from sipol.models.submission import Decision, Submission
from sipol.models.user import User


class Reopening(Stamped, Placed, Base):
    """Somebody's proposal to take a decision back, and a second person's word on it (domain, section 6)."""

    __tablename__ = "reopening"

    submission_id: Mapped[UUID] = mapped_column(ForeignKey("submission.id"), index=True)
    proposed_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    reason: Mapped[str]
    reference: Mapped[str]
    settled_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    settled_at: Mapped[datetime | None]
    confirmed: Mapped[bool | None]

    submission: Mapped[Submission] = relationship()
    proposer: Mapped[User] = relationship(foreign_keys=[proposed_by])
    settler: Mapped[User | None] = relationship(foreign_keys=[settled_by])

    __table_args__ = (
        Index(
            "uq_reopening_one_open_per_submission",
            "submission_id",
            unique=True,
            postgresql_where=text("settled_at IS NULL"),
        ),
        CheckConstraint("settled_by <> proposed_by", name="two_people"),
        CheckConstraint(
            "(settled_at IS NULL) = (settled_by IS NULL) AND (settled_at IS NULL) = (confirmed IS NULL)",
            name="dated_and_signed_when_settled",
        ),
        CheckConstraint("reason <> '' AND reference <> ''", name="has_a_reason_and_a_reference"),
    )


class SecondLook(Stamped, Placed, Base):
    """A decision that was drawn for a second look: whether another verifier, who looked too, agrees."""

    __tablename__ = "second_look"

    decision_id: Mapped[UUID] = mapped_column(ForeignKey("decision.id"), unique=True)
    submission_id: Mapped[UUID] = mapped_column(ForeignKey("submission.id"), index=True)
    decided_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    looked_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    looked_at: Mapped[datetime | None]
    agrees: Mapped[bool | None]
    note: Mapped[str] = mapped_column(default="")

    decision: Mapped[Decision] = relationship()
    submission: Mapped[Submission] = relationship()
    looker: Mapped[User | None] = relationship(foreign_keys=[looked_by])

    __table_args__ = (
        CheckConstraint("looked_by <> decided_by", name="another_looks"),
        CheckConstraint(
            "(looked_at IS NULL) = (looked_by IS NULL) AND (looked_at IS NULL) = (agrees IS NULL)",
            name="dated_and_signed_when_looked_at",
        ),
        CheckConstraint("agrees IS NOT FALSE OR note <> ''", name="who_disagrees_says_why"),
    )

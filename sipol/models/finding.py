from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sipol.extensions import Base
from sipol.models.base import Placed, Stamped, worded
from sipol.models.decree import Decree
from sipol.models.user import User
from sipol.rules.findings import Against, Answer, Field, is_sentence


class Finding(Stamped, Placed, Base):
    """A doubt raised by a check. A person settles it; the machine never does.

    ``gone_at`` tells when a later check no longer raised it, because somebody mended the cause. ``evidence`` holds
    page (from 1), box (PDF points from the top left) and confidence where the paper was read. ``doubtful``: it rests
    on letters of a scan that may be misread. ``other_decree_id``: the paper it was held against, which the party may
    not know, and ``other_order`` its row.
    """

    __tablename__ = "finding"

    decree_id: Mapped[UUID] = mapped_column(ForeignKey("decree.id"))
    fingerprint: Mapped[str]
    field: Mapped[Field] = mapped_column(worded(Field))
    against: Mapped[Against] = mapped_column(worded(Against))
    order: Mapped[int | None]
    subject: Mapped[str] = mapped_column(default="")
    stated: Mapped[str] = mapped_column(default="")
    found: Mapped[str] = mapped_column(default="")
    difference: Mapped[str | None]
    score: Mapped[float | None]
    harmless: Mapped[bool] = mapped_column(default=False)
    evidence: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    marks: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    gone_at: Mapped[datetime | None]
    party_note: Mapped[str] = mapped_column(default="")
    answer: Mapped[Answer | None] = mapped_column(worded(Answer))
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    answered_at: Mapped[datetime | None]
    recalled: Mapped[bool] = mapped_column(default=False)
    doubtful: Mapped[bool] = mapped_column(default=False)
    other_decree_id: Mapped[UUID | None] = mapped_column(ForeignKey("decree.id"))
    other_order: Mapped[int | None]

    decree: Mapped[Decree] = relationship(foreign_keys=[decree_id])
    answerer: Mapped[User | None] = relationship()

    @property
    def sentence(self) -> bool:
        """Whether ``found`` says in a sentence what was seen."""
        return is_sentence(self.field, marked=self.marks is not None)

    __table_args__ = (
        UniqueConstraint("decree_id", "fingerprint"),
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="dated_when_answered"),
        CheckConstraint("(answer IS NULL) = (answered_by IS NULL)", name="signed_when_answered"),
    )


class KnownSpelling(Stamped, Base):
    """A verifier's word that these two spellings are one person of this unit; may be withdrawn."""

    __tablename__ = "known_spelling"

    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    stated: Mapped[str]
    found: Mapped[str]
    said_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    finding_id: Mapped[UUID] = mapped_column(ForeignKey("finding.id"), index=True)
    withdrawn_at: Mapped[datetime | None]

    __table_args__ = (
        Index(
            "uq_known_spelling_standing",
            "unit_id",
            "stated",
            "found",
            unique=True,
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
    )

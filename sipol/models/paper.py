from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from sipol.extensions import Base
from sipol.models.base import Stamped, worded


class PaperKind(StrEnum):
    MINUTES = "minutes"
    RECEIPT = "receipt"
    VISITS = "visits"
    INVITATION = "invitation"
    OFFICE_VISIT = "office_visit"
    RECAP = "recap"
    ANNOUNCEMENT = "announcement"
    PLENARY = "plenary"
    REMINDER = "reminder"
    SIGNATURES = "signatures"


class Paper(Stamped, Base):
    """What a printed paper says, frozen: its sheet, the digest of that, and the code by which anyone can check it."""

    __tablename__ = "paper"

    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"), index=True)
    party_id: Mapped[UUID | None] = mapped_column(ForeignKey("party.id"), index=True)
    """None for what is about all parties."""
    kind: Mapped[PaperKind] = mapped_column(worded(PaperKind))
    subject_id: Mapped[UUID]
    code: Mapped[str] = mapped_column(unique=True)
    sheet: Mapped[dict[str, Any]] = mapped_column(JSONB)
    digest: Mapped[str]
    file_digest: Mapped[str | None]
    file_size: Mapped[int | None]
    printed_at: Mapped[datetime | None]
    sealed_by: Mapped[str | None]
    """Whose seal the printed file carries, as the seal names itself; None for a file without one."""
    failure: Mapped[str | None]
    """The sentence to show when the last attempt to print failed."""

    __table_args__ = (
        Index("ix_paper_subject", "subject_id", "created_at"),
        Index("ix_paper_digest", "digest"),
        Index("ix_paper_file_digest", "file_digest"),
        CheckConstraint(
            "(file_digest IS NULL) = (file_size IS NULL) AND (file_digest IS NULL) = (printed_at IS NULL)",
            name="sized_and_dated_when_printed",
        ),
        CheckConstraint("sealed_by IS NULL OR printed_at IS NOT NULL", name="sealed_when_printed"),
        CheckConstraint("printed_at IS NULL OR failure IS NULL", name="printed_or_failed"),
    )

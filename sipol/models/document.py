from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sipol.extensions import Base
from sipol.models.base import Placed, Stamped, worded


class Document(Stamped, Placed, Base):
    """A file as it was received: its bytes lie in the file store under their digest, never under a name."""

    __tablename__ = "document"

    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    digest: Mapped[str]
    size: Mapped[int]
    pages: Mapped[int]
    received_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))

    __table_args__ = (
        UniqueConstraint("unit_id", "digest"),
        CheckConstraint("digest ~ '^[0-9a-f]{64}$'", name="digest_is_sha256"),
        CheckConstraint("size > 0 AND pages > 0", name="is_not_empty"),
    )


class ReadingStatus(StrEnum):
    WAITING = "waiting"
    READ = "read"
    FAILED = "failed"


class Reading(Stamped, Base):
    """What one version of the reading engine found in a document; the same file and engine give the same facts."""

    __tablename__ = "reading"

    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"))
    engine: Mapped[str]
    status: Mapped[ReadingStatus] = mapped_column(worded(ReadingStatus), default=ReadingStatus.WAITING)
    facts: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    failure: Mapped[str | None]
    finished_at: Mapped[datetime | None]

    document: Mapped[Document] = relationship()

    __table_args__ = (
        UniqueConstraint("document_id", "engine"),
        CheckConstraint("(status = 'read') = (facts IS NOT NULL)", name="facts_when_read"),
        CheckConstraint("(status = 'failed') = (failure IS NOT NULL)", name="failure_when_failed"),
        CheckConstraint("(status = 'waiting') = (finished_at IS NULL)", name="dated_when_finished"),
    )

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sipol.extensions import Base
from sipol.models.user import User


class AuditEntry(Base):
    """One thing that was done. The database refuses to change or delete it."""

    __tablename__ = "audit_entry"

    seq: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    at: Mapped[datetime] = mapped_column(server_default=func.sipol_now())
    event: Mapped[str]
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    subject_id: Mapped[UUID]
    party_id: Mapped[UUID | None] = mapped_column(ForeignKey("party.id"))
    region_code: Mapped[str | None] = mapped_column(ForeignKey("region.code"))
    facts: Mapped[dict[str, Any]] = mapped_column(JSONB)

    actor: Mapped[User | None] = relationship()

    __table_args__ = (
        Index("ix_audit_entry_subject", "subject_id", "seq"),
        Index("ix_audit_entry_scope", "region_code", "party_id", "seq"),
    )

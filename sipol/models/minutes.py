from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sipol.extensions import Base
from sipol.models.base import Placed, Stamped
from sipol.models.party import Party
from sipol.models.period import Period
from sipol.models.region import Region


class Minutes(Stamped, Placed, Base):
    """A Berita Acara: one party, one period, one office. Its sheet is frozen; a change is a new one that cites it."""

    __tablename__ = "minutes"

    period_id: Mapped[UUID] = mapped_column(ForeignKey("period.id"), index=True)
    serial: Mapped[int]
    number: Mapped[str]
    code: Mapped[str] = mapped_column(unique=True)
    sheet: Mapped[dict[str, Any]] = mapped_column(JSONB)
    digest: Mapped[str]
    issued_at: Mapped[datetime]
    issued_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    amends_id: Mapped[UUID | None] = mapped_column(ForeignKey("minutes.id"))
    file_digest: Mapped[str | None]
    file_size: Mapped[int | None]

    party: Mapped[Party] = relationship()
    region: Mapped[Region] = relationship()
    period: Mapped[Period] = relationship()

    __table_args__ = (
        UniqueConstraint("region_code", "number"),
        UniqueConstraint("amends_id"),
        Index(
            "uq_minutes_one_per_party_and_period",
            "party_id",
            "region_code",
            "period_id",
            unique=True,
            postgresql_where=text("amends_id IS NULL"),
        ),
        CheckConstraint("(file_digest IS NULL) = (file_size IS NULL)", name="sized_when_printed"),
    )

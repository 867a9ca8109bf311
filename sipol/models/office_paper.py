from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sipol.extensions import Base
from sipol.models.base import Stamped
from sipol.models.paper import Paper
from sipol.models.party import Party
from sipol.models.period import Period
from sipol.models.user import User


class OfficePaper(Stamped, Base):
    """A paper of an office of KPU about a semester: a recap, an announcement, or a letter (``party_id``: to whom)."""

    __tablename__ = "office_paper"

    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"))
    party_id: Mapped[UUID | None] = mapped_column(ForeignKey("party.id"), index=True)
    period_id: Mapped[UUID] = mapped_column(ForeignKey("period.id"))
    paper_id: Mapped[UUID] = mapped_column(ForeignKey("paper.id"), unique=True)
    issued_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))

    paper: Mapped[Paper] = relationship()
    party: Mapped[Party | None] = relationship()
    period: Mapped[Period] = relationship()
    issuer: Mapped[User] = relationship()

    __table_args__ = (Index("ix_office_paper_office", "region_code", "period_id"),)

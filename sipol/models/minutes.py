from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sipol.extensions import Base
from sipol.models.base import Placed, Stamped
from sipol.models.paper import Paper
from sipol.models.party import Party
from sipol.models.period import Period
from sipol.models.region import Region
from sipol.models.signature import Signature
from sipol.rules.signing import Tally, tally


class Minutes(Stamped, Placed, Base):
    """A Berita Acara: one party, one period, one office. Its sheet is frozen; a change is a new one that cites it.

    ``issued_at`` and ``issued_by`` tell who froze it; it counts as issued once ``signing.issued`` says so.
    """

    __tablename__ = "minutes"

    period_id: Mapped[UUID] = mapped_column(ForeignKey("period.id"), index=True)
    serial: Mapped[int]
    number: Mapped[str]
    paper_id: Mapped[UUID] = mapped_column(ForeignKey("paper.id"), unique=True)
    issued_at: Mapped[datetime]
    issued_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    amends_id: Mapped[UUID | None] = mapped_column(ForeignKey("minutes.id"))

    party: Mapped[Party] = relationship()
    region: Mapped[Region] = relationship()
    period: Mapped[Period] = relationship()
    paper: Mapped[Paper] = relationship()
    amends: Mapped["Minutes | None"] = relationship(remote_side="Minutes.id")
    signatures: Mapped[list[Signature]] = relationship(order_by="Signature.order")

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
    )

    @property
    def signing(self) -> Tally:
        return tally(row.answer for row in self.signatures)

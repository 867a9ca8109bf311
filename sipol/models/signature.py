from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sipol.extensions import Base
from sipol.models.base import Placed, Stamped, worded
from sipol.models.commission import Commissioner
from sipol.rules.signing import SignerAnswer, SigningWay


class Signature(Stamped, Placed, Base):
    """One who is to sign a frozen Berita Acara, named as it names them, and what they did; ``answer`` None: waits."""

    __tablename__ = "signature"

    minutes_id: Mapped[UUID] = mapped_column(ForeignKey("minutes.id"))
    commissioner_id: Mapped[UUID | None] = mapped_column(ForeignKey("commissioner.id"))
    """Whose account may answer, if one is linked; None where an older Berita Acara names nobody of today."""
    order: Mapped[int]
    name: Mapped[str]
    post: Mapped[str]
    answer: Mapped[SignerAnswer | None] = mapped_column(worded(SignerAnswer))
    reason: Mapped[str] = mapped_column(default="")
    signed_on: Mapped[date | None]
    way: Mapped[SigningWay | None] = mapped_column(worded(SigningWay))
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))

    commissioner: Mapped[Commissioner | None] = relationship()

    __table_args__ = (
        UniqueConstraint("minutes_id", "order"),
        CheckConstraint(
            "(answer IS NULL) = (settled_at IS NULL) AND (answer IS NULL) = (settled_by IS NULL) "
            "AND (answer IS NULL) = (way IS NULL)",
            name="dated_and_known_when_settled",
        ),
        CheckConstraint(
            "(answer IS NOT DISTINCT FROM 'signed') = (signed_on IS NOT NULL)", name="a_signature_has_a_day"
        ),
        CheckConstraint("answer IS DISTINCT FROM 'declined' OR reason <> ''", name="who_declines_says_why"),
        CheckConstraint("reason = '' OR (answer IS NOT NULL AND answer <> 'signed')", name="who_signs_gives_no_reason"),
    )

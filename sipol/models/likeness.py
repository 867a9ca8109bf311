from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sipol.extensions import Base
from sipol.models.base import Stamped, worded
from sipol.models.member import Member


class LikenessSource(StrEnum):
    """What came upon two members who may be one person."""

    NEARBY = "nearby"
    """Born on one day, living in one kabupaten/kota: looked for as soon as a member comes in."""
    NATIONWIDE = "nationwide"


class Likeness(Stamped, Base):
    """Two members with different NIK who may be one person: a hint, and no more, until somebody looks."""

    __tablename__ = "likeness"

    one_id: Mapped[UUID] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    other_id: Mapped[UUID] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    score: Mapped[float]
    """0..1: of the names (``nearby``), of the whole persons (``nationwide``)."""
    source: Mapped[LikenessSource] = mapped_column(worded(LikenessSource))
    told_apart_at: Mapped[datetime | None]
    told_apart_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))

    one: Mapped[Member] = relationship(foreign_keys=[one_id])
    other: Mapped[Member] = relationship(foreign_keys=[other_id])

    __table_args__ = (
        UniqueConstraint("one_id", "other_id"),
        CheckConstraint("one_id < other_id", name="a_pair_is_kept_once"),
        CheckConstraint("(told_apart_at IS NULL) = (told_apart_by IS NULL)", name="signed_when_told_apart"),
    )

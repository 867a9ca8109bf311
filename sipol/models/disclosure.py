from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, Uuid, func
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sipol.extensions import Base
from sipol.models.base import worded
from sipol.models.user import User
from sipol.rules.disclosures import Medium, SeeingReason


class Disclosure(Base):
    """That personal data was given to somebody: one row for a page, a picture or a file. Never changed.

    It names rows by id alone, and outlives them: who saw the data of a member is known when the member is gone.
    """

    __tablename__ = "disclosure"

    seq: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    at: Mapped[datetime] = mapped_column(server_default=func.sipol_now())
    viewer_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    page: Mapped[str]
    """The endpoint."""
    medium: Mapped[Medium] = mapped_column(worded(Medium))
    subject_id: Mapped[UUID | None]
    """What the page or the file is about: a unit, a list, a paper, a member."""
    people: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    """The members whose data it held; none where they have no row yet, or are more than are named."""
    rows: Mapped[int]
    """How many people it told of."""
    whole: Mapped[bool]
    """Whether a NIK was whole."""
    reason: Mapped[SeeingReason | None] = mapped_column(worded(SeeingReason))
    note: Mapped[str] = mapped_column(default="")

    viewer: Mapped[User] = relationship()

    __table_args__ = (
        CheckConstraint("NOT whole OR reason IS NOT NULL", name="a_whole_nik_has_a_reason"),
        CheckConstraint("rows >= cardinality(people)", name="counts_whom_it_names"),
        Index("ix_disclosure_at", "at"),
        Index("ix_disclosure_viewer", "viewer_id", "at"),
        Index("ix_disclosure_subject", "subject_id", "at"),
        Index("ix_disclosure_people", "people", postgresql_using="gin"),
    )

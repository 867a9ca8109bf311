from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint, Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sipol.extensions import Base
from sipol.models.base import Placed, Stamped, worded
from sipol.models.member import Member
from sipol.models.party import Unit
from sipol.models.submission import Submission
from sipol.models.user import User
from sipol.rules.sampling import ORDER, VisitKind, VisitResult


class Sample(Stamped, Placed, Base):
    """A drawing of members to be visited. Its frame is kept: anyone can repeat the draw from the seed.

    ``frame``: the members that could be drawn, numbered from 1 in this order; ``strata``: the kecamatan of each.
    ``digest``: SHA-256 over the lines ``number;kecamatan;member`` of the frame.
    """

    __tablename__ = "sample"

    submission_id: Mapped[UUID] = mapped_column(ForeignKey("submission.id"))
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    serial: Mapped[int]
    """Counted from 1 for each submission; a later draw stands beside the former ones."""
    reason: Mapped[str]
    """Why it was drawn anew; empty for the first."""
    seed: Mapped[str]
    frame: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    strata: Mapped[list[str]] = mapped_column(ARRAY(Text))
    stratified: Mapped[bool]
    size: Mapped[int]
    digest: Mapped[str]
    drawn_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))

    submission: Mapped[Submission] = relationship()
    unit: Mapped[Unit] = relationship()
    drawer: Mapped[User] = relationship()

    __table_args__ = (
        UniqueConstraint("submission_id", "serial"),
        CheckConstraint("(serial = 1) = (reason = '')", name="a_later_draw_has_a_reason"),
    )


class SampledMember(Stamped, Base):
    """One member who was drawn. ``place``: in the order drawn; ``number``: in the frame."""

    __tablename__ = "sampled_member"

    sample_id: Mapped[UUID] = mapped_column(ForeignKey("sample.id"))
    place: Mapped[int]
    number: Mapped[int]
    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"))
    instead_of: Mapped[int | None]
    """The place of the one who is replaced."""
    reason: Mapped[str] = mapped_column(default="")
    """Why that one is replaced."""

    sample: Mapped[Sample] = relationship()
    member: Mapped[Member] = relationship()
    kept: Mapped[list["Visit"]] = relationship()

    __table_args__ = (
        UniqueConstraint("sample_id", "place", name="uq_sampled_member_place"),
        UniqueConstraint("sample_id", "number", name="uq_sampled_member_number"),
        UniqueConstraint("sample_id", "instead_of", name="uq_sampled_member_instead_of"),
        CheckConstraint("(instead_of IS NULL) = (reason = '')", name="a_replacement_has_a_reason"),
    )

    @property
    def visits(self) -> list["Visit"]:
        """The attempts in the order in which they are made."""
        return sorted(self.kept, key=lambda visit: ORDER.index(visit.kind))


class Visit(Stamped, Base):
    """One attempt to meet a member who was drawn."""

    __tablename__ = "visit"

    sampled_id: Mapped[UUID] = mapped_column(ForeignKey("sampled_member.id"))
    kind: Mapped[VisitKind] = mapped_column(worded(VisitKind))
    held_on: Mapped[date]
    result: Mapped[VisitResult] = mapped_column(worded(VisitResult))
    note: Mapped[str]
    visited_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))

    visitor: Mapped[User] = relationship()

    __table_args__ = (UniqueConstraint("sampled_id", "kind"),)

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sipol.extensions import Base
from sipol.models.base import Stamped, worded
from sipol.models.member import Member
from sipol.models.user import User
from sipol.rules.member_life import MemberPaperKind


class MemberPaper(Stamped, Base):
    """A card or letter that a party sent along with a member. ``digest`` names its sealed bytes in the file store."""

    __tablename__ = "member_paper"

    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"))
    kind: Mapped[MemberPaperKind] = mapped_column(worded(MemberPaperKind))
    digest: Mapped[str]
    size: Mapped[int]
    received_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))

    member: Mapped[Member] = relationship()

    __table_args__ = (UniqueConstraint("member_id", "kind", "digest"),)


class DuplicateCase(Stamped, Base):
    """One person who is a member of several parties, called to say of which; found by the hash of the NIK."""

    __tablename__ = "duplicate_case"

    nik_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    called_at: Mapped[datetime]
    called_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    meeting_at: Mapped[datetime]
    meeting_place: Mapped[str]
    attended: Mapped[bool | None]
    chosen_id: Mapped[UUID | None] = mapped_column(ForeignKey("party.id"))
    """The party the person named; none of them when nobody is."""
    heard_at: Mapped[datetime | None]
    heard_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))

    caller: Mapped[User] = relationship(foreign_keys=[called_by])

    __table_args__ = (
        CheckConstraint("chosen_id IS NULL OR attended", name="who_chose_was_there"),
        CheckConstraint(
            "(attended IS NULL) = (heard_at IS NULL) AND (attended IS NULL) = (heard_by IS NULL)",
            name="dated_and_signed_when_heard",
        ),
    )

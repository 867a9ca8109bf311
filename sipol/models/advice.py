from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sipol.extensions import Base
from sipol.models.base import Placed, Stamped
from sipol.models.submission import Submission
from sipol.models.user import User


class Advice(Stamped, Placed, Base):
    """A saran perbaikan of Bawaslu about a submission, with the day by which KPU answers. It is never changed."""

    __tablename__ = "advice"

    submission_id: Mapped[UUID] = mapped_column(ForeignKey("submission.id"), index=True)
    given_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    number: Mapped[str] = mapped_column(default="")
    """Of the letter, where there is one."""
    text: Mapped[str]
    answer_by: Mapped[date]
    answer: Mapped[str] = mapped_column(default="")
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    answered_at: Mapped[datetime | None]

    submission: Mapped[Submission] = relationship()
    giver: Mapped[User] = relationship(foreign_keys=[given_by])
    answerer: Mapped[User | None] = relationship(foreign_keys=[answered_by])

    __table_args__ = (
        CheckConstraint("text <> ''", name="says_something"),
        CheckConstraint(
            "(answered_at IS NULL) = (answered_by IS NULL) AND (answered_at IS NULL) = (answer = '')",
            name="dated_and_signed_when_answered",
        ),
        Index("ix_advice_open", "region_code", "answer_by", postgresql_where=sql("answered_at IS NULL")),
    )


class SupervisorNote(Stamped, Base):
    """What somebody at Bawaslu notes about a submission for Bawaslu alone."""

    __tablename__ = "supervisor_note"

    submission_id: Mapped[UUID] = mapped_column(ForeignKey("submission.id"), index=True)
    author_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"))
    """The region of whoever wrote it: colleagues there and above read it."""
    text: Mapped[str]

    author: Mapped[User] = relationship()

    __table_args__ = (CheckConstraint("text <> ''", name="says_something"),)


class Viewing(Stamped, Base):
    """That a page was shown to somebody at Bawaslu, and which one: proof of what it could see, and when."""

    __tablename__ = "viewing"

    viewer_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    page: Mapped[str]
    """The endpoint."""
    subject_id: Mapped[UUID | None]
    """The row the page is about, where it is about one."""
    status: Mapped[int]

    __table_args__ = (
        Index("ix_viewing_viewer", "viewer_id", "created_at"),
        Index("ix_viewing_subject", "subject_id", "created_at", postgresql_where=sql("subject_id IS NOT NULL")),
    )

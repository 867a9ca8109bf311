from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sipol.extensions import Base
from sipol.models.base import Stamped, worded
from sipol.models.user import User
from sipol.rules.notices import NoticeKind, Topic


class Notice(Stamped, Base):
    """Something one person is told. Its facts are words that were true then, and name nobody."""

    __tablename__ = "notice"

    seq: Mapped[int] = mapped_column(BigInteger, Identity(always=True))
    recipient_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    kind: Mapped[NoticeKind] = mapped_column(worded(NoticeKind))
    subject_id: Mapped[UUID]
    """The submission, Berita Acara or semester that it is about."""
    occasion: Mapped[str]
    """Tells two notices of one kind about one subject apart: the same is never told twice."""
    facts: Mapped[dict[str, str]] = mapped_column(JSONB)
    read_at: Mapped[datetime | None]
    mail_due_at: Mapped[datetime | None]
    """When its e-mail is to be tried; None where none is wanted, or nothing more is to be done."""
    mail_to: Mapped[str | None]
    """Where it goes although its person has another address by now; None for that of the moment."""
    mail_attempts: Mapped[int] = mapped_column(default=0)
    mailed_at: Mapped[datetime | None]
    mail_failure: Mapped[str | None]
    """Why the last attempt failed, as a sentence that names nobody."""

    recipient: Mapped[User] = relationship()

    __table_args__ = (
        UniqueConstraint("recipient_id", "kind", "subject_id", "occasion"),
        CheckConstraint("mailed_at IS NULL OR (mail_due_at IS NULL AND mail_failure IS NULL)", name="mailed_once"),
        Index("ix_notice_newest", "recipient_id", "seq"),
        Index("ix_notice_unread", "recipient_id", postgresql_where=text("read_at IS NULL")),
        Index("ix_notice_mail_due", "mail_due_at", postgresql_where=text("mail_due_at IS NOT NULL")),
    )


class MailWish(Stamped, Base):
    """Whether somebody wants one topic by e-mail too; whoever said nothing gets all of them."""

    __tablename__ = "mail_wish"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    topic: Mapped[Topic] = mapped_column(worded(Topic))
    wanted: Mapped[bool]

    __table_args__ = (UniqueConstraint("user_id", "topic"),)

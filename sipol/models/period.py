from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sipol.extensions import Base
from sipol.models.base import Stamped


class Period(Stamped, Base):
    """One semester, opened by a letter of KPU, with one deadline that only letters move."""

    __tablename__ = "period"

    year: Mapped[int]
    semester: Mapped[int]
    letter_number: Mapped[str]
    letter_date: Mapped[date]
    deadline: Mapped[datetime]

    windows: Mapped[list["PeriodWindow"]] = relationship(order_by="PeriodWindow.opens_at", lazy="selectin")
    extensions: Mapped[list["PeriodExtension"]] = relationship(order_by="PeriodExtension.letter_date")

    __table_args__ = (
        UniqueConstraint("year", "semester"),
        CheckConstraint("semester IN (1, 2)", name="two_semesters_a_year"),
    )


class PeriodWindow(Stamped, Base):
    """A stretch of time in which parties may hand in."""

    __tablename__ = "period_window"

    period_id: Mapped[UUID] = mapped_column(ForeignKey("period.id"), index=True)
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]

    __table_args__ = (CheckConstraint("closes_at > opens_at", name="closes_after_it_opens"),)


class PeriodExtension(Stamped, Base):
    """A letter that moved the deadline, with its reason."""

    __tablename__ = "period_extension"

    period_id: Mapped[UUID] = mapped_column(ForeignKey("period.id"), index=True)
    letter_number: Mapped[str]
    letter_date: Mapped[date]
    reason: Mapped[str]
    deadline_before: Mapped[datetime]
    deadline_after: Mapped[datetime]

    __table_args__ = (CheckConstraint("deadline_after > deadline_before", name="moves_the_deadline_back"),)

from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, SmallInteger, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sipol.extensions import Base
from sipol.models.base import Stamped
from sipol.rules.periods import EVERY_DAY, WHOLE_DAY, Window


class Period(Stamped, Base):
    """One semester, opened by a letter of KPU, with one deadline that only letters move."""

    __tablename__ = "period"

    year: Mapped[int]
    semester: Mapped[int]
    letter_number: Mapped[str]
    letter_date: Mapped[date]
    letter_digest: Mapped[str | None]
    """Names the PDF of the letter in the file store."""
    deadline: Mapped[datetime]

    windows: Mapped[list["PeriodWindow"]] = relationship(order_by="PeriodWindow.opens_at", lazy="selectin")
    extensions: Mapped[list["PeriodExtension"]] = relationship(order_by="PeriodExtension.letter_date")

    __table_args__ = (
        UniqueConstraint("year", "semester"),
        CheckConstraint("semester IN (1, 2)", name="two_semesters_a_year"),
    )


class PeriodWindow(Stamped, Base):
    """A stretch of time in which parties may hand in, on its weekdays (ISO) and at its hours.

    One behind the deadline is a correction round: what KPU has returned may be handed in, and nothing else. It has a
    letter of its own.
    """

    __tablename__ = "period_window"

    period_id: Mapped[UUID] = mapped_column(ForeignKey("period.id"), index=True)
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    weekdays: Mapped[list[int]] = mapped_column(ARRAY(SmallInteger), default=lambda: sorted(EVERY_DAY))
    from_time: Mapped[time] = mapped_column(default=WHOLE_DAY[0])
    until_time: Mapped[time] = mapped_column(default=WHOLE_DAY[1])
    letter_number: Mapped[str] = mapped_column(default="")
    letter_date: Mapped[date | None]
    reason: Mapped[str] = mapped_column(default="")

    __table_args__ = (
        CheckConstraint("closes_at > opens_at", name="closes_after_it_opens"),
        CheckConstraint("until_time > from_time", name="ends_after_it_begins"),
        CheckConstraint(
            "weekdays <@ ARRAY[1, 2, 3, 4, 5, 6, 7]::smallint[] AND weekdays <> '{}'", name="days_of_a_week"
        ),
        CheckConstraint("(letter_number = '') = (letter_date IS NULL)", name="a_letter_has_its_date"),
    )

    @property
    def rule(self) -> Window:
        return Window(self.opens_at, self.closes_at, frozenset(self.weekdays), (self.from_time, self.until_time))


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

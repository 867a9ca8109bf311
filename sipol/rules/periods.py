"""Semesters and the windows in which a party may hand in (domain, section 3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

ROMAN = {1: "I", 2: "II"}
LAST_MONTH_OF_FIRST = 6
FIRST_YEAR = 1945


EVERY_DAY = frozenset(range(1, 8))
WORKDAYS = frozenset(range(1, 6))
WHOLE_DAY = (time.min, time.max)
INSTANT = timedelta(microseconds=1)
FAR = timedelta(days=14)
"""How far ahead the next opening is looked for within a window that is open on some weekdays only."""


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time in which parties may hand in, on some weekdays (ISO: 1 is Monday) and at some hours.

    Both ends are moments in time; the closing moment itself is outside, and so is the last one of ``hours``.
    """

    opens_at: datetime
    closes_at: datetime
    weekdays: frozenset[int] = EVERY_DAY
    hours: tuple[time, time] = WHOLE_DAY

    def covers(self, at: datetime, zone: tzinfo) -> bool:
        """Whether the window is open at a moment; weekdays and hours are those of ``zone``."""
        local = at.astimezone(zone)
        return (
            self.opens_at <= at < self.closes_at
            and local.isoweekday() in self.weekdays
            and self.hours[0] <= local.time()
            and (local.time() < self.hours[1] or self.hours[1] == time.max)
        )

    def overlaps(self, other: "Window") -> bool:
        """Whether two windows share a stretch of days, whatever their weekdays and hours."""
        return self.opens_at < other.closes_at and other.opens_at < self.closes_at

    def next_opening(self, at: datetime, zone: tzinfo) -> datetime | None:
        """When it opens the next time after a moment; None where that is over, or farther than ``FAR``."""
        first = max(at, self.opens_at).astimezone(zone)
        for ahead in range(FAR.days):
            day = (first + timedelta(days=ahead)).date()
            begins = max(datetime.combine(day, self.hours[0], zone), self.opens_at)
            if at < begins and self.covers(begins, zone) and not self.covers(begins - INSTANT, zone):
                return begins
        return None


def semester_of(day: date) -> tuple[int, int]:
    """Year and semester (1 or 2) of a day."""
    return day.year, 1 if day.month <= LAST_MONTH_OF_FIRST else 2


def last_day(year: int, semester: int) -> date:
    """The day on which a semester ends."""
    return date(year, 6, 30) if semester == 1 else date(year, 12, 31)


def semester_name(year: int, semester: int) -> str:
    """As it is written: ``Semester II 2025``."""
    return f"Semester {ROMAN[semester]} {year}"


def is_open(windows: Sequence[Window], at: datetime, zone: tzinfo = UTC) -> bool:
    """Whether a party may submit at this moment."""
    return any(window.covers(at, zone) for window in windows)


def next_opening(windows: Sequence[Window], at: datetime, zone: tzinfo) -> datetime | None:
    """When a party may submit the next time after a moment at which it may not."""
    coming = (window.next_opening(at, zone) for window in windows)
    return min((moment for moment in coming if moment is not None), default=None)


def days_left(deadline: datetime, at: datetime, zone: str) -> int:
    """Calendar days from ``at`` to the deadline as people of ``zone`` count them; negative when it has passed."""
    local = ZoneInfo(zone)
    return (deadline.astimezone(local).date() - at.astimezone(local).date()).days


def plausible_decree_date(day: date, today: date) -> str | None:
    """What is wrong with the date of a decree, as a sentence; None when nothing is."""
    if day.year < FIRST_YEAR:
        return f"Tanggal SK tidak mungkin sebelum tahun {FIRST_YEAR}. Periksa tahunnya pada SK."
    if day > today:
        return "Tanggal SK tidak boleh sesudah hari ini. Periksa tanggal, bulan, dan tahunnya pada SK."
    return None


def plausible_term(start: int, end: int) -> str | None:
    """What is wrong with a period of office in years, as a sentence; None when nothing is."""
    if start < FIRST_YEAR:
        return f"Masa bakti tidak mungkin dimulai sebelum tahun {FIRST_YEAR}."
    if end < start:
        return "Masa bakti berakhir sebelum dimulai. Periksa kedua tahunnya pada SK."
    return None

"""Semesters and the windows in which a party may hand in (domain, section 3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

ROMAN = {1: "I", 2: "II"}
LAST_MONTH_OF_FIRST = 6
FIRST_YEAR = 1945


@dataclass(frozen=True, slots=True)
class Window:
    """Both ends are moments in time; the closing moment itself is outside."""

    opens_at: datetime
    closes_at: datetime


def semester_of(day: date) -> tuple[int, int]:
    """Year and semester (1 or 2) of a day."""
    return day.year, 1 if day.month <= LAST_MONTH_OF_FIRST else 2


def semester_name(year: int, semester: int) -> str:
    """As it is written: ``Semester II 2025``."""
    return f"Semester {ROMAN[semester]} {year}"


def is_open(windows: Sequence[Window], at: datetime) -> bool:
    """Whether a party may submit at this moment."""
    return any(window.opens_at <= at < window.closes_at for window in windows)


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

"""Dates, times and numbers as an Indonesian official paper writes them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sipol.rules.periods import days_left

DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
SMALL = (
    "nol",
    "satu",
    "dua",
    "tiga",
    "empat",
    "lima",
    "enam",
    "tujuh",
    "delapan",
    "sembilan",
    "sepuluh",
    "sebelas",
)
# Size, its word, and whether one of it is written together ("seribu", but "satu juta").
STEPS = (
    (1_000_000_000_000, "triliun", False),
    (1_000_000_000, "miliar", False),
    (1_000_000, "juta", False),
    (1_000, "ribu", True),
    (100, "ratus", True),
    (10, "puluh", False),
)
BEYOND = 1_000_000_000_000_000


def in_words(number: int) -> str:
    """``2025`` -> ``dua ribu dua puluh lima``. From 0 to just below 10^15, else ValueError."""
    if not 0 <= number < BEYOND:
        raise ValueError(f"{number} is outside what can be said in words")
    if number < len(SMALL):
        return SMALL[number]
    if number < 20:
        return f"{SMALL[number - 10]} belas"
    size, word, joined = next(step for step in STEPS if step[0] <= number)
    count, rest = divmod(number, size)
    head = f"se{word}" if joined and count == 1 else f"{in_words(count)} {word}"
    return f"{head} {in_words(rest)}" if rest else head


def thousands(number: int) -> str:
    """``1234567`` -> ``1.234.567``."""
    return f"{number:,}".replace(",", ".")


def percent(part: int, whole: int) -> str:
    """``6, 13`` -> ``46,2 persen``, rounded half up at one decimal; of nothing it is ``0,0 persen``."""
    tenths = (2000 * part + whole) // (2 * whole) if whole else 0
    return f"{tenths // 10},{tenths % 10} persen"


def short_date(day: date) -> str:
    """``31 Desember 2025``."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def long_date(day: date) -> str:
    """``Rabu, 31 Desember 2025``."""
    return f"{DAYS[day.weekday()]}, {short_date(day)}"


def date_in_words(day: date) -> str:
    """``Rabu, tanggal tiga puluh satu bulan Desember tahun dua ribu dua puluh lima``."""
    return (
        f"{DAYS[day.weekday()]}, tanggal {in_words(day.day)} bulan {MONTHS[day.month - 1]} tahun {in_words(day.year)}"
    )


def clock(moment: datetime, zone: str) -> str:
    """``15.04 WITA``: an aware moment as read in ``zone`` (IANA name). A naive one is a ValueError."""
    local = _local(moment, zone)
    return f"{local:%H.%M} {local.tzname()}"


def long_moment(moment: datetime, zone: str) -> str:
    """``Minggu, 28 Desember 2025, pukul 19.36 WITA``, in ``zone`` (IANA name)."""
    return f"{long_date(_local(moment, zone).date())}, pukul {clock(moment, zone)}"


def _local(moment: datetime, zone: str) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone cannot be printed")
    return moment.astimezone(ZoneInfo(zone))


def since(began: datetime, at: datetime, zone: str) -> str:
    """``sejak Senin, 2 Juni 2025 (3 hari)``, in calendar days of ``zone``; on the day itself the clock."""
    days = -days_left(began, at, zone)
    if days == 0:
        return f"sejak hari ini pukul {clock(began, zone)}"
    return f"sejak {long_date(began.astimezone(ZoneInfo(zone)))} ({days} hari)"


def until(deadline: datetime, at: datetime, zone: str) -> str:
    """``29 Desember 2025 pukul 16.00 WITA, 3 hari lagi``, in calendar days of ``zone``; or ``sudah lewat``."""
    days = days_left(deadline, at, zone)
    left = "sudah lewat" if at >= deadline else f"{days} hari lagi" if days else "hari ini"
    return f"{long_moment(deadline, zone)}, {left}"

"""Dates and years of office as Indonesian papers write them."""

import re
from datetime import date

_MONTHS = {
    "januari": 1, "jan": 1, "january": 1,
    "februari": 2, "pebruari": 2, "feb": 2, "peb": 2, "february": 2,
    "maret": 3, "mar": 3, "march": 3,
    "april": 4, "apr": 4,
    "mei": 5, "may": 5,
    "juni": 6, "jun": 6, "june": 6,
    "juli": 7, "jul": 7, "july": 7,
    "agustus": 8, "agust": 8, "agt": 8, "agu": 8, "ags": 8, "august": 8,
    "september": 9, "sept": 9, "sep": 9,
    "oktober": 10, "okt": 10, "october": 10,
    "november": 11, "nopember": 11, "nov": 11, "nop": 11,
    "desember": 12, "des": 12, "december": 12,
}  # fmt: skip
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_WRITTEN = re.compile(rf"\b(\d{{1,2}})\s*[-–./ ]?\s*({_MONTH})\b\.?\s*[-–./,]?\s*(\d{{4}})\b", re.IGNORECASE)
_DIGITS = re.compile(r"\b(\d{1,2})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{4})\b")
_UNITS = {
    "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8, "sembilan": 9,
    "sepuluh": 10, "sebelas": 11, "kesatu": 1, "pertama": 1,
}  # fmt: skip
# The longest year takes eight words; without a bound, a line of nothing but numerals is gone over from each of them.
_NUMERAL = rf"(?:(?:{'|'.join(_UNITS)}|belas|puluh|ratus|seratus|ribu|seribu)\b[\s-]*){{1,10}}"
_IN_WORDS = re.compile(rf"({_NUMERAL})(?:bulan\s+)?({_MONTH})\b\s*(?:tahun\s+)?({_NUMERAL})", re.IGNORECASE)
_YEARS = re.compile(
    r"\b(?:masa\s+(?:bakti|bhakti|khidmat|khidmah|jabatan|kerja|kepengurusan)|periode|per[iy]ode|tahun)\W{0,3}"
    r"(?:(?:tahun|periode|masa bakti)\W{0,3})?"
    r"((?:19|20)\d\d)\s*(?:[-–—/]|s\.?\s?/?\s?d\.?|sampai(?:\s+dengan)?|hingga|ke)\s*(?:tahun\s+)?((?:19|20)\d\d)\b",
    re.IGNORECASE,
)
# "Tarakan, 8 Juni 2025", whose year may stand on the next line.
CITY_AND_DAY = re.compile(
    rf"^([A-Z][A-Za-z. ]{{2,40}}),\s*(?:tanggal\s+)?\d{{1,2}}\s+(?:{_MONTH})\b(?:\s+\d{{4}})?\W*M?$", re.IGNORECASE
)
FIRST_YEAR = 1945


def find_date(text: str) -> date | None:
    """The first date of our calendar in a text, in digits or in words; years before 1945 are none."""
    found: list[tuple[int, date]] = []
    for match in _WRITTEN.finditer(text):
        found += _kept(match, int(match[3]), _MONTHS[match[2].lower()], int(match[1]))
    for match in _DIGITS.finditer(text):
        found += _kept(match, int(match[3]), int(match[2]), int(match[1]))
    for match in _IN_WORDS.finditer(text):
        found += _kept(match, value_of(match[3]), _MONTHS[match[2].lower()], value_of(match[1]))
    return min(found)[1] if found else None


def _kept(match: re.Match[str], year: int, month: int, day: int) -> list[tuple[int, date]]:
    if not FIRST_YEAR <= year <= 2200:
        return []
    try:
        return [(match.start(), date(year, month, day))]
    except (ValueError, OverflowError):
        return []


def value_of(words: str) -> int:
    """The number that Indonesian numerals name: "dua ribu dua puluh lima" gives 2025."""
    total = current = 0
    for word in words.lower().replace("-", " ").split():
        if word in _UNITS:
            current += _UNITS[word]
        elif word == "belas":
            current += 10
        elif word == "puluh":
            # Only the last digit is tens: in "seratus dua puluh" the hundred stays.
            current += (current % 10) * 9
        elif word in ("ratus", "seratus"):
            current = max(current, 1) * 100
        elif word in ("ribu", "seribu"):
            total, current = total + max(current, 1) * 1000, 0
    return total + current


def find_years(text: str) -> tuple[int, int] | None:
    """The years of office a text names ("masa bakti 2025–2030"); None when none or the end is not later."""
    for match in _YEARS.finditer(text):
        first, last = int(match[1]), int(match[2])
        if first < last <= first + 20:
            return first, last
    return None

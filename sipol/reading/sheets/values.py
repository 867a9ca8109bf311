"""Cells to values: dates, sexes, marriage, NIK and region codes, in the ways people write them."""

import re
from datetime import date, timedelta
from functools import lru_cache

from sipol.rules.identity import Sex

QUOTES = "'’`"
"""What keeps digits as text in a spreadsheet."""
NUMBER = "\x01"
"""Stands before a cell that a spreadsheet kept as a number."""
CELL, ROW = "\x1f", "\x1e"
"""Between the cells of plain rows, and behind each row: ASCII's own signs for it, which nobody types."""
_MONTHS = {
    "jan": 1, "januari": 1, "january": 1, "feb": 2, "peb": 2, "februari": 2, "pebruari": 2, "february": 2,
    "mar": 3, "maret": 3, "march": 3, "apr": 4, "april": 4, "mei": 5, "may": 5, "jun": 6, "juni": 6, "june": 6,
    "jul": 7, "juli": 7, "july": 7, "agu": 8, "ags": 8, "agt": 8, "agustus": 8, "aug": 8, "august": 8,
    "sep": 9, "sept": 9, "september": 9, "okt": 10, "oct": 10, "oktober": 10, "october": 10, "nov": 11, "nop": 11,
    "november": 11, "nopember": 11, "des": 12, "dec": 12, "desember": 12, "december": 12,
}  # fmt: skip
_DIGITS = re.compile(r"(\d{1,4})[-/. ]+(\d{1,2})[-/. ]+(\d{1,4})(?:[ T]+\d{1,2}[:.]\d{2}(?:[:.]\d{2})?)?")
_NAMED = re.compile(r"(\d{1,2})[-/. ]*([a-z]+)[-/., ]*(\d{4}|\d{2})")
_PACKED = re.compile(r"(\d{2})(\d{2})((?:19|20)\d{2})")
_COMBINED = re.compile(r"^(.*?)[,;/]?\s*(\d{1,2}\s*[-/. ]\s*(?:\d{1,2}|[A-Za-z]+)\s*[-/., ]\s*\d{2,4})\s*$")
_FIRST_DAY = date(1899, 12, 30)
"""The day that spreadsheets count from."""
_SERIALS = range(3_654, 60_000)
"""Days of a spreadsheet from 1910 to 2064: a number in a column of dates."""
_CENTURY = 30
"""Two digits up to this are years of this century: a member of 1930 is likelier than one of 2031."""
_MALE = frozenset({"l", "lk", "laki", "lakilaki", "pria", "m", "male", "cowok", "lelaki", "1"})
_FEMALE = frozenset({"p", "pr", "perempuan", "wanita", "f", "female", "w", "wnt", "2"})
_NEVER = frozenset({"belum", "bk", "b", "lajang", "single", "s", "tidak", "bujang", "gadis", "jejaka"})
_ONCE = frozenset(
    {"kawin", "k", "sudah", "nikah", "menikah", "cerai", "duda", "janda", "married", "ch", "cm", "pernah"}
)
_WORD = re.compile(r"[a-z0-9]+")
_MARKS = re.compile(rf"^[\s{re.escape(NUMBER + QUOTES)}]+")
_DECIMALS = re.compile(r"(?<=\d{14})[.,]0{1,2}$")
_KECAMATAN = re.compile(r"^(?:(?:kecamatan|kec)\b[. ]*)+")
_CODE = re.compile(r"\d{2}[. ]?\d{2}[. ]?\d{2}(?:[. ]?\d{4})?")


def as_written(cell: str) -> str:
    """A cell as somebody typed it, but for the mark of a number."""
    return cell.lstrip(NUMBER)


def bare(cell: str) -> str:
    """A cell without the mark of a number and the apostrophe that keeps digits as text."""
    return _MARKS.sub("", cell).rstrip() if not cell[:1].isalnum() else cell.rstrip()


def nik_of(cell: str) -> tuple[str, bool]:
    """The NIK of a cell without white and dots, and whether its digits are all there.

    A spreadsheet keeps 15 digits of a number (IEEE 754): a NIK kept as a number ends in 0, or reads 6,57E+15.
    """
    if cell.isdigit():
        return cell, True
    text = _DECIMALS.sub("", bare(cell))
    if re.fullmatch(r"\d(?:[.,]\d+)?[eE]\+?\d{1,2}", text):
        return text, False
    if cell.startswith(NUMBER) and re.fullmatch(r"\d{16,}", text):
        return text, not text.endswith("0") and int(text) < 1 << 53
    return re.sub(r"[\s.\-]", "", text).lstrip(QUOTES + NUMBER) if not text.isdigit() else text, True


@lru_cache(maxsize=1 << 16)
def day_of(cell: str) -> date | None:
    """The date of a cell; None for what is none, also for 31 February. Day before month, unless the year leads."""
    text = bare(cell).casefold()
    if cell.startswith(NUMBER) or (text.isdecimal() and len(text) == 5):
        return _serial(text)
    found = _DIGITS.fullmatch(text) or _PACKED.fullmatch(text)
    if found:
        one, two, three = found.groups()
        return _day(three, two, one) if len(one) == 4 else _day(one, two, three) if len(three) != 3 else None
    found = _NAMED.fullmatch(text)
    if found and found.group(2) in _MONTHS:
        return _day(found.group(1), str(_MONTHS[found.group(2)]), found.group(3))
    return None


def _serial(text: str) -> date | None:
    number = text.partition(".")[0]
    days = int(number) if number.isdecimal() and len(number) < 7 else 0
    return _FIRST_DAY + timedelta(days) if days in _SERIALS else None


def _day(day: str, month: str, year: str) -> date | None:
    full = int(year)
    if len(year) <= 2:
        full += 2000 if full <= _CENTURY else 1900
    try:
        return date(full, int(month), int(day))
    except ValueError:
        return None


@lru_cache(maxsize=1 << 12)
def birth_of(cell: str) -> tuple[str, str]:
    """Place and date, as written, of a cell that holds both: "Tarakan, 15-07-1963"."""
    found = _COMBINED.match(bare(cell))
    if found:
        return found.group(1).strip(" ,/"), found.group(2)
    place, _, written = bare(cell).rpartition(",")
    return place.strip(), written.strip()


@lru_cache(maxsize=1 << 10)
def sex_of(cell: str) -> Sex | None:
    """The sex of a cell; None for what says neither."""
    text = "".join(_WORD.findall(bare(cell).casefold()))
    return Sex.MALE if text in _MALE else Sex.FEMALE if text in _FEMALE else None


@lru_cache(maxsize=1 << 10)
def married_of(cell: str) -> bool | None:
    """Whether somebody is or was married; None where the cell does not tell."""
    words = _WORD.findall(bare(cell).casefold())
    if not words:
        return None
    if any(word in _NEVER for word in words):
        return False
    return True if any(word in _ONCE for word in words) else None


@lru_cache(maxsize=1 << 14)
def code_of(cell: str) -> str:
    """A region code with its dots, from 657101, "65 71 01" or 65.71.01; what is no code is given back as written."""
    text = bare(cell)
    if not _CODE.fullmatch(text):
        return text
    digits = re.sub(r"[. ]", "", text)
    parts = [digits[:2], digits[2:4], digits[4:6], digits[6:]]
    return ".".join(part for part in parts if part)


def place_name(text: str) -> str:
    """The name of a kecamatan for looking it up: small letters, without the word itself."""
    return _KECAMATAN.sub("", " ".join(text.casefold().split()))

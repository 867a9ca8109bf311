"""Who took a table with personal data, when and for what: above it, in its margins, in the properties of the file."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from sipol.render.words import long_moment

WARNING = "Memuat data pribadi: jangan diteruskan."
LONGEST = 255
"""Units of UTF-16 in a header or footer of a sheet (Excel's limit)."""


@dataclass(frozen=True, slots=True)
class Watermark:
    """``title``: of the table; ``by``: who took it, ``at`` when (aware), told in ``zone``; ``purpose``: for what."""

    title: str
    by: str
    at: datetime
    zone: str
    purpose: str

    @property
    def line(self) -> str:
        return f"Diunduh {self.by} pada {long_moment(self.at, self.zone)} untuk {self.purpose}. {WARNING}"


def stamp(book: Workbook, page: Worksheet, mark: Watermark) -> None:
    """Put the mark on every printed page of a sheet, and into the properties of the file."""
    page.set_header(_margin(f"{mark.title}. {WARNING}"))
    page.set_footer(_margin(f"Diunduh {mark.by}, {long_moment(mark.at, mark.zone)}, untuk {mark.purpose}"))
    properties: dict[str, Any] = {"title": mark.title, "author": mark.by, "subject": mark.purpose}
    # The file is dated by the moment that stands on it; Excel has no time zones.
    book.set_properties(properties | {"comments": mark.line, "created": mark.at.astimezone(UTC).replace(tzinfo=None)})
    for name, value in (("Diunduh oleh", mark.by), ("Diunduh pada", mark.at.isoformat()), ("Untuk", mark.purpose)):
        book.set_custom_property(name, value[:LONGEST], "text")


def _margin(text: str) -> str:
    """A line at the left and the number of the page at the right; what would be an order to Excel is only a sign."""
    # A doubled "&" is plain to Excel, but "&&G" is a missing picture to the writer: the wide sign is plain to both.
    plain = text.replace("\n", " ").replace("&", "\uff06")
    while _units(plain) > LONGEST - len("&L&8 &R&8&P/&N"):
        plain = plain[:-1]
    # Figures behind the size of the letters would be read as part of it.
    return f"&L&8 {plain}&R&8&P/&N"


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2

"""A table as a file: CSV or XLSX, with lines about it above the header, as text that no spreadsheet computes."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import BinaryIO

import xlsxwriter

from sipol.render.watermarks import Watermark, stamp

_ACTIVE = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet take a cell of a CSV for a formula (OWASP, CSV injection)."""


class TableFile(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"


MIMETYPES: dict[TableFile, str] = {
    TableFile.CSV: "text/csv; charset=utf-8",
    TableFile.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def guarded(cell: str) -> str:
    """A cell of a CSV that no spreadsheet computes."""
    return f"'{cell}" if cell.lstrip("'").startswith(_ACTIVE) else cell


def unguarded(cell: str) -> str:
    """The inverse of ``guarded``."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(_ACTIVE) else cell


def write_table(
    file: BinaryIO,
    form: TableFile,
    about: Sequence[str],
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    made_at: datetime | None = None,
    mark: Watermark | None = None,
) -> None:
    """Write ``about`` (a line each), the header and the rows into an open file; rows are taken one at a time.

    ``mark``: who takes it, as a last line of ``about``, in the margins and in the properties.
    ``made_at``: what the file says of when it was made, so that the same table gives the same bytes; now, if none.
    """
    if mark:
        about = [*about, mark.line]
    if form is TableFile.CSV:
        _csv(file, about, header, rows)
    else:
        _xlsx(file, about, header, rows, made_at, mark)


def _csv(file: BinaryIO, about: Sequence[str], header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    # The byte order mark tells Excel that the file is UTF-8.
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    table = csv.writer(text, delimiter=";")
    table.writerows([guarded(line)] for line in about)
    table.writerow(header)
    table.writerows([guarded(cell) for cell in row] for row in rows)
    text.flush()
    text.detach()


def _xlsx(
    file: BinaryIO,
    about: Sequence[str],
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    made_at: datetime | None,
    mark: Watermark | None,
) -> None:
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    if made_at:
        book.set_properties({"created": made_at})
    page, bold = book.add_worksheet(), book.add_format({"bold": True})
    if mark:
        stamp(book, page, mark)
    at = len(about)
    for line, text in enumerate(about):
        page.write_string(line, 0, text)
    page.freeze_panes(at + 1, 0)
    for column, text in enumerate(header):
        page.set_column(column, column, max(12, len(text) + 2))
        page.write_string(at, column, text, bold)
    for line, row in enumerate(rows, start=at + 1):
        for column, text in enumerate(row):
            page.write_string(line, column, text)
    book.close()

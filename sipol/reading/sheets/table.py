"""A sheet from its plain rows: where its header stands, what its columns are, and the rows below."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import BinaryIO

from sipol.reading.sheets.columns import FEWEST, LOOKED_AT, NOTHING_KNOWN, Column, Columns, Known, columns_in, named
from sipol.reading.sheets.values import CELL, NUMBER, ROW
from sipol.rules.errors import Unreadable, Untold

NO_HEADER = (
    "Baris judul kolom tidak ditemukan. Pada baris di atas data pertama, tulis judul seperti NIK, Nama, dan "
    "Tanggal Lahir, lalu unggah lagi."
)
NO_ROWS = "Lembar ini tidak memuat satu baris data pun di bawah judul kolomnya."
BLOCK = 1 << 20
_TELLING = (Column.NIK, Column.NAME)
_MOST_IN_A_REMARK, _NARROW = 3, 2
"""Cells of a line without NIK and name that is a remark; columns of a list whose rows may have one cell alone."""
_SUM = re.compile(r"(?:jumlah|total)\b", re.IGNORECASE)
_COUNTED = re.compile(rf"{NUMBER}?\(?\d{{1,2}}\)?")


@dataclass(frozen=True)
class Sheet:
    """``header``: the titles of the columns as written; ``columns``: what each was taken for; ``rows``: line and cells.

    Rows can be gone through once. ``remarks``: lines below the header that are no rows of data, as far as rows were
    gone through: a sum, a signature, the header once more.
    """

    header: tuple[str, ...]
    columns: dict[Column, int]
    rows: Iterator[tuple[int, list[str]]]
    remarks: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody said of a sheet: the line of its titles (0: it has none), and where each column stands."""

    line: int
    columns: Columns


def plain_rows(plain: BinaryIO) -> Iterator[tuple[int, list[str]]]:
    """The lines of ``plain_safely`` that are not empty, each with its number in the sheet."""
    left = b""
    while block := plain.read(BLOCK):
        *rows, left = (left + block).split(ROW.encode())
        for row in rows:
            line, *cells = row.decode().split(CELL)
            yield int(line), cells


def sheet_of(plain: BinaryIO, known: Known = NOTHING_KNOWN, told: Told | None = None) -> Sheet:
    """The sheet in the plain rows of ``plain_safely``. Raises Unreadable where no header or no row is found.

    ``known``: what was said of such titles before; ``told``: what was said of this sheet, which is then not guessed.
    """
    rows = plain_rows(plain)
    top = list(islice(rows, LOOKED_AT))
    if told is not None:
        return _as_told(told, top, rows)
    place = _header_at([cells for _, cells in top], known)
    header, below = _whole_header([cells for _, cells in top[place:]], known)
    data = top[place + below :]
    if not data:
        raise Unreadable(NO_ROWS)
    columns = columns_in(header, [cells for _, cells in data], known)
    remarks: list[int] = []
    return Sheet(tuple(header), columns, _people(chain(data, rows), top[place][1], columns, remarks), remarks)


def _as_told(told: Told, top: Sequence[tuple[int, list[str]]], rows: Iterator[tuple[int, list[str]]]) -> Sheet:
    header = next((cells for line, cells in top if line == told.line), [])
    data = [row for row in top if row[0] > told.line]
    if not data:
        raise Unreadable(NO_ROWS)
    columns, remarks = dict(told.columns), list[int]()
    return Sheet(tuple(header), columns, _people(chain(data, rows), header, columns, remarks), remarks)


def _people(
    rows: Iterable[tuple[int, list[str]]], title: Sequence[str], columns: Columns, remarks: list[int]
) -> Iterator[tuple[int, list[str]]]:
    """The rows that speak of a person; the lines of the others are kept as remarks."""
    telling = [columns[column] for column in _TELLING if column in columns]
    fewest = 2 if len(columns) > _NARROW else 1
    name_at = columns.get(Column.NAME, -1)
    nik_at = columns.get(Column.NIK, -1)
    most = max(nik_at, name_at)
    for line, cells in rows:
        # Nearly every line has both; only the others are looked at closely.
        whole = nik_at >= 0 <= name_at and most < len(cells) and cells[nik_at][-1:].isdigit() and cells[name_at]
        if cells != title and (whole or _is_person(cells, telling, fewest)):
            yield line, cells
        else:
            remarks.append(line)


def _is_person(cells: Sequence[str], telling: Sequence[int], fewest: int) -> bool:
    """Whether a line is a row of data, however broken: no signature or sum below the table."""
    filled = [cell for cell in cells if cell]
    if _SUM.match(filled[0]):
        return False
    told = any(place < len(cells) and cells[place] for place in telling)
    return len(filled) >= fewest if told else len(filled) > _MOST_IN_A_REMARK


def _header_at(top: Sequence[Sequence[str]], known: Known) -> int:
    """The line that names the most columns, the first of equals."""
    counts = [len({named(cell, known) for cell in cells if cell} - {None}) for cells in top]
    if max(counts, default=0) < FEWEST:
        raise Untold(NO_HEADER)
    return counts.index(max(counts))


def _whole_header(top: Sequence[Sequence[str]], known: Known) -> tuple[list[str], int]:
    """The titles of a header that may take two lines, and how many lines to skip for the first row of data."""
    header, lines = list(top[0]), 1
    if len(top) > 1 and _goes_on(header, top[1], known):
        wide = max(len(header), len(top[1]))
        upper, lower = ([*row, *[""] * (wide - len(row))] for row in (header, top[1]))
        header = [f"{one} {two}".strip() for one, two in zip(upper, lower, strict=True)]
        lines += 1
    filled = [cell for cell in top[lines] if cell] if len(top) > lines else []
    # A line of (1) (2) (3) numbers the columns.
    if len(filled) > 2 and all(_COUNTED.fullmatch(cell) for cell in filled):
        lines += 1
    return header, lines


def _goes_on(header: Sequence[str], below: Sequence[str], known: Known) -> bool:
    """Whether the line below a header belongs to it: words only, that name columns the upper line leaves open."""
    words = [cell for cell in below if cell]
    if not words or any(any(letter.isdigit() for letter in cell) for cell in words):
        return False
    above = {named(cell, known) for cell in header if cell} - {None}
    return bool({named(cell, known) for cell in words} - {None} - above)

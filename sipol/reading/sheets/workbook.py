"""Rows of an XLSX workbook, after a look at what its archive holds."""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import BinaryIO, TypeAlias

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from sipol.rules.errors import Unreadable

MOST_PARTS, MOST_BYTES, MOST_TIMES = 2_000, 2 << 30, 100
"""Parts of the archive, bytes they unpack to, and how many times their packed size that may be."""
BROKEN = "Berkas Excel ini rusak. Buka di Excel, simpan sebagai XLSX baru, lalu unggah lagi."
BOMB = "Berkas Excel ini membengkak tidak wajar ketika dibuka. Salin isinya ke lembar baru, simpan, lalu unggah lagi."
MACROS = "Berkas Excel ini memuat makro. Simpan sebagai XLSX tanpa makro, lalu unggah lagi."
LINKS = "Berkas Excel ini memuat tautan ke berkas lain. Salin, tempel sebagai nilai, simpan, lalu unggah lagi."
FORMULAS = "Lembar ini memuat rumus. Salin seluruh lembar, tempel sebagai nilai, simpan, lalu unggah lagi."
LOCKED = "Berkas Excel ini terkunci kata sandi. Simpan tanpa kata sandi, lalu unggah lagi."
FAR = "Lembar ini memuat isi jauh di luar daftarnya. Salin daftarnya saja ke lembar baru, simpan, lalu unggah lagi."
OTHER = "Berkas ini bukan XLSX. Simpan daftarnya sebagai XLSX atau CSV, lalu unggah lagi."
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_FORMULA = re.compile(rb"<f[ >/]")
_PLACE = re.compile(rb' r="([A-Z]+)\d+"')
_FARTHEST_COLUMN = 3
"""Letters: no list of people reaches column AAAA; XFD at the bottom is a trap."""
CHUNK = 1 << 20
Cell: TypeAlias = int | float | str | bool | time | date | datetime | timedelta


def rows_of_workbook(file: BinaryIO, number: str) -> Iterator[tuple[int, Sequence[str]]]:
    """Rows of the fullest sheet with their line, cells as text; ``number`` is put before those kept as numbers.

    Raises Unreadable for what is no XLSX, unpacks too far, or holds macros, links or formulas.
    """
    _look_inside(file)
    file.seek(0)
    try:
        book = CalamineWorkbook.from_filelike(file)
        sheet = max((book.get_sheet_by_name(name) for name in _visible(book)), key=_cells, default=None)
    except (CalamineError, OSError, ValueError) as error:
        raise Unreadable(BROKEN) from error
    if sheet is None or sheet.start is None:
        return
    first = sheet.start[0] + 1
    for line, row in enumerate(sheet.iter_rows(), start=first):
        yield line, [_text(cell, number) for cell in row]


def _visible(book: CalamineWorkbook) -> list[str]:
    shown = (SheetTypeEnum.WorkSheet, SheetVisibleEnum.Visible)
    return [sheet.name for sheet in book.sheets_metadata if (sheet.typ, sheet.visible) == shown]


def _cells(sheet: CalamineSheet) -> int:
    return int(sheet.height) * min(int(sheet.width), 20)


def _look_inside(file: BinaryIO) -> None:
    """Refuses an archive for what it holds, before anything of it is unpacked whole."""
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            _refuse_parts(parts)
            for part in parts:
                if _SHEET.fullmatch(part.filename):
                    _refuse_sheet(archive, part)
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError, ValueError) as error:
        raise Unreadable(LOCKED if "encrypted" in str(error) else BROKEN) from error


def _refuse_parts(parts: Sequence[zipfile.ZipInfo]) -> None:
    names = [part.filename.lower() for part in parts]
    if "xl/workbook.xml" not in names:
        raise Unreadable(OTHER)
    packed, unpacked = sum(part.compress_size for part in parts), sum(part.file_size for part in parts)
    # A small file may pack well; what counts is what it does to the memory.
    if len(parts) > MOST_PARTS or unpacked > MOST_BYTES or unpacked > max(packed * MOST_TIMES, 10 << 20):
        raise Unreadable(BOMB)
    if any("vbaproject" in name or (name.endswith(".bin") and "printer" not in name) for name in names):
        raise Unreadable(MACROS)
    if any("externallink" in name for name in names):
        raise Unreadable(LINKS)


def _refuse_sheet(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Formulas, and cells so far away that the sheet between would fill the memory."""
    with archive.open(part) as sheet:
        tail = b""
        while chunk := sheet.read(CHUNK):
            text = tail + chunk
            if _FORMULA.search(text):
                raise Unreadable(FORMULAS)
            if any(len(column) >= _FARTHEST_COLUMN for column in _PLACE.findall(text)):
                raise Unreadable(FAR)
            tail = text[-64:]


def _text(cell: Cell, number: str) -> str:
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, bool):
        return "ya" if cell else "tidak"
    if isinstance(cell, int | float):
        whole = int(cell) if cell == cell and abs(cell) < 1e18 and cell == int(cell) else cell  # noqa: PLR0124 - NaN
        return f"{number}{whole}"
    return cell.date().isoformat() if isinstance(cell, datetime) else str(cell)

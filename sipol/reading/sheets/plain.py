"""Any sheet as plain rows: UTF-8 CSV whose first cell is the line of the sheet. Runs in a child process."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from sipol.reading.sheets.delimited import rows_of_text
from sipol.reading.sheets.workbook import rows_of_workbook
from sipol.rules.errors import Unreadable

NUMBER = "\x01"
"""Stands before a cell that a spreadsheet kept as a number."""
MOST_COLUMNS, LONGEST = 200, 2_000
BATCH = 2_000
EMPTY = "Berkas ini kosong. Pilih berkas daftar anggota yang berisi."
NO_SHEET = "Berkas ini bukan daftar yang dikenal. Simpan daftarnya sebagai XLSX atau CSV, lalu unggah lagi."
OLD = "Berkas Excel lama (.xls) tidak diterima. Buka di Excel, simpan sebagai XLSX, lalu unggah lagi."
MARKUP = (
    "Berkas ini halaman web yang dinamai sebagai lembar kerja. Buka di Excel, simpan sebagai XLSX, lalu unggah lagi."
)
WIDE = f"Lembar ini mempunyai lebih dari {MOST_COLUMNS} kolom. Hapus kolom yang tidak dipakai, lalu unggah lagi."
LONG = f"Baris {{line}} memuat sel lebih dari {LONGEST} huruf. Perbaiki sel itu, lalu unggah lagi."
_OLE, _ZIP = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"
_FOREIGN = {b"%PDF": NO_SHEET, b"\x89PNG": NO_SHEET, b"\xff\xd8\xff": NO_SHEET, b"{\\rt": NO_SHEET, _OLE: OLD}


def plain(file: BinaryIO) -> Iterator[bytes]:
    """The rows of a sheet, in batches. Raises Unreadable with a sentence that says what to do."""
    for batch in _batches(_held(_rows(file))):
        out = io.StringIO()
        csv.writer(out).writerows(batch)
        yield out.getvalue().encode()


def _rows(file: BinaryIO) -> Iterable[tuple[int, Sequence[str]]]:
    head = file.read(512)
    file.seek(0)
    if not head.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise Unreadable(EMPTY)
    for mark, sentence in _FOREIGN.items():
        if head.startswith(mark):
            raise Unreadable(sentence)
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise Unreadable(MARKUP)
    return rows_of_workbook(file, NUMBER) if head.startswith(_ZIP) else rows_of_text(file)


def _held(rows: Iterable[tuple[int, Sequence[str]]]) -> Iterator[list[str]]:
    """Rows that hold anything, with their line first, kept within what a list of people can need."""
    for line, cells in rows:
        if not any(cells):
            continue
        if len(cells) > MOST_COLUMNS and any(cells[MOST_COLUMNS:]):
            raise Unreadable(WIDE)
        if max(map(len, cells)) > LONGEST:
            raise Unreadable(LONG.format(line=line))
        yield [str(line), *cells[:MOST_COLUMNS]]


def _batches(rows: Iterator[list[str]]) -> Iterator[list[list[str]]]:
    batch: list[list[str]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    yield batch

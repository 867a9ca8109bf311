"""Any sheet as plain rows, in UTF-8, with signs between that no cell has. Runs in a child process."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import BinaryIO

from sipol.reading.sheets.delimited import rows_of_text
from sipol.reading.sheets.values import CELL, NUMBER, ROW
from sipol.reading.sheets.workbook import rows_of_workbook
from sipol.rules.errors import Unreadable

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
_UNFIT = str.maketrans({CELL: " ", ROW: " ", "\0": " "})
"""What no cell may hold: the signs between cells and rows, and the one that no database keeps."""
_OLE, _ZIP = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"
_FOREIGN = {b"%PDF": NO_SHEET, b"\x89PNG": NO_SHEET, b"\xff\xd8\xff": NO_SHEET, b"{\\rt": NO_SHEET, _OLE: OLD}


def plain(file: BinaryIO) -> Iterator[bytes]:
    """The rows of a sheet in batches, the line of each first. Raises Unreadable with a sentence of what to do."""
    rows = map(_row, _held(_rows(file)))
    while batch := "".join(islice(rows, BATCH)):
        yield batch.encode()


def _row(cells: Sequence[str]) -> str:
    row = CELL.join(cells)
    if ROW in row or "\0" in row or row.count(CELL) >= len(cells):
        row = CELL.join(cell.translate(_UNFIT) for cell in cells)
    return row + ROW


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

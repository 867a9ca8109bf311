"""The data of a sheet as files to attach: JSON for machines, CSV for spreadsheets."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sipol.render.data import canonical
from sipol.render.sheets import AnySheet, MinutesSheet, Text
from sipol.render.tables import TableFile, guarded, write_table

# About 0.5 ms a cell and 155 kB of memory a row: what is beyond this is attached, and not printed.
PRINTED_ROWS = 2_000
OFFICERS = ("SK", "Baris", "Jabatan menurut SK", "Tertulis di SK", "Data", "Jenis", "Penyelesaian")
MEMBERS = ("No.", "NIK", "Nama", "Kecamatan", "Indikasi", "Hasil")


@dataclass(frozen=True, slots=True)
class Attached:
    name: str
    description: str
    content: bytes


def data_name(kind: str) -> str:
    """The name under which the JSON of a sheet of this kind is attached."""
    return f"{kind}.json"


def attachments(sheet: AnySheet) -> tuple[Attached, ...]:
    """The sheet's whole data as canonical JSON, then, for a Berita Acara, each annex that has rows as CSV.

    An annex too long to be printed whole is there as XLSX too, for whoever reads it in a spreadsheet.
    """
    whole = Attached(data_name(sheet.KIND), "Data lengkap dalam bentuk JSON kanonik", canonical(sheet.to_data()))
    return (whole, *(file for annex in _annexes(sheet) for file in _files(annex, sheet.made_at)))


def attached_names(sheet: AnySheet) -> list[str]:
    """The names of all of them, without the work."""
    return [data_name(sheet.KIND), *(name for annex in _annexes(sheet) for name in annex.names)]


@dataclass(frozen=True, slots=True)
class _Annex:
    name: str
    description: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def names(self) -> list[str]:
        return [f"{self.name}.csv", *([f"{self.name}.xlsx"] if len(self.rows) > PRINTED_ROWS else [])]


def _annexes(sheet: AnySheet) -> list[_Annex]:
    if not isinstance(sheet, MinutesSheet):
        return []
    annexes = (
        _Annex("pengurus", "Pengurus dengan perbedaan penulisan atau jabatan", OFFICERS, tuple(_officers(sheet))),
        _Annex("anggota", "Anggota menurut indikasi, NIK disamarkan", MEMBERS, tuple(_members(sheet))),
    )
    return [annex for annex in annexes if annex.rows]


def _files(annex: _Annex, made_at: datetime) -> Iterable[Attached]:
    for name in annex.names:
        content = _xlsx(annex, made_at) if name.endswith(".xlsx") else _csv(annex.header, annex.rows)
        yield Attached(name, annex.description, content)


def _officers(sheet: MinutesSheet) -> Iterable[tuple[str, ...]]:
    for group in sheet.officers:
        for row in group.rows:
            number = "" if row.row is None else str(row.row)
            sides = _words(row.position), _words(row.stated), _words(row.recorded)
            yield (group.decree, number, *sides, row.difference, row.resolution)


def _members(sheet: MinutesSheet) -> Iterable[tuple[str, ...]]:
    for number, row in enumerate(sheet.members, start=1):
        yield (str(number), row.nik, row.name, row.district, row.indication, row.outcome)


def _words(text: Text) -> str:
    return "".join(piece.text for piece in text)


def _csv(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> bytes:
    table = io.StringIO(newline="")
    writer = csv.writer(table)
    writer.writerow(head)
    writer.writerows(tuple(guarded(cell) for cell in row) for row in rows)
    # The byte order mark tells a spreadsheet that the letters are UTF-8.
    return table.getvalue().encode("utf-8-sig")


def _xlsx(annex: _Annex, made_at: datetime) -> bytes:
    table = io.BytesIO()
    write_table(table, TableFile.XLSX, (), annex.header, annex.rows, made_at=made_at)
    return table.getvalue()

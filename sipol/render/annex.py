"""The data of a sheet as files to attach: JSON for machines, CSV for spreadsheets."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass

from sipol.render.data import canonical
from sipol.render.sheets import AnySheet, MinutesSheet, Text
from sipol.render.tables import guarded

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
    """The sheet's whole data as canonical JSON, then, for a Berita Acara, each annex that has rows as CSV."""
    whole = Attached(data_name(sheet.KIND), "Data lengkap dalam bentuk JSON kanonik", canonical(sheet.to_data()))
    if not isinstance(sheet, MinutesSheet):
        return (whole,)
    tables = (
        Attached("pengurus.csv", "Pengurus dengan perbedaan penulisan atau jabatan", _officers(sheet)),
        Attached("anggota.csv", "Anggota menurut indikasi, NIK disamarkan", _members(sheet)),
    )
    filled = (sheet.officers, sheet.members)
    return (whole, *(table for table, rows in zip(tables, filled, strict=True) if rows))


def _officers(sheet: MinutesSheet) -> bytes:
    return _csv(
        OFFICERS,
        (
            (
                group.decree,
                "" if row.row is None else str(row.row),
                _words(row.position),
                _words(row.stated),
                _words(row.recorded),
                row.difference,
                row.resolution,
            )
            for group in sheet.officers
            for row in group.rows
        ),
    )


def _members(sheet: MinutesSheet) -> bytes:
    return _csv(
        MEMBERS,
        (
            (str(number), row.nik, row.name, row.district, row.indication, row.outcome)
            for number, row in enumerate(sheet.members, start=1)
        ),
    )


def _words(text: Text) -> str:
    return "".join(piece.text for piece in text)


def _csv(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> bytes:
    table = io.StringIO(newline="")
    writer = csv.writer(table)
    writer.writerow(head)
    writer.writerows(tuple(guarded(cell) for cell in row) for row in rows)
    # The byte order mark tells a spreadsheet that the letters are UTF-8.
    return table.getvalue().encode("utf-8-sig")

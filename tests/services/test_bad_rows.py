"""Rows outside as a file: taken away, put right, brought back; what is still wrong stays with what was typed."""

import csv
import io

import pytest
from sqlalchemy import select

from sipol.extensions import db
from sipol.models import BlockedRow, Member, MemberList
from sipol.reading.sheets import COLUMN_WORDS, Column
from sipol.reading.sheets.columns import named
from sipol.render.tables import TableFile
from sipol.rules.errors import NotAllowed, Refused
from sipol.rules.member_life import MemberStatus
from sipol.services.bad_rows import ROW, Brought, bring_back, take_bad_rows
from sipol.services.imports import confirm, undo
from sipol.services.repairs import outside_of
from tests.factories.world import World

HEADER = "NIK;Nama;Jenis Kelamin;Tempat, Tanggal Lahir;Kode Kecamatan;Alamat\n"
ROWS = (
    "6501011501790001;Budi Santoso;L;Tarakan, 15-01-1979;65.01.01;=1+1\n"
    "650101150179000;Joko Widada;L;Tarakan, 15-01-1979;65.01.01;=2+2\n"
    "6501011501790003;;L;Tarakan, 31-02-1979;65.99.99;Jl. Melati\n"
)


@pytest.fixture
def sheet(world: World) -> MemberList:
    return world.listed((HEADER + ROWS).encode())


def taken(world: World, sheet: MemberList, form: TableFile = TableFile.CSV) -> bytes:
    file = io.BytesIO()
    take_bad_rows(world.people["liaison"], sheet, form, file)
    return file.getvalue()


def edited(data: bytes, changes: dict[tuple[str, str], str]) -> bytes:
    """The file with cells typed anew, by row number and title."""
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))
    header = rows[4]
    for row in rows[5:]:
        for (number, title), text in changes.items():
            if row[0] == number:
                row[header.index(title)] = text
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(rows)
    return out.getvalue().encode()


def test_every_title_is_read_back_as_what_it_says() -> None:
    assert {column: named(word) for column, word in COLUMN_WORDS.items()} == {column: column for column in Column}


@pytest.mark.parametrize("form", TableFile)
def test_a_file_brought_back_as_it_is_changes_nothing(world: World, sheet: MemberList, form: TableFile) -> None:
    before = [(one.row, dict(one.written), one.problems) for one in outside_of(sheet)]
    assert bring_back(world.people["liaison"], sheet, taken(world, sheet, form)) == Brought(0, 2, 0)
    after = [(one.row, dict(one.written), one.problems) for one in outside_of(sheet)]
    assert [row[::2] for row in after] == [row[::2] for row in before]
    assert [row[1][Column.ADDRESS] for row in after] == ["=2+2", "Jl. Melati"]
    assert (sheet.rows, sheet.clean + sheet.noted, sheet.blocked) == (3, 1, 2)


def test_right_rows_come_in_and_the_others_keep_what_was_typed(world: World, sheet: MemberList) -> None:
    data = edited(taken(world, sheet), {("2", "NIK"): "6501011501790002", ("3", "Nama lengkap"): "Ratna"})
    assert bring_back(world.people["liaison"], sheet, data) == Brought(1, 1, 0)
    assert (sheet.rows, sheet.clean + sheet.noted, sheet.blocked) == (3, 2, 1)
    assert db.session.scalars(select(Member.name).where(Member.list_row == 2)).one() == "Joko Widada"
    (left,) = outside_of(sheet)
    assert left.cells.name == "Ratna"
    assert bring_back(world.people["liaison"], sheet, data) == Brought(0, 1, 1)


def test_in_a_list_that_was_taken_in_they_are_members_at_once(world: World, sheet: MemberList) -> None:
    confirm(world.people["liaison"], sheet)
    bring_back(world.people["liaison"], sheet, edited(taken(world, sheet), {("2", "NIK"): "6501011501790001"}))
    found = db.session.execute(select(Member.status, Member.codes).order_by(Member.list_row)).all()
    assert found == [(MemberStatus.UNCHECKED, ["potensi_ganda"]), (MemberStatus.UNCHECKED, ["potensi_ganda"])]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ((HEADER + ROWS).encode(), ROW),
        (b"\x00\x01\x02", "sebagai teks"),
        (b"omong;kosong\n1;2\n", "judul kolom"),
    ],
    ids=["the whole list", "no sheet", "no list"],
)
def test_a_file_that_does_not_tell_its_rows_is_refused(
    world: World, sheet: MemberList, data: bytes, sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence) as refusal:
        bring_back(world.people["liaison"], sheet, data)
    assert refusal.value.field == "file"
    assert db.session.query(BlockedRow).count() == 2


def test_only_the_partys_own_people_take_rows_and_none_of_a_list_taken_back(world: World, sheet: MemberList) -> None:
    data = taken(world, sheet)
    for who in ("neighbour", "rival", "verifier"):
        with pytest.raises(NotAllowed):
            take_bad_rows(world.people[who], sheet, TableFile.CSV, io.BytesIO())
        with pytest.raises(NotAllowed):
            bring_back(world.people[who], sheet, data)
    undo(world.people["liaison"], sheet)
    with pytest.raises(Refused, match="dibatalkan"):
        bring_back(world.people["liaison"], sheet, data)

"""The glance over whole columns misses no row that the rules have something to say about."""

from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from sipol.reading.sheets import Column, reader_of
from sipol.rules.members import Cells, Judge, Table, Terms
from sipol.services.member_checks import opened

TODAY = date(2026, 11, 2)
COLUMNS = {column: place for place, column in enumerate(one for one in Column if one is not Column.BIRTH)}
NIKS = ("6501014107900001", "6501010107900001", "6501010107900000", "0101010107900001", "65010101079", "6,5E+15", "")
DATES = ("01-07-1990", "1 Juli 1990", "02-07-1990", "31-02-1990", "01-07-2012", "01-07-1890", "")
CELLS = {
    Column.NIK: st.sampled_from(NIKS) | st.text("0123456789", min_size=16, max_size=16) | st.text(max_size=18),
    Column.NAME: st.sampled_from(("Siti Rahma", "")),
    Column.SEX: st.sampled_from(("L", "P", "Laki-laki", "x", "")),
    Column.BIRTH_DATE: st.sampled_from(DATES),
    Column.MARITAL: st.sampled_from(("Kawin", "Belum Kawin", "")),
    Column.OCCUPATION: st.sampled_from(("Petani", "TNI", "Pensiunan TNI", "")),
    Column.DISTRICT: st.sampled_from(("65.01.01", "650101", "65.01.09", "64.01.01", "Kayan", "")),
}
ROWS = st.fixed_dictionaries(CELLS).map(lambda cells: [cells.get(column, "x") for column in COLUMNS])


@given(st.lists(ROWS, min_size=1, max_size=20), st.booleans())
def test_every_row_with_a_problem_is_among_the_doubtful(rows: list[list[str]], sexless: bool) -> None:
    terms = Terms(TODAY, {"65.01.01", "64.01.01"}.__contains__, area="65.01", has_sex=not sexless)
    table, judge = reader_of(COLUMNS)(rows), Judge(terms)
    doubtful = judge.doubtful(table)
    assert {at for at, cells in enumerate(table.rows()) if judge(cells)} <= set(doubtful)


def test_a_plain_list_is_clean_at_a_glance() -> None:
    row = ["6501014107900001", "Siti", "P", "Tarakan", "01-07-1990", "", "Petani", "Jl. A", "65.01.01", "1"]
    table = reader_of(COLUMNS)([row] * 3)
    assert Judge(Terms(TODAY, {"65.01.01"}.__contains__)).doubtful(table) == []


def test_a_table_keeps_its_rows() -> None:
    rows = [list("abcdefghij"), list("klmnopqrst")]
    table = reader_of(COLUMNS)(rows)
    assert Table.of(table.rows()) == Table._make(map(tuple, table))
    assert [cells.name for cells in table.only([False, True]).rows()] == ["l"]
    assert isinstance(table.row(1), Cells)


def test_short_rows_have_empty_cells() -> None:
    table = reader_of(COLUMNS)([["6501014107900001"], ["6501014107900002", "Budi", "L"]])
    assert (table.name, table.sex_written) == (("", "Budi"), ("", "L"))


def test_signs_between_cells_that_stand_in_a_cell_part_nothing(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("NIK;Nama;Alamat\n6501014107900001;Siti\x1fRahma;Jl. A\x1eB\n6501010107900002;Budi;\n", "utf-8")
    with opened(path) as sheet:
        rows = [cells for _, cells in sheet.rows]
    assert rows == [["6501014107900001", "Siti Rahma", "Jl. A B"], ["6501010107900002", "Budi", ""]]

"""Whatever file comes as a list: it is refused with a sentence, or each of its rows is told of, none twice."""

import csv
import io
from collections.abc import Sequence
from datetime import date

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from sipol.reading.sheets import COLUMN_WORDS, Column, Sheet, plain_rows, reader_of, sheet_of
from sipol.reading.sheets.plain import plain
from sipol.reading.sheets.table import LOOKED_AT, Told
from sipol.reading.sheets.values import as_written
from sipol.reading.sheets.voters import status_column
from sipol.render.tables import TableFile, unguarded, write_table
from sipol.rules.errors import Refused, Unreadable
from sipol.rules.indications import Code
from sipol.rules.members import Judge, Terms, is_blocked
from sipol.services.regions import read_regions
from tests.factories.member_lists import member_list
from tests.factories.writings import CELL, LINE, SEEDS, WRITING, mangled, probe

TITLES = tuple(COLUMN_WORDS.values())
GRID = st.lists(st.lists(LINE, max_size=6), max_size=12)
TITLED = st.builds(
    lambda above, titles, rows: [*above, titles, *rows],
    st.lists(st.lists(CELL, max_size=3), max_size=3),
    st.permutations(TITLES).map(lambda titles: ["NIK", *titles[:6]]),
    st.lists(st.lists(LINE, max_size=8), max_size=12),
)
ROWS = st.one_of(GRID, TITLED, TITLED)
ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "latin-1"])
JUDGE = Judge(Terms(date(2026, 1, 1)))


def as_csv(rows: Sequence[Sequence[str]], encoding: str = "utf-8", delimiter: str = ";") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding, "replace")


def as_xlsx(rows: Sequence[Sequence[str]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        page = book.add_worksheet()
        for line, row in enumerate(rows):
            for column, cell in enumerate(row):
                if cell.isdecimal() and len(cell) > 16:
                    page.write_number(line, column, float(cell))
                else:
                    page.write_string(line, column, cell)
    return out.getvalue()


def plainly(data: bytes) -> bytes | None:
    """The plain rows of a file; None where it is refused, with a sentence of what to do."""
    try:
        return b"".join(plain(io.BytesIO(data)))
    except Unreadable as refused:
        assert str(refused).endswith(".")
        assert len(str(refused).split()) > 5
        return None


def sheet_in(rows: bytes, told: Told | None = None) -> Sheet | None:
    try:
        return sheet_of(io.BytesIO(rows), told=told)
    except Unreadable as refused:
        assert str(refused).endswith(".")
        return None


def judge_all(sheet: Sheet) -> tuple[list[tuple[int, list[str]]], int, int]:
    """The rows of a sheet, and how many of them may come in and how many wait outside, each with a reason."""
    rows = list(sheet.rows)
    table = reader_of(sheet.columns)([cells for _, cells in rows])
    assert {len(column) for column in table} <= {len(rows)}
    told = [JUDGE(cells) for cells in table.rows()]
    doubtful = set(JUDGE.doubtful(table))
    assert {at for at, problems in enumerate(told) if problems} <= doubtful
    for problems in told:
        assert all(problem.message.endswith(".") for problem in problems)
    outside = sum(is_blocked(problems) for problems in told)
    return rows, len(rows) - outside, outside


def account_for(rows: bytes, told: Told | None = None) -> None:
    """Every line that is not empty is above the titles, a title, a row or a remark; every row is in or outside."""
    lines = [line for line, _ in plain_rows(io.BytesIO(rows))]
    assert lines == sorted(set(lines))
    sheet = sheet_in(rows, told)
    if sheet is None:
        return
    found, inside, outside = judge_all(sheet)
    below = [line for line, _ in found] + sheet.remarks
    assert len(below) == len(set(below))
    assert inside + outside == len(found)
    above = [line for line in lines if line not in set(below)]
    # What is neither a row nor a remark lies above the first of them: what stood over the table, and its titles.
    assert not below or all(line < min(below) for line in above)
    assert len(above) <= LOOKED_AT + 2
    status_column(sheet.header)


@probe()
@given(ROWS, ENCODINGS, st.sampled_from(";,\t|"))
def test_every_row_of_a_text_file_is_accounted_for(rows: list[list[str]], encoding: str, delimiter: str) -> None:
    told = plainly(as_csv(rows, encoding, delimiter))
    if told is not None:
        account_for(told)


@probe(0.4)
@given(ROWS)
def test_every_row_of_a_workbook_is_accounted_for(rows: list[list[str]]) -> None:
    told = plainly(as_xlsx(rows))
    if told is not None:
        account_for(told)


@probe()
@given(TITLED, st.integers(0, 5), st.dictionaries(st.sampled_from(list(Column)), st.integers(0, 9), min_size=1))
def test_every_row_is_accounted_for_where_somebody_said_what_the_columns_are(
    rows: list[list[str]], line: int, columns: dict[Column, int]
) -> None:
    told = plainly(as_csv(rows))
    if told is not None:
        account_for(told, Told(line, columns))


@probe(2)
@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader_of_lists(data: bytes) -> None:
    for head in (b"", b"PK\x03\x04", b"\xff\xfe", b"\xef\xbb\xbf", b"NIK;Nama\n"):
        told = plainly(head + data)
        if told is not None:
            assert b"\0" not in told
            account_for(told)


@probe()
@given(SEEDS)
def test_no_spoilt_workbook_breaks_the_reader_of_lists(seed: int) -> None:
    told = plainly(mangled(WORKBOOK, seed))
    if told is not None:
        account_for(told)


WORKBOOK = as_xlsx([["NIK", "Nama", "Tanggal Lahir"], *(["6571020101802087", "Budi", "01-01-1980"] for _ in range(9))])


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252"])
def test_a_list_never_holds_the_one_sign_that_no_database_keeps(encoding: str) -> None:
    rows = [["NIK", "Nama", "Tanggal Lahir"], ["6571020101802087", "Bu\0di é", "01-01-1980"]]
    start = as_csv([["Daftar é"], *([["x"]] * 530_000)], encoding) if encoding == "cp1252" else b""
    told = plainly(start + as_csv(rows, encoding))
    assert told is not None
    assert "Bu di é".encode() in told


@probe()
@given(st.lists(st.lists(WRITING.map(lambda text: " ".join(text.split())), min_size=3, max_size=3), max_size=8))
def test_a_table_that_we_write_is_read_back_cell_by_cell(rows: list[list[str]]) -> None:
    rows = [[f"x{number}", *row] for number, row in enumerate(rows)]
    header = ["Nomor", *TITLES[:3]]
    for form in TableFile:
        out = io.BytesIO()
        write_table(out, form, ["Daftar"], header, rows)
        told = plainly(out.getvalue())
        assert told is not None
        back = [[unguarded(as_written(cell)).strip() for cell in cells] for _, cells in plain_rows(io.BytesIO(told))]
        wide = [[cell.strip() for cell in row] for row in (header, *rows)]
        assert [(row + [""] * 4)[:4] for row in back[1:]] == [cleaned(row) for row in wide]


def cleaned(row: Sequence[str]) -> list[str]:
    """What a sheet keeps of a row: no signs that part cells and rows."""
    return [as_written(cell.translate({0: " ", 0x1E: " ", 0x1F: " "})).strip() for cell in row]


@probe(0.2)
@given(SEEDS)
def test_an_invented_list_loses_nobody(seed: int) -> None:
    made = member_list(seed, rows=40)
    cells = [[one.nik, one.name, one.sex, one.place, one.born_written, one.marital, one.work, one.address,
              one.district, one.card] for one in made.people]  # fmt: skip
    titles = [COLUMN_WORDS[column] for column in Column if column is not Column.BIRTH]
    told = plainly(as_csv([titles, *cells]))
    assert told is not None
    sheet = sheet_in(told)
    assert sheet is not None
    found, inside, outside = judge_all(sheet)
    assert (len(found), inside + outside, sheet.remarks) == (40, 40, [])


@probe(2)
@given(st.lists(st.lists(LINE, max_size=5), max_size=6), st.booleans())
def test_a_table_of_regions_is_taken_whole_or_refused(rows: list[list[str]], titled: bool) -> None:
    head = [["kode", "nama", "penduduk", "berlaku_mulai", "kode_kpu"]] if titled else []
    text = as_csv([*head, *rows], delimiter=",").decode()
    try:
        found = read_regions(io.StringIO(text))
    except Refused as refused:
        assert str(refused.reason).endswith(".")
    else:
        filled = [row for row in csv.reader(io.StringIO(text)) if row][1:]
        assert len(found) == len(filled)
        assert all(str(row["name"]).isprintable() for row in found)


SPOILT = ("kode,nama\n65," + "x" * 200_000, "kode,nama\n65,Kal\0tara", "kode,nama\n٦٥,Kaltara")


@pytest.mark.parametrize("spoilt", SPOILT, ids=["long", "unprinted", "digits"])
def test_a_table_of_regions_that_cannot_be_read_is_refused_with_a_sentence(spoilt: str) -> None:
    with pytest.raises(Refused):
        read_regions(io.StringIO(spoilt))


def test_a_date_of_signs_that_only_look_like_figures_is_no_date() -> None:
    told = plainly(as_csv([["NIK", "Nama", "Tanggal Lahir"], ["6571020101802087", "Budi", "²²²²²"]]))
    assert told is not None
    sheet = sheet_in(told)
    assert sheet is not None
    table = reader_of(sheet.columns)([cells for _, cells in sheet.rows])
    assert [problem.code for problem in JUDGE(table.row(0)) if problem.code is Code.DATE] == [Code.DATE]

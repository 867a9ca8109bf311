"""Member lists held against the rules: every planted fault found with its row, in every layout, and nothing else."""

from datetime import date
from pathlib import Path

import pytest

from sipol.reading.sheets.values import day_of
from sipol.rules.errors import Unreadable
from sipol.rules.members import Terms
from sipol.services.member_checks import ListCheck, RegionTable, check_lists
from tests.factories.hostile_sheets import bomb, with_part, workbook
from tests.factories.member_lists import DISTRICTS, LAYOUTS, TODAY, as_csv, as_rows, as_xlsx, member_list

TABLE = RegionTable.of([(code, f"Kecamatan {code}") for code in DISTRICTS])
TERMS = Terms(TODAY, TABLE.known)
WAYS = {
    "comma": (",", "utf-8"), "semicolon": (";", "utf-8-sig"), "tab": ("\t", "cp1252"), "bar": ("|", "cp1252"),
    "unicode": ("\t", "utf-16"), "workbook": ("", ""),
}  # fmt: skip


def checked(tmp_path: Path, **lists: bytes) -> list[ListCheck]:
    paths = []
    for name, content in lists.items():
        path = tmp_path / name
        path.write_bytes(content)
        paths.append(path)
    return check_lists(paths, TERMS)


def told(check: ListCheck) -> set[tuple[int, str]]:
    return {(problem.row, problem.problem.code.value) for problem in check.problems}


@pytest.mark.parametrize("titles", [False, True], ids=["bare", "titled"])
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_planted_fault_is_found_and_nothing_else(tmp_path: Path, layout: str, way: str, titles: bool) -> None:
    made = member_list(len(layout) * 31 + len(way))
    rows = as_rows(made, LAYOUTS[layout], titles=titles)
    delimiter, encoding = WAYS[way]
    content = as_csv(rows, delimiter, encoding) if delimiter else as_xlsx(rows)
    (check,) = checked(tmp_path, list=content)
    assert check.rows == len(made.people)
    assert told(check) == made.plants
    assert len({code for _, code in made.plants}) >= 8


def test_a_nik_in_two_lists_is_cross_party_in_both_and_names_no_party(tmp_path: Path) -> None:
    one, two = member_list(1, share=0), member_list(2, share=0)
    two.people[41] = one.people[9]
    first, second = checked(
        tmp_path,
        anggota_pfk=as_csv(as_rows(one, LAYOUTS["plain"]), ";", "utf-8"),
        anggota_pgrs=as_csv(as_rows(two, LAYOUTS["short"]), ",", "utf-8"),
    )
    assert (told(first), told(second)) == ({(10, "ganda_eksternal")}, {(42, "ganda_eksternal")})
    assert "pgrs" not in first.problems[0].problem.message.lower()
    assert not any(digit.isdigit() for digit in first.problems[0].problem.words)


@pytest.mark.parametrize(
    ("nik", "found"),
    [
        (6571020204642080, {"nik_presisi"}),
        ("6,57102E+15", {"nik_presisi"}),
        ("6.57102E+15", {"nik_presisi"}),
        (6571020204642087, {"nik_tanggal_beda"}),
        (9471020204642087, {"nik_presisi"}),
        ("'6571020204642087", {"nik_tanggal_beda"}),
        ("65.71.02.020464.2087", {"nik_tanggal_beda"}),
    ],
)
def test_a_nik_that_a_spreadsheet_rounded_is_told_from_a_wrong_one(
    tmp_path: Path, nik: int | str, found: set[str]
) -> None:
    rows = [["NIK", "Nama", "Tanggal Lahir"], [nik, "Budi", "01-01-1980"], ["6571024101802087", "Siti", "01-01-1980"]]
    (check,) = checked(tmp_path, list=as_xlsx(rows))
    assert {code for row, code in told(check) if row == 1} == found


TWIN_NAMES = RegionTable.of(
    [("65.01.05", "Tanjung Selor"), ("65.71.01", "Sukamaju"), ("32.01.07", "Sukamaju"), ("32.01.08", "Ciawi")]
)


@pytest.mark.parametrize(
    ("nik", "written", "found"),
    [
        ("6501051501790001", "Kec. Tanjung Selor", set()),
        ("6571011501790001", "SUKAMAJU", set()),
        ("3201071501790001", "Kecamatan Sukamaju", set()),
        ("6571011501790001", "Tak Pernah Ada", {"wilayah"}),
        ("6571011501790001.0", "65.71.01", set()),
    ],
)
def test_a_kecamatan_is_known_by_its_name_too(tmp_path: Path, nik: str, written: str, found: set[str]) -> None:
    path = tmp_path / "list.csv"
    path.write_text(f"NIK;Nama;Tanggal Lahir;Kecamatan\n{nik};Budi;15-01-1979;{written}\n")
    (check,) = check_lists([path], Terms(TODAY, TWIN_NAMES.known), TWIN_NAMES.names)
    assert {code for _, code in told(check)} == found


def test_lines_keep_their_number_and_what_is_no_row_is_left_out(tmp_path: Path) -> None:
    text = (
        "Daftar anggota\n\nNIK;Nama;Tanggal Lahir\n6571020101802087;Budi;01-01-1980\n\nNIK;Nama;Tanggal Lahir\n"
        "657102;Siti;01-01-1980\nJumlah;2;\n"
    )
    (check,) = checked(tmp_path, list=text.encode())
    assert check.rows == 2
    assert [(problem.row, problem.line) for problem in check.problems] == [(2, 7)]


@pytest.mark.parametrize(
    ("written", "born_on"),
    [
        ("15-07-1963", date(1963, 7, 15)), ("1963-07-15", date(1963, 7, 15)), ("15/7/63", date(1963, 7, 15)),
        ("15 Juli 1963", date(1963, 7, 15)), ("15-Jul-63", date(1963, 7, 15)), ("15.07.1963", date(1963, 7, 15)),
        ("1963-07-15 00:00:00", date(1963, 7, 15)), ("15 Nop. 1963", date(1963, 11, 15)),
        ("15071963", date(1963, 7, 15)),
        ("31/02/1980", None), ("07/15/1963", None), ("", None), ("tidak tahu", None), ("00-00-0000", None),
    ],
)  # fmt: skip
def test_dates_are_read_in_the_ways_people_write_them(written: str, born_on: date | None) -> None:
    assert day_of(written) == born_on


HOSTILE = {
    "nothing": (b"", "kosong"),
    "white": (b" \r\n\t" * 500, "kosong"),
    "a web page": (b"<html><table><tr><td>NIK</td></tr></table></html>", "halaman web"),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, ".xls"),
    "a PDF": (b"%PDF-1.7 ...", "bukan daftar"),
    "zeroes": (b"NIK;Nama\n\0\0\0\0;x\n", "tidak dapat dibaca sebagai teks"),
    "no header": (b"1;2;3\n4;5;6\n", "judul kolom"),
    "no row": (b"NIK;Nama;Tanggal Lahir\n", "satu baris data pun"),
    "no NIK": (b"Nama;Tanggal Lahir\nBudi;01-01-1980\n", "Kolom NIK"),
    "wide": (b";".join([b"NIK", b"Nama", *[b"x"] * 10_000]) + b"\n", "200 kolom"),
    "a long cell": (b"NIK;Nama\n6571020101802087;" + b"x" * 100_000 + b"\n", "lebih dari 2000 huruf"),
    "a broken archive": (b"PK\x03\x04" + b"\0" * 400, "rusak"),
}


TRAPS = {
    "a formula": (lambda: workbook(formula=True), "rumus"),
    "a far cell": (lambda: workbook(far=True), "jauh di luar"),
    "many columns": (lambda: workbook(columns=10_000), "jauh di luar|200 kolom"),
    "macros": (lambda: with_part(workbook(), "xl/vbaProject.bin", b"x"), "makro"),
    "links": (lambda: with_part(workbook(), "xl/externalLinks/externalLink1.xml", b"<x/>"), "tautan"),
    "a bomb": (bomb, "membengkak"),
    "half a file": (lambda: workbook()[:3_000], "rusak"),
}  # fmt: skip


@pytest.mark.parametrize("name", TRAPS)
def test_a_workbook_that_would_do_harm_is_refused_with_a_sentence(tmp_path: Path, name: str) -> None:
    make, sentence = TRAPS[name]
    with pytest.raises(Unreadable, match=sentence):
        checked(tmp_path, list=make())


def test_cells_of_nothing_but_spaces_are_empty(tmp_path: Path) -> None:
    (check,) = checked(tmp_path, list=workbook(spaces=3_000))
    assert check.rows == 2_999


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_list_is_refused_with_a_sentence(tmp_path: Path, name: str) -> None:
    content, sentence = HOSTILE[name]
    with pytest.raises(Unreadable, match=sentence):
        checked(tmp_path, list=content)

"""A paper held against its own data: what was changed is named, table by table and page by page."""

import io
import json
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
import xlsxwriter
from click.testing import CliRunner

from sipol.cli.minutes import minutes
from sipol.render import AnySheet, annex, press, seal
from sipol.render.reprint import verify
from tests.factories import sheets


@pytest.fixture(scope="module")
def paper() -> bytes:
    return press.pdf(sheets.with_findings(3))


def meddled(paper: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(paper)) as document:
        change(document)
        document.save(out)
    return out.getvalue()


def other_words(document: pikepdf.Pdf) -> None:
    """The last page says one thing more."""
    document.pages[-1].contents_add(b"BT /F1 9 Tf (MS) Tj ET")


def a_note_on_top(document: pikepdf.Pdf) -> None:
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FreeText, Rect=[0, 0, 90, 20])
    document.pages[0].Annots = pikepdf.Array([*document.pages[0].get("/Annots", []), document.make_indirect(note)])


def another_font(document: pikepdf.Pdf) -> None:
    """The letters are drawn by another font program: the same codes may look like other words."""
    fonts = document.pages[0].Resources.Font
    program = next(iter(fonts.values())).DescendantFonts[0].FontDescriptor
    file = next(program[key] for key in ("/FontFile2", "/FontFile3") if key in program)
    file.write(file.read_bytes() + b" ")


def turned(document: pikepdf.Pdf) -> None:
    document.pages[0].Rotate = 180


def another_table(document: pikepdf.Pdf) -> None:
    content = document.attachments["pengurus.csv"].get_file().read_bytes().replace(b"a", b"e", 1)
    del document.attachments["pengurus.csv"]
    document.attachments["pengurus.csv"] = content


def one_more_file(document: pikepdf.Pdf) -> None:
    document.attachments["lain.csv"] = b"x"


def one_page_less(document: pikepdf.Pdf) -> None:
    del document.pages[-1]


@pytest.mark.parametrize(
    "sheet", [sheets.receipt(), sheets.with_findings(3), sheets.silent_minutes(), sheets.signatures()]
)
def test_a_paper_as_it_was_printed_holds(sheet: AnySheet) -> None:
    found = verify(press.pdf(sheet))
    assert (found.holds, found.tables, found.pages) == (True, (), ())
    assert found.sheet == sheet


def test_a_paper_saved_anew_by_another_program_holds(paper: bytes) -> None:
    assert verify(meddled(paper, lambda _: None)).holds


@pytest.mark.parametrize("change", [other_words, a_note_on_top, another_font, one_page_less, turned])
def test_a_page_that_was_changed_is_named(paper: bytes, change: Callable[[pikepdf.Pdf], None]) -> None:
    found = verify(meddled(paper, change))
    assert not found.holds
    assert found.pages
    assert found.tables == ()


@pytest.mark.parametrize(("change", "name"), [(another_table, "pengurus.csv"), (one_more_file, "lain.csv")])
def test_a_table_that_was_changed_is_named(paper: bytes, change: Callable[[pikepdf.Pdf], None], name: str) -> None:
    found = verify(meddled(paper, change))
    assert (found.holds, found.tables, found.pages) == (False, (name,), ())


@pytest.fixture
def long_paper(monkeypatch: pytest.MonkeyPatch) -> bytes:
    """One whose annex is too long to be printed whole."""
    monkeypatch.setattr(annex, "PRINTED_ROWS", 3)
    monkeypatch.setattr(press, "PRINTED_ROWS", 3)
    return press.pdf(seal(sheets.many_members(5)))


def spreadsheet(change: Callable[[list[list[str]]], object], *, computed: bool = False) -> bytes:
    """The attached spreadsheet as another program would write it, with a change."""
    rows = [list(row) for row in annex._annexes(sheets.many_members(5))[0].rows]
    change(rows)
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {}) as book:
        page = book.add_worksheet()
        for line, row in enumerate([annex.MEMBERS, *rows]):
            for column, cell in enumerate(row):
                page.write_string(line, column, cell)
        if computed:
            page.write_formula(1, 0, '="1"', None, "1")
    return out.getvalue()


@pytest.mark.parametrize(
    ("book", "holds"),
    [
        (spreadsheet(lambda _: None), True),
        (spreadsheet(lambda rows: rows[2].__setitem__(5, "MS")), False),
        (spreadsheet(lambda rows: rows.pop()), False),
        (spreadsheet(lambda _: None, computed=True), False),
        (b"no spreadsheet", False),
        (None, False),
    ],
)
def test_an_attached_spreadsheet_is_held_to_its_cells(long_paper: bytes, book: bytes | None, holds: bool) -> None:
    def change(document: pikepdf.Pdf) -> None:
        del document.attachments["anggota.xlsx"]
        if book is not None:
            document.attachments["anggota.xlsx"] = book

    assert verify(long_paper).holds
    assert verify(meddled(long_paper, change)).tables == (() if holds else ("anggota.xlsx",))


def test_a_paper_of_another_press_is_held_to_its_data_alone(paper: bytes) -> None:
    def other(document: pikepdf.Pdf) -> None:
        document.docinfo["/Producer"] = "WeasyPrint 1"

    assert verify(meddled(paper, other)).pages is None


def test_the_command_answers_in_words_in_json_and_by_its_status(paper: bytes, tmp_path: Path) -> None:
    path = tmp_path / "ba.pdf"
    for content, status, words in (
        (paper, 0, "Semua halaman sama"),
        (meddled(paper, other_words), 1, "TIDAK sama dengan cetakan ulang"),
        (b"%PDF-1.7", 2, "bukan PDF yang dapat dibuka"),
    ):
        path.write_bytes(content)
        answer = CliRunner().invoke(minutes, ["verify", str(path)])
        assert answer.exit_code == status, answer.output
        assert words in answer.output
    path.write_bytes(paper)
    told = json.loads(CliRunner().invoke(minutes, ["verify", "--json", str(path)]).output)
    assert (told["holds"], told["kind"], told["changed_pages"]) == (True, "berita-acara", [])

"""Scanned decrees: every layout through an invented scanner, pages on their side, and what a doubt may say."""

import io
import os

import pikepdf
import pytest

from sipol.names import Seat
from sipol.reading import DecreeReading, Evidence, OfficerRow, PageSeen, read_decree
from sipol.reading.scan.mend import mended, worth_keeping
from sipol.reading.scan.rows import Blot, rows_of
from sipol.reading.scan.work import recognised
from sipol.rules.decrees import folded
from sipol.rules.findings import Field
from sipol.services.checks import Stated, doubts_about
from tests.factories.decree_boards import LAYOUTS
from tests.factories.decree_truth import Truth
from tests.factories.decrees import decree
from tests.factories.scanner import scanned

SEED = 5100
USUAL = "cards", "colon_flow", "organ_tables", "ruled", "two_columns"
SCANNED = sorted(LAYOUTS) if os.environ.get("SIPOL_LAYOUTS") == "all" else USUAL
"""A scan takes ten seconds to read."""


def bare(name: str) -> str:
    """What counts of a name that was read from a picture: letters and digits."""
    return "".join(filter(str.isalnum, name.lower()))


def right_and_wrong(truth: Truth, reading: DecreeReading) -> tuple[int, int]:
    """How many names were read, and how many reported rows name nobody on the paper."""
    stated, found = [bare(row.name) for row in truth.officers], [bare(row.name) for row in reading.officers]
    right = sum(min(stated.count(name), found.count(name)) for name in set(stated))
    return right, len(found) - right


@pytest.fixture(scope="module")
def readings() -> dict[str, tuple[Truth, DecreeReading]]:
    found = {}
    for layout in SCANNED:
        place = sorted(LAYOUTS).index(layout)
        data, truth = decree(SEED + place, layout)
        found[layout] = truth, read_decree(scanned(data, SEED + place), recognised)
    return found


@pytest.mark.parametrize("layout", SCANNED)
def test_a_scan_in_any_layout_gives_its_number_its_date_and_nearly_all_names(
    readings: dict[str, tuple[Truth, DecreeReading]], layout: str
) -> None:
    truth, reading = readings[layout]
    right, wrong = right_and_wrong(truth, reading)
    assert {page.kind for page in reading.pages} == {"ocr"}
    # How much white stands around a slash cannot be told from a picture, and does not count when numbers are compared.
    assert folded(reading.number or "") == folded(truth.number)
    assert reading.issued_on == truth.issued_on
    assert right >= 0.75 * len(truth.officers)
    assert wrong <= 0.25 * len(truth.officers)


def test_all_scans_together_reach_what_is_promised(readings: dict[str, tuple[Truth, DecreeReading]]) -> None:
    counts = [right_and_wrong(truth, reading) for truth, reading in readings.values()]
    asked = sum(len(truth.officers) for truth, _ in readings.values())
    right, wrong = sum(count for count, _ in counts), sum(count for _, count in counts)
    assert right >= 0.95 * asked
    assert right >= 0.95 * (right + wrong)


def test_the_same_scan_gives_the_same_facts(readings: dict[str, tuple[Truth, DecreeReading]]) -> None:
    seed = SEED + sorted(LAYOUTS).index("ruled")
    data, _ = decree(seed, "ruled")
    assert read_decree(scanned(data, seed), recognised) == readings["ruled"][1]


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_page_on_its_side_or_its_head_is_turned(turns: int) -> None:
    data, truth = decree(SEED, "ruled")
    reading = read_decree(scanned(data, 4, turns=turns), recognised)
    right, wrong = right_and_wrong(truth, reading)
    assert right >= 0.85 * len(truth.officers)
    assert wrong <= 1
    assert {page.turned for page in reading.pages} == {(4 - turns) % 4}
    assert all(page.width < page.height for page in reading.pages)


def test_a_row_lies_where_its_letters_are_on_the_page_laid_straight() -> None:
    data, _ = decree(SEED, "ruled")
    reading = read_decree(scanned(data, 5), recognised)
    for row in reading.officers:
        page = reading.pages[row.page - 1]
        assert row.name_box
        x0, y0, x1, y1 = row.name_box
        assert 0 <= x0 < x1 <= page.width
        assert 0 <= y0 < y1 <= page.height
        assert y1 - y0 < 60


def test_pages_with_letters_and_pages_that_are_pictures_are_read_page_by_page() -> None:

    data, truth = decree(SEED + 1, "ruled")
    mixed = pikepdf.open(io.BytesIO(data))
    scan = pikepdf.open(io.BytesIO(scanned(data, 6)))
    while len(mixed.pages) > 1:
        del mixed.pages[1]
    mixed.pages.extend(list(scan.pages)[1:])
    out = io.BytesIO()
    mixed.save(out)
    reading = read_decree(out.getvalue(), recognised)
    first, *others = [page.kind for page in reading.pages]
    assert first == "text"
    assert set(others) == {"ocr"}
    assert right_and_wrong(truth, reading)[0] >= 0.85 * len(truth.officers)


def test_without_anybody_who_recognises_a_picture_stays_unread() -> None:
    data, _ = decree(SEED, "ruled")
    reading = read_decree(scanned(data, 3))
    assert {page.kind for page in reading.pages} == {"scan"}
    assert not reading.officers


MENDED = (
    ("Sp.0G", "Sp.OG"), ("S.Pd.l", "S.Pd.I"), ("M.T.1.", "M.T.I."), ("123/SK/DPP/X11/2025", "123/SK/DPP/XII/2025"),
    ("KEP-0150/PFK/V1/2019", "KEP-0150/PFK/VI/2019"), ("2025", "2025"), ("12-03-2024", "12-03-2024"), ("|", "I"),
    ("“Siti", "Siti"), ("1.", "1."), ("Bud1", "BudI"), ("Il.", "II."), ("Ill.", "III."), ("l1)", "II)"), ("11.", "11."),
    ("DR:", "DR."), ("Hj;", "Hj."), ("Ketua:", "Ketua:"), ("TI.", "II."),
    ("015.A-SK-DPP-2024", "015.A-SK-DPP-2024"), ("SKEP-185.DPP.PAN", "SKEP-185.DPP.PAN"), ("1.1.2025", "1.1.2025"),
    ("25Januari2025", "25Januari2025"), ("888,B/KPTS/V/2025", "888.B/KPTS/V/2025"),
)  # fmt: skip


@pytest.mark.parametrize(("read", "meant"), MENDED)
def test_what_cannot_stand_in_a_word_is_put_right(read: str, meant: str) -> None:
    assert mended(read) == meant


@pytest.mark.parametrize(
    ("text", "sure", "kept"),
    [
        ("NE", 0.04, False),
        ("wf", 0.1, False),
        ("H.", 0.9, True),
        ("MM", 0.3, True),
        ("Anwar", 0.1, True),
        ("~", 0.9, False),
    ],
)
def test_faint_specks_are_no_words(text: str, sure: float, kept: bool) -> None:
    assert worth_keeping(text, sure) is kept


def test_columns_whose_lines_stand_at_other_heights_are_not_mixed() -> None:
    """The first letter of the right column lies within the line on the left, its other letters hang below."""
    left = [Blot(x, 100, x + 8, 112) for x in range(0, 100, 10)]
    right = [Blot(200, 104, 208, 116), *(Blot(x, 108, x + 8, 116) for x in range(210, 290, 10))]
    first, second = rows_of([*left, *right], [], 100)
    assert (first.pieces[0].x0, second.pieces[0].x0) == (0, 200)
    assert second.pieces == (Blot(200, 104, 288, 116),)


PICTURED = Evidence(page=1, box=(0, 0, 9, 9), confidence=0.95)


def pictured(number: str, row: OfficerRow) -> DecreeReading:
    page = PageSeen(1, 595, 842, "ocr")
    return DecreeReading(number=number, officers=(row,), evidence={"number": PICTURED}, pages=(page,))


@pytest.mark.parametrize(
    ("typed", "read", "otherwise", "accused"),
    [
        ("Joko Nasution, S.H.", "JokoNasution, S. H", "", False),
        ("Joko Nasution", "Joko Nasutlon", "Joko Nasution", False),
        ("Joko Nasution", "Joko Nasutlon", "", True),
        ("Joko Nasution, S.H.", "Joko Nasution", "", True),
    ],
)
def test_where_a_picture_does_not_tell_two_writings_apart_nobody_is_accused(
    typed: str, read: str, otherwise: str, accused: bool
) -> None:
    row = OfficerRow(1, "", "Ketua", read, 1, (0, 0, 9, 9), 0.95, otherwise=otherwise)
    stated = Stated("KEP-0471/PFK/I/2019", None, None, (Seat("Ketua", typed),), (1,))
    doubts = doubts_about(stated, pictured("KEP-0471/PFK/1/2019", row))
    assert [doubt.field for doubt in doubts] == [Field.NAME] * accused


def stated_like(truth: Truth, **names: str) -> Stated:
    seats = [Seat(row.position, names.get(row.name, row.name), row.organ) for row in truth.officers]
    return Stated(None, None, None, tuple(seats), tuple(range(1, len(seats) + 1)))


def test_a_slip_is_found_on_a_scan_and_hardly_anybody_is_accused(
    readings: dict[str, tuple[Truth, DecreeReading]],
) -> None:
    rows = accused = 0
    for truth, reading in readings.values():
        doubts = [doubt for doubt in doubts_about(stated_like(truth), reading) if not doubt.harmless]
        rows += len(truth.officers)
        accused += sum(not doubt.doubtful for doubt in doubts)
    assert accused <= 0.02 * rows
    truth, reading = readings["ruled"]
    slipped = truth.officers[1].name
    typed = stated_like(truth, **{slipped: slipped + " Djuweni"})
    assert any(doubt.field is Field.NAME and doubt.order == 2 for doubt in doubts_about(typed, reading))

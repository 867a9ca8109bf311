"""Both sides of a finding in pieces: one answer for everybody who looks at it."""

import pytest

from sipol.rules.decrees import folded, strokes_of
from sipol.rules.findings import Field
from sipol.services.checks import Doubt
from sipol.web.marks import marks_of

CASES = [
    pytest.param(Field.ISSUED_ON, "2025-05-03", "2025-05-13", "[3] Mei 2025", "[13] Mei 2025", id="one word of a date"),
    pytest.param(Field.EXTRA, "Sri Ameliawati", "", "[Sri Ameliawati]", "", id="on the form alone"),
    pytest.param(Field.MISSING, "", "Sri Ameliawati", "", "[Sri Ameliawati]", id="on the paper alone"),
    pytest.param(Field.NUMBER, "12/SK", "13/SK", "1[2]/SK", "1[3]/SK", id="letters of a number"),
    pytest.param(Field.POSITION, "Wakil Ketua", "Ketua", "[Wakil ]Ketua", "Ketua", id="words of a post"),
]


@pytest.mark.parametrize(("field", "stated", "found", "left", "right"), CASES)
def test_what_differs_is_marked(field: Field, stated: str, found: str, left: str, right: str) -> None:
    marks = marks_of(Doubt(field, stated=stated, found=found))
    told = [
        "".join(f"[{mark.text}]" if mark.differs else mark.text for mark in side)
        for side in (marks.stated, marks.found)
    ]
    assert told == [left, right]


def test_a_number_differs_by_its_signs_and_not_by_case_or_spaces() -> None:
    assert folded("12 / SK/dpp") == folded("12/SK/DPP")
    assert folded("12-SK/DPP") != folded("12/SK/DPP")


def test_on_a_picture_strokes_and_rings_do_not_part_two_numbers_but_digits_do() -> None:
    assert strokes_of("KEP-0471/PFK/I/2019") == strokes_of("KEP-O471/PFK/1/2019")
    assert strokes_of("KEP-0471/PFK/I/2019") != strokes_of("KEP-0472/PFK/I/2019")

"""What a unit lacks, at the very bounds of each rule."""

from datetime import date

import pytest

from sipol.rules.completeness import (
    BoardSeen,
    Gap,
    Object,
    Weight,
    decree_gaps,
    member_gaps,
    office_gaps,
    women_gaps,
    women_share,
)
from sipol.rules.regions import Level

TODAY = date(2026, 11, 26)


def board(**changes: object) -> BoardSeen:
    seen = {"number": "1", "term_end": 2030, "sexes": ["P", "L", "L"], "empty_posts": ()} | changes
    return BoardSeen(**seen)  # type: ignore[arg-type]


def test_a_whole_board_lacks_nothing() -> None:
    assert list(decree_gaps(board(), TODAY)) == []
    assert list(women_gaps(board(), Level.NATION)) == []


@pytest.mark.parametrize(
    ("term_end", "weights"), [(2025, [Weight.MUST]), (2026, [Weight.KNOW]), (2027, []), (None, [])]
)
def test_a_term_that_is_over_or_soon_over(term_end: int | None, weights: list[Weight]) -> None:
    assert [gap.weight for gap in decree_gaps(board(term_end=term_end), TODAY)] == weights


def test_an_empty_post_and_open_findings_are_told_each() -> None:
    told = [gap.sentence for gap in decree_gaps(board(empty_posts=("Bendahara",), open_findings=2), TODAY)]
    assert len(told) == 2
    assert "Bendahara" in told[0]
    assert "2 temuan" in told[1]


@pytest.mark.parametrize(("women", "men", "share"), [(3, 7, 30), (299, 701, 29), (1, 2, 33), (0, 5, 0)])
def test_the_share_of_women_is_rounded_down(women: int, men: int, share: int) -> None:
    assert women_share(board(sexes=["P"] * women + ["L"] * men)) == share


@pytest.mark.parametrize(
    ("level", "weight"),
    [(Level.NATION, Weight.MUST), (Level.PROVINCE, Weight.KNOW), (Level.REGENCY, Weight.KNOW)],
)
def test_women_bind_at_the_centre_alone(level: Level, weight: Weight) -> None:
    few = board(sexes=["P", *["L"] * 9])
    assert [(gap.object, gap.weight) for gap in women_gaps(few, level)] == [(Object.WOMEN, weight)]


def test_whoever_did_not_say_counts_as_neither_and_is_told_of() -> None:
    told = list(women_gaps(board(sexes=["P", None, "L"]), Level.NATION))
    assert [gap.weight for gap in told] == [Weight.KNOW]
    assert "1 pengurus" in told[0].sentence


def test_where_nobody_said_no_share_is_claimed() -> None:
    told = list(women_gaps(board(sexes=[None, None]), Level.NATION))
    assert ["Jenis kelamin 2" in gap.sentence for gap in told] == [True]


def test_members_are_counted_against_the_least() -> None:
    assert list(member_gaps(256, 256, 0)) == []
    assert "kurang 1 " in next(member_gaps(255, 256, 0)).sentence
    assert list(member_gaps(0, None, 0)) == []
    assert [gap.object for gap in member_gaps(300, 256, 4)] == [Object.MEMBERS]


def test_no_office_is_a_gap_and_a_clean_one_is_none() -> None:
    assert list(office_gaps([])) == []
    assert [gap.object for gap in office_gaps(None)] == [Object.OFFICE]
    assert isinstance(next(office_gaps(None)), Gap)

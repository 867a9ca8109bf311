"""Pasal 173 UU 7/2017 in numbers: what the shares ask for, and what is never taken as reached."""

import pytest

from sipol.rules.coverage import NationSeen, ProvinceSeen, RegencySeen, WomenSeen, districts_needed
from sipol.rules.quotas import regencies_needed

FULL = RegencySeen(True, districts=10, covered=5, members=171, least=171)
EMPTY = RegencySeen(False, districts=10, covered=0, members=0, least=171)


@pytest.mark.parametrize(("there", "needed"), [(0, 0), (1, 1), (3, 3), (4, 3), (5, 4), (8, 6), (9, 7), (38, 29)])
def test_three_in_four_kabupaten_are_rounded_up(there: int, needed: int) -> None:
    assert regencies_needed(there) == needed


@pytest.mark.parametrize(("there", "needed"), [(0, 0), (1, 1), (2, 1), (3, 2), (10, 5), (15, 8), (21, 11)])
def test_half_of_the_kecamatan_is_rounded_up(there: int, needed: int) -> None:
    assert districts_needed(there) == needed


@pytest.mark.parametrize(
    ("change", "complete"),
    [
        ({}, True),
        ({"has_board": False}, False),
        ({"covered": 4}, False),
        ({"districts": 11}, False),
        ({"members": 170}, False),
        ({"least": None}, False),
        ({"districts": 0, "covered": 0}, False),
    ],
)
def test_a_kabupaten_needs_its_board_half_its_kecamatan_and_its_members(change: dict[str, int], complete: bool) -> None:
    facts = {"has_board": True, "districts": 10, "covered": 5, "members": 171, "least": 171}
    assert RegencySeen(**facts | change).complete is complete


@pytest.mark.parametrize(
    ("has_board", "full", "complete"), [(True, 4, True), (True, 3, False), (True, 5, True), (False, 5, False)]
)
def test_a_province_needs_its_board_and_four_of_five_kabupaten(has_board: bool, full: int, complete: bool) -> None:
    province = ProvinceSeen(has_board, [FULL] * full + [EMPTY] * (5 - full))
    assert (province.needed, province.full, province.complete) == (4, full, complete)


def test_a_province_without_a_kabupaten_in_the_table_is_not_reached() -> None:
    assert not ProvinceSeen(True, ()).complete


@pytest.mark.parametrize(
    ("counted", "women", "share", "enough"),
    [
        (10, 3, 30, True),
        (10, 2, 20, False),
        (7, 2, 28, False),
        (1000, 299, 29, False),
        (3, 1, 33, True),
        (0, 0, 0, False),
    ],
)
def test_thirty_per_cent_women_is_not_rounded(counted: int, women: int, share: int, enough: bool) -> None:
    seen = WomenSeen(counted, women)
    assert (seen.share, seen.enough) == (share, enough)


def test_a_board_of_which_nobody_said_who_is_a_woman_tells_no_share() -> None:
    assert not WomenSeen(10, 0, 10).known
    assert WomenSeen(10, 0, 9).known
    assert not WomenSeen(0, 0).known


def test_the_nation_needs_every_province_and_enough_women_at_the_centre() -> None:
    full, lacking = ProvinceSeen(True, [FULL]), ProvinceSeen(True, [EMPTY])
    women = WomenSeen(10, 3)
    assert NationSeen([full, full], women).complete
    assert not NationSeen([full, lacking], women).complete
    assert not NationSeen([full, full], WomenSeen(10, 2)).complete
    assert not NationSeen([full, full], None).complete
    assert not NationSeen([], women).complete

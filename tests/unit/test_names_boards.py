"""Boards compared as a whole, and posts."""

import pytest

from sipol.names import Change, Difference, Seat, compare_boards, same_position

KETUA, WAKIL, SEKRETARIS, BENDAHARA = "Ketua", "Wakil Ketua", "Sekretaris", "Bendahara"


def changes(stated: list[Seat], found: list[Seat]) -> list[tuple[int | None, int | None, str]]:
    return [(pair.stated, pair.found, str(pair.change)) for pair in compare_boards(stated, found).pairs]


def test_a_board_is_told_seat_by_seat() -> None:
    old = [
        Seat(KETUA, "H. Wardoyo Tirtalaksa"),
        Seat(WAKIL, "Panut Wiranegara"),
        Seat(SEKRETARIS, "Ratmi Kesumasari"),
        Seat(BENDAHARA, "Lestya Pamekar"),
        Seat("Anggota", "Yosafat Lumenta"),
    ]
    new = [
        Seat(KETUA, "H. WARDOYO TIRTALAKSA"),
        Seat(WAKIL, "Panoet Wiranegara"),
        Seat(SEKRETARIS, "Galih Manumoyo"),
        Seat(BENDAHARA, "Yosafat Lumenta"),
        Seat("Wakil Bendahara", "Niken Arumdalu"),
    ]
    assert changes(old, new) == [
        (0, 0, "tetap"),
        (1, 1, "ejaan"),
        (2, 2, "diganti"),
        (3, None, "keluar"),
        (4, 3, "pindah jabatan"),
        (None, 4, "masuk"),
    ]


def test_equal_names_on_a_board_are_neither_swapped_nor_merged() -> None:
    old = [Seat(KETUA, "Muhammad Razuan"), Seat("Anggota", "Muhammad Razuan"), Seat("Anggota", "Lestya Pamekar")]
    new = [Seat("Anggota", "Lestya Pamekar"), Seat("Anggota", "Muhammad Razuan"), Seat(KETUA, "Muhammad Razuan")]
    assert changes(old, new) == [(0, 2, "tetap"), (1, 1, "tetap"), (2, 0, "tetap")]


def test_one_of_two_equal_names_leaves_and_the_other_stays_in_its_post() -> None:
    old = [Seat(KETUA, "Muhammad Razuan"), Seat(SEKRETARIS, "Muhammad Razuan")]
    new = [Seat(SEKRETARIS, "Muhammad Razuan")]
    assert changes(old, new) == [(0, None, "keluar"), (1, 0, "tetap")]


def test_many_seats_of_one_post_are_paired_by_their_holders() -> None:
    old = [Seat("Anggota", name) for name in ("Uki Sasmaya", "Vivian Lakoro", "Doni Merpaung")]
    new = [Seat("Anggota", name) for name in ("Doni Merpaung", "Ukie Sasmaya", "Evi Maramisang")]
    assert changes(old, new) == [(0, 1, "ejaan"), (1, 2, "diganti"), (2, 0, "tetap")]


def test_the_same_post_in_another_organ_is_weaker_than_in_the_same() -> None:
    old = [Seat("Anggota", "Muhammad Razuan", "Dewan Penasihat"), Seat("Anggota", "Muhammad Razuan", "Mahkamah")]
    new = [Seat("Anggota", "Muhammad Razuan", "Mahkamah"), Seat("Anggota", "Muhammad Razuan", "Dewan Penasihat")]
    assert changes(old, new) == [(0, 1, "tetap"), (1, 0, "tetap")]


def test_a_pair_of_seats_carries_why_the_names_differ() -> None:
    (pair,) = compare_boards([Seat(KETUA, "Drs. Panut")], [Seat(KETUA, "Panut")]).pairs
    assert pair.change == Change.SPELLING
    assert pair.match is not None
    assert pair.match.difference == Difference.TITLE


def test_an_empty_board_gives_only_those_who_came() -> None:
    assert changes([], [Seat(KETUA, "Panut")]) == [(None, 0, "masuk")]
    assert changes([], []) == []


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("Ketua", "KETUA", True),
        ("Wakil Ketua", "Waket", True),
        ("Wakil Ketua Bidang Hukum dan HAM", "Wkl. Ketua Bid. Hukum & HAM", True),
        ("Sekretaris", "Sekr.", True),
        ("Wakil Sekretaris", "Wasek", True),
        ("Wakil Bendahara", "Wabend.", True),
        ("Wakil Ketua I", "Wakil Ketua 1", True),
        ("Anggota", "Angg.", True),
        ("Ketua Dewan Pakar", "KetuaDewan Pakar", True),
        ("Ketua", "Wakil Ketua", False),
        ("Wakil Ketua I", "Wakil Ketua II", False),
        ("Wakil Ketua Bidang Hukum", "Wakil Ketua Bidang Kesehatan", False),
        ("Sekretaris", "Bendahara", False),
        ("", "Ketua", False),
    ],
)
def test_posts_are_compared_by_their_words(one: str, two: str, same: bool) -> None:
    assert same_position(one, two) is same
    assert same_position(two, one) is same

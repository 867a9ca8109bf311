"""What became of a board: the register's words for it, and which side is the old one."""

import pytest

from sipol.names import Change, Seat
from sipol.services.checks import Stated, changes_since, doubts_since

KETUA, SEKRETARIS, BENDAHARA = "Ketua", "Sekretaris", "Bendahara"
OLD = (Seat(KETUA, "Ernawati Hidayun"), Seat(SEKRETARIS, "Ismailan Subarokah"))

CHANGES = [
    pytest.param((*OLD, Seat(BENDAHARA, "Filomena Baitanu")), (None, 2, Change.CAME), id="somebody came"),
    pytest.param(OLD[:1], (1, None, Change.WENT), id="somebody went"),
    pytest.param((OLD[0], Seat(SEKRETARIS, "Ismailan Subaroka")), (1, 1, Change.SPELLING), id="spelled otherwise"),
    pytest.param((OLD[0], Seat(SEKRETARIS, "Gusti Windayono")), (1, 1, Change.REPLACED), id="another in the seat"),
]


def stated(seats: tuple[Seat, ...]) -> Stated:
    return Stated(None, None, None, seats, tuple(range(1, len(seats) + 1)))


@pytest.mark.parametrize(("new", "told"), CHANGES)
def test_a_change_is_told_from_the_old_board_to_the_new_one(
    new: tuple[Seat, ...], told: tuple[int | None, int | None, Change]
) -> None:
    pairs = changes_since(stated(new), OLD).pairs
    assert [(pair.stated, pair.found, pair.change) for pair in pairs if pair.change is not Change.STAYS] == [told]


def test_a_doubt_about_the_former_spelling_shows_the_typed_name_as_typed() -> None:
    new = (Seat(KETUA, "Zulkifran Oematan"), Seat(SEKRETARIS, "Ernawati Hidayunn"))
    (doubt,) = doubts_since(stated(new), OLD)
    assert (doubt.order, doubt.stated, doubt.found) == (2, "Ernawati Hidayunn", "Ernawati Hidayun")
    assert doubt.marks is not None
    assert "".join(mark.text for mark in doubt.marks.stated) == "Ernawati Hidayunn"

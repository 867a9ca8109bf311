"""Personal data opens with its own key, in its own column, and nowhere else."""

import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipol.models.sealed import Keys, Unsealable

OLD, NEW = b"1" * 32, b"2" * 32
KEYS = Keys.of({1: OLD, 2: NEW}, b"i" * 32)


def test_the_newest_key_seals_and_the_older_one_still_opens() -> None:
    before = Keys.of({1: OLD}, b"i" * 32).seal(b"6501011501790001", "member.nik")
    after = KEYS.seal(b"6501011501790001", "member.nik")
    assert (before[0], after[0]) == (1, 2)
    assert KEYS.opened(before, "member.nik") == KEYS.opened(after, "member.nik") == b"6501011501790001"


def test_equal_values_are_sealed_differently_and_hashed_alike() -> None:
    assert KEYS.seal(b"x", "member.nik") != KEYS.seal(b"x", "member.nik")
    assert KEYS.hashed("x") == KEYS.hashed("x") != Keys.of({1: OLD}, b"j" * 32).hashed("x")


@pytest.mark.parametrize("change", ["column", "key", "byte", "empty"])
def test_what_was_moved_or_changed_does_not_open(change: str) -> None:
    sealed = KEYS.seal(b"6501011501790001", "member.nik")
    column, held = "member.nik", KEYS
    if change == "column":
        column = "member.born"
    elif change == "key":
        held = Keys.of({1: OLD}, b"i" * 32)
    elif change == "byte":
        sealed = sealed[:-1] + bytes([sealed[-1] ^ 1])
    else:
        sealed = b""
    with pytest.raises(Unsealable):
        held.opened(sealed, column)


@given(st.lists(st.text(max_size=40), max_size=5))
def test_many_are_sealed_and_hashed_like_one(values: list[str]) -> None:
    assert KEYS.hash_all(values) == [KEYS.hashed(value) for value in values]
    sealed = KEYS.seal_all(values, "member.nik")
    assert [KEYS.opened(one, "member.nik").decode() for one in sealed] == values
    assert len({one[:13] for one in sealed}) == len(values)


def test_the_hash_is_hmac_as_others_make_it() -> None:
    assert KEYS.hash_all(["x"]) == [hmac.digest(b"i" * 32, b"x", "sha256")[:16]]

"""Addresses as people write them: one house is recognised, two houses are told apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipol.rules.addresses import address_key, differ, mentions, near, same_address
from sipol.web.forms.office import POINT

SAME = [
    ("Jl. Yos Sudarso No. 12", "Jalan Yos Soedarso 12"),
    ("Jl Yos Sudarso No.12 A, RT 03 RW 01", "Jln. Yos Sudarso nomor 12-a Kel. Tanjung Selor Hilir"),
    ("Jl. Jend. Sudirman Blok C No. 5", "Jalan Jenderal Sudirman blk. C 5"),
    ("Jalan Trans Kalimantan KM 7", "Jl. Trans Kalimantan kilometer 7"),
    ("Jl. H. Maskur Gg. Damai No 3", "Jalan Maskur gang Damai 3"),
]
OTHER = [
    ("Jl. Yos Sudarso No. 12", "Jl. Yos Sudarso No. 14"),
    ("Jl. Yos Sudarso No. 12", "Jl. Yos Sudarso No. 12B"),
    ("Jl. Sengkawit No. 4", "Jl. Durian No. 4"),
    ("Jl. Trans Kalimantan", "Jl. Trans Kalimantan"),
    ("", ""),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_one_house_written_in_two_ways(one: str, other: str) -> None:
    assert same_address(address_key(one), address_key(other))


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_two_houses_and_streets_without_a_number(one: str, other: str) -> None:
    assert not same_address(address_key(one), address_key(other))


@given(st.text(max_size=80), st.text(max_size=80))
def test_likeness_goes_both_ways_and_nothing_breaks_it(one: str, other: str) -> None:
    here, there = address_key(one), address_key(other)
    assert same_address(here, there) == same_address(there, here)


def test_a_letter_names_the_address_though_letters_were_misread() -> None:
    letter = ["Yang bertanda tangan di bawah ini", "beralamat di Jl. Yos Sudarsc No. 12 ART 03"]
    assert mentions(letter, address_key("Jl. Yos Sudarso No. 12 A"))
    assert not mentions(letter, address_key("Jl. Yos Sudarso No. 21"))
    assert not mentions(letter, address_key("Jl. Sengkawit No. 12"))


def test_a_few_steps_are_one_building_and_a_street_is_not() -> None:
    assert near((2.83560, 117.36530), (2.83575, 117.36540))
    assert not near((2.83560, 117.36530), (2.83660, 117.36530))


@pytest.mark.parametrize("typed", ["2.83560, 117.36530", "-7,797068; 110,370529", "2.8 117.3"])
def test_a_point_is_read_as_maps_write_it(typed: str) -> None:
    assert POINT.fullmatch(typed)


@pytest.mark.parametrize(
    ("one", "other", "different"),
    [
        ("Jl. Yos Sudarso No. 12", "Jalan Yos Sudarso Nomor 12 Lantai 2", False),
        ("Jl. Gajah Mada No. 10 (depan BRI)", "Jl. Gajah Mada 10", False),
        ("Jl. P. Diponegoro No. 4", "Jalan Pangeran Diponegoro 4", False),
        ("Jl. Yos Sudarso No. 12", "Jl. Yos Sudarso No. 14", True),
        ("Jl. Sengkawit No. 8", "Jl. Mulawarman No. 8", True),
        ("", "Jl. Mulawarman No. 8", False),
    ],
)
def test_two_addresses_differ_only_where_nothing_lets_them_be_one(one: str, other: str, different: bool) -> None:
    assert differ(address_key(one), address_key(other)) is different
    assert differ(address_key(other), address_key(one)) is different

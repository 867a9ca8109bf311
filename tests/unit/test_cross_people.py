"""People of a board beside other boards and the members: a NIK or a card proves, a name alone never does."""

from dataclasses import replace
from uuid import UUID

import pytest

from sipol.names import core
from sipol.rules.findings import Field
from sipol.rules.member_life import MemberStatus
from sipol.services.cross_people import (
    CardHolder,
    Sameness,
    Seated,
    absent_doubt,
    card_in,
    membership_doubts,
    people_doubts,
    sameness,
)

OURS, THEIRS = UUID(int=1), UUID(int=2)
NAME = "Dr. Kornelius Lawai, S.H."
HERE = Seated(OURS, UUID(int=11), "DPC Bulungan", "65.01", UUID(int=21), 3, "Ketua", NAME, core(NAME), key=True)
WRITTEN = "KORNELIUS LAWAI"
THERE = Seated(THEIRS, UUID(int=12), "DPD Bulungan", "65.01", UUID(int=22), 1, "Bendahara", WRITTEN, WRITTEN, key=True)


@pytest.mark.parametrize(
    ("ours", "theirs", "same"),
    [
        ({}, {}, Sameness.MAYBE),
        ({"nik": b"1"}, {"nik": b"1"}, Sameness.SURE),
        ({"nik": b"1"}, {"nik": b"2"}, None),
        ({"nik": b"1"}, {"nik": b"1", "core": "KORNELIS LAWAY"}, Sameness.SURE),
        ({"nik": b"1"}, {"core": "KORNELIS LAWAY"}, None),
        ({}, {"region_code": "65.01.03"}, Sameness.MAYBE),
        ({}, {"region_code": "65.71"}, None),
        ({"core": "NGAU"}, {"core": "NGAU"}, None),
        ({"card": "1"}, {"card": "1", "core": "YOHANES NGAU"}, None),
        ({"card": "1"}, {"party_id": OURS, "card": "1", "core": "YOHANES NGAU"}, Sameness.SURE),
        ({"card": "1"}, {"party_id": OURS, "card": "2"}, None),
    ],
)
def test_who_is_one_person(ours: dict[str, object], theirs: dict[str, object], same: Sameness | None) -> None:
    one, other = replace(HERE, **ours), replace(THERE, **theirs)  # type: ignore[arg-type]
    assert sameness(one, other) is same
    assert sameness(other, one) is same


@pytest.mark.parametrize("nik", [None, b"1"])
def test_of_another_party_neither_name_nor_post_nor_party_is_told(nik: bytes | None) -> None:
    (doubt,) = people_doubts([replace(HERE, nik=nik)], [replace(THERE, nik=nik)])
    assert (doubt.field, doubt.order, doubt.stated) == (Field.TWO_PARTIES, 3, NAME)
    assert (doubt.other_decree_id, doubt.other_order) == (THERE.decree_id, 1)
    assert not {"Bendahara", "KORNELIUS LAWAI", "DPD Bulungan"} & set(doubt.found.split())
    assert ("NIK-nya" in doubt.found) == (nik is not None)
    assert ("belum tentu orang yang sama" in doubt.found) == (nik is None)


def test_of_two_boards_of_one_other_party_the_surest_is_told() -> None:
    sure = replace(THERE, unit_id=UUID(int=13), region_code="65.01.03", nik=b"1")
    (doubt,) = people_doubts([replace(HERE, nik=b"1")], [THERE, sure])
    assert doubt.other_unit_id == sure.unit_id


def test_two_key_posts_of_one_party_collide_and_others_do_not() -> None:
    other = replace(THERE, party_id=OURS)
    (doubt,) = people_doubts([HERE], [other])
    assert doubt.field is Field.TWO_POSTS
    assert "Mungkin juga Bendahara pada DPD Bulungan" in doubt.found
    assert list(people_doubts([HERE], [replace(other, key=False)])) == []
    assert list(people_doubts([HERE], [replace(other, counted=False)])) == []


def test_a_name_twice_on_one_board_is_told_once_at_the_later_row() -> None:
    (doubt,) = people_doubts([HERE, replace(HERE, order=9, position="Bendahara")], [])
    assert (doubt.order, doubt.other_order) == (9, 3)
    assert "baris 3 sebagai Ketua" in doubt.found
    advising = replace(HERE, order=1, position="Anggota Dewan Penasihat", counted=False)
    assert list(people_doubts([advising, HERE], [])) == []


@pytest.mark.parametrize(("written", "card"), [("-", ""), ("0", ""), ("001", ""), ("KTA-77", "KTA-77"), ("", "")])
def test_a_dash_is_no_card(written: str, card: str) -> None:
    assert card_in(written) == card


def test_whoever_acts_in_a_second_key_post_is_not_asked_about() -> None:
    other = replace(THERE, party_id=OURS, acting=True)
    assert list(people_doubts([HERE], [other])) == []


def test_a_finding_stays_the_same_when_rows_move() -> None:
    (before,) = absent_doubt([HERE, replace(HERE, order=8)])
    (after,) = absent_doubt([replace(HERE, order=9)])
    assert before.key == after.key
    assert before.found != after.found
    (first,), (later,) = (
        list(people_doubts([replace(HERE, order=at), replace(HERE, order=at + 2, position="Bendahara")], []))
        for at in (1, 5)
    )
    assert first.key == later.key


def test_of_a_card_from_elsewhere_no_name_is_told() -> None:
    held = {"KTA-7": CardHolder("Yohanes Ngau", MemberStatus.REMOVED, near=False)}
    (doubt,) = membership_doubts([replace(HERE, card="KTA-7")], held, lists=True)
    assert doubt.found == "KTA KTA-7 terdaftar atas nama lain. Periksa nomornya."


HELD = {"7": CardHolder("Kornelius Lawai", MemberStatus.MET)}


@pytest.mark.parametrize(
    ("card", "held", "told"),
    [
        ("", HELD, []),
        ("7", HELD, ["gelar"]),
        ("7", {"7": CardHolder("Kornelis Lawai", MemberStatus.MET)}, ["salah ketik"]),
        ("7", {"7": CardHolder("Yohanes Ngau", MemberStatus.MET)}, ["orang lain"]),
        ("7", {"7": CardHolder("Kornelius Lawai", MemberStatus.REMOVED)}, ["anggota yang sudah dikeluarkan"]),
        ("7", {"7": CardHolder("Kornelius Lawai", MemberStatus.NOT_MET)}, ["anggota yang sudah dinyatakan TMS"]),
        ("8", HELD, ["KTA 8 tidak ada pada daftar anggota"]),
    ],
)
def test_a_card_is_that_of_a_member_of_this_name(card: str, held: dict[str, CardHolder], told: list[str]) -> None:
    doubts = list(membership_doubts([replace(HERE, card=card)], held, lists=True))
    assert len(doubts) == len(told)
    for doubt, words in zip(doubts, told, strict=True):
        assert words in (doubt.found, str(doubt.difference)) or words in doubt.found


def test_where_no_members_were_handed_in_an_unknown_card_says_nothing() -> None:
    assert list(membership_doubts([replace(HERE, card="8")], {}, lists=False)) == []


def test_those_whom_no_member_list_knows_are_one_finding() -> None:
    (doubt,) = absent_doubt([HERE, replace(HERE, order=8), replace(HERE, order=12)])
    assert "3 pengurus tidak ditemukan" in doubt.found
    assert "baris 3, 8 dan 12" in doubt.found
    assert list(absent_doubt([])) == []

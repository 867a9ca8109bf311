"""An SK beside other papers, as plain values: who issued it, who signed it, what it replaces."""

from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest

from sipol.names import Seat
from sipol.reading import Signatory
from sipol.rules.findings import Against, Field
from sipol.rules.regions import Level
from sipol.services.cross_checks import (
    Cited,
    Label,
    Successor,
    issuer_doubts,
    level_named,
    signatory_doubts,
    succession_doubts,
)

DAY = date(2026, 3, 9)
LABELS = [
    Label(Level.NATION, "Dewan Pimpinan Pusat", "DPP"),
    Label(Level.PROVINCE, "Dewan Pimpinan Daerah", "DPD"),
    Label(Level.REGENCY, "Dewan Pimpinan Cabang", "DPC"),
    Label(Level.DISTRICT, "Dewan Pimpinan Anak Cabang", "DPAC"),
]
BOARD = Cited(
    UUID(int=1),
    UUID(int=2),
    "DPD Partai Cakrawala Kalimantan Utara",
    "12/DPD/2025",
    date(2025, 1, 4),
    seats=[
        Seat("Ketua", "Dr. Sri Handayani, S.H."),
        Seat("Sekretaris", "Muhammad Ridwan"),
        Seat("Bendahara", "Kornelius Lawai"),
    ],
    orders=[3, 4, 5],
)


def signed(position: str, name: str) -> list[Signatory]:
    return [Signatory(position, name, 2, (60, 700, 200, 715), 1.0)]


@pytest.mark.parametrize(
    ("issuer", "level"),
    [
        ("Dewan Pimpinan Daerah Partai Cakrawala Nusantara Kalimantan Utara", Level.PROVINCE),
        ("DPC Partai Cakrawala Nusantara", Level.REGENCY),
        ("DEWAN PIMPINAN ANAK CABANG", Level.DISTRICT),
        ("Dewan Pimpinan Cabang atas nama Dewan Pimpinan Daerah", Level.REGENCY),
        ("Majelis Tinggi", None),
        ("", None),
    ],
)
def test_the_rank_of_whoever_issued_is_told_by_the_partys_own_words(issuer: str, level: Level | None) -> None:
    assert level_named(issuer, LABELS) is level


def test_a_word_that_a_party_uses_at_two_levels_tells_nothing() -> None:
    assert level_named("Pimpinan Daerah", [Label(level, "Pimpinan Daerah", "PD") for level in list(Level)[1:3]]) is None


def test_an_issuer_below_the_rank_of_the_statute_is_doubted_and_the_right_one_is_not() -> None:
    right = issuer_doubts("Dewan Pimpinan Daerah PCN", Level.REGENCY, Level.PROVINCE, LABELS, None)
    (wrong,) = issuer_doubts("DPC PCN", Level.REGENCY, Level.PROVINCE, LABELS, None)
    assert right == []
    assert (wrong.field, wrong.against, wrong.sentence) == (Field.ISSUER, Against.RULE, True)
    assert "“DPC PCN”" in wrong.found
    assert "diterbitkan Dewan Pimpinan Daerah (tingkat provinsi)" in wrong.found


@pytest.mark.parametrize("name", ["Dr. Sri Handayani, S.H.", "SRI HANDAYANI", "Sri Handayani, S.H., M.H."])
def test_who_held_the_post_on_that_day_may_sign_with_or_without_titles(name: str) -> None:
    assert [doubt for doubt in signatory_doubts(signed("Ketua", name), BOARD, DAY) if not doubt.harmless] == []


def test_an_acting_chair_of_the_board_signs_as_chair() -> None:
    acting = replace(BOARD, seats=[Seat("Plt. Ketua", "Budi Daeng")], orders=[1])
    assert list(signatory_doubts(signed("Ketua", "Budi Daeng"), acting, DAY)) == []


def test_a_signatory_written_otherwise_is_shown_beside_the_row_of_the_issuers_board() -> None:
    (doubt,) = signatory_doubts(signed("Ketua", "Sri Handajani"), BOARD, DAY)
    assert (doubt.stated, doubt.found, doubt.difference) == ("Sri Handajani", "Dr. Sri Handayani, S.H.", "ejaan")
    assert (doubt.other_decree_id, doubt.other_order, doubt.sentence) == (BOARD.decree_id, 3, False)


@pytest.mark.parametrize(
    "post",
    ["Ketua DPD", "KETUA DPD PARTAI CAKRAWALA NUSANTARA", "Ketua Dewan Pimpinan Daerah", "a.n. Ketua", "Plt. Ketua"],
)
def test_a_post_may_be_written_with_the_partys_own_words_or_for_a_while(post: str) -> None:
    words = [
        "Partai Cakrawala Nusantara",
        "PCN",
        "Partai",
        *(word for row in LABELS for word in (row.label, row.short)),
    ]
    assert list(signatory_doubts(signed(post, "Dr. Sri Handayani, S.H."), BOARD, DAY, words)) == []


def test_whoever_acts_for_a_while_holds_another_post_on_the_board() -> None:
    assert list(signatory_doubts(signed("Plt. Ketua", "Kornelius Lawai"), BOARD, DAY)) == []


def test_somebody_else_in_that_post_is_another_person() -> None:
    (doubt,) = signatory_doubts(signed("Ketua", "Yohanes Ngau"), BOARD, DAY)
    assert (doubt.found, doubt.difference) == ("Dr. Sri Handayani, S.H.", "orang lain")


def test_whoever_is_on_the_board_in_another_post_is_told_of_by_both_posts() -> None:
    (doubt,) = signatory_doubts(signed("Ketua", "Kornelius Lawai"), BOARD, DAY)
    assert "sebagai Ketua, sedangkan" in doubt.found
    assert "tercatat sebagai Bendahara" in doubt.found
    assert doubt.other_order == 5


def test_neither_the_name_nor_the_post_is_on_the_board() -> None:
    (doubt,) = signatory_doubts(signed("Ketua Majelis Kehormatan", "Yohanes Ngau"), BOARD, DAY)
    assert (
        "nama dan jabatan itu tidak tercatat pada DPD Partai Cakrawala Kalimantan Utara per 9 Maret 2026" in doubt.found
    )


FORMER = Cited(uuid4(), uuid4(), "DPC Bulungan", "7/SK/DPD/2021", date(2021, 2, 1), (2021, 2026))


@pytest.mark.parametrize(
    ("new", "told"),
    [
        (Successor(DAY, "7/SK/DPD/2021"), None),
        (Successor(DAY, "7 / SK / DPD / 2021"), None),
        (Successor(DAY, "9/SK/DPD/2020"), "mengganti SK Nomor 9/SK/DPD/2020, sedangkan yang berlaku"),
        (Successor(date(2020, 5, 1), "7/SK/DPD/2021"), "lebih awal daripada SK Nomor 7/SK/DPD/2021"),
        (Successor(date(2027, 1, 11), "7/SK/DPD/2021"), ": 10 hari tanpa SK yang berlaku"),
        (Successor(date(2027, 1, 1), "7/SK/DPD/2021"), None),
        (
            Successor(date(2025, 12, 31), ""),
            "baru berakhir tahun 2026, dan SK ini tidak menyebut nomor SK yang diganti",
        ),
        (Successor(DAY, ""), None),
        (Successor(None, ""), None),
    ],
)
def test_an_sk_follows_the_one_before_it_or_a_sentence_says_how_not(new: Successor, told: str | None) -> None:
    doubts = list(succession_doubts(new, FORMER))
    assert len(doubts) == (told is not None)
    if told:
        assert told in doubts[0].found
        assert doubts[0].other_decree_id == FORMER.decree_id


def test_an_extension_moves_the_end_of_the_former_sk() -> None:
    extended = replace(FORMER, extended_until=date(2027, 6, 30))
    assert list(succession_doubts(Successor(date(2027, 5, 1), FORMER.number), extended)) == []

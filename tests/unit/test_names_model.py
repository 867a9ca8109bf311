"""The table of weights, how it is fitted and how it is measured."""

from dataclasses import replace
from pathlib import Path

import pytest

from sipol.names import candidates, keys, scores
from sipol.names.bench import Pair, by_set, figures, simple, speed
from sipol.names.features import MISSING_TERMS, RUNG_TERMS
from sipol.names.fit import fit, in_folds
from sipol.names.match import weigh
from sipol.names.weights import TABLE, current, read_weights, write_weights

FIRST = [
    "Wardoyo", "Panut", "Ratmi", "Lestya", "Galih", "Niken", "Yosafat", "Razuan",
    "Saodah", "Turmudi", "Petronela", "Subagja",
]  # fmt: skip
LAST = [
    "Tirtalaksa", "Wiranegara", "Kesumasari", "Pamekar", "Manumoyo", "Arumdalu", "Lumenta", "Semeru",
    "Belanting", "Kaligis",
]  # fmt: skip
SAME = [(f"{a} {b}", f"{a[:2]}x{a[3:]} {b}", True) for a in FIRST for b in LAST]
OTHER = [(f"{a} {b}", f"{a} {c}", False) for a in FIRST for b, c in zip(LAST, [*LAST[3:], *LAST[:3]], strict=True)]


def test_every_rung_is_worth_at_least_the_one_below() -> None:
    table = current()
    for ends in (table.common, table.rare):
        worth = [ends[name] for name in RUNG_TERMS]
        assert worth == sorted(worth)
        assert all(ends[name] <= 0 for name in MISSING_TERMS)


def test_the_table_says_when_and_from_what_it_was_fitted() -> None:
    table = current()
    assert table.fitted_on >= "2026"
    assert "pasangan" in table.source
    assert table.same > table.likely > table.unsure > 0


def test_a_table_survives_being_written_and_read(tmp_path: Path) -> None:
    write_weights(current(), tmp_path / "weights.json")
    assert (tmp_path / "weights.json").read_text(encoding="utf-8") == TABLE.read_text(encoding="utf-8")
    assert read_weights(tmp_path / "weights.json") == current()


def test_fitting_learns_to_part_slips_from_other_names_and_stays_monotone() -> None:
    table = fit(SAME + OTHER, fitted_on="2026-01-01", source="invented pairs", base=current())
    assert all(weigh(one, two, table).score > 0.5 for one, two, _ in SAME)
    assert all(weigh(one, two, table).score < 0.5 for one, two, _ in OTHER)
    assert [table.common[name] for name in RUNG_TERMS] == sorted(table.common[name] for name in RUNG_TERMS)


def test_held_out_scores_come_from_tables_that_have_not_seen_the_pair() -> None:
    found = in_folds(SAME + OTHER, folds=3, base=current())
    assert figures(found, [same for *_, same in SAME + OTHER]).f1 == 1.0


@pytest.mark.parametrize(
    ("values", "answers", "f1", "recall", "average"),
    [
        ([0.9, 0.8, 0.2, 0.1], [True, True, False, False], 1.0, 1.0, 1.0),
        ([0.9, 0.8, 0.2, 0.1], [True, False, True, False], 0.8, 0.5, 5 / 6),
        ([0.5, 0.5, 0.5, 0.5], [True, False, True, False], 2 / 3, 0.0, 0.5),
    ],
)
def test_the_figures_are_reckoned_by_the_book(
    values: list[float], answers: list[bool], f1: float, recall: float, average: float
) -> None:
    found = figures(values, answers)
    assert (found.f1, found.recall, found.average) == pytest.approx((f1, recall, average))


def test_a_set_is_measured_on_its_own_pairs() -> None:
    pairs = [
        Pair("a", "a", True, "gold", "core"),
        Pair("b", "b", True, "file", "core"),
        Pair("c", "d", False, "negative", "neg_file"),
        Pair("e", "f", False, "negative", "neg_board"),
    ]
    found = by_set(pairs, [0.9, 0.1, 0.95, 0.2])
    assert found["GOLD"].f1 == 1.0
    assert found["ALL"].f1 == pytest.approx(2 / 3)
    assert found["BOARD"].f1 == pytest.approx(0.8)


def test_the_simple_way_takes_titles_off_and_writes_short_forms_out() -> None:
    assert simple("H. Muh. Razuan, S.E.", "Razuan Muhammad") == 1.0


def test_speed_is_measured_on_the_pairs_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sipol.names.bench.CROSSED", 2_000)
    measured = speed([Pair("Wardoyo Tirtalaksa", "Wardojo Tirtalaksa", True, "", "")] * 3)
    assert min(measured.explained, measured.fresh, measured.bulk, measured.bulk_fresh, measured.crossed) > 0


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Drs. Soekotjo Wiryo", "SUKOCO WIRYA"),
        ("La Ode Razuan", "Laode Razuan"),
        ("Muh. Semeru", "Muhammad Lumenta"),
        ("Tri Handoko", "Trihandoko"),
        ("Wardoyo Tirtalaksa", "Tirtalaska"),
        ("Djatmiko", "Jatmiko"),
        ("La", "La"),
    ],
)
def test_writings_of_one_name_share_a_key(one: str, two: str) -> None:
    assert keys(one) & keys(two)


def test_unlike_names_share_no_key() -> None:
    assert not keys("Wardoyo Tirtalaksa, S.H.") & keys("Ratmi Kesumasari, S.H.")


def test_candidates_come_with_the_likeliest_first() -> None:
    among = ["Ratmi Kesumasari", "Wardojo Tirtalaska", "WARDOYO TIRTALAKSA", "Wardoyo"]
    assert [name for name, _ in candidates("Wardoyo Tirtalaksa", among, least=0.3)] == among[2:0:-1]


def test_the_bulk_form_refuses_lists_of_unequal_length() -> None:
    with pytest.raises(ValueError, match="zip"):
        scores(["a"], [])


def test_another_table_can_be_tried_without_putting_it_in_use() -> None:
    bitter = replace(current(), bias=-30.0)
    assert weigh("Panut Wiranegra", "Panut Wiranegara", bitter).score < 1e-6 < weigh("Panut A", "Panut B").score

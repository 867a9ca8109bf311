"""The draw: of the size that is published, the same for everybody who repeats it, and fair."""

import hashlib
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from sipol.cli.main import cli
from sipol.rules.sampling import VisitKind, draw, drawn_order, next_kind, sample_size, shares

SEEDS = st.text(min_size=1, max_size=20)
STRATA = st.lists(st.sampled_from(["65.01.01", "65.01.02", "65.01.03", "65.01.04"]), min_size=1, max_size=200)


@pytest.mark.parametrize(
    ("population", "size"),
    [(0, 0), (1, 1), (10, 10), (50, 44), (220, 140), (300, 169), (1_000, 278), (1_200, 291), (2_000, 322)],
)
def test_the_size_is_that_of_krejcie_and_morgan(population: int, size: int) -> None:
    assert sample_size(population) == size


@given(st.integers(1, 2_000_000))
def test_a_sample_is_never_larger_than_its_population_and_never_shrinks(population: int) -> None:
    assert 0 < sample_size(population) <= min(population, 385)
    assert sample_size(population) <= sample_size(population + 1)


@given(SEEDS, STRATA, st.data())
def test_a_draw_is_repeated_by_anyone_with_a_plain_hash(seed: str, strata: list[str], data: st.DataObject) -> None:
    size = data.draw(st.integers(0, len(strata)))
    by_hand = sorted(
        range(1, len(strata) + 1), key=lambda number: hashlib.sha256(f"{seed}:{number}".encode()).hexdigest()
    )
    assert draw(seed, strata, size, stratified=False) == by_hand[:size]


@given(SEEDS, STRATA, st.data())
def test_a_stratified_draw_keeps_the_shares_and_the_order(seed: str, strata: list[str], data: st.DataObject) -> None:
    size = data.draw(st.integers(0, len(strata)))
    chosen = draw(seed, strata, size, stratified=True)
    assert len(chosen) == len(set(chosen)) == size
    order = drawn_order(seed, len(strata))
    assert chosen == [number for number in order if number in set(chosen)]
    whole, drawn = Counter(strata), Counter(strata[number - 1] for number in chosen)
    for stratum, count in whole.items():
        assert abs(drawn[stratum] - size * count / len(strata)) < 1


@given(st.dictionaries(st.text(max_size=3), st.integers(1, 500), min_size=1, max_size=8), st.data())
def test_shares_sum_up_and_exceed_no_stratum(strata: dict[str, int], data: st.DataObject) -> None:
    size = data.draw(st.integers(0, sum(strata.values())))
    given_shares = shares(strata, size)
    assert sum(given_shares.values()) == size
    assert all(given_shares[stratum] <= count for stratum, count in strata.items())


def test_everybody_is_drawn_equally_often() -> None:
    """Chi-square of 20 people over 2,000 seeds, 5 drawn each: 19 degrees of freedom, far below p = 0.001."""
    counts = Counter(number for seed in range(2_000) for number in draw(str(seed), ["x"] * 20, 5, stratified=False))
    expected = 2_000 * 5 / 20
    assert sum((counts[number] - expected) ** 2 / expected for number in range(1, 21)) < 43.8


def test_a_person_is_sought_at_home_then_at_the_party_then_by_video() -> None:
    assert [next_kind(list(VisitKind)[:tried]) for tried in range(4)] == [*VisitKind, None]


def test_the_terminal_repeats_a_published_draw(tmp_path: Path) -> None:
    strata = ["65.01.01", "65.01.02"] * 30
    frame = tmp_path / "kerangka.csv"
    lines = [f"{number};{district}\n" for number, district in enumerate(strata, start=1)]
    frame.write_text("nomor;kecamatan\n" + "".join(reversed(lines)))
    for options, stratified in (([], False), (["--by-district"], True)):
        told = CliRunner().invoke(cli, ["sample", "draw", "--seed", "undian 17-4", *options, str(frame)])
        assert told.exit_code == 0, told.output
        assert [int(line) for line in told.output.split()] == draw("undian 17-4", strata, 52, stratified=stratified)

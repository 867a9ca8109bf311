"""What must hold for any two writings, whatever they are."""

import csv
import random
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sipol.names import Verdict, compare, keys, scores
from sipol.names.match import SURE
from sipol.names.parts import forget as forget_names
from sipol.names.spelling import forget as forget_words

CASES = list(csv.DictReader((Path(__file__).parents[1] / "data" / "names.csv").read_text("utf-8").splitlines()))

WORDS = st.sampled_from(
    [
        "WARDOYO",
        "TIRTALAKSA",
        "RATMI",
        "KESUMASARI",
        "PANUT",
        "WIRANEGARA",
        "LESTYA",
        "PAMEKAR",
        "MUHAMMAD",
        "RAZUAN",
        "SEMERU",
        "YUSUF",
        "LUMENTA",
    ]
)
NAMES = st.lists(WORDS, min_size=1, max_size=4, unique=True).map(" ".join)
FRONT = st.sampled_from(["", "H. ", "Drs. ", "dr. ", "Prof. Dr. ", "KH. ", "Ir. H. ", "Pdt. ", "Raden "])
BACK = st.sampled_from(["", ", S.H.", ", SE", " S.Pd.I", ", S.Sos., M.Si.", " M.M.", ", Ph.D", ", Lc., M.A."])
PIECES = st.sampled_from(
    [
        "H.",
        "M. ",
        "Dr.",
        ", ",
        "S.",
        "Pd",
        " ",
        "(",
        ")",
        "alias ",
        "Siti ",
        "Ali",
        "abd",
        "’",
        "İ",
        "ß",
        "é",
        "\0",
        "٣",
    ]
)
WRITINGS = st.one_of(st.text(max_size=40), NAMES, st.lists(PIECES, max_size=14).map("".join))


@settings(max_examples=300, deadline=None)
@given(WRITINGS, WRITINGS)
def test_a_comparison_is_symmetric_and_leaves_no_difference_unexplained(one: str, two: str) -> None:
    ours, theirs = compare(one, two), compare(two, one)
    assert ours.score == theirs.score
    assert ours.verdict == theirs.verdict
    assert 0.0 <= ours.score <= 1.0
    assert bool(ours.reasons) == (one != two)
    assert "".join(mark.text for mark in ours.marks.stated) == one
    assert "".join(mark.text for mark in ours.marks.found) == two


@settings(max_examples=200, deadline=None)
@given(WRITINGS)
def test_a_writing_is_wholly_equal_to_itself(one: str) -> None:
    match = compare(one, one)
    assert (match.score, match.verdict, match.difference) == (1.0, Verdict.SAME, None)


@settings(max_examples=200, deadline=None)
@given(NAMES, FRONT, BACK, FRONT, BACK)
def test_titles_alone_never_make_a_name_different(name: str, front: str, back: str, before: str, behind: str) -> None:
    match = compare(front + name + back, before + name + behind)
    assert match.verdict == Verdict.SAME
    assert match.score >= SURE


@settings(max_examples=200, deadline=None)
@given(st.lists(WORDS, min_size=2, max_size=4, unique=True), st.data())
def test_easing_a_difference_never_lowers_the_score(words: list[str], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(words) - 1))
    word = words[place]
    letter = data.draw(st.integers(1, len(word) - 2))
    eased = [
        "QXQXQX",  # another word altogether
        word[:letter] + "X" + word[letter + 1 :],  # one letter wrong
        word[:letter] + word[letter] + word[letter:],  # one letter doubled
        word,
    ]
    rising = [compare(" ".join(words), " ".join([*words[:place], other, *words[place + 1 :]])).score for other in eased]
    assert rising == sorted(rising)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("a" * 10_000, "b" + "a" * 9_999),
        ("ab " * 3_333, "ba " * 3_333),
        ("S." * 5_000, "M." * 5_000),
        ("(" * 10_000, ")" * 10_000),
        ("H. " * 3_333, "H. " * 3_000),
        ("a, " * 3_333, "b, " * 3_333),
        ("\u0301" * 10_000, "e\u0301" * 5_000),
        ("", "x" * 10_000),
    ],
)
def test_a_writing_of_ten_thousand_characters_takes_no_more_than_50_milliseconds(one: str, two: str) -> None:
    taken = []
    for _ in range(3):
        compare.cache_clear()
        begun = process_time()
        compare(one, two)
        taken.append(process_time() - begun)
    assert min(taken) <= 0.05


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(WRITINGS, WRITINGS), max_size=6))
def test_the_bulk_form_gives_the_scores_of_compare_wherever_a_key_is_shared(pairs: list[tuple[str, str]]) -> None:
    found = scores([one for one, _ in pairs], [two for _, two in pairs])
    for (one, two), score in zip(pairs, found, strict=True):
        assert score == (compare(one, two).score if keys(one) & keys(two) else 0.0)


def recombined(count: int) -> list[tuple[str, str]]:
    """Pairs of names put together by chance from the words of the judgement cases, most with a word in common."""
    draw = random.Random(7)
    words = sorted({word for case in CASES for word in f"{case['stated']} {case['found']}".split()})
    pairs = []
    for _ in range(count):
        shared, ours, theirs = (draw.choices(words, k=draw.randint(0, 2)) for _ in range(3))
        names = [shared + ours, shared + theirs]
        for name in names:
            draw.shuffle(name)
        pairs.append((" ".join(names[0]), " ".join(names[1])))
    return pairs


@pytest.mark.parametrize("remembered", [False, True])
def test_bulk_and_compare_agree_on_the_judgement_cases_and_on_names_recombined_from_them(remembered: bool) -> None:
    pairs = [(case["stated"], case["found"]) for case in CASES] + recombined(3_000)
    expected = [compare(one, two).score if keys(one) & keys(two) else 0.0 for one, two in pairs]
    if not remembered:
        forget_names()
        forget_words()
    assert scores([one for one, _ in pairs], [two for _, two in pairs]) == pytest.approx(expected, abs=1e-9)

"""The judgement cases of ``tests/data/names.csv``: invented pairs and the class a clerk would give them."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from sipol.names import Difference, Verdict, compare
from sipol.names.spelling import spelling_note

CASES = list(csv.DictReader((Path(__file__).parents[1] / "data" / "names.csv").read_text("utf-8").splitlines()))
BY_CLASS = Counter(case["difference"] for case in CASES)


def test_there_are_four_hundred_cases_and_every_class_has_its_share() -> None:
    assert len(CASES) >= 400
    assert all(BY_CLASS[difference] >= 25 for difference in Difference)


@pytest.mark.parametrize("difference", list(Difference))
def test_a_class_of_difference_is_told_right_in_at_least_95_of_100_cases(difference: Difference) -> None:
    cases = [(case["stated"], case["found"]) for case in CASES if case["difference"] == difference]
    told = [(stated, found, compare(stated, found).difference) for stated, found in cases]
    wrong = [row for row in told if row[2] != difference]
    assert len(wrong) <= 0.05 * len(cases), wrong


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['stated']}/{case['found']}")
def test_a_case_is_judged_the_same_from_either_side(case: dict[str, str]) -> None:
    ours, theirs = compare(case["stated"], case["found"]), compare(case["found"], case["stated"])
    assert (ours.score, ours.verdict, ours.difference) == (theirs.score, theirs.verdict, theirs.difference)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['stated']}/{case['found']}")
def test_every_difference_is_told_in_a_sentence_and_shown_in_the_letters(case: dict[str, str]) -> None:
    match = compare(case["stated"], case["found"])
    assert match.reasons
    assert all(reason.sentence.endswith(".") for reason in match.reasons)
    assert "".join(mark.text for mark in match.marks.stated) == case["stated"]
    assert "".join(mark.text for mark in match.marks.found) == case["found"]
    # Capitals for small letters are no difference worth a mark.
    only_case = case["difference"] == "tanda baca" and case["stated"].upper() == case["found"].upper()
    assert any(mark.differs for mark in (*match.marks.stated, *match.marks.found)) != only_case


@pytest.mark.parametrize(
    ("stated", "found", "verdict", "difference"),
    [
        ("Soeharjo", "Suharjo", Verdict.SAME, Difference.SPELLING),
        ("Drs. Panut Wiranegara", "PANUT WIRANEGARA, S.H.", Verdict.SAME, Difference.TITLE),
        ("La Ode Razuan", "Laode Razuan", Verdict.SAME, Difference.SPACING),
        ("Panut Wiranegara", "panut wiranegara", Verdict.SAME, Difference.PUNCTUATION),
        ("Abd. Rojak Lamteungoh", "Abdul Rojak Lamteungoh", Verdict.SAME, Difference.ABBREVIATION),
        ("Wardoyo", "Wardoyo Tirtalaksa", Verdict.UNSURE, Difference.MISSING),
        ("Wardoyo Tirtalaksa", "Ratmi Kesumasari", Verdict.DIFFERENT, Difference.OTHER),
        ("", "Ratmi Kesumasari", Verdict.DIFFERENT, Difference.OTHER),
    ],
)
def test_a_verdict_follows_from_what_differs(stated: str, found: str, verdict: Verdict, difference: Difference) -> None:
    match = compare(stated, found)
    assert (match.verdict, match.difference) == (verdict, difference)


def test_equal_writings_have_no_difference_and_no_reason() -> None:
    match = compare("Dr. Panut Wiranegara, S.H.", "Dr. Panut Wiranegara, S.H.")
    assert (match.score, match.difference, match.reasons, match.written_alike) == (1.0, None, (), True)


@pytest.mark.parametrize(
    ("stated", "found", "sentence"),
    [
        ("Muh. Razuan", "Muhammad Razuan", "‘Muh’ singkatan ‘Muhammad’."),
        ("Soeharjo", "Suharjo", "‘Soeharjo’ ejaan lama ‘Suharjo’ (oe/u)."),
        ("Suharjo", "Soeharjo", "‘Soeharjo’ ejaan lama ‘Suharjo’ (oe/u)."),
        ("Panut, S.H.", "Panut", "Gelar ‘S.H.’ hanya ada pada nama pertama."),
        ("Panut Wiranegara", "Panut", "‘Wiranegara’ hanya ada pada nama pertama."),
        ("Panut Wiranegra", "Panut Wiranegara", "‘Wiranegra’ dan ‘Wiranegara’ berbeda satu huruf."),
    ],
)
def test_a_reason_names_the_words_it_speaks_of(stated: str, found: str, sentence: str) -> None:
    assert sentence in [reason.sentence for reason in compare(stated, found).reasons]


def test_a_reason_can_call_the_two_writings_by_what_they_are() -> None:
    (reason,) = compare("Panut, S.H.", "Panut").reasons
    assert reason.told("isian", "SK") == "Gelar ‘S.H.’ hanya ada pada isian."


def test_only_the_differing_letters_are_marked() -> None:
    marks = compare("Panut Wiranegra", "Panut Wiranegara").marks
    assert [mark.text for mark in marks.found if mark.differs] == ["a"]
    assert not any(mark.differs for mark in marks.stated)


def test_words_joined_crosswise_are_told_as_such() -> None:
    match = compare("RIMBA DIAN PITALUKA", "RIMBADIAN P.ITALUKA")
    assert match.difference is Difference.SPACING
    assert not match.written_alike


NOTES = (
    ("Anisa", "Annisa", "huruf rangkap"),
    ("Khairul", "Hairul", "kh/h"),
    ("Rachmat", "Rahmat", "ch/h"),
    ("Soeharjo", "Suharjo", "oe/u"),
    ("Djamal", "Jamal", "dj/j"),
    ("Dedi", "Deddy", ""),
)


@pytest.mark.parametrize(("one", "two", "note"), NOTES)
def test_a_spelling_is_called_by_its_class_and_by_none_where_two_meet(one: str, two: str, note: str) -> None:
    assert spelling_note(one.upper(), two.upper()) == note

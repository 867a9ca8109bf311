"""The account of a score: what is shown adds up, gives the score, and has words for everything."""

import csv
from itertools import product
from pathlib import Path

import pytest
from hypothesis import example, given, settings

from sipol.names import NameMatch, Verdict, compare
from sipol.names.account import Account, account
from sipol.names.account_words import RUNG_WORDS, START, TERM_WORDS, VERDICT_WORDS, how_common, percent, signed
from sipol.names.features import MISSING_TERMS, PLAIN_TERMS, RUNG_TERMS, features
from sipol.names.frequency import COUNTS, RARE_BELOW, rarity
from sipol.names.kinds import Rung
from sipol.names.match import MOST, SURE
from sipol.names.weights import current, logistic
from tests.unit.test_names_properties import WRITINGS

CASES = list(csv.DictReader((Path(__file__).parents[1] / "data" / "names.csv").read_text("utf-8").splitlines()))


def holds(match: NameMatch) -> Account:
    """What must be true of any account, whatever was compared."""
    told, seen, table = account(match), match.seen, current()
    terms = features(seen.stated, seen.found, seen.alignment)
    assert told.total == table.sum(terms)
    assert told.total == pytest.approx(sum(line.adds for line in told.lines))
    assert [line.term for line in told.others] == [term for term, _ in terms[1]]
    assert sorted(line.term for line in told.words) == sorted(term for term, _ in terms[0])

    # What the page shows: hundredths that make the shown sum, each a rounding of its own term.
    assert told.cents == sum(line.cents for line in told.lines) == round(told.total * 100)
    assert told.cents == told.start.cents + told.words_cents + sum(line.cents for line in told.others)
    assert all(abs(line.cents - line.adds * 100) < 1.000001 for line in told.lines)
    assert told.chance == logistic(told.total) == pytest.approx(logistic(told.cents / 100), abs=0.0013)
    gives_the_score(match, told)

    # Every word of either name stands in one line, in its order.
    assert " ".join(line.stated for line in told.words if line.stated) == " ".join(told.stated.words)
    assert sorted(" ".join(line.found for line in told.words if line.found).split()) == sorted(
        " ".join(told.found.words).split()
    )
    assert all(line.told and (line.common or line not in told.words) for line in told.lines)
    assert bool(told.above) == (match.verdict != table.verdict(match.score))
    return told


def gives_the_score(match: NameMatch, told: Account) -> None:
    """The score follows from the shown sum, unless a sentence says what stands above it."""
    if match.seen.stated.text == match.seen.found.text:
        assert match.score == 1.0
        assert "sama persis" in told.scored
    elif not match.seen.stated.keys or not match.seen.found.keys:
        assert "tidak dipakai" in told.scored
    elif not match.seen.alignment.word_for_word:
        assert match.score == pytest.approx(MOST * told.chance)
        assert percent(MOST) in told.scored
    else:
        assert percent(SURE) in told.scored
        assert (match.score < SURE) == ("di bawah" in told.scored)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['stated']}/{case['found']}")
def test_the_account_of_a_case_adds_up_from_either_side(case: dict[str, str]) -> None:
    ours = holds(compare(case["stated"], case["found"]))
    theirs = holds(compare(case["found"], case["stated"]))
    assert (ours.cents, ours.scored, ours.above) == (theirs.cents, theirs.scored, theirs.above)


@settings(max_examples=300, deadline=None)
@given(WRITINGS, WRITINGS)
@example("H:10", "HL:00:1")  # Half a hundredth: the order of adding must not decide how it is rounded.
def test_the_account_of_any_two_writings_adds_up(one: str, two: str) -> None:
    holds(compare(one, two))


@pytest.mark.parametrize("rung", list(Rung))
def test_every_rung_has_words_of_its_own(rung: Rung) -> None:
    assert RUNG_WORDS[rung]
    assert list(RUNG_WORDS.values()).count(RUNG_WORDS[rung]) == 1


def test_every_term_and_every_verdict_has_words() -> None:
    assert set(TERM_WORDS) == {START, *RUNG_TERMS, *MISSING_TERMS, *PLAIN_TERMS}
    assert len(set(TERM_WORDS.values())) == len(TERM_WORDS)
    assert set(VERDICT_WORDS) == set(Verdict)


def test_a_line_names_the_words_how_they_answer_and_how_common_they_are() -> None:
    told = account(compare("Drs. Moh. Soeharjo", "Muhammad Suharjo, S.E."))
    lines = [(line.stated, line.found, line.told, line.common) for line in told.words]
    assert lines == [
        ("Moh", "Muhammad", RUNG_WORDS[Rung.FAMILY], f"‘Muhammad’: 1 dari {round(258_229 / COUNTS['MUHAMMAD'])} nama"),
        ("Soeharjo", "Suharjo", f"{RUNG_WORDS[Rung.SPELLING]} (oe/u)", lines[1][3]),
    ]
    assert [line.told for line in told.others] == ["Gelar yang berlainan pada kedua nama"]
    assert (told.stated.front, told.stated.words, told.found.behind) == (("Drs.",), ("Moh", "Soeharjo"), ("S.E.",))


def test_words_that_stand_on_one_side_only_have_an_empty_other_side() -> None:
    told = account(compare("Panut Bin Razuan alias Bono", "Panut Razuan"))
    assert [(line.stated, line.found) for line in told.words] == [("Panut", "Panut"), ("Bin", ""), ("Razuan", "Razuan")]
    assert told.stated.alias == ("Bono",)
    turned = account(compare("Panut Razuan", "Panut Bin Razuan"))
    assert ("", "Bin") in [(line.stated, line.found) for line in turned.words]


def test_several_shared_titles_are_counted() -> None:
    told = account(compare("Dr. Panut Wiranegra, S.H., M.Si.", "Dr. Panut Wiranegara, S.H., M.Si."))
    (line,) = told.others
    assert line.told.split() == ["Gelar", "yang", "sama", "pada", "kedua", "nama", "×", "3"]


@pytest.mark.parametrize(
    ("stated", "found", "verdict", "word"),
    [
        ("Nur Anisa", "Noor Annisa", Verdict.SAME, "di bawah 85"),
        ("Moh. Silaenan", "Muhammad Silaenan", Verdict.SAME, "di bawah 85"),
        ("Nur", "Nur Tirtalaksa", Verdict.UNSURE, "di bawah 8"),
    ],
)
def test_a_rule_above_the_thresholds_is_told_where_it_applied(
    stated: str, found: str, verdict: Verdict, word: str
) -> None:
    match = compare(stated, found)
    assert match.verdict == verdict
    assert word in account(match).above


def test_how_common_a_word_is_comes_from_the_table_of_frequencies() -> None:
    assert min(COUNTS.values()) >= RARE_BELOW
    assert how_common(("SITI", "SITI"), ("Siti", "Siti"), rarity("SITI")).startswith("1 dari ")
    assert how_common(("TIRTALAKSA", ""), ("Tirtalaksa", ""), rarity("TIRTALAKSA")).startswith("Langka")
    assert how_common(("M", "MUHAMMAD"), ("M", "Muhammad"), rarity("MUHAMMAD")).startswith("‘Muhammad’: 1 dari")
    assert how_common(("M", "M"), ("M", "M"), rarity("M")).startswith("Satu huruf")


@pytest.mark.parametrize(
    ("cents", "text"), [(329, "+3,29"), (-492, "−4,92"), (0, "0,00"), (-5, "−0,05"), (100, "+1,00")]
)
def test_numbers_carry_their_sign_and_a_comma(cents: int, text: str) -> None:
    assert signed(cents) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (1.0, "100 %"),
        (0.85, "85 %"),
        (0.84999, "84,9 %"),
        (0.9999, "99,9 %"),
        (0.0, "0 %"),
        (0.08, "8 %"),
        (0.08062, "8 %"),
    ],
)
def test_a_score_is_never_shown_as_past_a_threshold_it_did_not_reach(share: float, text: str) -> None:
    assert percent(share).replace("\N{NO-BREAK SPACE}", " ") == text


@pytest.mark.parametrize("words", list(product(["", "H.", "Dr. ", "(Bono)", ","], ["", "S.H.", "123"])))
def test_writings_without_a_name_have_an_account_too(words: tuple[str, str]) -> None:
    holds(compare(*words))

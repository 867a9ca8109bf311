"""The sum behind one score, word by word: for the page and for the command that ask why."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor

from sipol.names.account_words import (
    ABOVE_THE_THRESHOLD,
    ALL_BUT_ORDER,
    ALL_EQUAL,
    EQUAL_WRITINGS,
    NO_WORDS,
    NOT_ALL_EQUAL,
    START,
    TERM_WORDS,
    how_common,
    link_words,
    percent,
    term_words,
)
from sipol.names.features import by_weight, features
from sipol.names.kinds import Verdict
from sipol.names.match import MOST, SURE, Comparison, NameMatch
from sipol.names.parts import Reading, pieces_in, readings
from sipol.names.titles_told import titles_of
from sipol.names.weights import Weights, current, logistic


@dataclass(frozen=True, slots=True)
class Line:
    """One term of the sum.

    ``term``: its name in the table; ``stated``/``found``: the words it speaks of as they are written, empty where
    there are none; ``told``: what it means, in Indonesian; ``common``: how common the word is, empty where that does
    not matter; ``amount``: how rare (0..1) or how often; ``adds``: what it adds to the log odds; ``cents``: the same
    in hundredths, rounded so that all lines of an account together make its rounded total.
    """

    term: str
    stated: str
    found: str
    told: str
    common: str
    amount: float
    adds: float
    cents: int


@dataclass(frozen=True, slots=True)
class Parts:
    """How one writing was read, every part as it is written; ``ways``: in how many ways it could be."""

    front: tuple[str, ...]
    words: tuple[str, ...]
    behind: tuple[str, ...]
    alias: tuple[str, ...]
    ways: int


@dataclass(frozen=True, slots=True)
class Account:
    """The whole reasoning of one comparison.

    ``words``: a line per word, in the order of the names; ``others``: what concerns the names as wholes; ``total``:
    the log odds; ``cents``: the same in hundredths; ``chance``: the same as 0..1. As sentences, or empty: ``scored``,
    how the score came from the chance, and ``above``, why the verdict is not the one of the score.
    """

    start: Line
    words: tuple[Line, ...]
    others: tuple[Line, ...]
    total: float
    cents: int
    chance: float
    scored: str
    above: str
    stated: Parts
    found: Parts

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every term of the sum."""
        return (self.start, *self.words, *self.others)

    @property
    def words_cents(self) -> int:
        return sum(line.cents for line in self.words)


def account(match: NameMatch) -> Account:
    """The terms of one comparison, whose sum its score comes from, with the rules that stand above the sum."""
    seen, table = match.seen, current()
    terms = features(seen.stated, seen.found, seen.alignment)
    adds, total = table.parts(terms), table.sum(terms)
    cents = _cents((table.bias, *adds), round(total * 100))
    graded = len(terms[0])
    others = zip(terms[1], adds[graded:], cents[graded + 1 :], strict=True)
    return Account(
        start=Line(START, "", "", TERM_WORDS[START], "", 1.0, table.bias, cents[0]),
        words=_word_lines(seen, terms[0], adds[:graded], cents[1 : graded + 1]),
        others=tuple(
            Line(term, "", "", term_words(term, amount), "", amount, add, part) for (term, amount), add, part in others
        ),
        total=total,
        cents=sum(cents),
        chance=logistic(total),
        scored=_scored(seen),
        above=_above(match, table),
        stated=_parts(seen.stated),
        found=_parts(seen.found),
    )


def _cents(values: Sequence[float], whole: int) -> list[int]:
    """Hundredths of the values that add up to ``whole``: what is lost by cutting goes to those that lost most."""
    cut = [floor(value * 100) for value in values]
    lost = sorted(range(len(values)), key=lambda place: cut[place] - values[place] * 100)
    for place in lost[: whole - sum(cut)]:
        cut[place] += 1
    return cut


def _word_lines(
    seen: Comparison, graded: Sequence[tuple[str, float]], adds: Sequence[float], cents: Sequence[int]
) -> tuple[Line, ...]:
    one, two = seen.stated.words(), seen.found.words()
    lines: list[tuple[int, int, Line]] = []
    for ((a, b, c, d), note), (term, rare), add, part in zip(_spans(seen), graded, adds, cents, strict=True):
        words = " ".join(one[a:b]), " ".join(two[c:d])
        keys = "".join(seen.stated.keys[a:b]), "".join(seen.found.keys[c:d])
        line = Line(term, *words, link_words(term, note), how_common(keys, words, rare), rare, add, part)
        lines.append((a if b else c, d, line))
    return tuple(line for *_, line in sorted(lines, key=lambda placed: placed[:2]))


def _spans(seen: Comparison) -> list[tuple[tuple[int, int, int, int], str]]:
    """Which words each graded term speaks of, and the note on their spelling, in the order of ``features``."""
    alignment = seen.alignment
    spans = [(link[:4], link.evidence.note) for link in alignment.links]
    ours = [place for _, place, _ in by_weight(seen.stated.keys, alignment.left)]
    theirs = [place for _, place, _ in by_weight(seen.found.keys, alignment.right)]
    spans += [((n, n + 1, m, m + 1), "") for n, m in zip(ours, theirs, strict=False)]
    spans += [((n, n + 1, 0, 0), "") for n in ours[len(theirs) :]]
    spans += [((0, 0, m, m + 1), "") for m in theirs[len(ours) :]]
    return spans


def _scored(seen: Comparison) -> str:
    """How the score came from the sum: the cases of ``match.score_of``."""
    if seen.stated.text == seen.found.text:
        return EQUAL_WRITINGS
    if not seen.stated.keys or not seen.found.keys:
        return NO_WORDS
    if not seen.alignment.word_for_word:
        return NOT_ALL_EQUAL.format(percent(MOST))
    return (ALL_BUT_ORDER if seen.alignment.reordered else ALL_EQUAL).format(percent(SURE))


def _above(match: NameMatch, table: Weights) -> str:
    """Which of the two rules of ``match.judge`` overruled the thresholds."""
    if match.verdict == table.verdict(match.score):
        return ""
    threshold = table.same if match.verdict == Verdict.SAME else table.unsure
    return ABOVE_THE_THRESHOLD[match.verdict].format(percent(threshold))


def _parts(reading: Reading) -> Parts:
    titles = list(zip(titles_of(reading), reading.plan.leading, strict=True))
    pieces = pieces_in(reading.text)
    return Parts(
        front=tuple(title.text for title, leads in titles if leads),
        words=tuple(reading.words()),
        behind=tuple(title.text for title, leads in titles if not leads),
        alias=tuple(pieces[number].raw for number in reading.plan.alias),
        ways=len(readings(reading.text)),
    )

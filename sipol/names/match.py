"""Compare two written names: can they be one person, and why."""

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from sipol.names.align import Alignment, align
from sipol.names.explain import explain
from sipol.names.features import features
from sipol.names.kinds import HEAVINESS, Difference, Rung, Verdict
from sipol.names.marked import marks_of
from sipol.names.marks import Marks
from sipol.names.parts import Reading, readings
from sipol.names.weights import Weights, current, logistic
from sipol.names.wording import Reason

SURE = 0.98
"""No pair whose names are word for word the same scores less, whatever the titles; 1.0 is kept for equal writings."""
MOST = 0.97
"""No other pair scores more."""


class Comparison(NamedTuple):
    """The chosen readings of two names, how their words answer one another, and the score."""

    stated: Reading
    found: Reading
    alignment: Alignment
    score: float


@dataclass(frozen=True, slots=True)
class NameMatch:
    """The outcome of one comparison. ``score`` is 0..1 and symmetric; ``seen`` is how the two names were read."""

    verdict: Verdict
    score: float
    reasons: tuple[Reason, ...]
    seen: Comparison

    @property
    def marks(self) -> Marks:
        """Both writings cut into pieces that differ and pieces that do not; joined they give the writings back."""
        return marks_of(self.seen.stated, self.seen.found, self.seen.alignment, self.verdict)

    @property
    def difference(self) -> Difference | None:
        """The heaviest class of difference; ``None`` when the two are equal letter for letter."""
        return max([reason.difference for reason in self.reasons], key=HEAVINESS.__getitem__, default=None)

    @property
    def written_alike(self) -> bool:
        """Equal but for case, blanks and punctuation: no finding."""
        return self.difference in (None, Difference.PUNCTUATION)


@lru_cache(maxsize=1 << 9)
def compare(stated: str, found: str) -> NameMatch:
    """Compare a name as stated with a name as found. Any text is taken; nothing is raised."""
    best = weigh(stated, found)
    verdict = judge(best)
    reasons = explain(best.stated, best.found, best.alignment, verdict)
    return NameMatch(verdict, best.score, reasons, best)


def judge(best: Comparison) -> Verdict:
    """The verdict at the published thresholds, with two rules that stand above the score.

    Names that differ in nothing but spelling classes are the same name. And nothing is called different without a
    contradiction: as long as every word of the shorter name has an answer, the doubt is for a person to settle.
    """
    alignment = best.alignment
    if not alignment.left and not alignment.right and alignment.weakest >= Rung.SPELLING:
        return Verdict.SAME
    verdict = current().verdict(best.score)
    if verdict == Verdict.DIFFERENT and not alignment.contradicted and alignment.weakest > Rung.PART:
        return Verdict.UNSURE
    return verdict


def weigh(stated: str, found: str, weights: Weights | None = None) -> Comparison:
    """The readings that explain the pair best, with alignment and score; the score is the same either way round.

    ``weights``: another table than the one in use.
    """
    return best_of(readings(stated), readings(found), weights or current())


def best_of(ours: tuple[Reading, ...], theirs: tuple[Reading, ...], table: Weights) -> Comparison:
    """The best of all ways to read two names."""
    stated, found = ours[0], theirs[0]
    alignment = align(stated, found)
    best = Comparison(stated, found, alignment, score_of(stated, found, alignment, table))
    if len(ours) + len(theirs) == 2 or best.score >= SURE:
        return best
    fitting = [two for two in theirs if _fits(two, found, stated)]
    for one in ours:
        if _fits(one, stated, found):
            for two in fitting:
                if one is not stated or two is not found:
                    best = _better(best, one, two, table)
    return best


def _better(best: Comparison, one: Reading, two: Reading, table: Weights) -> Comparison:
    """The best so far, or another way to read the names where it scores more.

    An unusual reading must explain the pair well: with words in order and nothing against it.
    """
    alignment = align(one, two)
    if alignment.contradicted or alignment.reordered:
        return best
    score = score_of(one, two, alignment, table)
    return Comparison(one, two, alignment, score) if score > best.score + 1e-9 else best


def _fits(reading: Reading, usual: Reading, other: Reading) -> bool:
    """Whether another reading of a name is sensible beside the usual reading of the other name.

    A last "H" is taken for Haji put behind only where the other name has a Haji too, and no title is given up that
    the other name bears.
    """
    codes, answers = reading.codes, other.codes
    if reading is usual or codes == usual.codes:
        return True
    if "H" in codes and "H" not in usual.codes and "H" not in answers:
        return False
    return not answers or not any(code in answers and code not in codes for code in usual.codes)


def score_of(stated: Reading, found: Reading, alignment: Alignment, table: Weights) -> float:
    """0..1: 1.0 for equal writings, at least ``SURE`` for names word for word the same, at most ``MOST`` for others."""
    if stated.text == found.text:
        return 1.0
    if not stated.keys or not found.keys:
        return SURE if stated.keys == found.keys else 0.0
    score = logistic(table.sum(features(stated, found, alignment)))
    if alignment.left or alignment.right or not alignment.word_for_word:
        return score * MOST
    if alignment.reordered:
        return SURE - (1.0 - score) * 0.005
    titled = 0.01 if stated.codes == found.codes else 0.0
    return SURE + titled + 0.009 * score

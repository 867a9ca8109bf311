"""Compare two written names: can they be one person, and why."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from sipol.names.align import Alignment, align
from sipol.names.explain import explain
from sipol.names.features import features
from sipol.names.kinds import HEAVINESS, Difference, Rung, Verdict
from sipol.names.marks import Marks
from sipol.names.parts import Reading, readings
from sipol.names.weights import current, logistic
from sipol.names.wording import Reason

SURE = 0.98
"""No pair whose names are word for word the same scores less, whatever the titles; 1.0 is kept for equal writings."""
MOST = 0.97
"""No other pair scores more."""


@dataclass(frozen=True, slots=True)
class NameMatch:
    """The outcome of one comparison. ``score`` is 0..1 and symmetric; ``marks`` give both writings back exactly."""

    verdict: Verdict
    score: float
    reasons: tuple[Reason, ...]
    marks: Marks

    @property
    def difference(self) -> Difference | None:
        """The heaviest class of difference; ``None`` when the two are equal letter for letter."""
        return max([reason.difference for reason in self.reasons], key=HEAVINESS.__getitem__, default=None)

    @property
    def written_alike(self) -> bool:
        """Equal but for case, blanks and punctuation: no finding."""
        return self.difference in (None, Difference.PUNCTUATION)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The chosen readings of two names, how their words answer one another, and the score."""

    stated: Reading
    found: Reading
    alignment: Alignment
    score: float


@lru_cache(maxsize=1 << 14)
def compare(stated: str, found: str) -> NameMatch:
    """Compare a name as stated with a name as found. Any text is taken; nothing is raised."""
    best = weigh(stated, found)
    verdict = judge(best)
    reasons, marks = explain(best.stated, best.found, best.alignment, verdict)
    return NameMatch(verdict, best.score, reasons, marks)


def judge(best: Comparison) -> Verdict:
    """The verdict at the published thresholds, with two rules that stand above the score.

    Names that differ in nothing but spelling classes are the same name. And nothing is called different without a
    contradiction: as long as every word of the shorter name has an answer, the doubt is for a person to settle.
    """
    verdict = current().verdict(best.score)
    links = best.alignment.links
    weakest = min([link.evidence.rung for link in links], default=Rung.CONFLICT)
    if not best.alignment.left and not best.alignment.right and weakest >= Rung.SPELLING:
        return Verdict.SAME
    contradicted = (best.alignment.left and best.alignment.right) or weakest <= Rung.PART
    return Verdict.UNSURE if verdict == Verdict.DIFFERENT and not contradicted else verdict


def weigh(stated: str, found: str) -> Comparison:
    """The readings that explain the pair best, with alignment and score; the score is the same either way round."""
    if stated <= found:
        return _weigh_in_order(stated, found)
    turned = _weigh_in_order(found, stated)
    return Comparison(turned.found, turned.stated, turned.alignment.turned(), turned.score)


def _weigh_in_order(stated: str, found: str) -> Comparison:
    ours, theirs = readings(stated), readings(found)
    best = _weighed(ours[0], theirs[0])
    if best.score >= SURE or len(ours) + len(theirs) == 2:
        return best
    for one, two in product(ours, theirs):
        if _fits(one, ours[0], two) and _fits(two, theirs[0], one):
            other = _weighed(one, two)
            if other.score > best.score + 1e-9:
                best = other
    return best


def _fits(reading: Reading, usual: Reading, other: Reading) -> bool:
    """A last "H" is taken for Haji put behind only where the other name has a Haji too."""
    return "H" not in reading.codes or "H" in usual.codes or "H" in other.codes


def _weighed(stated: Reading, found: Reading) -> Comparison:
    alignment = align(stated, found)
    return Comparison(stated, found, alignment, score_of(stated, found, alignment))


def score_of(stated: Reading, found: Reading, alignment: Alignment) -> float:
    """0..1: 1.0 for equal writings, at least ``SURE`` for names word for word the same, at most ``MOST`` for others."""
    if stated.text == found.text:
        return 1.0
    if not stated.keys or not found.keys:
        return SURE if stated.keys == found.keys else 0.0
    score = logistic(current().sum(features(stated, found, alignment)))
    if not alignment.word_for_word:
        return score * MOST
    if alignment.reordered:
        return SURE - (1.0 - score) * 0.005
    titled = 0.01 if stated.codes == found.codes else 0.0
    return SURE + titled + 0.009 * score

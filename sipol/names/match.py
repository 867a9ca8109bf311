"""Compare two written names: can they be one person, and why."""

from dataclasses import dataclass
from functools import lru_cache

from sipol.names.align import Alignment, align
from sipol.names.explain import explain
from sipol.names.features import features
from sipol.names.kinds import HEAVINESS, Difference, Kind, Verdict
from sipol.names.marks import Marks
from sipol.names.parts import Reading, readings
from sipol.names.weights import current
from sipol.names.wording import Reason

SURE = 0.98
"""Below this no pair can score whose names are the same word for word, whatever the titles; 1.0 is kept for equals."""


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
        return max((reason.difference for reason in self.reasons), key=HEAVINESS.__getitem__, default=None)

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
    verdict = current().verdict(best.score)
    reasons, marks = explain(stated, found, best.stated, best.found, alignment=best.alignment, verdict=verdict)
    return NameMatch(verdict, best.score, reasons, marks)


def weigh(stated: str, found: str) -> Comparison:
    """The readings that explain the pair best, with their alignment and score; the same whichever comes first."""
    if stated <= found:
        return _weigh_in_order(stated, found)
    turned = _weigh_in_order(found, stated)
    return Comparison(turned.found, turned.stated, turned.alignment.turned(), turned.score)


def _weigh_in_order(stated: str, found: str) -> Comparison:
    ours, theirs = readings(stated), readings(found)
    best = _weighed(ours[0], theirs[0], equal=stated == found)
    if best.score >= SURE or len(ours) + len(theirs) == 2:
        return best
    for one in ours:
        for two in theirs:
            other = _weighed(one, two, equal=False)
            if other.score > best.score + 1e-9:
                best = other
    return best


def _weighed(stated: Reading, found: Reading, *, equal: bool) -> Comparison:
    alignment = align(stated, found)
    if equal:
        return Comparison(stated, found, alignment, 1.0)
    if not stated.keys or not found.keys:
        return Comparison(stated, found, alignment, SURE if stated.keys == found.keys else 0.0)
    score = current().score(features(stated, found, alignment))
    if not alignment.left and not alignment.right and all(link.evidence.kind == Kind.EQUAL for link in alignment.links):
        order = 0.01 if alignment.reordered else 0.0
        score = SURE - order + score * (1.0 - SURE) * 0.99
        if stated.codes == found.codes and not order:
            score = 1.0 - (1.0 - SURE) * 0.005
    else:
        score *= SURE - 0.01
    return Comparison(stated, found, alignment, score)

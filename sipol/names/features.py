"""What counts for and against one person, as numbers: the terms of the model whose weights stand in the table.

A term with an ``ends`` in ``weights.TERMS`` has two weights, one for the commonest words and one for the rarest;
a word between the two takes its share of both.
"""

from functools import lru_cache

from sipol.names.align import Alignment
from sipol.names.families import PARTICLES
from sipol.names.frequency import rarity
from sipol.names.kinds import Rung
from sipol.names.parts import Reading

RUNG_TERMS: tuple[str, ...] = tuple(rung.name.lower().replace("_", " ") for rung in Rung)
"""The term of each rung, weakest first."""
MISSING_TERMS: tuple[str, ...] = ("missing", "missing first", "missing initial", "missing particle")
"""A word that stands on one side only: of no special kind, the first of its name, one letter, a particle."""
PLAIN_TERMS: tuple[str, ...] = ("joined", "more missing", "lone", "order", "title shared", "title conflict")
MOST_TITLES = 3

Graded = list[tuple[str, float]]
"""A term and how rare (0..1) the word is that it speaks of."""
Features = tuple[Graded, list[tuple[str, float]]]
"""Graded terms, and plain terms with their amount."""

_FAITH = frozenset({"H", "HJ", "KH", "HI"})


def features(stated: Reading, found: Reading, alignment: Alignment) -> Features:
    """The terms of one pair, symmetric in its two sides; every value is at least 0."""
    graded: Graded = []
    plain: list[tuple[str, float]] = []
    strong = 0
    for start, end, start_two, end_two, (rung, _, rare, _) in alignment.links:
        graded.append((RUNG_TERMS[rung], rare))
        if end - start != end_two - start_two:
            plain.append(("joined", 1.0))
        if rung >= Rung.SLIP_KNOWN:
            strong += 1
    if alignment.left or alignment.right:
        _unanswered(graded, plain, stated, found, alignment)
    if strong <= 1 and (alignment.left or alignment.right):
        plain.append(("lone", 1.0))
    if alignment.reordered:
        plain.append(("order", 1.0))
    if stated.codes and found.codes:
        # Many people bear an S.E.: a shared title speaks for one person only where no name speaks against it.
        _titles(plain, set(stated.codes), set(found.codes), contradicted=alignment.contradicted)
    return graded, plain


def _unanswered(
    graded: Graded, plain: list[tuple[str, float]], stated: Reading, found: Reading, alignment: Alignment
) -> None:
    if len(alignment.left) == 1 == len(alignment.right):
        graded.append(
            ("conflict", min(_weight(stated.keys[alignment.left[0]]), _weight(found.keys[alignment.right[0]])))
        )
        return
    left, right = by_weight(stated.keys, alignment.left), by_weight(found.keys, alignment.right)
    both = min(len(left), len(right))
    for one, two in zip(left[:both], right[:both], strict=True):
        graded.append(("conflict", min(one[0], two[0])))
    rest = left[both:] or right[both:]
    for _, place, key in rest:
        graded.append((_missing(key, place), rarity(key)))
    if len(rest) > 1:
        plain.append(("more missing", float(len(rest) - 1)))


def by_weight(keys: tuple[str, ...], places: list[int]) -> list[tuple[float, int, str]]:
    """Words without an answer as (weight, place, word), the weightiest first: in this order the two sides oppose one
    another, and what is left over on the longer side is missing on the other."""
    return sorted([(_weight(keys[n]), n, keys[n]) for n in places], reverse=True)


def _missing(key: str, place: int) -> str:
    if len(key) == 1:
        return "missing initial"
    if key in PARTICLES:
        return "missing particle"
    return "missing" if place else "missing first"


@lru_cache(maxsize=1 << 16)
def _weight(key: str) -> float:
    """What a word without an answer weighs: particles and initials hardly anything."""
    return 0.05 if key in PARTICLES else rarity(key)


def _titles(plain: list[tuple[str, float]], ours: set[str], theirs: set[str], *, contradicted: bool) -> None:
    shared = ours & theirs
    if shared and not contradicted:
        plain.append(("title shared", float(min(MOST_TITLES, len(shared)))))
    if (ours - shared - _FAITH) and (theirs - shared - _FAITH):
        plain.append(("title conflict", 1.0))

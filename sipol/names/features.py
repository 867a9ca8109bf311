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

_STRONG = int(Rung.SLIP_KNOWN)
_JOINED, _LONE, _ORDER, _ONE_TITLE = ("joined", 1.0), ("lone", 1.0), ("order", 1.0), ("title shared", 1.0)
_FAITH = frozenset({"H", "HJ", "KH", "HI"})


def features(stated: Reading, found: Reading, alignment: Alignment) -> Features:
    """The terms of one pair, symmetric in its two sides; every value is at least 0.

    The graded ones stand in the order of the links, behind them the words without an answer ``by_weight``.
    """
    graded: Graded = []
    plain: list[tuple[str, float]] = []
    strong = 0
    links, left, right = alignment.links, alignment.left, alignment.right
    for start, end, start_two, end_two, (rung, _, rare, _) in links:
        graded.append((RUNG_TERMS[rung], rare))
        if end - start != end_two - start_two:
            plain.append(_JOINED)
        if rung >= _STRONG:
            strong += 1
    if left or right:
        _unanswered(graded, plain, stated, found, alignment)
        if strong <= 1:
            plain.append(_LONE)
    if len(links) > 1 and alignment.reordered:
        plain.append(_ORDER)
    if stated.codes and found.codes:
        # Many people bear an S.E.: a shared title speaks for one person only where no name speaks against it.
        _titles(plain, stated.codes, found.codes, contradicted=bool(left and right))
    return graded, plain


def _unanswered(
    graded: Graded, plain: list[tuple[str, float]], stated: Reading, found: Reading, alignment: Alignment
) -> None:
    if len(alignment.left) == 1 == len(alignment.right):
        weight, other = _weight(stated.keys[alignment.left[0]]), _weight(found.keys[alignment.right[0]])
        graded.append(("conflict", weight if weight < other else other))
        return
    left, right = by_weight(stated.keys, alignment.left), by_weight(found.keys, alignment.right)
    for (one, _, _), (two, _, _) in zip(left, right, strict=False):
        graded.append(("conflict", one if one < two else two))
    if len(left) == len(right):
        return
    alone = left[len(right) :] or right[len(left) :]
    for _, place, key in alone:
        graded.append(_missing(key, place == 0))
    if len(alone) > 1:
        plain.append(("more missing", float(len(alone) - 1)))


def by_weight(keys: tuple[str, ...], places: list[int]) -> list[tuple[float, int, str]]:
    """Words without an answer as (weight, place, word), the weightiest first: in this order the two sides oppose one
    another, and what is left over on the longer side is missing on the other."""
    if not places:
        return []
    words = [(_weight(keys[n]), n, keys[n]) for n in places]
    if len(words) > 1:
        words.sort(reverse=True)
    return words


@lru_cache(maxsize=1 << 16)
def _missing(key: str, first: bool) -> tuple[str, float]:
    """The term of a word that stands on one side only, and how rare it is."""
    if len(key) == 1:
        return "missing initial", rarity(key)
    if key in PARTICLES:
        return "missing particle", rarity(key)
    return "missing first" if first else "missing", rarity(key)


@lru_cache(maxsize=1 << 16)
def _weight(key: str) -> float:
    """What a word without an answer weighs: particles and initials hardly anything."""
    return 0.05 if key in PARTICLES else rarity(key)


def forget() -> None:
    """Empty the memory of words weighed before."""
    _missing.cache_clear()
    _weight.cache_clear()


def _titles(
    plain: list[tuple[str, float]], ours: tuple[str, ...], theirs: tuple[str, ...], *, contradicted: bool
) -> None:
    if ours == theirs and len(ours) == 1:
        if not contradicted:
            plain.append(_ONE_TITLE)
        return
    one, two = set(ours), set(theirs)
    shared = one & two
    if shared and not contradicted:
        plain.append(("title shared", float(min(MOST_TITLES, len(shared)))))
    if not _FAITH.issuperset(one - shared) and not _FAITH.issuperset(two - shared):
        plain.append(("title conflict", 1.0))

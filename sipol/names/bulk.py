"""Compare many pairs for their scores alone, without explanations."""

from collections.abc import Iterable, Sequence

from sipol.names.keys import keys
from sipol.names.match import best_of
from sipol.names.parts import readings
from sipol.names.weights import current


def scores(stated: Sequence[str], found: Sequence[str]) -> list[float]:
    """The score of every pair ``stated[n]``, ``found[n]``: what ``compare`` gives, 0..1.

    Pairs that share no key (see ``keys``) are not looked at and score 0.0. Raises ``ValueError`` when the two are not
    of one length.
    """
    table = current()
    return [
        0.0 if keys(one).isdisjoint(keys(two)) else best_of(readings(one), readings(two), table).score
        for one, two in zip(stated, found, strict=True)
    ]


def candidates(name: str, among: Iterable[str], least: float) -> list[tuple[str, float]]:
    """Those of ``among`` that score at least ``least`` with ``name``, the likeliest first."""
    others = list(among)
    scored = zip(others, scores([name] * len(others), others), strict=True)
    return sorted(((other, score) for other, score in scored if score >= least), key=lambda pair: -pair[1])

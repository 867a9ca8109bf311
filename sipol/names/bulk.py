"""Compare many pairs for their scores alone, without explanations."""

from collections.abc import Iterable, Sequence

from sipol.names.keys import keys
from sipol.names.match import weigh


def scores(stated: Sequence[str], found: Sequence[str]) -> list[float]:
    """The score of every pair ``stated[n]``, ``found[n]``: what ``compare`` gives, 0..1.

    Pairs that share no key (see ``keys``) are not looked at and score 0.0. Raises ``ValueError`` when the two are not
    of one length.
    """
    known: dict[str, frozenset[str]] = {}
    done: dict[tuple[str, str], float] = {}
    answers: list[float] = []
    for pair in zip(stated, found, strict=True):
        score = done.get(pair)
        if score is None:
            one, two = known.get(pair[0]), known.get(pair[1])
            if one is None:
                one = known[pair[0]] = keys(pair[0])
            if two is None:
                two = known[pair[1]] = keys(pair[1])
            score = 0.0 if one.isdisjoint(two) else weigh(pair[0], pair[1]).score
            done[pair] = score
        answers.append(score)
    return answers


def candidates(name: str, among: Iterable[str], least: float) -> list[tuple[str, float]]:
    """Those of ``among`` that score at least ``least`` with ``name``, the likeliest first."""
    others = list(among)
    scored = zip(others, scores([name] * len(others), others), strict=True)
    return sorted(((other, score) for other, score in scored if score >= least), key=lambda pair: -pair[1])

"""Measure how well scorers part pairs of one person from pairs of two."""

import csv
import gc
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import process_time

from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler, Levenshtein

from sipol.names.bulk import scores
from sipol.names.families import FAMILIES_OF
from sipol.names.features import forget as forget_weights
from sipol.names.keys import forget as forget_keys
from sipol.names.match import compare, weigh
from sipol.names.parts import forget as forget_names
from sipol.names.parts import readings
from sipol.names.spelling import forget as forget_words

PRECISION = 0.99
CROSSED = 200_000
_GOLD = frozenset({"gold", "silver", "gold-lowsim"})
Scorer = Callable[[str, str], float]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two written names and whether they are one person; ``tier`` and ``kind`` say where the answer comes from."""

    stated: str
    found: str
    same: bool
    tier: str
    kind: str


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one scorer on one set: the best F1 over all thresholds, recall where precision is at least .99, average
    precision; all 0..1."""

    f1: float
    recall: float
    average: float


def read_pairs(path: Path) -> list[Pair]:
    """Pairs from a CSV with the columns name_a, name_b, same (0/1), tier, class; the last two may be missing."""
    with path.open(encoding="utf-8", newline="") as lines:
        return [
            Pair(row["name_a"], row["name_b"], row["same"] == "1", row.get("tier") or "", row.get("class") or "")
            for row in csv.DictReader(lines)
        ]


SETS: dict[str, Callable[[Pair], bool]] = {
    "ALL": lambda _: True,
    "GOLD": lambda pair: pair.tier in _GOLD if pair.same else pair.kind != "neg_file",
    "CORE": lambda pair: pair.kind == "core" if pair.same else True,
    "BOARD": lambda pair: pair.same or pair.kind == "neg_board",
}
"""Which pairs count in which set."""


def figures(values: Sequence[float], answers: Sequence[bool]) -> Figures:
    """The figures of scores against answers; pairs of equal score are taken together."""
    ranked = sorted(zip(values, answers, strict=True), key=lambda pair: -pair[0])
    true = sum(answers)
    hits, best, recall, average, before = 0, 0.0, 0.0, 0.0, 0.0
    for place, (value, answer) in enumerate(ranked, start=1):
        hits += answer
        if place < len(ranked) and ranked[place][0] == value:
            continue
        precision, share = hits / place, hits / true
        best = max(best, 2 * precision * share / (precision + share) if hits else 0.0)
        recall = share if precision >= PRECISION else recall
        average += precision * (share - before)
        before = share
    return Figures(best, recall, average)


def by_set(pairs: Sequence[Pair], values: Sequence[float]) -> dict[str, Figures]:
    """The figures on every set that has pairs of both answers."""
    found: dict[str, Figures] = {}
    for name, belongs in SETS.items():
        chosen = [(value, pair.same) for value, pair in zip(values, pairs, strict=True) if belongs(pair)]
        if len({same for _, same in chosen}) == 2:
            found[name] = figures([value for value, _ in chosen], [same for _, same in chosen])
    return found


def score(stated: str, found: str) -> float:
    """The score ``compare`` gives."""
    return weigh(stated, found).score


def simple(stated: str, found: str) -> float:
    """The simple way: titles off, known short forms written out, words sorted, one ratio (0..1)."""
    return fuzz.ratio(_sorted(stated), _sorted(found)) / 100


def _sorted(name: str) -> str:
    return " ".join(sorted(min(FAMILIES_OF.get(key, {key})) for key in readings(name)[0].keys))


def _upper(scorer: Callable[..., float], scale: float) -> Scorer:
    return lambda stated, found: scorer(stated.upper(), found.upper()) / scale


PEERS: dict[str, Scorer] = {
    "titles off, sorted, ratio": simple,
    "RapidFuzz WRatio": _upper(fuzz.WRatio, 100),
    "RapidFuzz ratio": _upper(fuzz.ratio, 100),
    "RapidFuzz partial_ratio": _upper(fuzz.partial_ratio, 100),
    "RapidFuzz token_sort_ratio": _upper(fuzz.token_sort_ratio, 100),
    "RapidFuzz token_set_ratio": _upper(fuzz.token_set_ratio, 100),
    "RapidFuzz JaroWinkler": _upper(JaroWinkler.similarity, 1),
    "RapidFuzz Levenshtein": _upper(Levenshtein.normalized_similarity, 1),
}
"""Other scorers, measured in the same run."""


@dataclass(frozen=True, slots=True)
class Speed:
    """How fast the names are compared, in pairs per second of processor time on one core.

    ``fresh``: ``compare`` on every pair with nothing in memory; ``explained``: the same pairs compared afresh when
    their names and words have been met before; ``bulk`` and ``bulk_fresh``: ``scores`` on the same pairs, likewise;
    ``crossed``: ``scores`` on 200,000 pairs of these names put together by chance, as in a search.
    """

    fresh: float
    explained: float
    bulk_fresh: float
    bulk: float
    crossed: float


def pace(scorer: Scorer, pairs: Sequence[Pair]) -> float:
    """Pairs per second of processor time of any scorer, pair by pair, nothing forgotten between the runs."""

    def work() -> None:
        for pair in pairs:
            scorer(pair.stated, pair.found)

    return len(pairs) / _timed(work, lambda: None)


def speed(pairs: Sequence[Pair]) -> Speed:
    """The best of three runs each, the garbage collector held, both as ``timeit`` does: noise only ever adds."""
    stated, found = [pair.stated for pair in pairs], [pair.found for pair in pairs]
    draw = random.Random(7)  # noqa: S311  a stated seed, so that anyone can repeat the draw
    ours, theirs = draw.choices(stated, k=CROSSED), draw.choices(found, k=CROSSED)

    def explain() -> None:
        for one, two in zip(stated, found, strict=True):
            compare(one, two)

    return Speed(
        fresh=len(pairs) / _timed(explain, _forget),
        explained=len(pairs) / _timed(explain, compare.cache_clear),
        bulk_fresh=len(pairs) / _timed(lambda: scores(stated, found), _forget),
        bulk=len(pairs) / _timed(lambda: scores(stated, found), lambda: None),
        crossed=CROSSED / _timed(lambda: scores(ours, theirs), lambda: None),
    )


def _forget() -> None:
    """Empty every memory, as in a new process."""
    compare.cache_clear()
    for forget in (forget_names, forget_words, forget_keys, forget_weights):
        forget()


def _timed(work: Callable[[], object], before: Callable[[], None]) -> float:
    """Seconds of processor time the work takes at best."""
    collecting = gc.isenabled()
    taken: list[float] = []
    try:
        for _ in range(3):
            before()
            gc.collect()
            gc.disable()
            begun = process_time()
            work()
            taken.append(process_time() - begun)
            gc.enable()
    finally:
        if not collecting:
            gc.disable()
    return max(min(taken), 1e-9)

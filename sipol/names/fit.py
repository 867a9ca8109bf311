"""Fit the table of weights to pairs whose answer is known.

Logistic regression by projected gradient (Adam), standard library only. Every rung is written as the sum of steps up
from the rung below, and no step may be negative, at neither end of rarity: so easing a difference never lowers a
score. A missing word, a lone word, another order and a conflict of titles never count for one person, a shared
title never against.
"""

import random
from collections.abc import Sequence
from math import sqrt

from sipol.names.features import MISSING_TERMS, PLAIN_TERMS, RUNG_TERMS, Features, features
from sipol.names.kinds import Rung
from sipol.names.match import weigh
from sipol.names.weights import Weights, logistic

ROUNDS = 400
PENALTY = 3e-4
_FOR = frozenset({"title shared", "joined"})
_START = {"conflict": -3.0, "bias": -4.0}
Row = tuple[list[tuple[int, float]], float]


def examples(pairs: Sequence[tuple[str, str, bool]], base: Weights) -> list[tuple[Features, bool]]:
    """The terms of every pair but those that are word for word the same: these need no model.

    ``base`` chooses between readings where a writing has several.
    """
    rows: list[tuple[Features, bool]] = []
    for stated, found, same in pairs:
        best = weigh(stated, found, base)
        if not best.alignment.word_for_word and best.stated.keys and best.found.keys:
            rows.append((features(best.stated, best.found, best.alignment), same))
    return rows


def fit(pairs: Sequence[tuple[str, str, bool]], *, fitted_on: str, source: str, base: Weights) -> Weights:
    """A new table from pairs and whether they are one person; thresholds are kept from ``base``."""
    names = _columns()
    place = {name: number for number, name in enumerate(names)}
    rows = [(_row(terms, place), 1.0 if same else 0.0) for terms, same in examples(pairs, base)]
    values = _descend(rows, names)
    graded = (*RUNG_TERMS, *MISSING_TERMS)
    return Weights(
        fitted_on=fitted_on,
        source=source,
        bias=values[place["bias"]],
        common={name: values[place[name]] for name in graded},
        rare={name: values[place[name + " rare"]] for name in graded},
        plain={name: values[place[name]] for name in PLAIN_TERMS},
        same=base.same,
        likely=base.likely,
        unsure=base.unsure,
    )


def _columns() -> list[str]:
    rare = [f"{name} rare" for name in RUNG_TERMS]
    missing = [end for name in MISSING_TERMS for end in (name, f"{name} rare")]
    return [*RUNG_TERMS, *rare, *missing, *PLAIN_TERMS, "bias"]


def _row(terms: Features, place: dict[str, int]) -> list[tuple[int, float]]:
    row: dict[int, float] = {place["bias"]: 1.0}
    for name, share in terms[0]:
        for column, amount in ((place[name], 1.0 - share), (place[f"{name} rare"], share)):
            row[column] = row.get(column, 0.0) + amount
    for name, amount in terms[1]:
        row[place[name]] = row.get(place[name], 0.0) + amount
    return list(row.items())


def _descend(rows: list[Row], names: list[str]) -> list[float]:
    """The weights of least loss; ``steps`` holds, for the rungs, how much each lies above the one below."""
    steps = [
        _START.get(name.removesuffix(" rare"), 0.3 if name.removesuffix(" rare") in RUNG_TERMS else 0.0)
        for name in names
    ]
    mean, spread = [0.0] * len(names), [0.0] * len(names)
    for turn in range(1, ROUNDS + 1):
        slope = _as_steps(_slope(rows, _as_values(steps)))
        rate = 0.1 * (1.0 - turn / (ROUNDS + 1)) + 0.002
        for n, raw in enumerate(slope):
            pull = raw + PENALTY * steps[n]
            mean[n] += 0.1 * (pull - mean[n])
            spread[n] += 0.01 * (pull * pull - spread[n])
            move = (mean[n] / (1.0 - 0.9**turn)) / (sqrt(spread[n] / (1.0 - 0.99**turn)) + 1e-8)
            steps[n] = _allowed(names[n], steps[n] - rate * move)
    return _as_values(steps)


def _slope(rows: list[Row], values: list[float]) -> list[float]:
    slope = [0.0] * len(values)
    for row, answer in rows:
        total = 0.0
        for column, amount in row:
            total += values[column] * amount
        error = logistic(total) - answer
        for column, amount in row:
            slope[column] += error * amount
    return [value / len(rows) for value in slope]


def _as_values(steps: list[float]) -> list[float]:
    values = list(steps)
    for start in (0, len(Rung)):
        for rung in range(start + 1, start + len(Rung)):
            values[rung] += values[rung - 1]
    return values


def _as_steps(slope: list[float]) -> list[float]:
    """The slope by steps: a step carries every rung above it."""
    steps = list(slope)
    for start in (0, len(Rung)):
        for rung in range(start + len(Rung) - 2, start - 1, -1):
            steps[rung] += steps[rung + 1]
    return steps


def _allowed(name: str, value: float) -> float:
    term = name.removesuffix(" rare")
    if term in ("bias", RUNG_TERMS[Rung.CONFLICT]):
        return value
    return max(0.0, value) if term in RUNG_TERMS or term in _FOR else min(0.0, value)


def in_folds(pairs: Sequence[tuple[str, str, bool]], *, folds: int, base: Weights) -> list[float]:
    """The score of every pair by a table fitted without it: ``folds`` parts, names that hang together in one part."""
    part = _parts(pairs, folds)
    answers = [0.0] * len(pairs)
    for held in range(folds):
        kept = [pair for pair, number in zip(pairs, part, strict=True) if number != held]
        table = fit(kept, fitted_on="", source="", base=base)
        for place, (stated, found, _) in enumerate(pairs):
            if part[place] == held:
                answers[place] = weigh(stated, found, table).score
    return answers


def _parts(pairs: Sequence[tuple[str, str, bool]], folds: int) -> list[int]:
    """In which part each pair lies; pairs that share a written name lie in one."""
    group: dict[str, str] = {}

    def head(name: str) -> str:
        while group.setdefault(name, name) != name:
            name = group[name]
        return name

    for stated, found, _ in pairs:
        group[head(stated.upper())] = head(found.upper())
    numbers: dict[str, int] = {}
    order = [numbers.setdefault(head(stated.upper()), len(numbers)) for stated, _, _ in pairs]
    shuffled = list(range(len(numbers)))
    random.Random(7).shuffle(shuffled)  # noqa: S311  a stated seed, so that anyone can repeat the parts
    return [shuffled[number] % folds for number in order]

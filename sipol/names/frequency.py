"""How common a token is among Indonesian candidates: a shared rare token says more than a shared MUHAMMAD.

``data/token_frequency.csv`` counts how many of 258,229 candidate names hold a token (aggregate, no name in it).
"""

import csv
from math import log
from pathlib import Path

NAMES_COUNTED = 258_229
NAMES_SHARED = 0.23
"""The share of them that somebody else bears too, titles aside: equal names never prove one person."""
RARE_BELOW = 20
"""Tokens that fewer names hold are not in the table."""
UNSEEN = 8
"""The count taken for a token below the table's own floor of twenty names."""


def _read() -> dict[str, int]:
    with (Path(__file__).parent / "data" / "token_frequency.csv").open(encoding="utf-8", newline="") as lines:
        return {row["token"]: int(row["names_with_it"]) for row in csv.DictReader(lines)}


COUNTS: dict[str, int] = _read()
_WIDEST = log(NAMES_COUNTED / UNSEEN)
_RARITY: dict[str, float] = {token: log(NAMES_COUNTED / count) / _WIDEST for token, count in COUNTS.items()}


def rarity(token: str) -> float:
    """0..1: 0 for a token everybody has, 1 for one below the floor of the table; a bare initial is 0.1."""
    if len(token) == 1:
        return 0.1
    return _RARITY.get(token, 1.0)


def established(token: str) -> bool:
    """Whether at least twenty candidates bear this token, so that it is no mere slip of the pen."""
    return token in COUNTS

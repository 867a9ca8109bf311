"""The model: one table of weights, with the date and the data it came from; refit by ``sipol names fit``."""

import json
from dataclasses import dataclass
from functools import cache
from math import exp
from pathlib import Path

from sipol.names.features import Features
from sipol.names.kinds import Verdict

TABLE = Path(__file__).parent / "data" / "weights.json"


@dataclass(frozen=True)
class Weights:
    """``weights`` per term, ``bias``, and from which score on a verdict holds (all scores 0..1)."""

    fitted_on: str
    source: str
    bias: float
    weights: dict[str, float]
    same: float
    likely: float
    unsure: float

    def score(self, terms: Features) -> float:
        """The logistic of the weighted sum: 0..1."""
        weights = self.weights
        total = self.bias
        for name, value in terms.items():
            total += weights.get(name, 0.0) * value
        if total < -40.0:
            return 0.0
        return 1.0 / (1.0 + exp(-total))

    def verdict(self, score: float) -> Verdict:
        """The verdict at the published thresholds."""
        if score >= self.same:
            return Verdict.SAME
        if score >= self.likely:
            return Verdict.LIKELY
        return Verdict.UNSURE if score >= self.unsure else Verdict.DIFFERENT


def read_weights(path: Path = TABLE) -> Weights:
    """The table as it stands on disk."""
    table = json.loads(path.read_text(encoding="utf-8"))
    limits = table["thresholds"]
    return Weights(
        fitted_on=table["fitted_on"],
        source=table["source"],
        bias=table["bias"],
        weights=table["weights"],
        same=limits["same"],
        likely=limits["likely"],
        unsure=limits["unsure"],
    )


@cache
def current() -> Weights:
    """The table in use, read once."""
    return read_weights()

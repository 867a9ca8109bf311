"""The model: one table of weights, with the date and the data it came from; refit by ``sipol names fit``."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from math import exp, fsum
from pathlib import Path

from sipol.names.features import MISSING_TERMS, PLAIN_TERMS, RUNG_TERMS, Features
from sipol.names.kinds import Verdict

TABLE = Path(__file__).parent / "data" / "weights.json"


@dataclass(frozen=True)
class Weights:
    """``common``/``rare``: the weight of a graded term for the commonest and for the rarest word; ``plain``: the
    others; ``same``, ``likely``, ``unsure``: from which score (0..1) on a verdict holds."""

    fitted_on: str
    source: str
    bias: float
    common: Mapping[str, float]
    rare: Mapping[str, float]
    plain: Mapping[str, float]
    same: float
    likely: float
    unsure: float

    @cached_property
    def steps(self) -> dict[str, float]:
        """How much more a graded term weighs for the rarest word than for the commonest."""
        return {name: self.rare[name] - common for name, common in self.common.items()}

    def parts(self, terms: Features) -> list[float]:
        """What each term adds to the log odds, the graded ones first."""
        common, steps, plain = self.common, self.steps, self.plain
        parts = [common[name] + steps[name] * share for name, share in terms[0]]
        if terms[1]:
            parts += [plain[name] * amount for name, amount in terms[1]]
        return parts

    def sum(self, terms: Features) -> float:
        """The bias and the weighted terms added up: the evidence, as log odds."""
        # fsum rounds once, so that the order of the words cannot show in the last digit.
        return self.bias + fsum(self.parts(terms))

    def verdict(self, score: float) -> Verdict:
        """The verdict at the published thresholds."""
        if score >= self.same:
            return Verdict.SAME
        if score >= self.likely:
            return Verdict.LIKELY
        return Verdict.UNSURE if score >= self.unsure else Verdict.DIFFERENT


def logistic(total: float) -> float:
    """Log odds as a share of one."""
    return 1.0 / (1.0 + exp(-total)) if total > -40.0 else 0.0


def read_weights(path: Path = TABLE) -> Weights:
    """The table as it stands on disk; the terms it must name are those of ``features``."""
    table = json.loads(path.read_text(encoding="utf-8"))
    graded = {name: table["graded"][name] for name in (*RUNG_TERMS, *MISSING_TERMS)}
    limits = table["thresholds"]
    return Weights(
        fitted_on=table["fitted_on"],
        source=table["source"],
        bias=table["bias"],
        common={name: ends["common"] for name, ends in graded.items()},
        rare={name: ends["rare"] for name, ends in graded.items()},
        plain={name: table["plain"][name] for name in PLAIN_TERMS},
        same=limits["same"],
        likely=limits["likely"],
        unsure=limits["unsure"],
    )


def write_weights(weights: Weights, path: Path = TABLE) -> None:
    """The table as JSON, terms from the weakest evidence to the strongest."""
    graded = {
        name: {"common": round(weights.common[name], 3), "rare": round(weights.rare[name], 3)}
        for name in (*RUNG_TERMS, *MISSING_TERMS)
    }
    table = {
        "fitted_on": weights.fitted_on,
        "source": weights.source,
        "thresholds": {"same": weights.same, "likely": weights.likely, "unsure": weights.unsure},
        "bias": round(weights.bias, 3),
        "graded": graded,
        "plain": {name: round(weights.plain[name], 3) for name in PLAIN_TERMS},
    }
    path.write_text(json.dumps(table, indent=2) + "\n", encoding="utf-8")


@cache
def current() -> Weights:
    """The table in use, read once."""
    return read_weights()

"""The sum behind one score, term by term: for the page and the command that ask why."""

from dataclasses import dataclass

from sipol.names.features import features
from sipol.names.match import Comparison
from sipol.names.weights import Weights, current


@dataclass(frozen=True, slots=True)
class Entry:
    """One term of the sum: its name in the table, how often or how rare, and what it adds to the log odds."""

    term: str
    amount: float
    adds: float


def account(seen: Comparison, table: Weights | None = None) -> tuple[Entry, ...]:
    """The terms of one comparison; together they are the log odds the score comes from."""
    weights = table or current()
    graded, plain = features(seen.stated, seen.found, seen.alignment)
    entries = [Entry("bias", 1.0, weights.bias)]
    for term, share in graded:
        entries.append(Entry(term, share, weights.common[term] + (weights.rare[term] - weights.common[term]) * share))
    entries += [Entry(term, amount, weights.plain[term] * amount) for term, amount in plain]
    return tuple(entries)

"""What an office of KPU issues about a semester. Facts carry no personal data."""

from dataclasses import dataclass

from sipol.audit.events import Event


@dataclass(frozen=True, slots=True)
class RecapIssued(Event):
    number: str
    digest: str


@dataclass(frozen=True, slots=True)
class ResultsAnnounced(Event):
    number: str
    digest: str


@dataclass(frozen=True, slots=True)
class LettersIssued(Event):
    kind: str
    number: str
    letters: int

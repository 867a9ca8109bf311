"""What can be done to an office, one past-tense word each. Facts carry no personal data."""

from dataclasses import dataclass

from sipol.audit.events import Event


@dataclass(frozen=True, slots=True)
class OfficeStarted(Event):
    """A unit began to tell of its office."""


@dataclass(frozen=True, slots=True)
class OfficeSaved(Event):
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OfficeFileReceived(Event):
    kind: str
    size: int


@dataclass(frozen=True, slots=True)
class OfficeEntered(Event):
    """An office was found MS and stands in the register from now on."""


@dataclass(frozen=True, slots=True)
class OfficeVisited(Event):
    held_on: str
    result: str


@dataclass(frozen=True, slots=True)
class OfficeVisitSheetIssued(Event):
    pass

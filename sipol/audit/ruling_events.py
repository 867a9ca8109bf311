"""What can be done to a decision after it was made. Facts carry no personal data."""

from dataclasses import dataclass

from sipol.audit.events import Event


@dataclass(frozen=True, slots=True)
class ChangeProposed(Event):
    subject: str
    reason: str
    reference: str


@dataclass(frozen=True, slots=True)
class ChangeConfirmed(Event):
    """A second person agreed: the decision is taken back and the submission waits for KPU again."""

    subject: str
    reason: str
    reference: str


@dataclass(frozen=True, slots=True)
class ChangeDeclined(Event):
    subject: str


@dataclass(frozen=True, slots=True)
class SecondLookTaken(Event):
    subject: str
    agrees: bool

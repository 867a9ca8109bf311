"""What Bawaslu advises and what KPU answers. Facts carry no personal data."""

from dataclasses import dataclass

from sipol.audit.events import Event


@dataclass(frozen=True, slots=True)
class AdviceGiven(Event):
    subject: str
    text: str
    answer_by: str


@dataclass(frozen=True, slots=True)
class AdviceAnswered(Event):
    subject: str
    answer: str


@dataclass(frozen=True, slots=True)
class SupervisorNoted(Event):
    """Somebody at Bawaslu noted something for Bawaslu alone; what it says stands in the note."""

    subject: str

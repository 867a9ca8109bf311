"""What happens to a Berita Acara between freezing and issue. Facts carry no name and no reason."""

from dataclasses import dataclass

from sipol.audit.events import Event


@dataclass(frozen=True, slots=True)
class CommissionerLinked(Event):
    """Somebody who signs got an account to sign with, or lost it; ``order``: their place in the office."""

    order: int
    linked: bool


@dataclass(frozen=True, slots=True)
class SignerAnswered(Event):
    number: str
    order: int
    answer: str
    way: str


@dataclass(frozen=True, slots=True)
class SignerAnswerUndone(Event):
    number: str
    order: int
    answer: str


@dataclass(frozen=True, slots=True)
class SigningCompleted(Event):
    """Everybody is settled: the Berita Acara counts as issued; ``digest``: of the sheet that tells who signed."""

    number: str
    signed: int
    declined: int
    absent: int
    digest: str

"""What can be done to the register, one past-tense word each. Facts name rows by id and carry no personal data."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Event:
    subject_id: UUID


@dataclass(frozen=True, slots=True)
class UserAdded(Event):
    role: str


@dataclass(frozen=True, slots=True)
class SignedIn(Event):
    pass


@dataclass(frozen=True, slots=True)
class RegionsImported(Event):
    added: int
    changed: int


@dataclass(frozen=True, slots=True)
class PartyRegistered(Event):
    abbreviation: str


@dataclass(frozen=True, slots=True)
class UnitOpened(Event):
    level: str


@dataclass(frozen=True, slots=True)
class CommissionSeated(Event):
    pass


@dataclass(frozen=True, slots=True)
class PeriodOpened(Event):
    letter: str


@dataclass(frozen=True, slots=True)
class PeriodExtended(Event):
    letter: str
    reason: str


@dataclass(frozen=True, slots=True)
class CorrectionOpened(Event):
    letter: str
    reason: str


@dataclass(frozen=True, slots=True)
class DocumentReceived(Event):
    digest: str
    size: int


@dataclass(frozen=True, slots=True)
class DecreeStarted(Event):
    pass


@dataclass(frozen=True, slots=True)
class DecreeSaved(Event):
    number: str
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DecreeEntered(Event):
    """A decree came into force in the register."""

    number: str
    replaces: str


@dataclass(frozen=True, slots=True)
class FindingNoted(Event):
    pass


@dataclass(frozen=True, slots=True)
class FindingAnswered(Event):
    answer: str


@dataclass(frozen=True, slots=True)
class AnswerUndone(Event):
    answer: str


@dataclass(frozen=True, slots=True)
class SubmissionMoved(Event):
    """``delegation``: of the party's centre, by which it was approved or refused (id); ``letter``: its number."""

    subject: str
    act: str
    start: str
    end: str
    outcome: str
    reasons: tuple[str, ...]
    note: str
    delegation: str = ""
    letter: str = ""


@dataclass(frozen=True, slots=True)
class DraftCarriedOver(Event):
    """A draft of a period that is over went on into a later one; both are named as ``Semester II 2025``."""

    former: str
    period: str


@dataclass(frozen=True, slots=True)
class MinutesIssued(Event):
    number: str
    digest: str


@dataclass(frozen=True, slots=True)
class VoterListImported(Event):
    """A voter list of a kabupaten/kota came in, or took the place of an older one."""

    region: str
    as_of: str
    rows: int


@dataclass(frozen=True, slots=True)
class QuotaSet(Event):
    """KPU's own least number of members for a kabupaten/kota, by its letter; ``least`` 0: back to what is computed."""

    region: str
    least: int
    letter: str


@dataclass(frozen=True, slots=True)
class MailWishesSet(Event):
    """Somebody said anew what is mailed to them; ``topics``: those they want."""

    topics: tuple[str, ...]
    address_changed: bool


@dataclass(frozen=True, slots=True)
class MalwareRefused(Event):
    """A file that the virus scanner refused; ``signature``: its name for what it found, ``door``: where it was sent."""

    signature: str
    size: int
    door: str

"""What can be done to members, one past-tense word each. Facts carry no personal data."""

from dataclasses import dataclass

from sipol.audit.events import Event


@dataclass(frozen=True, slots=True)
class MemberListReceived(Event):
    size: int


@dataclass(frozen=True, slots=True)
class MemberListConfirmed(Event):
    rows: int
    blocked: int


@dataclass(frozen=True, slots=True)
class MemberListUndone(Event):
    rows: int


@dataclass(frozen=True, slots=True)
class MemberRowRepaired(Event):
    row: int


@dataclass(frozen=True, slots=True)
class MembersTurned(Event):
    """So many members of a unit changed their status in one act."""

    rows: int
    status: str
    reason: str


@dataclass(frozen=True, slots=True)
class MembersTurnUndone(Event):
    rows: int
    status: str


@dataclass(frozen=True, slots=True)
class MembersPrepared(Event):
    """A unit began to hand its members in."""


@dataclass(frozen=True, slots=True)
class MemberAdded(Event):
    pass


@dataclass(frozen=True, slots=True)
class MemberCorrected(Event):
    pass


@dataclass(frozen=True, slots=True)
class MemberUnmasked(Event):
    """Somebody saw the whole NIK of a member; ``reason``: in the words of ``rules.disclosures``."""

    reason: str = ""


@dataclass(frozen=True, slots=True)
class MembersExported(Event):
    rows: int
    form: str
    whole: bool
    """Whether the NIK was whole."""
    reason: str = ""
    """Why it was, in the words of ``rules.disclosures``."""


@dataclass(frozen=True, slots=True)
class MemberRowsRepaired(Event):
    """So many rows of a list came in by a file of repaired rows."""

    rows: int


@dataclass(frozen=True, slots=True)
class MemberColumnsTold(Event):
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SampleDrawn(Event):
    size: int
    frame: int
    digest: str
    seed: str


@dataclass(frozen=True, slots=True)
class SampledMemberReplaced(Event):
    place: int
    number: int


@dataclass(frozen=True, slots=True)
class MemberVisited(Event):
    kind: str
    result: str


@dataclass(frozen=True, slots=True)
class VisitSheetIssued(Event):
    rows: int


@dataclass(frozen=True, slots=True)
class MemberPaperReceived(Event):
    kind: str
    size: int


@dataclass(frozen=True, slots=True)
class MemberPaperOpened(Event):
    kind: str


@dataclass(frozen=True, slots=True)
class DuplicateCalled(Event):
    """Somebody whom several parties name was called to a clarification."""


@dataclass(frozen=True, slots=True)
class DuplicateHeard(Event):
    attended: bool
    chose: bool


@dataclass(frozen=True, slots=True)
class DuplicateSettled(Event):
    situation: str
    rows: int


@dataclass(frozen=True, slots=True)
class MembersToldApart(Event):
    """Two members who looked like one person are two."""

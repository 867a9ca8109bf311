"""What the parsers of lists and tables tell of a board, in the order of the paper."""

from dataclasses import dataclass

from sipol.reading.results import Box


@dataclass(frozen=True, slots=True)
class OrganSeen:
    """From here on people sit in this organ."""

    text: str


@dataclass(frozen=True, slots=True)
class PostSeen:
    """From here on people without a post of their own hold this one."""

    text: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class PersonSeen:
    """A person; an empty position means the post told before. ``confidence`` is that of the name."""

    position: str
    name: str
    page: int
    box: Box
    confidence: float
    organ: str = ""
    sex: str | None = None
    card_number: str | None = None
    otherwise: str = ""
    name_box: Box | None = None
    post_confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class RestSeen:
    """The end of the last person's post and name, on the next page; or the name, if all of it is there."""

    position: str
    name: str
    page: int
    box: Box
    confidence: float


Event = OrganSeen | PostSeen | PersonSeen | RestSeen

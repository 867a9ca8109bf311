"""What the rows of the first page are told from, and the words they share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sipol.models import AuditEntry, Commission, Decree, Office, ReadingStatus, Submission, User
from sipol.render import long_moment, since
from sipol.rules.reasons import REASON_WORDS, ReasonCode


@dataclass(frozen=True, slots=True)
class Known:
    """Everything the rows are told from, gathered with a fixed number of queries."""

    actor: User
    submissions: Mapping[UUID, Submission]
    """Those of this period about an SK, by the unit's id."""
    members: Mapping[UUID, Submission]
    """Those of this period about members, by the unit's id."""
    premises: Mapping[UUID, Submission]
    """Those of this period about an office, by the unit's id."""
    unfinished: Sequence[Submission]
    """Those of other periods that are not decided yet."""
    in_force: Mapping[UUID, Decree]
    offices_kept: Mapping[UUID, Office]
    """The office in the register of each unit, by the unit's id."""
    moves: Mapping[UUID, AuditEntry]
    counts: Mapping[UUID | None, tuple[int, int]]
    readings: Mapping[UUID, ReadingStatus]
    """By the document's id."""
    offices: Mapping[str, Commission]
    moment: datetime
    zone: str


@dataclass(frozen=True, slots=True)
class Task:
    label: str
    url: str | None
    why: str
    status: str
    done: bool


def note_of(submission: Submission, known: Known) -> str:
    """Why it came back or was refused, in whole sentences; empty when nobody said."""
    moved = known.moves.get(submission.id)
    if moved is None or not moved.facts.get("reasons"):
        return ""
    words = [REASON_WORDS[ReasonCode(code)] for code in moved.facts["reasons"]]
    return " ".join(sentence(text) for text in (*words, moved.facts["note"]) if text)


def sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def office_name(submission: Submission, known: Known) -> str:
    office = known.offices.get(submission.region_code)
    return office.name if office else "KPU"


def when(submission: Submission, known: Known) -> str:
    """When it was handed in; empty when it was not."""
    return long_moment(submission.submitted_at, known.zone) if submission.submitted_at else ""


def awaits(submission: Submission, known: Known) -> str:
    """``Menunggu pusat sejak Senin, 2 Juni 2025 (3 hari).``"""
    assert submission.asked_at is not None
    return f"Menunggu pusat {since(submission.asked_at, known.moment, known.zone)}."

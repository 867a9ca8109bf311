"""The queue as a table: how old, how doubtful, in whose hands; sieved and sorted by what stands in the address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sipol.access.policy import Permission, may
from sipol.extensions import now
from sipol.models import Submission, User
from sipol.rules.periods import days_left
from sipol.rules.workflow import SUBJECT_WORDS, State
from sipol.services.periods import name_of
from sipol.services.review import Waiting
from sipol.web.frame import zone

ORDERS = ("umur", "partai", "temuan")
HOLDERS = {"saya": "Anda", "belum": "belum dipegang", "lain": "verifikator lain"}


@dataclass(frozen=True, slots=True)
class Line:
    """One submission that waits. ``days`` counts calendar days since it came in."""

    submission: Submission
    subject: str
    period: str
    days: int
    findings: int
    open_findings: int
    mine: bool
    held: bool
    may_take: bool

    @property
    def age(self) -> str:
        return "hari ini" if self.days == 0 else f"{self.days} hari"

    @property
    def holder(self) -> str:
        return "saya" if self.mine else "lain" if self.held else "belum"


def lines_of(actor: User, queue: Sequence[Waiting]) -> list[Line]:
    """The queue in its own order, the oldest first."""
    moment, where = now(), zone()
    lines = []
    for row in queue:
        submission = row.submission
        mine = submission.state is State.IN_REVIEW and submission.claimed_by == actor.id
        arrived = submission.submitted_at or moment
        lines.append(
            Line(
                submission,
                SUBJECT_WORDS[submission.subject],
                name_of(submission.period),
                -days_left(arrived, moment, where),
                row.findings,
                row.open_findings,
                mine,
                row.held,
                not mine and not row.held and may(actor, Permission.SUBMISSION_REVIEW, submission),
            )
        )
    return lines


@dataclass(frozen=True, slots=True)
class Sieve:
    """What the visitor asked to see; words that mean nothing are as if they were not there."""

    party: str
    subject: str
    holder: str
    order: str
    parties: tuple[tuple[str, str], ...]
    subjects: tuple[tuple[str, str], ...]

    @classmethod
    def from_query(cls, asked: Mapping[str, str], lines: Sequence[Line]) -> "Sieve":
        parties = {line.submission.unit.party.abbreviation: line.submission.unit.party.name for line in lines}
        subjects = {line.submission.subject.value: line.subject for line in lines}
        order = asked.get("urut", "")
        return cls(
            asked.get("partai", "") if asked.get("partai") in parties else "",
            asked.get("objek", "") if asked.get("objek") in subjects else "",
            asked.get("pemegang", "") if asked.get("pemegang") in HOLDERS else "",
            order if order.removeprefix("-") in ORDERS else "-umur",
            tuple(sorted(parties.items(), key=lambda pair: pair[1])),
            tuple(subjects.items()),
        )

    @property
    def holders(self) -> tuple[tuple[str, str], ...]:
        return tuple(HOLDERS.items())

    @property
    def narrows(self) -> bool:
        return bool(self.party or self.subject or self.holder)

    def pick(self, lines: Sequence[Line]) -> list[Line]:
        """The lines that pass, in the order asked for; the oldest first among equals."""
        passing = [line for line in lines if self._passes(line)]
        keys = {
            "umur": lambda line: line.days,
            "partai": lambda line: line.submission.unit.party.name,
            "temuan": lambda line: line.open_findings,
        }
        return sorted(passing, key=keys[self.order.removeprefix("-")], reverse=self.order.startswith("-"))

    def _passes(self, line: Line) -> bool:
        return (
            self.party in ("", line.submission.unit.party.abbreviation)
            and self.subject in ("", line.submission.subject.value)
            and self.holder in ("", line.holder)
        )

"""Everything that lies on a verifier's table for one submission: the paper, what was doubted, what was in force."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from sipol.extensions import db
from sipol.models import Decision, Decree, Finding, Officer, Standing, Submission
from sipol.names import same_position
from sipol.reading import DecreeReading, Evidence
from sipol.rules.findings import ASKS_FOR_REPAIR, Against, Field
from sipol.rules.reasons import ReasonCode
from sipol.services.checks import MOST_COMPARED, changes_since
from sipol.services.findings import findings_of, in_force_for, seats_of, stated_by
from sipol.services.readings import facts_of

REASON_FOR: dict[Field, ReasonCode] = {
    Field.NUMBER: ReasonCode.NUMBER,
    Field.ISSUED_ON: ReasonCode.DATE,
    Field.PERIOD: ReasonCode.TERM,
    Field.NAME: ReasonCode.NAME,
    Field.POSITION: ReasonCode.POSITION,
    Field.MISSING: ReasonCode.BOARD,
    Field.EXTRA: ReasonCode.BOARD,
    Field.SCAN: ReasonCode.UNREADABLE,
    Field.SLOT: ReasonCode.WRONG_PAPER,
    Field.LEGIBLE: ReasonCode.UNREADABLE,
    Field.SIGNED: ReasonCode.UNSIGNED,
    Field.ISSUER: ReasonCode.ISSUER,
    Field.SIGNATORY: ReasonCode.SIGNATORY,
    Field.SUCCESSION: ReasonCode.SUCCESSION,
    Field.TWO_PARTIES: ReasonCode.TWO_BOARDS,
    Field.TWO_POSTS: ReasonCode.TWO_BOARDS,
    Field.MEMBERSHIP: ReasonCode.NO_MEMBER,
}
"""Why a submission goes back when a finding about this field asks for a repair."""


@dataclass(frozen=True, slots=True)
class Desk:
    """``asked`` are the findings that want an answer, the heaviest first; ``harmless`` those that want none."""

    submission: Submission
    asked: tuple[Finding, ...]
    harmless: tuple[Finding, ...]
    reading: DecreeReading | None
    former: Decree | None
    """The decree that was in force before this one; for “tidak ada perubahan” the one that stays in force."""
    before: dict[int, Officer]
    """By the row number of the typed board: who that person or seat was in the former decree."""
    rulings: Sequence[Decision]
    """Every ruling so far, the first one first."""

    @property
    def waiting(self) -> list[Finding]:
        return [finding for finding in self.asked if finding.answer is None]

    @property
    def to_repair(self) -> list[Finding]:
        return [finding for finding in self.asked if finding.answer in ASKS_FOR_REPAIR]

    @property
    def reasons(self) -> tuple[ReasonCode, ...]:
        """The coded reasons that follow from the answers; the verifier may choose others."""
        following = {REASON_FOR[finding.field] for finding in self.to_repair}
        return tuple(code for code in ReasonCode if code in following)

    @property
    def clean(self) -> list[Officer]:
        """The typed rows that raised no doubt at all; none when the paper's board could not be read."""
        decree = self.submission.decree
        if decree is None or self.reading is None or not self.reading.officers:
            return []
        doubted = {finding.order for finding in (*self.asked, *self.harmless) if finding.field is not Field.MISSING}
        return [officer for officer in decree.officers if officer.order not in doubted]

    def last_answer_of(self, user_id: UUID) -> Finding | None:
        """The finding this person answered last, for taking that back."""
        mine = [row for row in self.asked if row.answered_by == user_id and row.answered_at and not row.recalled]
        return max(mine, key=lambda row: (row.answered_at, row.id), default=None)

    def seat_before(self, finding: Finding) -> Officer | None:
        """What the former decree says of the person or the post this finding is about."""
        if finding.field in (Field.NAME, Field.POSITION, Field.EXTRA) and finding.order is not None:
            return self.before.get(finding.order)
        if finding.field is Field.MISSING and self.former:
            return next((row for row in self.former.officers if same_position(row.position, finding.subject)), None)
        return None


def desk_of(submission: Submission) -> Desk:
    """Gather it with a fixed number of queries, however long the board."""
    decree = submission.decree
    if decree is None:
        return Desk(submission, (), (), None, _in_force(submission), {}, _rulings(submission))
    findings = findings_of(decree)
    former = _former(decree)
    return Desk(
        submission,
        tuple(finding for finding in findings if not finding.harmless),
        tuple(finding for finding in findings if finding.harmless),
        facts_of(decree.document),
        former,
        _before(decree, former) if former else {},
        _rulings(submission),
    )


def _former(decree: Decree) -> Decree | None:
    """Once a decree is in force it cites the one it ended; until then that one is still in force itself."""
    if decree.standing in (Standing.IN_FORCE, Standing.REPLACED):
        return _with_officers(decree.replaces_id) if decree.replaces_id else None
    return in_force_for(decree)


def _with_officers(decree_id: UUID) -> Decree | None:
    query = select(Decree).where(Decree.id == decree_id).options(selectinload(Decree.officers))
    return db.session.scalars(query).first()


def _rulings(submission: Submission) -> Sequence[Decision]:
    query = select(Decision).where(Decision.submission_id == submission.id).order_by(Decision.created_at)
    return db.session.scalars(query.options(joinedload(Decision.decider))).all()


def _in_force(submission: Submission) -> Decree | None:
    query = select(Decree).where(Decree.unit_id == submission.unit_id, Decree.standing == Standing.IN_FORCE)
    return db.session.scalars(query.options(joinedload(Decree.document), selectinload(Decree.officers))).first()


def _before(decree: Decree, former: Decree) -> dict[int, Officer]:
    if len(decree.officers) * len(former.officers) > MOST_COMPARED:
        named = {officer.name.casefold(): officer for officer in former.officers}
        return {row.order: named[row.name.casefold()] for row in decree.officers if row.name.casefold() in named}
    stated = stated_by(decree)
    pairs = changes_since(stated, seats_of(former)).pairs
    return {
        stated.orders[pair.found]: former.officers[pair.stated]
        for pair in pairs
        if pair.stated is not None and pair.found is not None
    }


def line_of(finding: Finding, reading: DecreeReading | None) -> Evidence | None:
    """The line of the SK a finding speaks of; None where the paper has no such line."""
    if finding.evidence:
        return Evidence.from_json(finding.evidence)
    if reading is None or finding.against is Against.PAPER:
        return None
    return line_called(finding.stated, reading)


def line_called(name: str, reading: DecreeReading) -> Evidence | None:
    """The line of an SK that bears a name; None where none does."""
    row = next((row for row in reading.officers if row.name.casefold() == name.casefold()), None)
    return Evidence(row.page, row.box, 1.0, row.name_box) if row else None

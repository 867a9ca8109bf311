"""The verifier's table: what waits, who holds it, and the ruling on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import case, func, select

from sipol.access.policy import Permission, require
from sipol.access.scope import visible_to
from sipol.extensions import db, now
from sipol.models import Finding, Period, Standing, Submission, User
from sipol.rules.clock import runs
from sipol.rules.errors import Refused
from sipol.rules.findings import ASKS_FOR_REPAIR
from sipol.rules.reasons import ReasonCode
from sipol.rules.workflow import DECIDED, WITH_KPU, Act, Outcome, State, Subject
from sipol.services.decrees import enter_decree
from sipol.services.findings import findings_of, open_ones, refresh
from sipol.services.member_submission import refuse_while_rows_wait
from sipol.services.offices import enter_office
from sipol.services.second_look import draw
from sipol.services.submissions import CLAIM, WITH_ALL, advance


@dataclass(frozen=True, slots=True)
class Waiting:
    """One line of the queue. Harmless findings are not counted: nobody has to answer them."""

    submission: Submission
    findings: int
    open_findings: int
    held: bool
    """Whether somebody's claim runs now; one that ran out holds nobody off."""
    held_by_other: bool


def queue_for(actor: User) -> list[Waiting]:
    """What waits within the actor's scope, the oldest first; a new semester takes nothing off the table."""
    asked = select(Submission).where(visible_to(actor, Submission), Submission.state.in_(WITH_KPU))
    rows = db.session.scalars(asked.options(*WITH_ALL).order_by(Submission.submitted_at)).all()
    counts = finding_counts(rows)
    moment = now()
    lines = []
    for row in rows:
        held = is_held(row, moment)
        lines.append(Waiting(row, *counts.get(row.decree_id, (0, 0)), held, held and row.claimed_by != actor.id))
    return lines


def unfinished_beside(actor: User, period: Period) -> Sequence[Submission]:
    """What is not decided yet in any other period, the oldest first."""
    asked = select(Submission).where(
        visible_to(actor, Submission), Submission.period_id != period.id, Submission.state.not_in(DECIDED)
    )
    return db.session.scalars(asked.options(*WITH_ALL).order_by(Submission.created_at)).all()


def is_held(submission: Submission, moment: datetime) -> bool:
    """Whether a verifier's claim on it runs at this moment."""
    return submission.state is State.IN_REVIEW and runs(submission.claimed_until, moment, CLAIM)


def finding_counts(rows: Sequence[Submission]) -> dict[UUID | None, tuple[int, int]]:
    """For the decree of each submission: how many findings want an answer, and how many still wait for it."""
    waits = case((Finding.answer.is_(None), 1), else_=0)
    query = (
        select(Finding.decree_id, func.count(), func.sum(waits))
        .where(Finding.decree_id.in_([row.decree_id for row in rows if row.decree_id]))
        .where(Finding.gone_at.is_(None), ~Finding.harmless)
        .group_by(Finding.decree_id)
    )
    return {decree_id: (total, unanswered) for decree_id, total, unanswered in db.session.execute(query)}


def take_up(actor: User, submission: Submission) -> None:
    """Hold a submission for an hour. What other papers say against it today is seen by both sides from now on."""
    advance(actor, submission, Act.TAKE_UP)
    if submission.decree is not None and submission.decree.standing is Standing.DRAFT:
        refresh(submission.decree)


def rule(actor: User, submission: Submission, outcome: Outcome, reasons: Sequence[ReasonCode], note: str) -> None:
    """MS and TMS decide the submission; BMS sends it back with its reasons. The history is told by ``advance``."""
    require(actor, Permission.SUBMISSION_REVIEW, submission)
    if outcome is Outcome.MET:
        _refuse_while_doubts_stand(submission)
        if submission.subject is Subject.MEMBERS:
            refuse_while_rows_wait(submission)
    act = Act.RETURN if outcome is Outcome.INCOMPLETE else Act.DECIDE
    advance(actor, submission, act, outcome=outcome, reasons=reasons, note=note.strip())
    if act is Act.DECIDE:
        draw(submission, submission.decisions[-1])
    if submission.decree is not None:
        enter_decree(actor, submission.decree, outcome)
    if submission.office is not None:
        enter_office(actor, submission.office, outcome)


def _refuse_while_doubts_stand(submission: Submission) -> None:
    if submission.decree is None:
        return
    findings = findings_of(submission.decree)
    if waiting := open_ones(findings):
        raise Refused("outcome", f"Masih ada {len(waiting)} temuan yang belum dijawab. Jawab dahulu, baru tetapkan MS.")
    if any(finding.answer in ASKS_FOR_REPAIR for finding in findings):
        raise Refused(
            "outcome",
            "Ada temuan yang dijawab perlu diperbaiki. Tetapkan BMS, atau ubah jawaban temuan itu lebih dahulu.",
        )

"""What waits for the word of a party's centre, or of its delegate: since when, and until when it can be handed in."""

from collections.abc import Sequence

from flask import url_for

from sipol.models import Period, Submission
from sipol.render import since, until
from sipol.rules.workflow import State, Subject
from sipol.services.periods import last_moment, name_of
from sipol.web.todo_words import Known, Task

ABOUT = {Subject.DECREE: "", Subject.MEMBERS: " – anggota", Subject.OFFICE: " – kantor"}


def approval_tasks(rows: Sequence[Submission], known: Known, period: Period | None) -> list[Task]:
    """One row for each, in the order given; ``period``: the one at hand, any other is named."""
    return [_task(row, known, period) for row in rows]


def _task(submission: Submission, known: Known, period: Period | None) -> Task:
    assert submission.asked_at is not None
    here = period is not None and submission.period_id == period.id
    label = f"{submission.unit.name}{ABOUT[submission.subject]}{'' if here else f', {name_of(submission.period)}'}"
    ends = last_moment(submission.period, known.moment, returned=submission.receipt is not None)
    waits = f"Menunggu persetujuan Anda {since(submission.asked_at, known.moment, known.zone)}."
    why = f"{waits} Batas {until(ends, known.moment, known.zone)}."
    url = url_for("handover.review", submission_id=submission.id)
    return Task(label, url, why, State.AWAITING_CENTRE.value, False)

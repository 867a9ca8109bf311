"""What stands in the way of handing in, whoever filled the form, and what becomes of a draft that came too late."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from sipol.extensions import db, now, today
from sipol.models import AuditEntry, Paper, Period, Submission
from sipol.rules.errors import Refused
from sipol.rules.periods import Window
from sipol.rules.reasons import ReasonCode
from sipol.rules.workflow import Outcome, State
from sipol.services.decrees import enter_decree
from sipol.services.handover import lacks_of, period_of, send, settle_for_centre
from sipol.services.periods import PeriodDraft, open_period
from sipol.services.review import rule
from sipol.services.submissions import submission_of_decree
from tests.factories.world import World


def fields(submission: Submission) -> list[str]:
    return [lack.field for lack in lacks_of(submission)]


def test_a_date_to_come_that_the_machine_read_cannot_be_handed_in(world: World) -> None:
    decree = world.upload()
    decree.issued_on = today() + timedelta(days=9)
    submission = submission_of_decree(decree)
    assert fields(submission) == ["issued_on"]
    with pytest.raises(Refused, match="sesudah hari ini"):
        send(world.people["liaison"], submission)


@pytest.mark.parametrize("number", ["88/SK/PBS/2025", "88/sk/pbs/2025", " 88 / SK / PBS / 2025"])
def test_a_number_of_another_unit_cannot_be_handed_in_however_it_is_spaced(world: World, number: str) -> None:
    world.upload("neighbour", world.units["PBS", "65.71"], number="88/SK/PBS/2025")
    decree = world.upload()
    with pytest.raises(Refused, match="sudah tercatat pada"):
        world.retype(decree, number=number)
    decree.number = number
    assert fields(submission_of_decree(decree)) == ["number"]


def test_after_the_deadline_only_what_was_returned_may_still_come(world: World) -> None:
    first = submission_of_decree(world.upload("neighbour", world.units["PBS", "65.71"], number="2/SK"))
    returned = world.taken()
    rule(world.people["verifier"], returned, Outcome.INCOMPLETE, (ReasonCode.NAME,), "")
    world.period.deadline = now() - timedelta(hours=1)
    db.session.flush()
    assert fields(returned) == []
    (lack,) = lacks_of(first)
    assert lack.field == "period"
    assert "hanya pengajuan yang dikembalikan KPU" in lack.sentence


def test_the_centre_that_presses_twice_is_told_nothing_bad(world: World) -> None:
    submission = submission_of_decree(world.upload("liaison_tunas", world.units["TUNAS", "65.01"]))
    send(world.people["liaison_tunas"], submission)
    for _press in range(2):
        settle_for_centre(world.people["centre_tunas"], submission, approved=True, note="")
    assert submission.state is State.SUBMITTED
    assert db.session.scalar(select(func.count()).select_from(Paper)) == 1


def next_period(world: World) -> Period:
    """The semester at hand is over, and the next one is open."""
    old = world.period
    old.deadline = old.windows[0].closes_at = now() - timedelta(days=2)
    db.session.flush()
    window = Window(now() - timedelta(days=1), now() + timedelta(days=7))
    year, semester = (old.year, 2) if old.semester == 1 else (old.year + 1, 1)
    draft = PeriodDraft(year, semester, "102/SD", today(), window.closes_at, (window,))
    return open_period(world.people["head"], draft)


def test_a_draft_of_a_period_that_is_over_is_sent_in_the_next(world: World) -> None:
    submission = submission_of_decree(world.upload())
    period = next_period(world)
    assert period_of(submission) is period
    assert fields(submission) == []
    send(world.people["liaison"], submission)
    assert (submission.period_id, submission.state) == (period.id, State.SUBMITTED)
    told = select(AuditEntry).where(AuditEntry.event == "DraftCarriedOver")
    assert db.session.scalars(told).one().subject_id == submission.id


def test_a_new_file_goes_on_with_the_draft_of_the_former_period(world: World) -> None:
    decree = world.upload()
    world.period = next_period(world)
    assert world.upload(number="6/SK").id == decree.id
    assert submission_of_decree(decree).period_id == world.period.id


def test_what_was_sent_stays_in_its_period(world: World) -> None:
    submission = world.submitted()
    former = submission.period_id
    world.period = next_period(world)
    world.upload(number="6/SK")
    assert submission.period_id == former


def test_no_sk_comes_into_force_without_a_date(world: World) -> None:
    decree = world.taken().decree
    assert decree is not None
    decree.issued_on = None
    with pytest.raises(AssertionError, match="without a date"):
        enter_decree(world.people["verifier"], decree, Outcome.MET)

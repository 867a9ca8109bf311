"""A decision is taken back by two people only, everything it did is taken back with it, and everybody reads why."""

import pytest
from flask import current_app
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from sipol.extensions import db, today
from sipol.models import AuditEntry, SecondLook, Standing
from sipol.rules.errors import NotAllowed, Overtaken, Refused
from sipol.rules.reasons import ReasonCode
from sipol.rules.workflow import Act, Outcome, State
from sipol.services.handover import send
from sipol.services.ledger import MinutesDraft
from sipol.services.minutes import case_for, issue_minutes
from sipol.services.offices import office_in_force
from sipol.services.periods import current_period
from sipol.services.reopening import open_proposals_for, proposals_of, propose_change, settle_change
from sipol.services.review import rule
from sipol.services.second_look import agreement_in, draw, looks_for, take_second_look
from sipol.services.submissions import advance
from tests.factories.pages import next_semester
from tests.factories.world import World

WHY = ("Nama ketua keliru dibaca.", "Surat Bawaslu 12/PM.00.02/2026")


def reopened(world: World, submission: object) -> None:
    propose_change(world.people["verifier"], submission, *WHY)  # type: ignore[arg-type]
    settle_change(world.people["second"], submission, confirmed=True)  # type: ignore[arg-type]


def test_two_people_take_a_decision_back_and_the_former_board_stands_again(world: World) -> None:
    first = world.decided(number="1/SK/2025")
    assert first.decree is not None
    next_semester(world)
    second = world.decided(number="2/SK/2026")
    assert second.decree is not None
    assert first.decree.standing is Standing.REPLACED
    reopened(world, second)
    db.session.expire_all()
    assert second.state is State.SUBMITTED
    assert second.outcome is None
    assert (first.decree.standing, first.decree.in_force_until) == (Standing.IN_FORCE, None)
    assert (second.decree.standing, second.decree.replaces_id) == (Standing.DRAFT, None)
    # Ruled on anew, it takes its place again.
    advance(world.people["second"], second, Act.TAKE_UP)
    rule(world.people["second"], second, Outcome.MET, (), "")
    assert first.decree.standing is Standing.REPLACED


def test_nobody_confirms_his_own_proposal_and_nobody_else_may(world: World) -> None:
    submission = world.decided()
    verifier = world.people["verifier"]
    propose_change(verifier, submission, *WHY)
    with pytest.raises(Refused, match="orang lain"):
        settle_change(verifier, submission, confirmed=True)
    for who in ("far", "above", "supervisor", "liaison", "head"):
        with pytest.raises(NotAllowed):
            settle_change(world.people[who], submission, confirmed=True)
    with pytest.raises(Overtaken):
        propose_change(world.people["second"], submission, *WHY)
    settle_change(world.people["second"], submission, confirmed=False)
    assert submission.state is State.DECIDED
    with pytest.raises(Overtaken):
        settle_change(world.people["second"], submission, confirmed=True)
    assert [one.confirmed for one in proposals_of(submission)] == [False]


@pytest.mark.parametrize("change", ["state = 'submitted', decided_at = NULL, outcome = NULL", "outcome = 'not_met'"])
def test_the_database_itself_refuses_a_change_by_one(world: World, change: str) -> None:
    submission = world.decided()
    with pytest.raises(IntegrityError, match="two people"):
        db.session.execute(text(f"UPDATE submission SET {change} WHERE id = :id"), {"id": submission.id})


def test_the_step_alone_does_not_go_either(world: World) -> None:
    submission = world.decided()
    with pytest.raises(IntegrityError, match="two people"):
        advance(world.people["verifier"], submission, Act.REOPEN)


def test_an_old_word_of_two_does_not_serve_for_the_next_change(world: World) -> None:
    submission = world.decided()
    reopened(world, submission)
    advance(world.people["second"], submission, Act.TAKE_UP)
    rule(world.people["second"], submission, Outcome.NOT_MET, [ReasonCode.NAME], "")
    with pytest.raises(IntegrityError, match="two people"):
        advance(world.people["second"], submission, Act.REOPEN)


@pytest.mark.parametrize(("words", "field"), [((" ", "1"), "reason"), (("Keliru.", " "), "reference")])
def test_a_change_needs_a_reason_and_a_reference(world: World, words: tuple[str, str], field: str) -> None:
    submission = world.decided()
    with pytest.raises(Refused) as refused:
        propose_change(world.people["verifier"], submission, *words)
    assert refused.value.field == field


def test_what_was_followed_by_something_newer_stays(world: World) -> None:
    first = world.decided(number="1/SK/2025")
    next_semester(world)
    world.decided(number="2/SK/2026")
    with pytest.raises(Refused, match="lebih baru"):
        propose_change(world.people["verifier"], first, *WHY)


def test_after_the_berita_acara_it_leads_to_one_that_changes_it(world: World) -> None:
    submission = world.decided()
    verifier, party = world.people["verifier"], world.parties["PBS"]
    draft = MinutesDraft("Kantor KPU", today())
    first = issue_minutes(verifier, case_for(verifier, "65.01", world.period, party.id), world.period, draft)
    frozen = dict(first.paper.sheet)
    reopened(world, submission)
    waiting = case_for(verifier, "65.01", world.period, party.id)
    assert (waiting.ready, waiting.waiting) == (False, 1)
    advance(verifier, submission, Act.TAKE_UP)
    rule(verifier, submission, Outcome.NOT_MET, [ReasonCode.NAME], "")
    case = case_for(verifier, "65.01", world.period, party.id)
    assert case.amending
    changed = MinutesDraft("Kantor KPU", today(), reason=WHY[0])
    second = issue_minutes(verifier, case, world.period, changed)
    assert second.amends_id == first.id
    assert first.paper.sheet == frozen


def test_everybody_concerned_reads_it(world: World) -> None:
    submission = world.decided()
    propose_change(world.people["verifier"], submission, *WHY)
    assert [one.submission_id for one in open_proposals_for(world.people["second"])] == [submission.id]
    assert not open_proposals_for(world.people["far"])
    settle_change(world.people["second"], submission, confirmed=True)
    told = db.session.scalars(select(AuditEntry.event).where(AuditEntry.subject_id == submission.id)).all()
    assert {"ChangeProposed", "ChangeConfirmed"} <= set(told)


def test_an_office_goes_back_as_a_board_does(world: World) -> None:
    submission = world.office()
    send(world.people["liaison"], submission)
    advance(world.people["verifier"], submission, Act.TAKE_UP)
    rule(world.people["verifier"], submission, Outcome.MET, (), "")
    reopened(world, submission)
    assert office_in_force(world.unit) is None
    assert submission.office is not None
    assert submission.office.standing is Standing.DRAFT


def test_a_decision_by_chance_gets_a_second_look_by_another(world: World) -> None:
    submission = world.decided()
    ruling = submission.decisions[-1]
    assert draw(submission, ruling) is None, "chance is off in tests"
    look = SecondLook(
        decision_id=ruling.id,
        submission_id=submission.id,
        party_id=submission.party_id,
        region_code=submission.region_code,
        decided_by=ruling.decided_by,
    )
    db.session.add(look)
    db.session.flush()
    with pytest.raises(Refused, match="sendiri"):
        take_second_look(world.people["verifier"], look, agrees=True, note="")
    with pytest.raises(Refused, match="mengapa"):
        take_second_look(world.people["second"], look, agrees=False, note=" ")
    take_second_look(world.people["second"], look, agrees=False, note="Cap tidak ada.")
    with pytest.raises(Overtaken):
        take_second_look(world.people["second"], look, agrees=True, note="")
    assert submission.state is State.DECIDED
    period = current_period()
    assert period is not None
    (rate,) = agreement_in(world.people["above"], period)
    assert (rate.region_code, rate.drawn, rate.looked_at, rate.agreed) == ("65.01", 1, 1, 0)
    assert not looks_for(world.people["far"], period)


def test_every_decision_is_drawn_where_all_are_asked_for(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    submission = world.decided()
    ruling = submission.decisions[-1]
    monkeypatch.setitem(current_app.config, "SIPOL_SECOND_LOOK", 100)
    assert draw(submission, ruling) is not None

"""A centre that lets a submission wait is reminded: by the unit once a day, and by the register near the end."""

from datetime import datetime, time, timedelta

import pytest
from sqlalchemy import select

from sipol.extensions import db, local_zone, now, today
from sipol.models import AuditEntry, Notice
from sipol.rules.errors import NotAllowed, Refused
from sipol.rules.notices import NoticeKind, words_of
from sipol.rules.periods import Window
from sipol.rules.reasons import ReasonCode
from sipol.rules.workflow import Act, Outcome, State
from sipol.services.delegations import grant_delegation
from sipol.services.handover import send, settle_for_centre
from sipol.services.periods import CorrectionDraft, last_moment, open_correction
from sipol.services.reminders import remind, remind_centre
from sipol.services.review import rule
from sipol.services.submissions import advance
from tests.factories.world import World
from tests.services.test_delegations import DAY, draft_for, provincial, waiting
from tests.services.test_notices import heard, letter, shift

MINUTE = timedelta(minutes=1)


def told(kind: NoticeKind, world: World, who: str) -> list[Notice]:
    mine = select(Notice).where(Notice.kind == kind, Notice.recipient_id == world.people[who].id)
    return list(db.session.scalars(mine.order_by(Notice.seq)))


def test_the_unit_reminds_its_centre_once_a_day(world: World) -> None:
    liaison, submission = world.people["liaison_tunas"], waiting(world)
    assert remind_centre(liaison, submission)
    first = submission.reminded_at
    assert not remind_centre(liaison, submission)
    assert submission.reminded_at == first
    assert heard(NoticeKind.CENTRE_REMINDED, world) == {"centre_tunas"}
    shift(DAY)
    assert remind_centre(liaison, submission)
    assert len(told(NoticeKind.CENTRE_REMINDED, world, "centre_tunas")) == 2
    events = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "CentreReminded")).all()
    assert [(one.subject_id, one.actor_id) for one in events] == [(submission.id, liaison.id)] * 2


def test_the_day_is_the_calendars_not_24_hours(world: World) -> None:
    submission = waiting(world)
    assert remind_centre(world.people["liaison_tunas"], submission)
    assert submission.reminded_at is not None
    midnight = datetime.combine(today(), time.min, local_zone())
    submission.reminded_at = midnight
    db.session.flush()
    assert not remind_centre(world.people["liaison_tunas"], submission)
    submission.reminded_at = midnight - MINUTE
    db.session.flush()
    assert remind_centre(world.people["liaison_tunas"], submission)


def test_the_notice_says_since_when_and_until_when_and_names_nobody(world: World) -> None:
    submission = waiting(world)
    world.people["liaison_tunas"].name = "Orang Rekaan"
    remind_centre(world.people["liaison_tunas"], submission)
    (notice,) = told(NoticeKind.CENTRE_REMINDED, world, "centre_tunas")
    words = words_of(notice.kind, notice.facts)
    assert words.title == "Pengingat: SK kepengurusan menunggu persetujuan pusat"
    assert words.hint.startswith("Menunggu sejak hari ini pukul ")
    assert "Batas pengajuan" in words.hint
    assert "Rekaan" not in str(notice.facts)


def test_a_delegate_is_reminded_too_but_not_who_presses(world: World) -> None:
    delegate, submission = provincial(world), waiting(world)
    grant_delegation(world.people["centre_tunas"], draft_for(delegate))
    remind_centre(world.people["liaison_tunas"], submission)
    assert heard(NoticeKind.CENTRE_REMINDED, world) == {"centre_tunas", "province"}


@pytest.mark.parametrize("who", ["centre_tunas", "liaison", "neighbour", "verifier", "supervisor", "admin"])
def test_only_the_units_own_liaison_reminds(world: World, who: str) -> None:
    submission = waiting(world)
    with pytest.raises(NotAllowed):
        remind_centre(world.people[who], submission)
    assert submission.reminded_at is None


def test_what_was_sent_anew_may_be_reminded_of_anew_on_the_same_day(world: World) -> None:
    liaison, submission = world.people["liaison_tunas"], waiting(world)
    remind_centre(liaison, submission)
    settle_for_centre(world.people["centre_tunas"], submission, approved=False, note="Tanggal keliru.")
    send(liaison, submission)
    assert remind_centre(liaison, submission)
    assert len(told(NoticeKind.CENTRE_REMINDED, world, "centre_tunas")) == 2


def test_what_waits_no_more_is_not_reminded_of(world: World) -> None:
    submission = waiting(world)
    remind_centre(world.people["liaison_tunas"], submission)
    settle_for_centre(world.people["centre_tunas"], submission, approved=True, note="")
    assert submission.reminded_at is None
    with pytest.raises(Refused, match="tidak lagi menunggu"):
        remind_centre(world.people["liaison_tunas"], submission)


def test_a_party_whose_centre_has_no_account_is_told_so(world: World) -> None:
    submission = waiting(world)
    world.people["centre_tunas"].active = False
    db.session.flush()
    with pytest.raises(Refused, match="belum mempunyai akun yang aktif"):
        remind_centre(world.people["liaison_tunas"], submission)
    assert submission.reminded_at is None
    assert db.session.scalars(select(AuditEntry).where(AuditEntry.event == "CentreReminded")).all() == []


def test_the_register_reminds_three_days_and_one_day_before_the_deadline_while_something_waits(world: World) -> None:
    delegate, submission = provincial(world), waiting(world)
    grant_delegation(world.people["centre_tunas"], draft_for(delegate))
    for ahead, times in ((0, 0), (3, 0), (4, 1), (5, 1), (6, 2)):
        shift(ahead * DAY - MINUTE)
        remind()
        remind()
        assert len(told(NoticeKind.APPROVAL_NEAR, world, "centre_tunas")) == times, ahead
        assert len(told(NoticeKind.APPROVAL_NEAR, world, "province")) == times, ahead
    left = [one.facts["left"] for one in told(NoticeKind.APPROVAL_NEAR, world, "centre_tunas")]
    assert left == ["3 hari lagi", "1 hari lagi"]
    receivers = select(Notice.recipient_id).where(Notice.kind == NoticeKind.APPROVAL_NEAR)
    assert set(db.session.scalars(receivers)) == {world.people["centre_tunas"].id, delegate.id}
    assert submission.state is State.AWAITING_CENTRE


def test_a_centre_with_nothing_to_approve_is_not_reminded(world: World) -> None:
    submission = waiting(world)
    settle_for_centre(world.people["centre_tunas"], submission, approved=True, note="")
    shift(6 * DAY - MINUTE)
    remind()
    assert told(NoticeKind.APPROVAL_NEAR, world, "centre_tunas") == []
    assert told(NoticeKind.DEADLINE_NEAR, world, "centre_tunas") != []


@pytest.mark.parametrize("was_returned", [True, False])
def test_in_a_correction_round_the_centre_hears_of_what_was_returned_and_of_nothing_else(
    world: World, was_returned: bool
) -> None:
    submission = waiting(world)
    if was_returned:
        settle_for_centre(world.people["centre_tunas"], submission, approved=True, note="")
        advance(world.people["verifier"], submission, Act.TAKE_UP)
        rule(world.people["verifier"], submission, Outcome.INCOMPLETE, (ReasonCode.NAME,), "")
        send(world.people["liaison_tunas"], submission)
    assert submission.state is State.AWAITING_CENTRE
    opens = world.period.deadline + DAY
    open_correction(world.people["head"], world.period, CorrectionDraft(*letter(), Window(opens, opens + 5 * DAY)))
    shift(opens + 3 * DAY - now())
    remind()
    remind()
    assert len(told(NoticeKind.APPROVAL_NEAR, world, "centre_tunas")) == was_returned


def test_until_when_something_can_be_handed_in(world: World) -> None:
    period, deadline = world.period, world.period.deadline
    opens = deadline + DAY
    open_correction(world.people["head"], period, CorrectionDraft(*letter(), Window(opens, opens + 5 * DAY)))
    before, after = deadline - MINUTE, deadline + MINUTE
    assert last_moment(period, before, returned=True) == deadline
    assert last_moment(period, after, returned=True) == opens + 5 * DAY
    assert last_moment(period, after, returned=False) == deadline
    assert last_moment(period, opens + 6 * DAY, returned=True) == deadline

"""Party by object by office: every unit counted once, drafts for the party alone, each within their scope."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from sipol.extensions import db, now
from sipol.models import Region, User
from sipol.rules.errors import NotFound
from sipol.rules.progress import Age, Stage
from sipol.rules.reasons import ReasonCode
from sipol.rules.workflow import Act, Outcome, Subject
from sipol.services.accounts import console
from sipol.services.dashboard import Dashboard, dashboard_of
from sipol.services.handover import send, settle_for_centre
from sipol.services.no_change import hand_in_no_change
from sipol.services.parties import open_unit
from sipol.services.review import rule
from sipol.services.submissions import advance, submission_of_decree
from sipol.services.workload import hands_in, queue_ages
from tests.doors.test_budgets import counted
from tests.factories.pages import next_semester
from tests.factories.world import World


def seen_by(world: World, who: str, area: str, party: str = "") -> Dashboard:
    return dashboard_of(world.people[who], world.period, area, world.parties[party].id if party else None)


def stages(seen: Dashboard, subject: Subject = Subject.DECREE) -> dict[Stage, int]:
    return {stage: many for stage, many in seen.sums[subject].counts.items() if many}


def test_every_unit_is_counted_once_for_each_object_asked_of_it(world: World) -> None:
    seen = seen_by(world, "above", "65")
    assert {subject: tally.total for subject, tally in seen.sums.items()} == {
        Subject.DECREE: 12, Subject.MEMBERS: 8, Subject.OFFICE: 8,
    }  # fmt: skip
    world.decided()
    world.submitted("rival", unit=world.units["PCN", "65.01"], number="9/PCN")
    send(world.people["liaison"], world.office())
    again = seen_by(world, "above", "65")
    assert {subject: tally.total for subject, tally in again.sums.items()} == {
        subject: tally.total for subject, tally in seen.sums.items()
    }
    assert again.left == 2


def test_who_has_no_account_is_not_among_those_who_did_nothing(world: World) -> None:
    # In Tarakan only PBS has a petugas penghubung; in Bulungan PBS, PCN and TUNAS have.
    assert stages(seen_by(world, "above", "65")) == {Stage.NOT_SENT: 5, Stage.NO_ACCOUNT: 7}
    assert stages(seen_by(world, "verifier", "65.01")) == {Stage.NOT_SENT: 3, Stage.NO_ACCOUNT: 1}


def test_a_draft_is_counted_for_the_party_alone(world: World) -> None:
    world.upload()
    world.office()
    assert stages(seen_by(world, "liaison", "65.01")) == {Stage.DRAFT: 1}
    assert stages(seen_by(world, "centre", "ID"))[Stage.DRAFT] == 1
    for who in ("verifier", "above", "supervisor", "head"):
        seen = seen_by(world, who, "65.01", "PBS")
        assert stages(seen) == stages(seen, Subject.OFFICE) == {Stage.NOT_SENT: 1}


def test_waiting_for_the_centre_is_told_apart_and_what_was_refused_is_a_draft_again(world: World) -> None:
    submission = submission_of_decree(world.upload("liaison_tunas", world.units["TUNAS", "65.01"]))
    send(world.people["liaison_tunas"], submission)
    assert stages(seen_by(world, "verifier", "65.01", "TUNAS")) == {Stage.AWAITING_CENTRE: 1}
    settle_for_centre(world.people["centre_tunas"], submission, approved=False, note="Perbaiki nomor.")
    assert stages(seen_by(world, "verifier", "65.01", "TUNAS")) == {Stage.NOT_SENT: 1}
    assert stages(seen_by(world, "centre_tunas", "65.01")) == {Stage.DRAFT: 1}


def test_the_stages_follow_the_case(world: World) -> None:
    submission = world.submitted()
    told = [stages(seen_by(world, "above", "65", "PBS"))]
    advance(world.people["verifier"], submission, Act.TAKE_UP)
    told.append(stages(seen_by(world, "above", "65", "PBS")))
    rule(world.people["verifier"], submission, Outcome.INCOMPLETE, [ReasonCode.OTHER], "Ulangi.")
    told.append(stages(seen_by(world, "above", "65", "PBS")))
    assert [next(stage for stage in one if stage is not Stage.NOT_SENT) for one in told] == [
        Stage.SUBMITTED, Stage.IN_REVIEW, Stage.RETURNED,
    ]  # fmt: skip


def test_no_change_is_counted_beside_its_stage(world: World) -> None:
    world.decided()
    next_semester(world)
    hand_in_no_change(world.people["liaison"], world.unit, Subject.DECREE)
    tally = seen_by(world, "verifier", "65.01", "PBS").sums[Subject.DECREE]
    assert (tally.counts[Stage.SUBMITTED], tally.unchanged) == (1, 1)


def test_one_goes_down_from_office_to_office(world: World) -> None:
    world.decided("far", who="neighbour", unit=world.units["PBS", "65.71.01"])
    top, below = seen_by(world, "above", "65", "PBS"), seen_by(world, "above", "65.71", "PBS")
    assert [region.code for region, _ in top.places] == ["65.01", "65.71"]
    assert [region.code for region, _ in below.places] == ["65.71", "65.71.01"]
    assert [region.code for region in below.above] == ["65"]
    tarakan = {region.code: tallies for region, tallies in top.places}["65.71"]
    assert tarakan[Subject.DECREE].counts[Stage.MET] == below.sums[Subject.DECREE].counts[Stage.MET] == 1
    assert [region.code for region, _ in seen_by(world, "centre", "ID").places] == ["65"]


def test_nobody_counts_what_lies_outside_their_scope(world: World) -> None:
    world.submitted("rival", unit=world.units["PCN", "65.01"], number="9/PCN")
    mine = seen_by(world, "centre", "ID", "PCN")
    assert [party.abbreviation for party, _ in mine.parties] == ["PBS"]
    assert Stage.SUBMITTED not in stages(mine)
    assert queue_ages(world.people["centre"], "ID").total == 0
    assert queue_ages(world.people["far"], "65.01").total == 0
    for who, area in (("verifier", "65.71"), ("above", "ID"), ("liaison", "65"), ("verifier", "65.01'")):
        with pytest.raises(NotFound):
            seen_by(world, who, area)


def test_the_queue_is_told_by_age_whatever_the_semester(world: World) -> None:
    first = world.submitted()
    second = world.submitted("rival", unit=world.units["PCN", "65.01"], number="9/PCN")
    first.submitted_at, second.submitted_at = now() - timedelta(days=8), now() - timedelta(days=3)
    db.session.flush()
    next_semester(world)
    queue = queue_ages(world.people["supervisor"], "65.01")
    assert queue.ages == {Age.NEW: 0, Age.DAYS: 1, Age.WEEK: 0, Age.LONG: 1}
    assert queue.oldest == first.submitted_at
    assert queue_ages(world.people["above"], "65", world.parties["PCN"].id).total == 1


def test_each_verifier_is_told_with_what_is_held_and_ruled(world: World) -> None:
    world.decided()
    taken = world.taken("second", who="rival", unit=world.units["PCN", "65.01"], number="9/PCN")
    told = {one.user.login: (one.held, one.decided, one.returned) for one in hands_in(*work(world, "above", "65"))}
    assert told == {"second": (1, 0, 0), "verifier": (0, 1, 0), "far": (0, 0, 0), "above": (0, 0, 0)}
    taken.claimed_until = now() - timedelta(minutes=1)
    db.session.flush()
    assert {one.held for one in hands_in(*work(world, "above", "65"))} == {0}
    assert {one.user.login for one in hands_in(*work(world, "verifier", "65.01"))} == {"verifier", "second"}


def work(world: World, who: str, area: str) -> tuple[User, object, str]:
    return world.people[who], world.period, area


def test_it_asks_as_often_for_many_units_as_for_few(world: World) -> None:
    def asked(look: Callable[[], object]) -> int:
        db.session.expire_all()
        with counted() as statements:
            look()
        return len(statements)

    def looks() -> list[int]:
        above = world.people["above"]
        return [
            asked(lambda: seen_by(world, "above", "65")),
            asked(lambda: queue_ages(above, "65")),
            asked(lambda: hands_in(above, world.period, "65")),
        ]

    world.decided()
    looks()
    few = looks()
    for code in ("65.01.01", "65.02", "65.03"):
        open_unit(console(), world.parties["PBS"], db.session.get_one(Region, code))
    world.submitted("rival", unit=world.units["PCN", "65.01"], number="9/PCN")
    world.taken("far", who="neighbour", unit=world.units["PBS", "65.71"], number="8/PBS")
    # Rows that the session happens to hold no longer are asked for once more; never one query for each unit.
    assert all(later <= first + 1 for first, later in zip(few, looks(), strict=True))
    assert max(few) <= 12

"""The Berita Acara after the first one, and what it says of units that handed in nothing."""

import pytest

from sipol.extensions import db, now
from sipol.models import Minutes, Submission
from sipol.render import MinutesSheet, Participation
from sipol.rules.errors import Refused
from sipol.rules.reasons import ReasonCode
from sipol.rules.workflow import Outcome, State
from sipol.services.ledger import MinutesDraft
from sipol.services.minutes import PartyCase, amended_by, case_for, issue_minutes, office_of, preview, today_at
from sipol.services.papers import sheet_of
from sipol.services.review import rule
from tests.factories.world import World

CITY, DISTRICT = "65.71", "65.71.01"


def decide(world: World, code: str, number: str) -> Submission:
    return world.decided("far", who="neighbour", unit=world.units["PBS", code], number=number)


def case_of(world: World) -> PartyCase:
    return case_for(world.people["far"], CITY, world.period, world.parties["PBS"].id)


def draft(world: World, **more: object) -> MinutesDraft:
    return MinutesDraft("Kantor KPU", today_at(office_of(world.people["far"])), **more)  # type: ignore[arg-type]


def issue(world: World, case: PartyCase, **more: object) -> Minutes:
    return issue_minutes(world.people["far"], case, world.period, draft(world, **more))


def sheet_now(world: World, **more: object) -> MinutesSheet:
    return preview(world.people["far"], case_of(world), world.period, draft(world, **more))


def test_what_is_decided_after_the_first_berita_acara_goes_into_one_that_changes_it(world: World) -> None:
    decide(world, CITY, "1/SK")
    first = issue(world, case_of(world))
    later = decide(world, DISTRICT, "2/SK")
    case = case_of(world)
    assert case.amending
    assert case.ready
    second = issue(world, case, reason="SK kecamatan baru diputus.")
    assert (second.amends_id, later.state) == (first.id, State.MINUTED)
    sheet = sheet_of(second.paper)
    assert isinstance(sheet, MinutesSheet)
    assert sheet.amends is not None
    assert (sheet.amends.number, sheet.amends.reason) == (first.number, "SK kecamatan baru diputus")
    assert sum(row.met for row in sheet.results) == 2
    assert amended_by(first) is second
    assert case_of(world).minutes is second
    assert not case_of(world).amending


def test_a_second_press_makes_no_second_change(world: World) -> None:
    decide(world, CITY, "1/SK")
    issue(world, case_of(world))
    decide(world, DISTRICT, "2/SK")
    stale = case_of(world)
    issue(world, stale, reason="SK kecamatan")
    for case in (stale, case_of(world)):
        with pytest.raises(Refused, match="sudah dibekukan"):
            issue(world, case, reason="SK kecamatan")


def test_a_change_needs_a_reason(world: World) -> None:
    decide(world, CITY, "1/SK")
    issue(world, case_of(world))
    decide(world, DISTRICT, "2/SK")
    with pytest.raises(Refused, match="alasan perubahan") as refused:
        issue(world, case_of(world))
    assert refused.value.field == "reason"


def test_a_unit_that_handed_in_nothing_stands_with_its_own_result(world: World) -> None:
    decide(world, CITY, "1/SK")
    unit = world.units["PBS", DISTRICT]
    assert sheet_now(world).notes == (f"{unit.name}: tidak melakukan pemutakhiran.",)
    world.people["neighbour"].active = False
    db.session.flush()
    sheet = sheet_now(world)
    assert sheet.notes == (f"{unit.name}: belum mempunyai akun.",)
    assert sheet.participation is Participation.UPDATED


@pytest.mark.parametrize("state", [State.DRAFT, State.AWAITING_CENTRE])
def test_who_holds_a_receipt_took_part_though_the_centre_has_it_back(world: World, state: State) -> None:
    submission = world.taken("far", who="neighbour", unit=world.units["PBS", CITY])
    rule(world.people["far"], submission, Outcome.INCOMPLETE, (ReasonCode.NAME,), "")
    submission.state, submission.outcome = state, None
    if state is State.AWAITING_CENTRE:
        submission.asked_at, submission.asked_by = now(), world.people["neighbour"].id
    world.period.deadline = world.period.windows[0].opens_at
    db.session.flush()
    sheet = sheet_now(world)
    assert sheet.participation is Participation.UPDATED
    assert (sheet.results[0].submitted, sheet.results[0].incomplete) == (1, 1)


def test_of_two_commissioners_of_one_name_only_one_declines(world: World) -> None:
    decide(world, CITY, "1/SK")
    one, other = world.offices[CITY].commissioners[1:3]
    other.name = one.name
    sheet = sheet_now(world, declined=((one.order, "Berhalangan"),))
    assert [signer.declined for signer in sheet.signers] == ["", "Berhalangan", ""]

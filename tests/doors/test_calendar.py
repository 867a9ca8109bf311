"""The calendar of deadlines: anybody subscribes, a moved deadline moves there, and it names no one."""

from datetime import timedelta

from flask.testing import FlaskClient
from icalendar import Calendar, Component

from sipol.extensions import now, today
from sipol.rules.periods import Window
from sipol.services.periods import CorrectionDraft, ExtensionDraft, extend_period, open_correction
from tests.factories.world import World


def events(client: FlaskClient) -> dict[str, Component]:
    answer = client.get("/kalender.ics")
    assert answer.mimetype == "text/calendar"
    return {str(event["summary"]): event for event in Calendar.from_ical(answer.data).walk("VEVENT")}


def test_the_deadline_is_told_with_its_reminders(world: World, client: FlaskClient) -> None:
    told = events(client)
    deadline = next(event for title, event in told.items() if title.startswith("Batas pengajuan"))
    assert deadline["dtstart"].dt == world.period.deadline.replace(microsecond=0)
    assert [-alarm["trigger"].dt.days for alarm in deadline.walk("VALARM")] == [14, 7, 3, 1]
    assert any(title.endswith("dibuka") for title in told)


def test_a_deadline_that_was_moved_moves_under_the_same_name(world: World, client: FlaskClient) -> None:
    name = next(title for title in events(client) if title.startswith("Batas pengajuan"))
    before = events(client)[name]
    later = world.period.deadline + timedelta(days=3)
    extend_period(world.people["head"], world.period, ExtensionDraft("9/SD", today(), "Menurut surat.", later))
    after = events(client)[name]
    assert (after["uid"], after["dtstart"].dt) == (before["uid"], later.replace(microsecond=0))
    assert int(after["sequence"]) > int(before["sequence"])


def test_a_correction_round_is_told_and_what_is_long_past_is_not(world: World, client: FlaskClient) -> None:
    period = world.period
    period.deadline = period.windows[0].closes_at = now() - timedelta(days=1)
    window = Window(now(), now() + timedelta(days=5))
    open_correction(world.people["head"], period, CorrectionDraft("10/SD", today(), "Putaran kedua.", window))
    assert any(title.startswith("Masa perbaikan") and title.endswith("ditutup") for title in events(client))
    period.windows[0].opens_at = now() - timedelta(days=90)
    period.deadline = now() - timedelta(days=80)
    assert not any(title.startswith("Batas pengajuan") for title in events(client))

"""Two presses and two units at once at the handover: nobody who succeeded is told otherwise, no number is had twice."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask

from sipol.extensions import db
from sipol.models import Decree, Submission
from sipol.services import accounts, readings
from sipol.services.decrees import DecreeDraft, save_decree
from sipol.services.handover import send, settle_for_centre
from sipol.services.submissions import submission_of_decree
from tests.conftest import CHEAP_HASHER, read_once
from tests.factories.world import build_world
from tests.services.test_races import at_once, person

ROUNDS = 4


@pytest.fixture
def register(make_app: Callable[..., Flask], database: str, monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setattr(accounts, "HASHER", CHEAP_HASHER)
    monkeypatch.setattr(readings, "read_decree_safely", read_once)
    return make_app(database)


def test_a_double_click_on_approve_tells_nobody_of_a_conflict(register: Flask) -> None:
    with register.app_context():
        world = build_world()
        submission = submission_of_decree(world.upload("liaison_tunas", world.units["TUNAS", "65.01"]))
        send(world.people["liaison_tunas"], submission)
        submission_id = submission.id
        db.session.commit()

    def press() -> None:
        submission = db.session.get_one(Submission, submission_id)
        settle_for_centre(person("centre_tunas"), submission, approved=True, note="")

    assert at_once(register, press, press) == ["", ""]


def test_of_two_units_that_save_one_number_one_is_refused(register: Flask) -> None:
    with register.app_context():
        world = build_world()
        ours = world.upload(number="1/SK").id
        theirs = world.upload("neighbour", world.units["PBS", "65.71"], number="2/SK").id
        db.session.commit()

    for turn in range(ROUNDS):

        def save(login: str, decree_id: object, number: str = f"7{turn}/SK") -> Callable[[], None]:
            def act() -> None:
                decree = db.session.get_one(Decree, decree_id)
                draft = DecreeDraft(number=number, issued_on=date(2025, 5, 1))
                save_decree(person(login), decree, draft, decree.version)

            return act

        assert sorted(at_once(register, save("liaison", ours), save("neighbour", theirs))) == ["", "Refused"]

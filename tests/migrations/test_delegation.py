"""A submission that waited for its centre before gets its day and its asker from the history."""

from collections.abc import Callable

import flask_migrate
import pytest
from flask import Flask
from sqlalchemy import text

from config import shipped
from sipol.extensions import db
from sipol.services import accounts, readings
from sipol.services.handover import send, settle_for_centre
from sipol.services.submissions import submission_of_decree
from tests.conftest import CHEAP_HASHER, read_once
from tests.factories.world import build_world

FOLDER = str(shipped("migrations"))
ASKED = """
SELECT user_account.login, submission.asked_at = (SELECT max(at) FROM audit_entry
    WHERE subject_id = submission.id AND facts ->> 'act' = 'ask_centre')
FROM submission LEFT JOIN user_account ON user_account.id = submission.asked_by
ORDER BY submission.region_code
"""


def test_what_waits_already_is_dated_by_the_last_time_it_was_asked_for(
    make_app: Callable[..., Flask], database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accounts, "HASHER", CHEAP_HASHER)
    monkeypatch.setattr(readings, "read_decree_safely", read_once)
    with make_app(database).app_context():
        world = build_world()
        liaison, centre = world.people["liaison_tunas"], world.people["centre_tunas"]
        again = submission_of_decree(world.upload("liaison_tunas", world.units["TUNAS", "65.01"]))
        send(liaison, again)
        db.session.commit()
        settle_for_centre(centre, again, approved=False, note="Tanggal keliru.")
        db.session.commit()
        send(liaison, again)
        # The centre sends its own without asking anybody.
        send(centre, submission_of_decree(world.upload("centre_tunas", world.units["TUNAS", "65.71"], number="2/SK")))
        db.session.commit()
        db.session.remove()
        flask_migrate.downgrade(directory=FOLDER, revision="0024")
        flask_migrate.upgrade(directory=FOLDER)
        with db.engine.connect() as connection:
            assert [tuple(row) for row in connection.execute(text(ASKED))] == [("liaison_tunas", True), (None, None)]

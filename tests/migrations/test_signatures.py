"""A Berita Acara from before there were signatures gets its places from its own frozen sheet."""

from collections.abc import Callable

import flask_migrate
import pytest
from flask import Flask
from sqlalchemy import text

from config import shipped
from sipol.extensions import db, today
from sipol.services import accounts, readings
from sipol.services.ledger import MinutesDraft
from sipol.services.minutes import case_for, issue_minutes
from tests.conftest import CHEAP_HASHER, read_once
from tests.factories.world import build_world

FOLDER = str(shipped("migrations"))
PLACES = """
SELECT signature."order", signature.name, answer, reason, way, settled_by = minutes.issued_by, commissioner_id IS NULL
FROM signature JOIN minutes ON minutes.id = minutes_id ORDER BY 1
"""


def test_an_older_berita_acara_waits_for_those_who_did_not_decline(
    make_app: Callable[..., Flask], database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accounts, "HASHER", CHEAP_HASHER)
    monkeypatch.setattr(readings, "read_decree_safely", read_once)
    with make_app(database).app_context():
        world = build_world()
        world.decided()
        case = case_for(world.people["verifier"], "65.01", world.period, world.parties["PBS"].id)
        draft = MinutesDraft("Kantor KPU", today(), declined=((3, "Tidak sepakat"),))
        issue_minutes(world.people["verifier"], case, world.period, draft)
        world.offices["65.01"].commissioners[1].name = "Penggantinya"
        db.session.commit()
        db.session.remove()
        flask_migrate.downgrade(directory=FOLDER, revision="0022")
        flask_migrate.upgrade(directory=FOLDER)
        with db.engine.connect() as connection:
            assert [tuple(row) for row in connection.execute(text(PLACES))] == [
                (1, "Rusdiana Amban", None, "", None, None, False),
                (2, "Marthen Sakai", None, "", None, None, True),
                (3, "Taufan Semaong", "declined", "Tidak sepakat", "at_plenary", True, False),
            ]

"""Every migration goes up and down, with rows in the tables, and the newest equals the models."""

from collections.abc import Callable

import flask_migrate
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import inspect, text

from config import shipped
from sipol.extensions import db
from sipol.services import accounts, readings
from tests.conftest import CHEAP_HASHER, read_once
from tests.factories.world import build_world

FOLDER = str(shipped("migrations"))
LINE = list(ScriptDirectory(FOLDER).walk_revisions())
REVISIONS = [script.revision for script in LINE]


def ours(_object: object, name: str | None, kind: str, _reflected: bool, _compared: object) -> bool:
    return not (kind == "table" and name is not None and name.startswith("procrastinate_"))


def test_the_newest_migration_is_what_the_models_say(make_app: Callable[..., Flask], database: str) -> None:
    with make_app(database).app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": ours})
        assert compare_metadata(context, db.metadata) == []


def test_all_the_way_down_with_rows_and_up_again(
    make_app: Callable[..., Flask], database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accounts, "HASHER", CHEAP_HASHER)
    monkeypatch.setattr(readings, "read_decree_safely", read_once)
    with make_app(database).app_context():
        build_world().taken()
        db.session.commit()
        db.session.remove()
        for revision in [*REVISIONS[1:], "base"]:
            flask_migrate.downgrade(directory=FOLDER, revision=revision)
        assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
        for revision in reversed(REVISIONS):
            flask_migrate.upgrade(directory=FOLDER, revision=revision)
        with db.engine.connect() as connection:
            assert connection.scalar(text("SELECT count(*) FROM region")) == 1


@pytest.mark.parametrize("revision", REVISIONS)
def test_each_revision_goes_down_and_up_again_with_rows(
    make_app: Callable[..., Flask], database: str, monkeypatch: pytest.MonkeyPatch, revision: str
) -> None:
    monkeypatch.setattr(accounts, "HASHER", CHEAP_HASHER)
    monkeypatch.setattr(readings, "read_decree_safely", read_once)
    below = next(script.down_revision for script in LINE if script.revision == revision)
    with make_app(database).app_context():
        build_world().taken()
        db.session.commit()
        db.session.remove()
        flask_migrate.downgrade(directory=FOLDER, revision=str(below or "base"))
        flask_migrate.upgrade(directory=FOLDER)
        with db.engine.connect() as connection:
            assert connection.scalar(text("SELECT count(*) FROM region WHERE code = 'ID'")) == 1
            assert connection.scalar(text("SELECT count(*) FROM user_account WHERE login = 'konsol'")) == 1


def test_there_is_one_line_of_migrations() -> None:
    script = ScriptDirectory(FOLDER)
    assert len(script.get_heads()) == 1
    assert len(REVISIONS) == len(set(REVISIONS))

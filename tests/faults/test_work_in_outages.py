"""Work that waits through an outage: it is tried again for as long as it takes, and blames neither file nor paper."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, text

from sipol.cli.demo_cast import BOARD_PCN
from sipol.extensions import db, open_files
from sipol.jobs import worker as jobs
from sipol.models import Paper, Reading, ReadingStatus, Submission, User
from sipol.services import accounts
from sipol.services.handover import send
from tests.conftest import CHEAP_HASHER
from tests.faults.small_disk import small_disk
from tests.services.test_jobs import uploaded


@pytest.fixture
def register(
    make_app: Callable[..., Flask], database: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Flask]:
    monkeypatch.setattr(accounts, "HASHER", CHEAP_HASHER)
    yield make_app(database, SIPOL_FILES=(tmp_path / "files").as_uri())


@contextmanager
def no_store(app: Flask) -> Iterator[None]:
    """The file store is a closed port for a while."""
    here = app.config["SIPOL_FILES"]
    app.config["SIPOL_FILES"] = "s3://berkas/sipol"
    open_files(app)
    try:
        yield
    finally:
        app.config["SIPOL_FILES"] = here
        open_files(app)


def work(app: Flask) -> None:
    """One attempt at everything that waits, whenever it was to be tried again."""
    with app.app_context():
        db.session.execute(text("UPDATE procrastinate_jobs SET scheduled_at = NULL"))
        db.session.commit()
        asyncio.run(jobs.work(app, once=True))


def waiting(app: Flask) -> list[tuple[str, int]]:
    with app.app_context():
        found = db.session.execute(text("SELECT status::text, attempts FROM procrastinate_jobs"))
        return [(row.status, row.attempts) for row in found]


def test_a_reading_waits_for_the_file_store_and_is_not_given_up(
    register: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "AWS_REGION": "id"}
    for name, value in (keys | {"AWS_ENDPOINT": "https://127.0.0.1:9"}).items():
        monkeypatch.setenv(name, value)
    uploaded(register, BOARD_PCN)
    with no_store(register):
        for _attempt in range(jobs.ATTEMPTS + 2):
            work(register)
    assert waiting(register) == [("todo", 1)]
    with register.app_context():
        assert db.session.scalars(select(Reading.status)).one() is ReadingStatus.WAITING
    work(register)
    with register.app_context():
        assert db.session.scalars(select(Reading.status)).one() is ReadingStatus.READ


def test_a_paper_waits_for_room_on_the_disk_and_is_then_printed(register: Flask, tmp_path: Path) -> None:
    uploaded(register, BOARD_PCN)
    work(register)
    hand_in(register)
    with small_disk(tmp_path / "files" / "papers", 8):
        for _attempt in range(jobs.ATTEMPTS + 1):
            work(register)
        with register.app_context():
            paper = db.session.scalars(select(Paper)).one()
            assert (paper.printed_at, paper.failure) == (None, None)
    work(register)
    with register.app_context():
        assert db.session.scalars(select(Paper)).one().printed_at is not None


def test_mail_without_room_in_the_outbox_stays_due_and_goes_out_later(register: Flask, tmp_path: Path) -> None:
    register.config["SIPOL_HOME"] = tmp_path
    uploaded(register, BOARD_PCN)
    with register.app_context():
        db.session.execute(text("UPDATE user_account SET email = login || '@contoh.id'"))
        db.session.commit()
    work(register)
    hand_in(register)
    with small_disk(tmp_path / "outbox", 4) as outbox:
        (outbox / "ballast").write_bytes(bytes(4096))
        work(register)
        assert due(register) > 0
    work(register)
    assert due(register) == 0
    assert list((tmp_path / "outbox").glob("*.eml"))


def due(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(text("SELECT count(*) FROM notice WHERE mail_due_at IS NOT NULL")) or 0


def hand_in(app: Flask) -> None:
    with app.app_context():
        liaison = db.session.scalars(select(User).where(User.login == "liaison")).one()
        send(liaison, db.session.scalars(select(Submission)).one())
        db.session.commit()

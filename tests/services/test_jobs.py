"""The queue and its workers: a job exists only if the act does, and outlives the worker that held it."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import product
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import null, select, text

from sipol.cli.demo_cast import BOARD_PCN, Row
from sipol.extensions import db, today
from sipol.jobs import worker as jobs
from sipol.jobs.tasks import GIVEN_UP, ROUNDS, TASKS, leave_unprinted, read
from sipol.models import Decree, Document, Paper, Reading, ReadingStatus
from sipol.services import accounts
from sipol.services.decrees import as_typed, start_decree
from sipol.services.findings import findings_of, refresh
from sipol.services.papers import print_paper
from sipol.services.queue import (
    MAIL_INVITATION,
    MAIL_PASSWORD_LINK,
    MAIL_REFUSAL,
    PRINT_PAPER,
    READ_DOCUMENT,
    READ_LETTER,
    READ_MEMBERS,
    SEEK_LIKENESS,
    SEND_MAIL,
    headway,
)
from sipol.services.readings import ask_for_reading, facts_by_document, reading_of, renew, statuses_of
from tests.conftest import CHEAP_HASHER
from tests.factories.world import World, build_world, paper

ROOT = Path(__file__).parents[2]
GIVEN = ("Rahmat", "Surya", "Melati", "Yohana", "Darius", "Lestari", "Ronald", "Kartika", "Bintang", "Wulan")
FAMILY = ("Sanjaya", "Tabuni", "Lawai", "Pradana", "Nainggolan", "Apui", "Sitorus", "Bahari", "Liang", "Utama")
MIDDLE = ("Agung", "Dewi", "Putra", "Maria", "Bagus", "Intan")
A_LONG_BOARD: tuple[Row, ...] = tuple(
    ("Pengurus Harian", "Anggota", " ".join(name)) for name in product(GIVEN, MIDDLE, FAMILY)
)


@pytest.fixture
def register(make_app: Callable[..., Flask], database: str, monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setattr(accounts, "HASHER", CHEAP_HASHER)
    return make_app(database)


def worker(app: Flask, *options: str) -> "subprocess.Popen[bytes]":
    environ = {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": str(app.config["SQLALCHEMY_DATABASE_URI"]),
        "SIPOL_HOME": str(app.config["SIPOL_HOME"]),
        "SECRET_KEY": str(app.config["SECRET_KEY"]),
    }
    command = [sys.executable, "-c", "from sipol.app import main; main()", "worker", *options]
    return subprocess.Popen(command, env=environ, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def waiting_for(app: Flask, question: Callable[[], bool], seconds: float = 60) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with app.app_context():
            if question():
                return True
        time.sleep(0.1)
    return False


def uploaded(app: Flask, board: tuple[Row, ...]) -> None:
    with app.app_context():
        world = build_world()
        data = paper(world.unit.name, "PBS", "5/SK/PBS/2025", today(), board)
        start_decree(world.people["liaison"], world.unit, world.period, data)
        db.session.commit()


def test_every_kind_of_job_has_a_task() -> None:
    assert (
        set(TASKS)
        == set(GIVEN_UP)
        == {
            READ_DOCUMENT,
            PRINT_PAPER,
            READ_MEMBERS,
            READ_LETTER,
            SEEK_LIKENESS,
            SEND_MAIL,
            MAIL_INVITATION,
            MAIL_REFUSAL,
            MAIL_PASSWORD_LINK,
        }
    )


def test_an_uploaded_sk_is_read_by_the_worker_and_fills_its_draft(register: Flask) -> None:
    uploaded(register, BOARD_PCN)
    assert worker(register, "--once").wait(60) == 0
    with register.app_context():
        decree = db.session.scalars(select(Decree)).one()
        assert (decree.number, len(decree.officers), findings_of(decree)) == ("5/SK/PBS/2025", len(BOARD_PCN), [])


def test_work_of_a_refused_act_is_never_queued(register: Flask) -> None:
    with register.app_context():
        world = build_world()
        world.submitted()
        db.session.rollback()
        assert db.session.scalar(text("SELECT count(*) FROM procrastinate_jobs")) == 0


def test_a_reading_whose_worker_was_killed_is_done_again_once(register: Flask) -> None:
    uploaded(register, A_LONG_BOARD)
    first = worker(register, "--dead-after", "2")
    assert waiting_for(register, lambda: status() == "doing")
    time.sleep(0.5)
    first.send_signal(signal.SIGKILL)
    first.wait()
    with register.app_context():
        assert db.session.scalars(select(Reading)).one().status is ReadingStatus.WAITING
    second = worker(register, "--dead-after", "2")
    try:
        assert waiting_for(register, lambda: status() == "none")
    finally:
        second.send_signal(signal.SIGINT)
        second.wait(20)
    with register.app_context():
        reading = db.session.scalars(select(Reading)).one()
        decree = db.session.scalars(select(Decree)).one()
        assert reading.status is ReadingStatus.READ
        assert len(decree.officers) == len(A_LONG_BOARD)
        assert db.session.scalars(select(Document)).one().id == reading.document_id


def status() -> str:
    """Of the one job that somebody asked for; rounds come and go beside it."""
    asked = text("SELECT status::text FROM procrastinate_jobs WHERE task_name <> ALL(:rounds) LIMIT 1")
    return db.session.scalar(asked, {"rounds": list(ROUNDS)}) or "none"


def test_a_receipt_is_printed_by_the_worker(register: Flask) -> None:
    with register.app_context():
        build_world().submitted()
        db.session.commit()
    assert worker(register, "--once").wait(60) == 0
    with register.app_context():
        printed = db.session.scalars(select(Paper)).one()
        assert printed.file_digest is not None


def broken(_subject: object) -> None:
    raise ZeroDivisionError


def jobs_queued() -> int:
    return db.session.scalar(text("SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')")) or 0


def test_a_reading_that_fails_every_time_is_given_up_in_words(register: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(TASKS, READ_DOCUMENT, broken)
    uploaded(register, BOARD_PCN)
    with register.app_context():
        for attempt in range(1, jobs.ATTEMPTS + 1):
            assert (db.session.scalars(select(Reading)).one().status, attempt) == (ReadingStatus.WAITING, attempt)
            db.session.execute(text("UPDATE procrastinate_jobs SET scheduled_at = NULL"))
            db.session.commit()
            asyncio.run(jobs.work(register, once=True))
            db.session.expire_all()
        reading = db.session.scalars(select(Reading)).one()
        assert reading.status is ReadingStatus.FAILED
        assert "dengan tangan" in (reading.failure or "")
        assert status() == "failed"


@pytest.mark.parametrize(("attempts", "expected"), [(2, ReadingStatus.WAITING), (3, ReadingStatus.FAILED)])
def test_a_job_whose_workers_all_died_is_given_up_in_words(
    register: Flask, attempts: int, expected: ReadingStatus
) -> None:
    uploaded(register, BOARD_PCN)
    with register.app_context():
        lose_the_worker(attempts)

    with register.app_context():
        book = jobs.work_book(register)

    async def once() -> None:
        async with book.open_async():
            await jobs.rescue(register, book, 1)

    asyncio.run(once())
    with register.app_context():
        assert db.session.scalars(select(Reading)).one().status is expected
        assert status() == ("failed" if expected is ReadingStatus.FAILED else "todo")


def lose_the_worker(attempts: int) -> None:
    """As if a worker had taken the job up and was killed an hour ago."""
    db.session.execute(
        text(
            "WITH dead AS (INSERT INTO procrastinate_workers (last_heartbeat) "
            "VALUES (now() - interval '1 hour') RETURNING id) "
            "UPDATE procrastinate_jobs SET status = 'doing', attempts = :attempts, worker_id = (SELECT id FROM dead)"
        ),
        {"attempts": attempts},
    )
    db.session.commit()


def test_the_rescue_goes_on_after_an_exception(register: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []

    async def stumble(*_arguments: object) -> None:
        calls.append(1)
        raise OSError

    monkeypatch.setattr(jobs, "rescue", stumble)

    with register.app_context():
        book = jobs.work_book(register)

    async def for_a_moment() -> None:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(jobs._rescue_for_ever(register, book, 0.03), 0.5)

    asyncio.run(for_a_moment())
    assert len(calls) > 1


def test_a_reading_that_waits_without_a_job_is_asked_for_again(world: World) -> None:
    decree = start_decree(world.people["liaison"], world.unit, world.period, a_paper(world)).decree
    assert jobs_queued() == 1
    ask_for_reading(decree.document)
    assert jobs_queued() == 1
    db.session.execute(text("UPDATE procrastinate_jobs SET status = 'failed'"))
    ask_for_reading(decree.document)
    assert jobs_queued() == 1


def a_paper(world: World) -> bytes:
    return paper(world.unit.name, "PBS", "5/SK/PBS/2025", today(), BOARD_PCN)


def test_a_new_engine_leaves_what_the_old_one_read(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    decree = world.upload()
    world.retype(decree, row_1="Orang Lain")
    found = [finding.id for finding in findings_of(decree)]
    before = facts_by_document([decree.document_id])
    assert found
    monkeypatch.setattr("sipol.services.readings.ENGINE", "sipol-reading 999")
    fresh = ask_for_reading(decree.document)
    known = reading_of(decree.document)
    assert known is not None
    assert (fresh.status, known.status) == (ReadingStatus.WAITING, ReadingStatus.READ)
    assert facts_by_document([decree.document_id]) == before
    assert statuses_of([decree.document_id]) == {decree.document_id: ReadingStatus.READ}
    refresh(decree)
    assert [finding.id for finding in findings_of(decree)] == found


def test_a_newer_engine_reads_drafts_again_and_leaves_what_people_typed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    decree = world.upload()
    world.retype(decree, row_1="Orang Lain")
    typed, found = as_typed(decree), [finding.id for finding in findings_of(decree)]
    assert renew() == 0
    monkeypatch.setattr("sipol.services.readings.ENGINE", "sipol-reading 999")
    assert renew() == 1
    fresh = ask_for_reading(decree.document)
    read(fresh.id)
    assert (fresh.engine, fresh.status) == ("sipol-reading 999", ReadingStatus.READ)
    assert as_typed(decree) == typed
    assert [finding.id for finding in findings_of(decree)] == found
    assert renew() == 0


def test_what_was_handed_in_is_not_read_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.submitted()
    monkeypatch.setattr("sipol.services.readings.ENGINE", "sipol-reading 999")
    assert renew() == 0


def test_findings_stay_while_their_sk_is_read_anew(world: World) -> None:
    decree = world.upload()
    world.retype(decree, row_1="Orang Lain")
    found = [finding.id for finding in findings_of(decree)]
    reading = reading_of(decree.document)
    assert reading is not None
    reading.status, reading.facts, reading.finished_at = ReadingStatus.WAITING, null(), None
    db.session.flush()
    refresh(decree)
    assert [finding.id for finding in findings_of(decree)] == found != []


def test_a_paper_that_cannot_be_printed_says_so_until_it_is(world: World) -> None:
    world.submitted()
    unprinted = db.session.scalars(select(Paper)).one()
    leave_unprinted(unprinted.id)
    assert "gagal dicetak" in (unprinted.failure or "")
    print_paper(unprinted.id, lambda _sheet: b"a paper")
    db.session.flush()
    assert (unprinted.failure, unprinted.file_size) == (None, 7)
    leave_unprinted(unprinted.id)
    assert unprinted.failure is None


def test_a_job_that_gets_further_each_time_is_not_given_up(register: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(subject_id: UUID) -> None:
        headway(READ_DOCUMENT, subject_id)
        db.session.commit()
        raise ZeroDivisionError

    monkeypatch.setitem(TASKS, READ_DOCUMENT, stumble)
    uploaded(register, BOARD_PCN)
    with register.app_context():
        for _ in range(jobs.ATTEMPTS + 1):
            db.session.execute(text("UPDATE procrastinate_jobs SET scheduled_at = NULL"))
            db.session.commit()
            asyncio.run(jobs.work(register, once=True))
        assert status() == "todo"
        assert db.session.scalars(select(Reading)).one().status is ReadingStatus.WAITING


def test_a_job_whose_end_was_not_written_down_is_begun_again(register: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    uploaded(register, BOARD_PCN)
    with register.app_context():
        lose_the_worker(0)
        book = jobs.work_book(register)

    async def twice() -> tuple[str, str]:
        async with book.open_async():
            (job,) = await book.job_manager.list_jobs_async()
            monkeypatch.setattr(jobs, "_ended", {job.id: job})
            looks = await jobs._rescue_unwritten(book, set())
            (then,) = await book.job_manager.list_jobs_async()
            assert await jobs._rescue_unwritten(book, looks) == looks == {job.id}
            (now_,) = await book.job_manager.list_jobs_async()
            return str(then.status), str(now_.status)

    assert asyncio.run(twice()) == ("doing", "todo")

"""A clock that was wrong and is put right: nobody is kept out or accused, nothing waits for a day that never was."""

import asyncio
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import TimestampSigner
from sqlalchemy import func, select, text

from sipol.audit.events import SignedIn
from sipol.audit.trail import record
from sipol.cli.audit import audit
from sipol.cli.demo_cast import BOARD_PCN
from sipol.extensions import db, now
from sipol.jobs import worker as jobs
from sipol.models import AuditEntry, LogLeaf, Notice, Reading, ReadingStatus, Submission
from sipol.rules.errors import Overtaken, Refused
from sipol.rules.workflow import Act, State
from sipol.services.accounts import sign_in as enter
from sipol.services.checkpoints import clock_put_back, faults_of_log, seal_log
from sipol.services.notice_mail import send_due
from sipol.services.review import is_held, queue_for
from sipol.services.submissions import advance
from tests.doors.test_decrees import typed
from tests.factories.world import PASSWORD, World
from tests.services.test_checkpoints import insert_entry
from tests.services.test_jobs import register, uploaded

__all__ = ["register"]
SignIn = Callable[[str], FlaskClient]


def put_clock(by: timedelta) -> None:
    """How far the register's clock is ahead of the right time, from now on."""
    db.session.flush()
    db.session.execute(text("SELECT set_config('sipol.clock_offset', :by, true)"), {"by": f"{by.total_seconds()} s"})


AHEAD = [timedelta(hours=3), timedelta(days=2), timedelta(days=400)]


@pytest.mark.parametrize("ahead", AHEAD, ids=str)
def test_a_claim_by_a_clock_that_was_ahead_holds_nobody_off_once_it_is_right(world: World, ahead: timedelta) -> None:
    submission = world.submitted()
    put_clock(ahead)
    advance(world.people["verifier"], submission, Act.TAKE_UP)
    with pytest.raises(Overtaken):
        advance(world.people["second"], submission, Act.TAKE_UP)
    put_clock(timedelta(0))
    [line] = queue_for(world.people["second"])
    assert not line.held_by_other
    advance(world.people["second"], submission, Act.TAKE_UP)
    assert submission.claimed_by == world.people["second"].id


def test_a_claim_outlives_a_clock_that_is_put_back_by_a_little(world: World) -> None:
    submission = world.submitted()
    put_clock(timedelta(minutes=2))
    advance(world.people["verifier"], submission, Act.TAKE_UP)
    put_clock(timedelta(0))
    [line] = queue_for(world.people["second"])
    assert line.held_by_other
    assert is_held(submission, submission.claimed_until - timedelta(minutes=1))  # type: ignore[operator]


@pytest.mark.parametrize("ahead", AHEAD, ids=str)
def test_failed_tries_of_a_day_that_never_was_keep_nobody_out(world: World, ahead: timedelta) -> None:
    put_clock(ahead)
    for _try in range(6):
        with pytest.raises(Refused):
            enter("verifier", "not the password", "10.0.0.1")
        db.session.flush()
    with pytest.raises(Refused, match="Terlalu banyak"):
        enter("verifier", PASSWORD, "10.0.0.1")
    put_clock(timedelta(0))
    assert enter("verifier", PASSWORD, "10.0.0.1").id == world.people["verifier"].id


def test_mail_does_not_wait_for_a_day_that_never_was(world: World) -> None:
    for person in world.people.values():
        person.email = f"{person.login}@contoh.id"
    put_clock(timedelta(days=2))
    world.submitted()
    put_clock(timedelta(0))
    for _step in send_due():
        db.session.flush()
    assert db.session.scalars(select(Notice.mail_due_at).where(Notice.mail_due_at.is_not(None))).all() == []
    assert db.session.scalars(select(Notice.id).where(Notice.mailed_at.is_not(None))).first()


def written(world: World, count: int = 3) -> None:
    for _entry in range(count):
        record(world.people["verifier"], SignedIn(world.people["verifier"].id))
    db.session.flush()


@pytest.mark.parametrize("ahead", AHEAD, ids=str)
def test_honest_entries_around_a_clock_that_was_put_back_are_accused_of_nothing(world: World, ahead: timedelta) -> None:
    written(world)
    seal_log()
    assert list(clock_put_back()) == []
    put_clock(ahead)
    written(world)
    seal_log()
    put_clock(timedelta(0))
    written(world)
    assert list(faults_of_log([])) == []
    seal_log()
    written(world)
    seal_log()
    assert list(faults_of_log([])) == []
    [remark] = clock_put_back()
    assert "Jam basis data pernah mundur" in remark
    told = CliRunner().invoke(audit, ["verify"])
    assert (told.exit_code, remark in told.output, "Log utuh" in told.output) == (0, True, True)


def test_an_entry_that_is_committed_while_the_clock_leaps_ahead_gets_its_place(world: World) -> None:
    written(world)
    seal_log()
    late = (db.session.scalar(select(func.min(AuditEntry.seq))) or 0) - 1
    put_clock(timedelta(days=2))
    insert_entry(late, now())
    written(world)
    seal_log()
    assert db.session.scalar(select(func.count()).where(LogLeaf.entry_seq == late)) == 1
    assert list(faults_of_log([])) == []


@pytest.mark.parametrize("step", [timedelta(days=1), -timedelta(days=1)], ids=["ahead", "back"])
def test_a_session_that_a_step_of_the_clock_ends_gives_the_typed_words_back(
    world: World, sign_in: SignIn, step: timedelta, monkeypatch: pytest.MonkeyPatch
) -> None:
    decree = world.upload()
    client = sign_in("liaison")
    path, body = f"/sk/{decree.id}/periksa", typed(decree, number="88/SK")
    seconds = TimestampSigner.get_timestamp
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda one: seconds(one) + int(step.total_seconds()))
    answer = client.post(path, data=body, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 401
    assert "88/SK" in answer.text
    assert client.get("/beranda").location.startswith("/masuk")


def test_jobs_and_rounds_of_a_clock_that_was_ahead_are_done_once_it_is_right(register: Flask) -> None:
    uploaded(register, BOARD_PCN)
    with register.app_context():
        db.session.execute(
            text(
                "WITH dead AS (INSERT INTO procrastinate_workers (last_heartbeat) "
                "VALUES (now() + interval '1 day') RETURNING id) "
                "UPDATE procrastinate_jobs SET status = 'doing', worker_id = (SELECT id FROM dead)"
            )
        )
        db.session.execute(
            text(
                "INSERT INTO procrastinate_periodic_defers (task_name, periodic_id, defer_timestamp) "
                "VALUES ('seal_the_log', '', extract(epoch FROM now())::bigint + 3600)"
            )
        )
        db.session.commit()
        book = jobs.work_book(register)

    async def rescued() -> None:
        async with book.open_async():
            await jobs.rescue(register, book, 0.1)
            await asyncio.sleep(0.3)
            await jobs.rescue(register, book, 0.1)

    asyncio.run(rescued())
    with register.app_context():
        assert db.session.scalar(text("SELECT count(*) FROM procrastinate_periodic_defers")) == 0
        assert db.session.scalar(text("SELECT status::text FROM procrastinate_jobs")) == "todo"
        db.session.execute(text("UPDATE procrastinate_jobs SET scheduled_at = now() + interval '1 day'"))
        db.session.commit()
    asyncio.run(rescued())
    with register.app_context():
        asyncio.run(jobs.work(register, once=True))
        assert db.session.scalars(select(Reading.status)).one() is ReadingStatus.READ


@pytest.mark.parametrize("step", [3600.0, -3600.0], ids=["ahead", "back"])
def test_a_worker_begins_anew_when_the_clock_steps(
    register: Flask, step: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    right, begun = jobs._ahead, time.monotonic()
    monkeypatch.setattr(jobs, "LOOKS", 0.05)
    monkeypatch.setattr(jobs, "_ahead", lambda: right() + (step if time.monotonic() - begun > 0.5 else 0.0))
    with register.app_context():
        asyncio.run(asyncio.wait_for(jobs.work(register), 30))


def test_nothing_but_a_claim_is_bound_by_an_hour_of_the_clock(world: World) -> None:
    """A submission that is held goes on with its holder, whatever the clock says."""
    submission = world.submitted()
    put_clock(timedelta(days=400))
    advance(world.people["verifier"], submission, Act.TAKE_UP)
    put_clock(timedelta(0))
    advance(world.people["verifier"], submission, Act.LET_GO)
    assert db.session.get_one(Submission, submission.id).state is State.SUBMITTED

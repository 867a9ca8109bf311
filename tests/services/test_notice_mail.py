"""E-mail goes out behind the work: a mail server that is down puts it off, and the work goes on."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from sipol.extensions import db
from sipol.jobs import worker as jobs
from sipol.jobs.tasks import ROUNDS, look_at_deadlines, mail_what_waits
from sipol.models import Notice, Paper, Submission
from sipol.rules.notices import NoticeKind, Topic
from sipol.rules.workflow import State
from sipol.services import accounts, notice_mail
from sipol.services.inbox import set_mail_wishes
from sipol.services.mail import outbox
from sipol.services.queue import MAIL_WHAT_WAITS
from tests.conftest import CHEAP_HASHER
from tests.factories.smtp import mail_server, nobody_listens
from tests.factories.world import build_world

ADDRESSES = {"centre": "pusat@contoh.id", "verifier": "verifikator@contoh.id"}


@pytest.fixture
def register(make_app: Callable[..., Flask], database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """Two people with addresses, and an SK that was handed in a moment ago."""
    monkeypatch.setattr(accounts, "HASHER", CHEAP_HASHER)
    app = make_app(database, SIPOL_HOME=tmp_path)
    with app.app_context():
        world = build_world()
        for who, address in ADDRESSES.items():
            set_mail_wishes(world.people[who], address, list(Topic))
        world.submitted()
        db.session.commit()
    return app


def run(app: Flask) -> None:
    """Work off the queue."""
    with app.app_context():
        asyncio.run(jobs.work(app, once=True))


def again(app: Flask) -> None:
    """The next round, some time later."""
    with app.app_context():
        db.session.execute(text("UPDATE notice SET mail_due_at = mail_due_at - interval '1 day'"))
        db.session.commit()
        mail_what_waits()


def mails(app: Flask) -> list[Notice]:
    """Those that were ever due."""
    with app.app_context():
        known = Notice.recipient.has(login="centre") | Notice.recipient.has(login="verifier")
        query = select(Notice).where(known, Notice.kind == NoticeKind.HANDED_IN).order_by(Notice.seq)
        return list(db.session.scalars(query))


def test_a_server_that_takes_mail_gets_each_once(register: Flask) -> None:
    with mail_server() as server:
        register.config["SIPOL_SMTP_URL"] = server.url
        run(register)
        again(register)
    assert sorted(address for address, _ in server.received) == sorted(ADDRESSES.values())
    message = server.received[0][1]
    assert message["Subject"] == "SK kepengurusan diajukan ke KPU"
    assert f"{register.config['SIPOL_PUBLIC_URL']}/pemberitahuan/" in message.get_content()
    for notice in mails(register):
        assert notice.mailed_at is not None
        assert (notice.mail_due_at, notice.mail_failure) == (None, None)


def test_notices_wait_and_work_goes_on_while_the_mail_server_is_down(register: Flask) -> None:
    register.config["SIPOL_SMTP_URL"] = nobody_listens()
    run(register)
    with register.app_context():
        assert db.session.scalars(select(Submission)).one().state is State.SUBMITTED
        assert db.session.scalars(select(Paper)).one().file_digest is not None
        assert db.session.scalar(text("SELECT count(*) FROM procrastinate_jobs")) == 0
    for notice in mails(register):
        assert (notice.mail_attempts, notice.mailed_at) == (1, None)
        assert notice.mail_due_at is not None
        assert notice.mail_failure == notice_mail.DOWN
    with mail_server() as server:
        register.config["SIPOL_SMTP_URL"] = server.url
        with register.app_context():
            mail_what_waits()
        assert server.received == [], "the pause is not over"
        again(register)
    assert sorted(address for address, _ in server.received) == sorted(ADDRESSES.values())
    assert all(notice.mailed_at and not notice.mail_failure for notice in mails(register))


def test_after_days_without_a_server_a_mail_is_given_up(register: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notice_mail, "ATTEMPTS", 3)
    register.config["SIPOL_SMTP_URL"] = nobody_listens()
    run(register)
    for _ in range(4):
        again(register)
    for notice in mails(register):
        assert (notice.mail_attempts, notice.mail_due_at) == (3, None)
        assert notice.mail_failure == notice_mail.DOWN


@pytest.mark.parametrize(("code", "waits"), [(550, False), (450, True)])
def test_an_address_that_is_refused_holds_up_nobody_else(register: Flask, code: int, waits: bool) -> None:
    with mail_server() as server:
        server.answers[ADDRESSES["centre"]] = code
        register.config["SIPOL_SMTP_URL"] = server.url
        run(register)
    assert [address for address, _ in server.received] == [ADDRESSES["verifier"]]
    refused = next(notice for notice in mails(register) if notice.mailed_at is None)
    assert refused.mail_failure == notice_mail.REFUSED
    assert (refused.mail_due_at is not None) == waits


def test_a_server_that_takes_nothing_now_is_as_good_as_down(register: Flask) -> None:
    with mail_server() as server:
        server.answers |= dict.fromkeys(ADDRESSES.values(), 421)
        register.config["SIPOL_SMTP_URL"] = server.url
        run(register)
    assert {notice.mail_failure for notice in mails(register)} == {notice_mail.DOWN}


def test_without_a_server_mail_lies_in_the_outbox(register: Flask) -> None:
    run(register)
    again(register)
    with register.app_context():
        files = sorted(outbox().iterdir())
    assert len(files) == 2
    assert {path.suffix for path in files} == {".eml"}
    assert files[0].parent.stat().st_mode & 0o777 == 0o700
    text_ = b"".join(path.read_bytes() for path in files)
    assert all(f"To: {address}".encode() in text_ for address in ADDRESSES.values())


def test_nothing_is_mailed_to_an_address_that_was_taken_back(register: Flask) -> None:
    with register.app_context():
        for notice in db.session.scalars(select(Notice).where(Notice.mail_due_at.is_not(None))):
            notice.recipient.email = None
        db.session.commit()
    run(register)
    with register.app_context():
        assert not outbox().exists()
        assert db.session.scalar(select(func.count()).where(Notice.mail_due_at.is_not(None))) == 0


def test_a_worker_goes_its_rounds_by_itself(register: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    gone: list[str] = []
    for name in ROUNDS:
        monkeypatch.setitem(ROUNDS, name, ("* * * * *", lambda name=name: gone.append(name)))

    async def a_while() -> None:
        worker = asyncio.create_task(jobs.work(register, once=False))
        for _ in range(200):
            if len(gone) == len(ROUNDS):
                break
            await asyncio.sleep(0.05)
        worker.cancel()
        await asyncio.gather(worker, return_exceptions=True)

    with register.app_context():
        asyncio.run(a_while())
    assert sorted(gone) == sorted(ROUNDS)


def test_a_round_that_fails_is_left_to_the_next_one(register: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise ZeroDivisionError

    with register.app_context():
        jobs._go_round(register, MAIL_WHAT_WAITS, broken, 1)
        look_at_deadlines()
        look_at_deadlines()
        told = select(Notice).where(Notice.kind == NoticeKind.DEADLINE_NEAR)
        assert db.session.scalars(told).all() == [], "known since today"

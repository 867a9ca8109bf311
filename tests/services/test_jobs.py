"""The queue and its workers: a job exists only if the act does, and outlives the worker that held it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, text

from sipol.cli.demo_cast import BOARD_PCN, Row
from sipol.extensions import db, now
from sipol.jobs.tasks import TASKS
from sipol.models import Decree, Document, Paper, Reading, ReadingStatus
from sipol.services import accounts
from sipol.services.decrees import start_decree
from sipol.services.findings import findings_of
from sipol.services.queue import PRINT_PAPER, READ_DOCUMENT
from tests.conftest import CHEAP_HASHER
from tests.factories.world import build_world, paper

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
        data = paper(world.unit.name, "PBS", "5/SK/PBS/2025", now().date(), board)
        start_decree(world.people["liaison"], world.unit, world.period, data)
        db.session.commit()


def test_every_kind_of_job_has_a_task() -> None:
    assert set(TASKS) == {READ_DOCUMENT, PRINT_PAPER}


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
    return db.session.scalar(text("SELECT status::text FROM procrastinate_jobs LIMIT 1")) or "none"


def test_a_receipt_is_printed_by_the_worker(register: Flask) -> None:
    with register.app_context():
        build_world().submitted()
        db.session.commit()
    assert worker(register, "--once").wait(60) == 0
    with register.app_context():
        printed = db.session.scalars(select(Paper)).one()
        assert printed.file_digest is not None

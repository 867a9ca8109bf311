"""Workers and databases killed at any moment of an import: in the end every row is there, counted once.

The worker is the real one, forked from a process that has loaded it already, and the database a real server of its own.
"""

import multiprocessing
import os
import random
import signal
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from flask import Flask
from sqlalchemy import select

from sipol.app import main
from sipol.embedded import Cluster
from sipol.extensions import db
from sipol.jobs.tasks import read_members
from sipol.models import BlockedRow, Member, Unit, User
from sipol.services import accounts, imports
from sipol.services.imports import receive
from tests.conftest import CHEAP_HASHER, own_server
from tests.factories.member_lists import LAYOUTS, as_csv, as_rows, member_list
from tests.factories.world import World, build_world
from tests.processes import below, gone

KILLS, ROWS, PIECE = 30, 3_000, 60
"""Deaths at least, rows of each list, and rows that a worker keeps at once."""
DEAD_AFTER = "1"
"""Seconds of silence after which a worker counts as dead."""
PATIENCE, ENOUGH = 90.0, 270.0
"""Seconds that one step, and all of it, may take before the test fails instead of waiting on."""
STUCK = 20.0
"""Seconds without headway after which the worker is ended too, as whoever looks after the machine would."""
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["sipol.app", "sipol.cli.demo", "tests.services.test_import_kills"])

Counts = tuple[str, int, int, int, int]
"""Stage of a list, rows gone through, clean, noted, blocked."""
Rows = list[tuple[Any, ...]]
Outcome = tuple[Counts, Rows, Rows]
COUNTS = "SELECT stage, rows, clean, noted, blocked FROM member_list WHERE id = %s"
IN = "SELECT list_row, name, codes FROM member WHERE list_id = %s ORDER BY list_row"
OUT = "SELECT row, codes FROM blocked_row WHERE list_id = %s ORDER BY row"


def labour(environ: dict[str, str]) -> None:
    """The life of a worker: ``sipol worker``, with small pieces so that there are many moments to die in."""
    os.setsid()
    os.environ.clear()
    os.environ.update(environ)
    imports.CHUNK = PIECE
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    sys.argv = ["sipol", "worker", "--dead-after", DEAD_AFTER]
    main()


@dataclass
class Site:
    """A register whose parts may be killed and come up again, as ``sipol up`` has them come up."""

    cluster: Cluster
    app: Flask
    home: Path
    rng: random.Random
    worker: ForkServerProcess | None = None
    kills: list[str] = field(default_factory=list)
    until: float = field(default_factory=lambda: time.monotonic() + ENOUGH)

    def environ(self) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "DATABASE_URL": self.cluster.url(),
            "SIPOL_HOME": str(self.home),
            "SECRET_KEY": str(self.app.config["SECRET_KEY"]),
        }

    def tend(self) -> None:
        """What the supervisor does at every tick: start again what ended."""
        assert self.cluster.process is not None
        if self.cluster.process.poll() is not None:
            self.cluster.start()
        if self.worker is not None and not self.worker.is_alive():
            self.worker = None
        if self.worker is None:
            self.worker = FORKS.Process(target=labour, args=(self.environ(),), daemon=True)
            self.worker.start()

    def kill_the_worker(self) -> None:
        if self.worker is None or self.worker.pid is None or not self.worker.is_alive():
            return
        os.kill(self.worker.pid, signal.SIGKILL)
        self.kills.append("worker")
        self.worker.join(PATIENCE)
        self.worker = None

    def kill_the_database(self) -> None:
        assert self.cluster.process is not None
        self.kills.append("database")
        self.cluster.process.send_signal(self.rng.choice((signal.SIGKILL, signal.SIGQUIT)))
        self.cluster.process.wait(PATIENCE)

    def asked(self, question: str, list_id: UUID) -> Rows:
        with psycopg.connect(self.cluster.url().replace("+psycopg", ""), connect_timeout=5) as connection:
            return connection.execute(question.encode(), [list_id]).fetchall()

    def counts(self, list_id: UUID) -> Counts:
        return self.asked(COUNTS, list_id)[0]  # type: ignore[return-value]

    def waited(self, list_id: UUID, rows: int = ROWS + 1) -> Counts:
        """Keep everything running until so many rows are in, or all is done. Fails rather than wait for ever."""
        deadline = min(time.monotonic() + PATIENCE, self.until)
        known, since = -1, time.monotonic()
        while True:
            self.tend()
            counts = self.counts(list_id)
            if counts[1] >= rows or counts[0] != "waiting":
                return counts
            if counts[1] > known:
                known, since = counts[1], time.monotonic()
            elif time.monotonic() - since > STUCK:
                self.kill_the_worker()
                since = time.monotonic()
            told = f"after {len(self.kills)} deaths the list stays at {counts}"
            assert time.monotonic() < deadline, told
            time.sleep(0.01)

    def sent(self, unit_id: UUID, who: UUID, data: bytes) -> UUID:
        with self.app.app_context():
            db.engine.dispose()
            actor, unit = db.session.get_one(User, who), db.session.get_one(Unit, unit_id)
            sheet = receive(actor, unit, "anggota.csv", data).sheet
            db.session.commit()
            return sheet.id

    def end(self) -> None:
        if self.worker is not None and self.worker.pid is not None:
            ours = {self.worker.pid, *below(self.worker.pid)} if self.worker.is_alive() else set()
            self.kill_the_worker()
            assert gone(ours)


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setattr(accounts, "HASHER", CHEAP_HASHER)
    with own_server() as (home, cluster, app):
        site = Site(cluster, app, home, random.Random(30))
        try:
            yield site
        finally:
            site.end()
            with app.app_context():
                db.engine.dispose()


def a_list(seed: int) -> bytes:
    """Invented people, a sixth of them with something the matter."""
    made = member_list(seed, ROWS)
    return as_csv(as_rows(made, LAYOUTS["plain"]), ";", "utf-8")


def test_whatever_is_killed_at_whatever_moment_every_row_comes_in_once(site: Site, world: World) -> None:
    with site.app.app_context():
        there = build_world()
        unit, who = there.unit.id, there.people["liaison"].id
        db.session.commit()
    seed = 0
    while len(site.kills) < KILLS:
        seed += 1
        data = a_list(seed)
        list_id = site.sent(unit, who, data)
        torn(site, list_id)
        site.waited(list_id)
        assert (site.counts(list_id), site.asked(IN, list_id), site.asked(OUT, list_id)) == undisturbed(world, data)
    assert {"worker", "database"} == set(site.kills)


def torn(site: Site, list_id: UUID) -> None:
    """Kill the worker or the database again and again while the list comes in."""
    known, vain = -1, 0
    while len(site.kills) < KILLS:
        # From anywhere: before the first new piece, between two, or in the middle of one. A list whose workers die
        # four times without getting any further is given up in words, which is another test.
        headlong = vain < 2 and site.rng.random() < 0.2
        goal = known if headlong else max(known, 0) + PIECE * site.rng.randint(1, 9)
        counts = site.waited(list_id, goal)
        if counts[0] != "waiting":
            return
        time.sleep(site.rng.random() * (0.6 if headlong else 0.02))
        known, vain = counts[1], 0 if counts[1] > known else vain + 1
        if site.rng.random() < 0.5:
            site.kill_the_database()
        else:
            site.kill_the_worker()


def undisturbed(world: World, data: bytes) -> Outcome:
    """What becomes of the same list where nobody is killed."""
    sheet = receive(world.people["liaison"], world.unit, "anggota.csv", data).sheet
    read_members(sheet.id)
    counts = (sheet.stage.value, sheet.rows, sheet.clean, sheet.noted, sheet.blocked)
    assert counts[:2] == ("checked", ROWS)
    assert sheet.rows == sheet.clean + sheet.noted + sheet.blocked
    came_in = select(Member.list_row, Member.name, Member.codes).where(Member.list_id == sheet.id)
    outside = select(BlockedRow.row, BlockedRow.codes).where(BlockedRow.list_id == sheet.id)
    rows_in = [tuple(row) for row in db.session.execute(came_in.order_by(Member.list_row))]
    rows_out = [tuple(row) for row in db.session.execute(outside.order_by(BlockedRow.row))]
    assert sorted(int(row[0]) for row in rows_in + rows_out) == list(range(1, ROWS + 1))
    return counts, rows_in, rows_out

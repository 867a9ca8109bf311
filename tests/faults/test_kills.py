"""Web, worker and database killed at any moment of mixed work: nothing acknowledged is lost, nothing is done twice.

``SIPOL_KILLS=100 pytest tests/faults/test_kills.py -s`` is the whole run and tells its figures; ``SIPOL_KILLS_SEED``
begins at another seed.
"""

import faulthandler
import os
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from sipol.app import create_app
from sipol.cli.demo_cast import BOARD_LENTERA, BOARD_PBS, BOARD_PCN
from sipol.embedded import Cluster
from sipol.extensions import db, today
from sipol.jobs.tasks import ROUNDS, seal_what_was_done
from sipol.models import User
from sipol.services import accounts
from sipol.services.checkpoints import faults_of_log
from tests.conftest import CHEAP_HASHER, settings
from tests.factories.world import World, build_world, paper
from tests.faults.ledger import faults_now, unfinished
from tests.faults.site import TARGETS, Site, fresh_database
from tests.faults.story import Place, Story

KILLS, SEED = int(os.environ.get("SIPOL_KILLS", "3")), int(os.environ.get("SIPOL_KILLS_SEED", "1"))
KILLS_A_STORY = 6
ENOUGH = 240.0
"""Seconds that one story may take, all its deaths included."""
BOARDS = {"PBS": BOARD_PBS, "PCN": BOARD_PCN, "TUNAS": BOARD_LENTERA}
LIAISONS = {"PBS": ("liaison", ""), "PCN": ("rival", ""), "TUNAS": ("liaison_tunas", "centre_tunas")}


@pytest.fixture
def places(brittle: Cluster, monkeypatch: pytest.MonkeyPatch) -> list[Place]:
    """The world of every story, kept in the database that all of them are copies of."""
    monkeypatch.setattr(accounts, "HASHER", CHEAP_HASHER)
    app = create_app(settings(fresh_database(brittle, "sipol", "kills"), brittle.home))
    with app.app_context():
        world = build_world()
        for user in db.session.scalars(select(User)):
            user.email = f"{user.login}@contoh.id"
        found = [_place(world, party, number) for number, party in enumerate(BOARDS, start=1)]
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    return found


def _place(world: World, party: str, number: int) -> Place:
    unit, (liaison, centre) = world.units[party, "65.01"], LIAISONS[party]
    day = today() - timedelta(days=20)
    data = paper(unit.name, unit.party.name, f"{number}11/SK/{party}/2025", day, BOARDS[party])
    return Place(str(unit.id), str(unit.party_id), liaison, centre, data, number)


@pytest.fixture
def sites(brittle: Cluster) -> Iterator[list[Site]]:
    kept: list[Site] = []
    yield kept
    for site in kept:
        site.end()


def test_whatever_is_killed_nothing_acknowledged_is_lost_and_nothing_is_done_twice(
    brittle: Cluster, places: list[Place], sites: list[Site]
) -> None:
    killed: Counter[str] = Counter()
    seen: Counter[object] = Counter()
    begun, seed = time.monotonic(), SEED
    # Each story has an end of its own, with words; the whole run takes longer than any test may.
    faulthandler.cancel_dump_traceback_later()
    while killed.total() < KILLS:
        site = Site(brittle, brittle.home, fresh_database(brittle, "kills", f"story_{seed}"))
        sites.append(site)
        story = Story(site.port, seed, places, ("verifier", "second"), "supervisor")
        try:
            tell(site, story, min(KILLS_A_STORY, KILLS - killed.total()))
        except AssertionError as error:
            raise AssertionError(f"seed {seed}, {dict(site.killed)}: {error}") from error
        killed += site.killed
        seen += Counter(story.patience.seen) + Counter(story.patience.broken)
        print(f"seed {seed}: {dict(site.killed)}, {_figures(site)}", flush=True)  # noqa: T201 - for whoever asked for -s
        seed += 1
    print(f"{killed.total()} kills in {time.monotonic() - begun:.0f} s: {dict(killed)}; seen: {dict(seen)}")  # noqa: T201


def _figures(site: Site) -> str:
    tables = ("audit_entry", "member", "decision", "paper", "document", "supervisor_note", "advice", "minutes")
    return ", ".join(f"{site.asked(f'SELECT count(*) FROM {table}')[0][0]} {table}" for table in tables)


def tell(site: Site, story: Story, kills: int) -> None:
    """One story from the first page to the last checkpoint, with so many deaths on the way."""
    rng, deadline = random.Random(story.seed), time.monotonic() + ENOUGH
    site.tend()
    site.come_up()
    threads = story.threads()
    for thread in threads:
        thread.start()
    try:
        _go_on(site, story, kills, rng, threads, deadline)
    finally:
        story.patience.over.set()
        story.ruled.set()
        for thread in threads:
            thread.join(ENOUGH)
    assert not story.failures, story.failures
    rough = {seen for seen in story.patience.seen if seen[0] != 503}
    assert not rough, f"{rough} was seen instead of the page that says what to do"
    _settle(site, story, deadline)
    site.end()


def _go_on(
    site: Site, story: Story, kills: int, rng: random.Random, threads: list[threading.Thread], deadline: float
) -> None:
    due = time.monotonic() + rng.uniform(0.2, 1.5)
    while any(thread.is_alive() for thread in threads):
        assert time.monotonic() < deadline, f"the story does not end: {site.asked(STATES)}"
        assert not story.failures, story.failures
        site.tend()
        if kills and time.monotonic() > due and site.kill(rng.choice(TARGETS), rng):
            kills -= 1
            site.come_up()
            faults = faults_now(site, story.ledger)
            assert not faults, faults
            due = time.monotonic() + rng.uniform(0.2, 2.0)
        if not story.ruled.is_set() and site.asked(STATES) == [("decided", 2 * len(story.places))]:
            story.ruled.set()
        elif site.asked(STATES) == [("minuted", 2 * len(story.places))]:
            story.patience.over.set()
        time.sleep(0.1)


STATES = "SELECT state, count(*)::int FROM submission GROUP BY state"


def _settle(site: Site, story: Story, deadline: float) -> None:
    """Wait until nothing waits for a worker, and hold all of it against what people were told."""
    rounds = [name for name in ROUNDS if name != "seal_the_log"]
    app = create_app(settings(site.address, site.home))
    while left := unfinished(site, rounds):
        assert time.monotonic() < deadline, f"still waiting: {left}"
        site.tend()
        time.sleep(0.1)
        if set(left) <= {"entries of the log"}:
            with app.app_context():
                seal_what_was_done()
                db.session.remove()
    faults = faults_now(site, story.ledger)
    with app.app_context():
        faults += faults_of_log([])
        db.session.remove()
        db.engine.dispose()
    assert not faults, faults

"""Every query with a scope, its scope taken away on purpose: the walk through the doors must notice each time.

What asks for a scope is a line of code. The walk finds out which doors come by it, takes the scope away at that line
alone, and asks those doors again. It is noticed when a neighbour's row answers otherwise than the matrix says, when a
page tells otherwise than before, or, where another scope stands behind the first, when the database gives more rows.
"""

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from os import environ
from pkgutil import walk_packages
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event, func, select, true

import sipol.services
from sipol.access import scope
from sipol.extensions import db
from sipol.models import Member, Notice, Submission
from sipol.rules.workflow import State
from tests.conftest import Browser, kept_for
from tests.doors.matrix import MATRIX, WHO
from tests.doors.test_matrix import address, doors, rows
from tests.factories.world import World

__all__ = ["rows"]

WALKERS = tuple(environ.get("SIPOL_SCOPE_WALKERS", "rival neighbour far verifier").split())
"""Who walks: another party at the same place, the same party elsewhere, KPU elsewhere and here. More by the setting."""
THOROUGH = "SIPOL_SCOPE_WALKERS" in environ
OPENED: dict[str, Callable[..., Any]] = {
    "visible_to": lambda _actor, _rows: true(),
    "members_of_unit": lambda _actor, unit_id: Member.unit_id == unit_id,
    "awaits_word_of": lambda _actor: Submission.state == State.AWAITING_CENTRE,
    "addressed_to": lambda _actor: true(),
    "managed_by": lambda _actor, _rows: true(),
    "looked_after_by": lambda _actor: true(),
}
"""Every scope, as it would be if somebody forgot it."""
Place = tuple[str, str, int]
Asked = tuple[str, str, str]
VOLATILE = re.compile(r'csrf[^>]*value="[^"]*"|\?v=[\w-]+|nonce-[\w-]+')


@dataclass
class Watch:
    """Which lines asked for which scope, for whose sake; ``broken``: the one line whose scope is taken away."""

    asked: Asked = ("", "", "")
    seen: dict[tuple[str, Place], set[Asked]] = field(default_factory=lambda: defaultdict(set))
    broken: tuple[str, Place] | None = None
    fetched: int = 0
    """Rows that the database gave for the request at hand."""

    def count(self, _connection: Any, cursor: Any, *_: Any) -> None:
        self.fetched += max(cursor.rowcount, 0)

    def standing_in(self, name: str, whole: Callable[..., Any]) -> Callable[..., Any]:
        def stand_in(*given: Any) -> Any:
            caller = sys._getframe(1)
            key = (name, (caller.f_globals["__name__"], caller.f_code.co_name, caller.f_lineno))
            if self.asked != ("", "", ""):
                self.seen[key].add(self.asked)
            return OPENED[name](*given) if key == self.broken else whole(*given)

        return stand_in


def users_of(name: str) -> list[Any]:
    found = (one.name for one in walk_packages(sipol.services.__path__, "sipol.services.") if "spark" not in one.name)
    modules = [import_module(module) for module in found]
    return [module for module in (*modules, scope) if hasattr(module, name)]


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Iterator[Watch]:
    kept = Watch()
    for name in OPENED:
        whole = getattr(scope, name)
        for module in users_of(name):
            monkeypatch.setattr(module, name, kept.standing_in(name, whole))
    event.listen(Engine, "after_cursor_execute", kept.count)
    yield kept
    event.remove(Engine, "after_cursor_execute", kept.count)


@contextmanager
def undone() -> Iterator[None]:
    """Whatever the block commits is gone after it."""
    connection: Any = db.engines[None]
    db.session.remove()
    point = connection.begin_nested()
    try:
        yield
    finally:
        db.session.remove()
        point.rollback()


@dataclass
class Walk:
    app: Flask
    cookies: dict[str, dict[str, object]]
    urls: dict[str, str]
    watch: Watch

    def visitor(self, who: str) -> FlaskClient:
        """A browser that has just signed in; nothing is asked of the database for it."""
        browser = Browser(self.app, self.app.response_class)
        with browser.session_transaction() as kept:
            kept.update(self.cookies[who])
        return browser

    def done(self) -> str:
        """What a request did to the rows of others without saying so: whose notices are read."""
        return str(db.session.scalar(select(func.count(Notice.read_at))))

    def answer(self, asked: Asked) -> tuple[int, str, int]:
        who, endpoint, method = asked
        self.watch.asked, self.watch.fetched = asked, 0
        with undone(), self.visitor(who).open(self.urls[endpoint], method=method) as answer:
            text = answer.get_data(as_text=True) if answer.mimetype.startswith("text/") else ""
            told = answer.status_code, VOLATILE.sub("", text) + self.done(), self.watch.fetched
        self.watch.asked = ("", "", "")
        return told


@pytest.fixture
def walk(app: Flask, world: World, rows: dict[str, Any], watch: Watch) -> Walk:
    urls = {endpoint: address(app, endpoint, rows) for endpoint, _ in doors(app)}
    cookies = {who: kept_for(world.people[who]) for who in WALKERS}
    db.session.commit()
    return Walk(app, cookies, urls, watch)


def is_file(endpoint: str) -> bool:
    return endpoint.rpartition(".")[2] in ("file", "picture", "data", "table", "frame", "letter", "export", "sheet")


def test_a_scope_that_is_taken_away_at_any_line_is_noticed(walk: Walk) -> None:
    asked = [(who, *door) for who in WALKERS for door in doors(walk.app) if expected(who, door) != 403]
    before = {one: walk.answer(one) for one in asked}
    # What another door makes first (a sheet, say) is not there when each door is asked on its own.
    refused = {one for one in asked if expected(one[0], one[1:]) == 404}
    assert {one: before[one][0] for one in refused} == dict.fromkeys(refused, 404)
    noticed: dict[tuple[str, Place], tuple[str, Asked]] = {}
    looked_at = {key: came for key, came in walk.watch.seen.items() if THOROUGH or named(key) not in IDLE_NAMES}
    for key, came in sorted(looked_at.items()):
        walk.watch.broken = key
        # A neighbour's row first: what answered 404 must not any more.
        for one in sorted(came, key=lambda one: (before[one][0] != 404, one)):
            how = difference(before[one], walk.answer(one))
            if how:
                noticed[key] = how, one
                break
    walk.watch.broken = None
    idle = {named(key) for key in walk.watch.seen.keys() - noticed.keys()}
    told = Counter(how for how, _ in noticed.values())
    sys.stdout.write(f"{len(walk.watch.seen)} scoped lines; noticed by {dict(told)}; idle: {sorted(idle)}\n")
    assert idle <= IDLE_NAMES
    ways = {(name, "file" if is_file(one[1]) else one[2]) for (name, _), (_, one) in noticed.items()}
    assert ways >= {("visible_to", way) for way in ("GET", "POST", "file")}
    assert {name for name, _ in ways} == set(OPENED)


def difference(before: tuple[int, str, int], after: tuple[int, str, int]) -> str:
    """By what an answer gives away that a scope is gone; "" where it does not."""
    words = ("status", "page", "rows")
    return next((word for word, one, other in zip(words, before, after, strict=True) if one != other), "")


def named(key: tuple[str, Place]) -> str:
    return f"{key[1][0]}:{key[1][1]}"


def expected(who: str, door: tuple[str, ...]) -> int:
    return int(MATRIX[door[0], door[1]].split()[WHO.index(who)])


IDLE = {
    "access.scope": "awaits_word_of members_of_unit",
    "services.advice": "viewings_for",
    "services.completeness": "_decrees _offices _open_findings _submissions",
    "services.coverage": "_boards _districts_covered coverage_of parties_on",
    "services.duplicates": "case_about duplicates_for",
    "services.inbox": "mark_one_read mark_read",
    "services.leaving": "successors_for",
    "services.likeness": "like",
    "services.members_as_they_stood": "members_on",
    "services.offices": "offices_within",
    "services.papers": "newest_paper",
    "services.recap": "_minutes",
    "services.reopening": "open_proposals_for",
    "services.review": "unfinished_beside",
    "services.samples": "samples_of",
    "services.signatures": "own_place",
    "services.verification": "count_clean last_ruling submission_at",
    "services.workload": "hands_in",
}
"""Functions with a line that has nothing to hide in this world, or looks again at a row that a scope has found."""
IDLE_NAMES = {f"sipol.{module}:{name}" for module, names in IDLE.items() for name in names.split()}
"""They are looked at too where somebody says who walks."""

"""What tests stand on: a throwaway PostgreSQL, a migrated database to copy, and a way back after each test."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import Context
from functools import cache
from pathlib import Path
from uuid import uuid4

import flask_migrate
import psycopg
import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy.session import Session
from sqlalchemy.orm import scoped_session
from werkzeug.test import TestResponse

from config import load, shipped
from sipol.app import create_app
from sipol.embedded import Cluster
from sipol.extensions import db
from sipol.models import User
from sipol.reading import inspect_pdf, photo_safely, read_decree
from sipol.services import accounts, documents, letters, readings
from sipol.services.sessions import Device, begin_session, complete_session
from tests.factories.world import World, build_world

CHEAP_HASHER = PasswordHasher(time_cost=1, memory_cost=64)
read_once = cache(read_decree)
inspect_once = cache(inspect_pdf)
clean_once = cache(photo_safely)

MAINTENANCE = "postgres"
"""The database to stand in while another one is made or dropped."""


@pytest.fixture(scope="session")
def home() -> Iterator[Path]:
    """SIPOL_HOME of the whole run; every user may enter it, for root hands the server to a user of its own."""
    with tempfile.TemporaryDirectory(prefix="sipol-test-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture(scope="session")
def cluster(home: Path) -> Iterator[Cluster]:
    """One server for each test process; it starts only when a test asks for it."""
    with Cluster(home, throwaway=True) as running:
        yield running


@pytest.fixture(scope="session")
def empty_database(cluster: Cluster) -> Callable[[], str]:
    """Makes a new database without any table and gives its address."""
    return lambda: copy_of("template1", cluster)


@pytest.fixture(scope="session")
def migrated(cluster: Cluster, home: Path) -> str:
    """Name of a database that went through every migration; nobody writes to it, it is only copied."""
    app = create_app(settings(cluster.url(), home))
    with app.app_context():
        flask_migrate.upgrade(directory=str(shipped("migrations")))
        db.engine.dispose()
    return "sipol"


@contextmanager
def own_server() -> Iterator[tuple[Path, Cluster, Flask]]:
    """A server that waits for the disk, to be killed: its home, itself, and an app on its migrated ``sipol``."""
    with tempfile.TemporaryDirectory(prefix="sipol-test-") as folder:
        home = Path(folder)
        home.chmod(0o755)
        with Cluster(home) as running:
            app = create_app(settings(running.url(), home))
            with app.app_context():
                flask_migrate.upgrade(directory=str(shipped("migrations")))
                db.engine.dispose()
            yield home, running, app


@pytest.fixture
def database(cluster: Cluster, migrated: str) -> str:
    """Address of a fresh migrated database, for a test that really commits: races, jobs, the browser."""
    return copy_of(migrated, cluster)


@pytest.fixture
def make_app(home: Path) -> Iterator[Callable[..., Flask]]:
    """Makes an app on the database of the given address; keyword arguments overrule its settings."""
    made: list[Flask] = []

    def make(url: str, **overrules: object) -> Flask:
        made.append(create_app(settings(url, home) | overrules))
        return made[-1]

    yield make
    for app in made:
        with app.app_context():
            db.engine.dispose()


@pytest.fixture(scope="session")
def app(cluster: Cluster, migrated: str, home: Path) -> Iterator[Flask]:
    """The register, on a copy of the migrated database that each test leaves as it was."""
    app = create_app(settings(copy_of(migrated, cluster), home))
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def session(app: Flask) -> Iterator[scoped_session[Session]]:
    """The database inside an app context; whatever a test commits, through pages too, is gone after it.

    All sessions of the test share one connection with an outer transaction; a commit ends a savepoint inside it.
    """
    with app.app_context():
        engine = db.engine
        with engine.connect() as connection:
            outer = connection.begin()
            # Flask-SQLAlchemy asks this dictionary where to go; a connection is as good an answer as an engine.
            db.engines[None] = connection  # type: ignore[index]
            db.session.configure(join_transaction_mode="create_savepoint")
            try:
                yield db.session
            finally:
                db.session.remove()
                db.engines[None] = engine  # type: ignore[index]
                outer.rollback()


@pytest.fixture
def client(app: Flask, session: scoped_session[Session]) -> FlaskClient:
    """A visitor without a session, inside the test's own transaction."""
    return Browser(app, app.response_class)


def settings(url: str, home: Path) -> dict[str, object]:
    """As the demo has them, but for the cross-site token and the turnstile, which have tests of their own."""
    # Chance draws no decision for a second look, unless a test asks for it.
    environ = {
        "SIPOL_HOME": str(home),
        "DATABASE_URL": url,
        "SECRET_KEY": "tests" * 8,
        "SIPOL_SECOND_LOOK": "0",
    }
    return load(environ) | {"TESTING": True, "WTF_CSRF_ENABLED": False, "SIPOL_TURNSTILE": False}


def copy_of(template: str, cluster: Cluster) -> str:
    """Address of a new database with what ``template`` holds; 30 ms."""
    name = f"test_{uuid4().hex}"
    with psycopg.connect(cluster.url(MAINTENANCE).replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy'.encode())
    return cluster.url(name)


@pytest.fixture
def world(session: scoped_session[Session], monkeypatch: pytest.MonkeyPatch) -> World:
    """A small register with everybody in it.

    Passwords are hashed cheaply and one file is read once: the costly ways have tests of their own.
    """
    monkeypatch.setattr(accounts, "HASHER", CHEAP_HASHER)
    monkeypatch.setattr(readings, "read_decree_safely", read_once)
    monkeypatch.setattr(documents, "inspect_safely", inspect_once)
    monkeypatch.setattr(letters, "photo_safely", clean_once)
    return build_world()


@pytest.fixture
def sign_in(app: Flask, world: World) -> Callable[[str], FlaskClient]:
    """A browser in which one of the world's people has signed in."""

    def enter(who: str) -> FlaskClient:
        client = Browser(app, app.response_class)
        with client.session_transaction() as kept:
            kept.update(kept_for(world.people[who]))
        return client

    return enter


def kept_for(user: User) -> dict[str, object]:
    """What the cookie of somebody who has just signed in holds."""
    begun = begin_session(user, Device("Chrome/140 Android", user.login, "192.0.2.1"))
    complete_session(begun)
    return {"_user_id": str(user.id), "_fresh": True, "sign_in": str(begun.id)}


class Browser(FlaskClient):
    """Requests that know nothing of the test's own app context: each has its visitor, its session and its rollback."""

    def open(self, *args: object, **kwargs: object) -> TestResponse:
        db.session.flush()
        answer = Context().run(super().open, *args, **kwargs)  # type: ignore[arg-type]
        db.session.expire_all()
        return answer

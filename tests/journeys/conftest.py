"""The demo, served for real: its own database, a web server in a thread, a worker in a process."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import make_url
from werkzeug.serving import make_server

from sipol.app import create_app
from sipol.cli.demo import build
from sipol.cli.demo_cast import specimen
from sipol.cli.demo_clock import set_the_clock
from sipol.embedded import Cluster
from sipol.extensions import db
from sipol.services import accounts
from tests.conftest import CHEAP_HASHER, copy_of, settings
from tests.factories.browser import chromium

ROOT = Path(__file__).parents[2]
# A busy machine may take its time over a page; what is wrong stays wrong.
expect.set_options(timeout=30_000)


@dataclass(frozen=True)
class Site:
    url: str
    specimen: Path
    """The SK that the demo leaves for whoever tries it."""
    app: Flask

    def turn_the_clock(self, moment: datetime) -> None:
        """The register's day from now on; whoever signed in before may have to sign in again."""
        with self.app.app_context():
            set_the_clock(moment)
            db.session.commit()
            db.session.remove()
            db.engine.dispose()


@pytest.fixture(scope="session")
def demo(cluster: Cluster, migrated: str, home: Path) -> str:
    """Name of a database with the demo's story in it, and all done that it left to a worker; to be copied."""
    told_in(address := copy_of(migrated, cluster), home, build)
    assert _worker(address, home, "--once").wait(300) == 0
    return make_url(address).database or ""


def told_in(address: str, home: Path, story: Callable[[], None]) -> None:
    """Tell a story into a migrated database. Passwords are hashed cheaply."""
    costly, accounts.HASHER = accounts.HASHER, CHEAP_HASHER
    with create_app(settings(address, home)).app_context():
        story()
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    accounts.HASHER = costly


@pytest.fixture(scope="module")
def site(request: pytest.FixtureRequest, cluster: Cluster, home: Path) -> Iterator[Site]:
    """The register with the demo's story in it, or with the ``STORY`` of a module.

    Passwords are hashed cheaply, all else is as in ``sipol up``.
    """
    story = getattr(request.module, "STORY", None)
    address = copy_of(request.getfixturevalue("migrated" if story else "demo"), cluster)
    if story:
        # The clock that a story sets belongs to its database, and is not copied with it.
        told_in(address, home, story)
    app = create_app(settings(address, home) | {"TESTING": False, "WTF_CSRF_ENABLED": True})
    costly, accounts.HASHER = accounts.HASHER, CHEAP_HASHER
    server = make_server("127.0.0.1", 0, app, threaded=True)
    app.config["SIPOL_PUBLIC_URL"] = f"http://127.0.0.1:{server.port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    worker = _worker(address, home)
    yield Site(f"http://127.0.0.1:{server.port}", specimen(home), app)
    worker.send_signal(signal.SIGINT)
    worker.wait(20)
    server.shutdown()
    thread.join()
    server.server_close()
    accounts.HASHER = costly
    with app.app_context():
        db.engine.dispose()


def _worker(address: str, home: Path, *options: str) -> "subprocess.Popen[bytes]":
    secret = str(settings(address, home)["SECRET_KEY"])
    environ = {"PATH": os.environ["PATH"], "DATABASE_URL": address, "SIPOL_HOME": str(home), "SECRET_KEY": secret}
    command = [sys.executable, "-c", "from sipol.app import main; main()", "worker", *options]
    return subprocess.Popen(command, env=environ, cwd=ROOT)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture
def window(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """Opens a page of its own session; whatever the browser complains of at the end fails the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_one(width: int = 1440, *, script: bool = True) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, base_url=site.url, java_script_enabled=script, locale="id-ID"
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert [words for words in complaints if not words.startswith("Failed to load resource")] == []

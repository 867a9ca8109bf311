"""The register on one machine, with parts that may be killed at any moment and come up again as ``sipol up`` has it."""

import http.client
import multiprocessing
import os
import random
import signal
import socket
import sys
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import forkserver
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

import psycopg
from flask.cli import ScriptInfo

from sipol.app import create_app, main
from sipol.cli.supervisor import LIBC, SET_DEATH_SIGNAL
from sipol.cli.up import Web
from sipol.embedded import Cluster
from tests.conftest import MAINTENANCE
from tests.processes import below, command_of, gone

DEAD_AFTER = "1"
"""Seconds of silence after which a worker counts as dead."""
PATIENCE = 60.0
"""Seconds that a part may take to come up before the test fails instead of waiting on."""
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["sipol.app", "sipol.cli.demo", "sipol.cli.up", "tests.faults.site"])

WEB, HAND, WORKER, POSTGRES, AT_ONCE, BACKEND = "web", "web thread", "worker", "postgres", "pg immediate", "pg backend"
TARGETS = (WEB, HAND, WORKER, POSTGRES, AT_ONCE, BACKEND)


def _become(environ: dict[str, str]) -> None:
    """A part in a session of its own, that goes when the test is ended before its time."""
    os.setsid()
    # The server of forks lives as long as anybody holds this; the part must not, for it goes when that one goes.
    os.close(forkserver._forkserver._forkserver_alive_fd)  # type: ignore[attr-defined]
    LIBC.prctl(SET_DEATH_SIGNAL, signal.SIGKILL)
    os.environ.clear()
    os.environ.update(environ)
    silence = os.open(os.environ["SIPOL_NOISE"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.dup2(silence, 1)
    os.dup2(silence, 2)


def serve(environ: dict[str, str], port: int) -> None:
    """The life of the web child of ``sipol up``."""
    _become(environ)
    Web(ScriptInfo(create_app=create_app, set_debug_flag=False), f"127.0.0.1:{port}").run()


def labour(environ: dict[str, str]) -> None:
    """The life of its worker."""
    _become(environ)
    sys.argv = ["sipol", "worker", "--dead-after", DEAD_AFTER]
    main()


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


@dataclass
class Site:
    """Web, worker and database of one register. Only one thread tends and kills them."""

    cluster: Cluster
    home: Path
    address: str
    settings: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    web: ForkServerProcess | None = None
    worker: ForkServerProcess | None = None
    killed: Counter[str] = field(default_factory=Counter)

    def environ(self) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "DATABASE_URL": self.address,
            "SIPOL_HOME": str(self.home),
            "SIPOL_PORT": str(self.port),
            "SIPOL_NOISE": str(self.home / "noise.txt"),
            "SECRET_KEY": "tests" * 8,
            "SIPOL_SECOND_LOOK": "0",
        } | self.settings

    def tend(self) -> None:
        """What the supervisor does at every tick: start again what ended."""
        assert self.cluster.process is not None
        if self.cluster.process.poll() is not None:
            self.cluster.start()
        if self.web is None or not self.web.is_alive():
            self.web = self._anew(self.web, serve, self.environ(), self.port)
        if self.worker is None or not self.worker.is_alive():
            self.worker = self._anew(self.worker, labour, self.environ())

    @staticmethod
    def _anew(old: ForkServerProcess | None, life: Any, *told: Any) -> ForkServerProcess:
        _end(old)
        fresh = FORKS.Process(target=life, args=told, daemon=True)
        fresh.start()
        return fresh

    def kill(self, target: str, rng: random.Random) -> bool:
        """End one part without a word; False when it was not there to be killed."""
        victim = self._victim(target, rng)
        if victim is None:
            return False
        with suppress(ProcessLookupError):
            # SIGQUIT is what ``pg_ctl stop -m immediate`` sends.
            os.kill(victim, signal.SIGQUIT if target == AT_ONCE else signal.SIGKILL)
            self.killed[target] += 1
            assert gone([victim], PATIENCE)
            return True
        return False

    def _victim(self, target: str, rng: random.Random) -> int | None:
        if target in (POSTGRES, AT_ONCE):
            return self.cluster.process.pid if self.cluster.process else None
        if target == BACKEND and self.cluster.process is not None:
            backends = [pid for pid in below(self.cluster.process.pid) if " sipol " in command_of(pid)]
            return rng.choice(sorted(backends)) if backends else None
        if target == HAND and self.web is not None and self.web.pid is not None:
            hands = below(self.web.pid)
            return rng.choice(sorted(hands)) if hands else None
        part = self.worker if target == WORKER else self.web
        return part.pid if part is not None and part.is_alive() else None

    def come_up(self) -> None:
        """Keep everything running until pages are answered again. Fails rather than wait for ever."""
        deadline = time.monotonic() + PATIENCE
        while not self.answers():
            assert time.monotonic() < deadline, (self.home / "noise.txt").read_text()[-4000:]
            self.tend()
            time.sleep(0.05)

    def answers(self) -> bool:
        """Whether the sign-in page is shown, which asks the database."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            line.request("GET", "/pengumuman")
            return line.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            line.close()

    def asked(self, question: str, *values: object) -> list[tuple[Any, ...]]:
        """Rows of the database; waits for one that is on its way up."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                with psycopg.connect(self.address.replace("+psycopg", ""), connect_timeout=5) as connection:
                    return connection.execute(question.encode(), values).fetchall()
            except psycopg.OperationalError:
                assert time.monotonic() < deadline
                self.tend()
                time.sleep(0.05)

    def end(self) -> None:
        for part in (self.web, self.worker):
            _end(part)
        self.web = self.worker = None


def _end(part: ForkServerProcess | None) -> None:
    """All that a part left behind is gone, as after ``Child.end`` of the supervisor."""
    if part is None or part.pid is None:
        return
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(part.pid, signal.SIGKILL)
    part.join(PATIENCE)


def fresh_database(cluster: Cluster, template: str, name: str) -> str:
    """Address of a copy of a database nobody is connected to."""
    with psycopg.connect(cluster.url(MAINTENANCE).replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy'.encode())
    return cluster.url(name)

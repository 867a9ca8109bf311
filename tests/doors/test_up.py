"""``sipol up`` from the first start to the last breath, and the database commands beside it."""

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import psycopg
import pytest

from sipol.cli.register import NO_TABLES
from sipol.render.signet import LOCAL_NAME
from tests.processes import below, command_of, gone

ROOT = Path(__file__).parents[2]
SIPOL = [sys.executable, "-c", "from sipol.app import main; main()"]


@pytest.fixture
def place() -> Iterator[dict[str, str]]:
    """The environment of a register of its own, in a folder every user may enter."""
    with tempfile.TemporaryDirectory(prefix="sipol-test-") as folder, socket.socket() as free:
        Path(folder).chmod(0o755)
        free.bind(("127.0.0.1", 0))
        settings = {"SIPOL_HOME": folder, "SIPOL_PORT": str(free.getsockname()[1]), "PYTHONUNBUFFERED": "1"}
        free.close()
        outside = {name: value for name, value in os.environ.items() if not name.startswith(("SIPOL_", "DATABASE_"))}
        yield outside | settings


def run(environ: dict[str, str], *words: str, typed: str | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*SIPOL, *words], cwd=ROOT, env=environ, input=typed, capture_output=True, text=True, check=False, timeout=90
    )


@contextmanager
def started(environ: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """``sipol up``, ended with all its children when a test fails: else the test would wait for it for ever."""
    with subprocess.Popen([*SIPOL, "up"], cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True) as up:
        try:
            yield up
        finally:
            for pid in {up.pid, *below(up.pid)} if up.poll() is None else ():
                os.kill(pid, signal.SIGKILL)


def listen(process: subprocess.Popen[str], pattern: str) -> str:
    """Everything said up to the first line that matches."""
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if re.search(pattern, line):
            return said
    raise AssertionError(said)


def test_everything_starts_with_one_command_heals_itself_and_stops_with_one_word(place: dict[str, str]) -> None:
    address = f"http://127.0.0.1:{place['SIPOL_PORT']}/masuk"
    with started(place) as up:
        said = listen(up, "Tekan Ctrl-C")
        assert f"http://localhost:{place['SIPOL_PORT']}" in said
        assert "kata sandi" in said
        assert urlopen(address, timeout=10).status == 200

        [postgres] = [pid for pid in below(up.pid) if "postgres\0-D" in command_of(pid)]
        os.kill(postgres, signal.SIGKILL)
        listen(up, "PostgreSQL berhenti; dijalankan lagi")
        assert_soon(lambda: urlopen(address, timeout=10).status == 200)

        second = run(place | {"SIPOL_PORT": str(int(place["SIPOL_PORT"]) - 1)}, "up")
        assert (second.returncode, "sudah dijalankan dari terminal lain" in second.stderr) == (1, True)
        taken = run(place | {"SIPOL_HOME": place["SIPOL_HOME"] + "/lain"}, "up")
        assert (taken.returncode, "sudah dipakai" in taken.stderr, "Traceback" in taken.stderr) == (1, True, False)

        family = below(up.pid)
        told = time.monotonic()
        up.send_signal(signal.SIGINT)
        listen(up, "Semua sudah berhenti")
        assert up.wait(10) == 0
        assert time.monotonic() - told < 4
        assert gone(family, within=0)


def assert_soon(holds: Callable[[], bool], within: float = 30.0) -> None:
    deadline = time.monotonic() + within
    while True:
        try:
            if holds():
                return
        except OSError:
            pass
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_production_without_its_settings_says_what_is_missing_and_starts_nothing(place: dict[str, str]) -> None:
    done = run(place | {"SIPOL_ENV": "production"}, "up")
    assert done.returncode == 1
    assert "belum diisi" in done.stderr
    assert "Traceback" not in done.stderr
    assert list(Path(place["SIPOL_HOME"]).iterdir()) == []


def test_a_refused_command_prints_its_sentence_and_nothing_else(place: dict[str, str]) -> None:
    assert run(place, "db", "upgrade").returncode == 0
    account = ("users", "add", "--login", "seseorang", "--name", "Seseorang", "--role", "admin")
    done = run(place, *account, "--password", "short")
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert "kata sandi" in done.stderr.lower()


def test_a_command_on_a_database_without_tables_says_so(
    place: dict[str, str], empty_database: Callable[[], str]
) -> None:
    done = run(place | {"DATABASE_URL": empty_database()}, "demo")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines() == [NO_TABLES]


@pytest.mark.parametrize("words", [("up",), ("worker", "--once"), ("seal", "show")])
def test_a_seal_that_cannot_be_used_stops_the_start_and_not_the_first_print(
    place: dict[str, str], database: str, words: tuple[str, ...]
) -> None:
    done = run(place | {"DATABASE_URL": database, "SIPOL_SEAL_FILE": "/tidak/ada.p12"}, *words)
    assert (done.returncode, done.stdout) == (1, "")
    sentence = "SIPOL_SEAL_FILE menunjuk berkas /tidak/ada.p12 yang tidak ada atau tidak boleh dibaca."
    assert done.stderr.splitlines() == [f"{sentence} Perbaiki pengaturan itu."]


def test_the_certificate_of_the_seal_is_told_alone_so_that_it_can_be_published(
    place: dict[str, str], database: str
) -> None:
    told = [run(place | {"DATABASE_URL": database}, "seal", "show") for _ in range(2)]
    assert [done.returncode for done in told] == [0, 0]
    assert told[0].stdout == told[1].stdout
    assert re.fullmatch(r"-----BEGIN CERTIFICATE-----\n[^-]+-----END CERTIFICATE-----\n", told[0].stdout)
    assert told[0].stderr == f"{LOCAL_NAME}\n"


def test_a_broken_psql_command_claims_nothing(place: dict[str, str], database: str) -> None:
    done = run(place | {"DATABASE_URL": database}, "db", "psql", "--", "--command=SELEKT")
    assert done.returncode == 1
    assert "psql berhenti dengan kesalahan" in done.stderr
    assert "Tidak ada yang diubah" not in done.stderr


def test_a_backup_brings_back_what_was_lost(place: dict[str, str], database: str, tmp_path: Path) -> None:
    here = place | {"DATABASE_URL": database}
    file = tmp_path / "cadangan.dump"
    with psycopg.connect(database.replace("+psycopg", ""), autocommit=True) as register:
        register.execute("CREATE TABLE kept AS SELECT 7 AS number")
        saved = run(here, "db", "backup", str(file))
        assert (saved.returncode, "Cadangan tersimpan" in saved.stdout) == (0, True)
        assert file.stat().st_mode & 0o777 == 0o600
        register.execute("UPDATE kept SET number = 8")
        assert run(here, "db", "restore", str(file), typed="n\n").returncode == 1
        assert register.execute("SELECT number FROM kept").fetchone() == (8,)
        restored = run(here, "db", "restore", "--yes", str(file))
        assert (restored.returncode, restored.stderr) == (0, "")
        assert register.execute("SELECT number FROM kept").fetchone() == (7,)


def test_a_broken_backup_changes_nothing_and_says_so(place: dict[str, str], database: str, tmp_path: Path) -> None:
    file = tmp_path / "rusak.dump"
    file.write_bytes(b"PGDMP rusak")
    done = run(place | {"DATABASE_URL": database}, "db", "restore", "--yes", str(file))
    assert done.returncode == 1
    assert "Tidak ada yang diubah" in done.stderr
    assert "Traceback" not in done.stderr

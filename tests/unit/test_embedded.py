"""The PostgreSQL that comes along: started, found, killed, started again."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from sipol.embedded import Cluster, DatabaseFailed, running_url
from sipol.embedded.seat import SHELTER
from tests.processes import alive, gone

ROOT = Path(__file__).parents[2]


@pytest.fixture
def new_home() -> Iterator[Path]:
    """A folder every user may enter; pytest's own is closed to the user that root gives the server to."""
    with tempfile.TemporaryDirectory(prefix="sipol-test-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture(scope="module")
def made() -> Iterator[Path]:
    """A home whose server was started and stopped once."""
    with tempfile.TemporaryDirectory(prefix="sipol-test-") as folder:
        Path(folder).chmod(0o755)
        with Cluster(Path(folder), throwaway=True):
            pass
        yield Path(folder)


@pytest.fixture
def home(made: Path, new_home: Path) -> Path:
    """A copy of that home: making a new one takes half a second."""
    subprocess.run(["cp", "-a", str(made / "postgres"), str(new_home)], check=True)
    return new_home


def ask(url: str, question: str) -> tuple[object, ...]:
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        answer = connection.execute(question.encode()).fetchone()
    assert answer is not None
    return answer


def test_a_new_cluster_sorts_by_letter_codes_and_knows_every_letter(new_home: Path) -> None:
    with Cluster(new_home, throwaway=True) as cluster:
        facts = "SELECT current_database(), pg_encoding_to_char(encoding), datlocprovider, datlocale"
        assert ask(cluster.url(), f"{facts} FROM pg_database WHERE datname = 'sipol'") == (
            "sipol",
            "UTF8",
            "b",
            "C.UTF-8",
        )
        assert ask(cluster.url(), "SELECT 'É' ILIKE 'é', 'Z' < 'a', current_setting('TimeZone')") == (
            True,
            True,
            "UTC",
        )


def test_only_the_private_socket_leads_to_the_server(home: Path) -> None:
    with Cluster(home, throwaway=True) as cluster:
        assert ask(cluster.url(), "SELECT current_setting('listen_addresses')") == ("",)
        folder = Path(str(ask(cluster.url(), "SELECT trim('\"' FROM current_setting('unix_socket_directories'))")[0]))
        assert folder.stat().st_mode & 0o777 == 0o700
        assert (home / "postgres").stat().st_mode & 0o777 == 0o700
        assert len(str(folder / ".s.PGSQL.5432")) < 108
    assert not folder.exists()


def test_the_server_never_runs_as_root(home: Path) -> None:
    with Cluster(home, throwaway=True) as cluster:
        assert cluster.process is not None
        assert Path(f"/proc/{cluster.process.pid}").stat().st_uid != 0


def test_a_running_server_is_found_and_a_stopped_one_is_not(home: Path) -> None:
    assert running_url(home) is None
    with Cluster(home, throwaway=True) as cluster:
        assert running_url(home) == cluster.url()
    assert running_url(home) is None


def test_a_second_start_on_the_same_folder_is_refused_with_a_sentence(home: Path) -> None:
    with Cluster(home, throwaway=True), pytest.raises(DatabaseFailed, match="sudah dijalankan dari terminal lain"):
        Cluster(home, throwaway=True).start()


def test_what_was_committed_outlives_a_killed_server(home: Path) -> None:
    with Cluster(home) as cluster:
        with psycopg.connect(cluster.url().replace("+psycopg", "")) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
        assert cluster.process is not None
        cluster.process.kill()
        cluster.process.wait()
        cluster.start()
        assert ask(cluster.url(), "SELECT number FROM kept") == (7,)


@pytest.mark.parametrize("stranger", ["gone", "another program"])
def test_a_stale_process_id_does_not_stop_a_start(home: Path, stranger: str) -> None:
    with Cluster(home, throwaway=True):
        pass
    with subprocess.Popen(["sleep", "60"]) as other:
        if stranger == "gone":
            other.kill()
            other.wait()
        lines = [str(other.pid), str(home / "postgres"), "1", "5432", str(home / "sipol-old"), "", "1 2", "ready"]
        (home / "postgres" / "postmaster.pid").write_text("\n".join(lines) + "\n")
        (home / "sipol-old").mkdir()
        with Cluster(home, throwaway=True) as cluster:
            assert ask(cluster.url(), "SELECT 1") == (1,)
        assert not (home / "sipol-old").exists()
        assert (other.poll() is None) == (stranger == "another program")
        other.kill()


def test_a_start_that_was_broken_off_is_done_again(new_home: Path) -> None:
    half = new_home / "postgres.new" / "base"
    half.mkdir(parents=True)
    with Cluster(new_home, throwaway=True) as cluster:
        assert ask(cluster.url(), "SELECT 1") == (1,)
    assert not half.parent.exists()


def test_a_folder_with_other_files_is_left_alone(new_home: Path) -> None:
    letter = new_home / "postgres" / "surat.txt"
    letter.parent.mkdir()
    letter.write_text("penting")
    with pytest.raises(DatabaseFailed, match="berisi berkas lain"):
        Cluster(new_home, throwaway=True).start()
    assert letter.read_text() == "penting"


def test_the_server_goes_when_its_supervisor_is_killed(home: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from sipol.embedded import Cluster\n"
        "cluster = Cluster(Path(sys.argv[1]), throwaway=True); cluster.start()\n"
        "print(cluster.process.pid, flush=True); time.sleep(60)"
    )
    command = [sys.executable, "-c", code, str(home)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as supervisor:
        assert supervisor.stdout is not None
        server = int(supervisor.stdout.readline())
        assert alive(server)
        supervisor.send_signal(signal.SIGKILL)
    assert gone([server])
    with Cluster(home, throwaway=True) as cluster:
        assert ask(cluster.url(), "SELECT 1") == (1,)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to hand the server to another user")
def test_root_shelters_the_data_when_its_own_folder_is_closed_to_others(new_home: Path) -> None:
    closed = new_home / "closed"
    closed.mkdir(mode=0o700)
    with Cluster(closed, throwaway=True) as cluster:
        assert ask(cluster.url(), "SELECT 1") == (1,)
        shelter = (closed / "postgres").resolve()
        assert shelter.parent == SHELTER
    with Cluster(closed, throwaway=True) as cluster:
        assert (closed / "postgres").resolve() == shelter
    shutil.rmtree(shelter)


def test_a_temporary_folder_too_deep_for_a_socket_is_named(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = home / ("d" * 90)
    deep.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(deep))
    with pytest.raises(DatabaseFailed, match="TMPDIR"):
        Cluster(home, throwaway=True).start()
    assert list(deep.iterdir()) == []


def test_a_restart_keeps_what_the_server_said_before(new_home: Path) -> None:
    (new_home / "postgres.log").write_text("why it crashed\n")
    with Cluster(new_home, throwaway=True):
        pass
    assert (new_home / "postgres.log").read_text().startswith("why it crashed\n")

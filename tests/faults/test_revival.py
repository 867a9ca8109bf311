"""An embedded server that cannot come up again, for lack of room say: everything else goes on and waits for it."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from sipol.cli import up
from sipol.cli.up import Revival
from sipol.embedded import Cluster


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    with tempfile.TemporaryDirectory(prefix="sipol-test-") as folder:
        Path(folder).chmod(0o755)
        with Cluster(Path(folder), throwaway=True) as running:
            yield running


def test_a_server_that_may_not_come_up_is_tried_again_and_found_at_the_same_address(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    address, settings = cluster.url(), cluster.home / "postgres" / "postgresql.conf"
    assert cluster.process is not None
    cluster.process.kill()
    cluster.process.wait(30)
    kept = settings.read_text()
    settings.write_text(f"{kept}\nshared_buffers = 'more than there is'\n")
    moment = 100.0
    monkeypatch.setattr(up.time, "monotonic", lambda: moment)
    revival = Revival(cluster)
    for pause in (1.0, 2.0, 4.0):
        revival.look()
        assert revival.due == moment + pause
        before = cluster.process
        revival.look()
        assert cluster.process is before
        moment = revival.due
    said = capsys.readouterr().out
    assert said.count("PostgreSQL bawaan tidak dapat dijalankan") == 3
    assert "Dicoba lagi dalam 4 detik." in said
    settings.write_text(kept)
    revival.look()
    assert cluster.url() == address
    with psycopg.connect(address.replace("+psycopg", "")) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)

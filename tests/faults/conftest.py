"""A server of their own for tests that kill servers."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import flask_migrate
import pytest

from config import shipped
from sipol.app import create_app
from sipol.embedded import Cluster
from sipol.extensions import db
from tests.conftest import settings


@pytest.fixture(scope="session")
def brittle() -> Iterator[Cluster]:
    """A real server, which waits for the disk, with a migrated database ``sipol``."""
    with tempfile.TemporaryDirectory(prefix="sipol-test-") as folder:
        home = Path(folder)
        home.chmod(0o755)
        with Cluster(home) as cluster:
            app = create_app(settings(cluster.url(), home))
            with app.app_context():
                flask_migrate.upgrade(directory=str(shipped("migrations")))
                db.engine.dispose()
            yield cluster
            # Nobody needs what lies there any more, so nothing is written down first.
            assert cluster.process is not None
            cluster.process.kill()

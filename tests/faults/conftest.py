"""A server of their own for tests that kill servers."""

from collections.abc import Iterator

import pytest

from sipol.embedded import Cluster
from tests.conftest import own_server


@pytest.fixture(scope="session")
def brittle() -> Iterator[Cluster]:
    """A real server, which waits for the disk, with a migrated database ``sipol``."""
    with own_server() as (_home, cluster, _app):
        yield cluster
        # Nobody needs what lies there any more, so nothing is written down first.
        assert cluster.process is not None
        cluster.process.kill()

"""For commands that need the register itself: its database answers and the application stands around them."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import has_app_context
from flask.cli import with_appcontext
from psycopg.errors import UndefinedTable
from sqlalchemy.exc import ProgrammingError

from config import Environment, home_of
from sipol.embedded import Cluster, running_url
from sipol.extensions import db
from sipol.rules.errors import Refused

P = ParamSpec("P")
R = TypeVar("R")

NO_TABLES = "Basis data ini masih kosong. Jalankan “sipol up”, atau “sipol db upgrade” lebih dahulu."


@contextmanager
def database() -> Iterator[None]:
    """The database of this register, for as long as the block lasts.

    The one of an application that already stands, one given by DATABASE_URL or one started by ``sipol up`` elsewhere
    is used as it is; else the embedded one is started and stopped again. Production never starts one by itself:
    ``config`` asks for the address.
    """
    if has_app_context():
        yield
        return
    home = home_of(os.environ)
    given = os.environ.get("DATABASE_URL") or os.environ.get("SIPOL_ENV") == Environment.PRODUCTION
    if given or running_url(home):
        yield
        return
    with Cluster(home) as cluster:
        os.environ["DATABASE_URL"] = cluster.url()
        try:
            yield
        finally:
            del os.environ["DATABASE_URL"]


def with_register(command: Callable[P, R]) -> Callable[P, R]:
    """Run a click command inside the application, with the database brought up for it if nobody runs it yet."""

    @wraps(command)
    def leave_the_database(*args: P.args, **kwargs: P.kwargs) -> R:
        # Click closes the app context only when all is over; by then an embedded server has stopped.
        try:
            return command(*args, **kwargs)
        except ProgrammingError as failed:
            if isinstance(failed.orig, UndefinedTable):
                raise Refused("database", NO_TABLES) from failed
            raise
        finally:
            db.session.remove()

    inside = with_appcontext(leave_the_database)

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with database():
            return inside(*args, **kwargs)

    return run

"""Which part of the machine is down, told from the error that came of it. Who meets one may try the same again."""

import errno
from enum import StrEnum

import psycopg
from sqlalchemy import exc

from sipol.rules.errors import NoRoom, StoreDown


class Outage(StrEnum):
    """A part that fails as a whole: nothing is wrong with what was asked for."""

    DATABASE = "database"
    FILES = "files"
    DISK = "disk"


NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS})
FULL = "53100"
AWAY = ("08", "53", "57P", "58", "25006")
"""Beginnings of SQLSTATE: no connection, no resources, shut down, failed system, a standby that only reads."""


def outage_of(error: BaseException) -> Outage | None:
    """The part that is down, looked for along the causes of an error; None where something else is wrong."""
    at: BaseException | None = error
    while at is not None:
        if (found := _told_by(at)) is not None:
            return found
        at = at.__cause__ or at.__context__
    return None


def _told_by(error: BaseException) -> Outage | None:
    if isinstance(error, StoreDown):
        return Outage.DISK if error.full else Outage.FILES
    if isinstance(error, NoRoom) or (isinstance(error, OSError) and error.errno in NO_ROOM):
        return Outage.DISK
    if isinstance(error, exc.TimeoutError | exc.PendingRollbackError | exc.DisconnectionError):
        return Outage.DATABASE
    driven = error.orig if isinstance(error, exc.DBAPIError) else error
    return _told_by_driver(driven) if isinstance(driven, psycopg.Error) else None


def _told_by_driver(error: psycopg.Error) -> Outage | None:
    if error.sqlstate == FULL:
        return Outage.DISK
    # A server that goes away in the middle has no time to say why.
    silent = error.sqlstate is None and isinstance(error, psycopg.OperationalError | psycopg.InterfaceError)
    return Outage.DATABASE if silent or str(error.sqlstate).startswith(AWAY) else None

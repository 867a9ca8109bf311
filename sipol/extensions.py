"""The sockets every room above plugs into: database, sign-in, CSRF, files, clock, log."""

import logging
import time
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from flask import Flask, current_app
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from obstore.store import ObjectStore, from_url
from sqlalchemy import DateTime, MetaData, func, select
from sqlalchemy.orm import DeclarativeBase, registry

S3_CONNECTS, S3_ANSWERS, S3_RETRIES = timedelta(seconds=3), timedelta(seconds=30), timedelta(seconds=10)
"""How long one request to S3 may take (30 seconds are enough for 20 MB), and until when a failed one is tried again.

By itself the store would keep a visitor waiting for minutes.
"""

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    registry = registry(
        metadata=MetaData(naming_convention=NAMING), type_annotation_map={datetime: DateTime(timezone=True)}
    )


db = SQLAlchemy(model_class=Base)
login = LoginManager()
csrf = CSRFProtect()
migrate = Migrate(compare_type=True)


def files() -> ObjectStore:
    """Where received files and printed papers lie: a folder or S3, by the setting ``SIPOL_FILES``."""
    store: ObjectStore = current_app.extensions["sipol_files"]
    return store


def open_files(app: Flask) -> None:
    """Open the file store once for the app; a local folder is made when it is not there."""
    url = str(app.config["SIPOL_FILES"])
    app.extensions["sipol_files"] = from_url(url, mkdir=True) if url.startswith("file:") else _far_away(url)


def _far_away(url: str) -> ObjectStore:
    return from_url(
        url,
        client_options={"connect_timeout": S3_CONNECTS, "timeout": S3_ANSWERS},
        retry_config={"max_retries": 2, "retry_timeout": S3_RETRIES},
    )


def now() -> datetime:
    """The register's time in UTC: the database's clock, moved by the setting ``sipol.clock_offset`` in a demo."""
    with db.session.no_autoflush:
        moment = db.session.scalar(select(func.sipol_now()))
    assert isinstance(moment, datetime)
    return moment.astimezone(UTC)


def today() -> date:
    """The calendar day where this register is kept, by the setting ``SIPOL_TIMEZONE``."""
    return now().astimezone(local_zone()).date()


def local_zone() -> ZoneInfo:
    """The time zone of this register, by the setting ``SIPOL_TIMEZONE``."""
    return ZoneInfo(str(current_app.config["SIPOL_TIMEZONE"]))


def log_in_utc() -> None:
    """Give the register's own log lines their moment in UTC (ISO 8601), once a process; they go to standard error."""
    logger = logging.getLogger("sipol")
    if logger.handlers:
        return
    line = logging.Formatter("%(asctime)s.%(msecs)03dZ %(levelname)s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%S")
    line.converter = time.gmtime
    out = logging.StreamHandler()
    out.setFormatter(line)
    logger.addHandler(out)

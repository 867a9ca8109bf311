"""The clock of the demo: its database keeps a day of its own, and parts of the story happened before it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from sqlalchemy import text

from sipol.extensions import db, now


def set_the_clock(moment: object) -> None:
    """Where SIPOL_CLOCK says what day it is, the database of the demo keeps that day and runs on from there."""
    if not isinstance(moment, datetime):
        return
    offset = f"{(moment - datetime.now(UTC)).total_seconds():.0f} seconds"
    name = db.session.scalar(text("SELECT quote_ident(current_database())"))
    db.session.execute(text(f"ALTER DATABASE {name} SET sipol.clock_offset = '{offset}'"))
    db.session.execute(text("SELECT set_config('sipol.clock_offset', :offset, false)"), {"offset": offset})


@contextmanager
def as_of(moment: datetime) -> Iterator[None]:
    """Do something on an earlier day of the story."""
    before = db.session.scalar(text("SELECT current_setting('sipol.clock_offset', true)")) or ""
    seconds = (moment - now()).total_seconds()
    shifted = text(
        "SELECT set_config('sipol.clock_offset', (coalesce(nullif(:old, ''), '0')::interval + :by)::text, true)"
    )
    db.session.execute(shifted, {"old": before, "by": timedelta(seconds=seconds)})
    yield
    db.session.flush()
    db.session.execute(text("SELECT set_config('sipol.clock_offset', :old, true)"), {"old": before})

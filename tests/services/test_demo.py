"""The demo can be built on any day, and nothing in it is dated ahead of that day."""

from datetime import UTC, datetime

import pytest
from flask_sqlalchemy.session import Session
from sqlalchemy import select
from sqlalchemy.orm import scoped_session

from sipol.cli import demo
from sipol.cli.demo_clock import set_the_clock
from sipol.extensions import now
from sipol.models import Decree, Minutes, Period, Submission
from sipol.services import accounts, readings
from tests.conftest import CHEAP_HASHER, read_once

EDGES = ["2026-01-01T09:00", "2026-01-02T07:00", "2026-06-30T23:30", "2026-07-01T00:10", "2026-07-02T09:00"]


@pytest.mark.parametrize("moment", EDGES)
def test_the_demo_is_built_at_the_edge_of_a_semester(
    session: scoped_session[Session], monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    monkeypatch.setattr(accounts, "HASHER", CHEAP_HASHER)
    monkeypatch.setattr(readings, "read_decree_safely", read_once)
    clock = datetime.fromisoformat(moment).replace(tzinfo=demo.ZONE)
    set_the_clock(clock)
    demo.build()
    today = now().astimezone(demo.ZONE).date()
    assert today == clock.date()
    assert abs((now() - clock.astimezone(UTC)).total_seconds()) < 120
    days = [*session.scalars(select(Decree.issued_on)), *session.scalars(select(Period.letter_date))]
    assert [day for day in days if day and day > today] == []
    assert [row for row in session.scalars(select(Minutes.issued_at)) if row > now()] == []
    assert len({submission.state for submission in session.scalars(select(Submission))}) >= 4

"""Clocks are put right now and then. What a wrong one wrote down must not bind anybody once it is right again."""

from datetime import datetime, timedelta

SLACK = timedelta(minutes=5)
"""How far ahead something may lie that can only have been in the past; more than this was written by a wrong clock."""


def runs(until: datetime | None, moment: datetime, longest: timedelta) -> bool:
    """Whether something that lasts ``longest`` from its beginning still runs; not so where it would last longer."""
    return until is not None and moment < until <= moment + longest + SLACK

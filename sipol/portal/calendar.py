"""The deadlines of KPU as iCalendar (RFC 5545), with reminders 14, 7, 3 and 1 days before."""

from collections.abc import Iterable
from datetime import UTC, timedelta

from icalendar import Alarm, Calendar, Event

from sipol.services.public import Occasion

REMINDED = (14, 7, 3, 1)
"""Days before a deadline."""


def calendar_of(occasions: Iterable[Occasion], place: str) -> bytes:
    """The occasions as a calendar file. ``place``: the host whose occasions they are, so that ids stay apart."""
    calendar = Calendar()
    calendar.add("prodid", "-//sipol//ID")
    calendar.add("version", "2.0")
    calendar.add("name", "Pemutakhiran data partai politik")
    calendar.add("refresh-interval", timedelta(hours=12), {"value": "duration"})
    for occasion in occasions:
        calendar.add_component(_event(occasion, place))
    content: bytes = calendar.to_ical()
    return content


def _event(occasion: Occasion, place: str) -> Event:
    event = Event()
    event.add("uid", f"{occasion.key}@{place}")
    event.add("sequence", occasion.moved)
    event.add("summary", occasion.title)
    event.add("description", occasion.note)
    for name in ("dtstamp", "dtstart"):
        event.add(name, occasion.at.astimezone(UTC))
    event.add("transp", "TRANSPARENT")
    if not occasion.key.endswith("-opens"):
        for days in REMINDED:
            event.add_component(_reminder(occasion.title, days))
    return event


def _reminder(title: str, days: int) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", f"{title}: {days} hari lagi")
    alarm.add("trigger", timedelta(days=-days))
    return alarm

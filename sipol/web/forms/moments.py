"""Moments as people write them here: "28-12-2026 16.00". A browser's own control would follow its own language."""

import re
from collections.abc import Sequence
from datetime import datetime, time

from wtforms import Field
from wtforms.widgets import TextInput

DAY_AND_HOUR, HOUR = "%d-%m-%Y %H.%M", "%H.%M"
MOMENT_HINT = "Tulis HH-BB-TTTT JJ.MM, misalnya 28-12-2026 16.00."
HOUR_HINT = "Tulis JJ.MM, misalnya 16.00."


class _Written(Field):
    """What somebody wrote, read by ``format``; empty is none, what cannot be read is given back as it was written."""

    widget = TextInput()
    format = HOUR
    hint = HOUR_HINT

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        typed = re.sub(r"[T\s]+", " ", valuelist[0].strip()).replace(":", ".") if valuelist else ""
        self.data = None
        if not typed:
            return
        try:
            self.data = self.read(datetime.strptime(typed, self.format))  # noqa: DTZ007 - the zone is the register's
        except ValueError:
            raise ValueError(self.hint) from None

    def read(self, written: datetime) -> datetime | time:
        raise NotImplementedError

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{self.data:{self.format}}" if self.data else ""


class MomentField(_Written):
    """A day and an hour, without a zone."""

    format, hint = DAY_AND_HOUR, MOMENT_HINT

    def read(self, written: datetime) -> datetime:
        return written


class ClockField(_Written):
    """An hour of the day."""

    def read(self, written: datetime) -> time:
        return written.time()

"""Moments as people write them here: "28-12-2026 16.00". A browser's own control would follow its own language."""

import re
from collections.abc import Sequence
from datetime import datetime, time

from wtforms import Field
from wtforms.widgets import TextInput

DAY_AND_HOUR, HOUR = "%d-%m-%Y %H.%M", "%H.%M"
MOMENT_HINT = "Tulis HH-BB-TTTT JJ.MM, misalnya 28-12-2026 16.00."
HOUR_HINT = "Tulis JJ.MM, misalnya 16.00."


class MomentField(Field):
    """A day and an hour, without a zone; empty is none, and what cannot be read is given back as it was written."""

    widget = TextInput()
    format, hint = DAY_AND_HOUR, MOMENT_HINT

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
        return written

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{self.data:{self.format}}" if self.data else ""


class ClockField(MomentField):
    """An hour of the day."""

    format, hint = HOUR, HOUR_HINT

    def read(self, written: datetime) -> time:
        return written.time()

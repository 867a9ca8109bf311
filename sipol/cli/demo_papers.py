"""Decrees of the demo, printed as a party's secretary would."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from flask import current_app
from weasyprint import HTML

from sipol.cli.demo_cast import Row
from sipol.render import short_date


@dataclass(frozen=True, slots=True)
class SpecimenDecree:
    """What one demo SK says."""

    number: str
    day: date
    party: str
    unit: str
    issuer: str
    seat: str
    board: tuple[Row, ...]
    replaces: str = ""
    office: str = ""
    signatories: tuple[tuple[str, str], ...] = (("Ketua", "Timotius Veriant"), ("Sekretaris", "Donilus Lelian, S.Kom"))

    @property
    def issued_on(self) -> str:
        return short_date(self.day)

    @property
    def term(self) -> tuple[int, int]:
        return self.day.year, self.day.year + 5

    @property
    def organs(self) -> list[tuple[str, list[tuple[str, str]]]]:
        grouped = groupby(self.board, key=lambda row: row[0])
        return [(organ, [(position, name) for _, position, name in rows]) for organ, rows in grouped]

    def print(self) -> bytes:
        """The decree as PDF."""
        page = current_app.jinja_env.get_template("print/contoh-sk.html").render(sk=self)
        printed = HTML(string=page).write_pdf()
        assert isinstance(printed, bytes)
        return printed

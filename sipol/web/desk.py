"""What the review page shows: each finding as a card, the page of the SK it stands on, the facts that agree."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sipol.models import Decree, Finding
from sipol.names import Marks, compare
from sipol.reading import Box, DecreeReading, Evidence, PageSeen
from sipol.render import short_date
from sipol.rules.decrees import folded
from sipol.rules.findings import ACROSS, FIELD_WORDS, WHOLE_PAPER, Against, Field
from sipol.services.desk import Desk, line_of
from sipol.web.marks import marks_of

NOT_READ = "tidak terbaca pada SK"
AGREES = "cocok"
RESPELLED = "Ejaan lain dari SK sebelumnya"
SIDES: dict[Against, tuple[str, str]] = {
    Against.IN_FORCE: ("data", "SK lama"),
    Against.ISSUER: ("SK", "pengurus penerbit"),
    Against.MEMBERS: ("data", "daftar anggota"),
}
"""What is held against what, where it is not the data against the SK."""


@dataclass(frozen=True, slots=True)
class Card:
    """One finding for the screen. ``number`` counts from 1 among those that want an answer; None for harmless ones."""

    number: int | None
    finding: Finding
    title: str
    where: str
    mine: str
    """The word for the side that is looked at."""
    paper: str
    """The word for the side it is held against."""
    marks: Marks | None
    why: tuple[str, ...]
    before: str
    line: Evidence | None

    @property
    def page(self) -> int | None:
        return self.line.page if self.line else None

    @property
    def box(self) -> Box | None:
        return self.line.box if self.line else None

    @property
    def text(self) -> str:
        """What the line of the SK says, for those who cannot see the picture."""
        words = "".join(mark.text for mark in self.marks.found) if self.marks else ""
        return words or self.finding.subject


@dataclass(frozen=True, slots=True)
class Leaf:
    """The page of the SK beside the findings: its size in points, what is lit on it and the numbered lines."""

    number: int
    of: int
    width: float
    height: float
    lit: tuple[Box, ...]
    dots: tuple[tuple[int, Box, bool], ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of the SK as the party typed it, and whether the paper says the same."""

    label: str
    value: str
    verdict: str

    @property
    def agrees(self) -> bool:
        return self.verdict == AGREES


@dataclass(frozen=True, slots=True)
class Table:
    """Everything of one desk that the page lays out. ``at`` is the card in hand, None when none is."""

    cards: tuple[Card, ...]
    harmless: tuple[Card, ...]
    at: Card | None
    leaf: Leaf | None
    facts: tuple[Fact, ...]

    @property
    def previous(self) -> int | None:
        return self.at.number - 1 if self.at and self.at.number and self.at.number > 1 else None

    @property
    def next(self) -> int | None:
        if self.at is None or self.at.number is None:
            return None
        return self.at.number + 1 if self.at.number < len(self.cards) else None

    def number_of(self, finding_id: UUID) -> int | None:
        """The number a finding has on this page."""
        return next((card.number for card in self.cards if card.finding.id == finding_id), None)


def table_of(desk: Desk, chosen: int | None, page: int | None) -> Table:
    """``chosen`` is the number of a finding, ``page`` one of the SK; what is out of range falls back to the usual."""
    cards = tuple(_card(desk, finding, number) for number, finding in enumerate(desk.asked, start=1))
    harmless = tuple(_card(desk, finding, None) for finding in desk.harmless)
    at = next((card for card in cards if card.number == chosen), None)
    if at is None:
        at = next((card for card in cards if card.finding.answer is None), None)
    decree = desk.submission.decree
    facts = tuple(_facts(decree, desk.reading)) if decree else ()
    return Table(cards, harmless, at, _leaf(desk.reading, cards, at, page), facts)


def _card(desk: Desk, finding: Finding, number: int | None) -> Card:
    return Card(
        number,
        finding,
        _title(finding),
        _where(finding),
        *SIDES.get(finding.against, ("data", "SK")),
        None if finding.sentence else marks_of(finding),
        _why(finding),
        _before(desk, finding),
        line_of(finding, desk.reading),
    )


def _title(finding: Finding) -> str:
    respelled = finding.against is Against.IN_FORCE and finding.field is Field.NAME
    return RESPELLED if respelled else FIELD_WORDS[finding.field]


def _where(finding: Finding) -> str:
    side = " SK" if finding.field is Field.MISSING else ""
    row = f"Baris{side} {finding.order}" if finding.order is not None else ""
    return " · ".join(part for part in (row, finding.subject) if part)


def _why(finding: Finding) -> tuple[str, ...]:
    if finding.field is not Field.NAME:
        return ()
    _, paper = SIDES.get(finding.against, ("data", "SK"))
    return tuple(reason.told("data", paper) for reason in compare(finding.stated, finding.found).reasons)


def _before(desk: Desk, finding: Finding) -> str:
    """What the decree in force says of this person or post, as a sentence; empty where nothing is said."""
    if desk.former is None or finding.order is None or finding.field in WHOLE_PAPER | ACROSS:
        return ""
    seat = desk.seat_before(finding)
    if seat is None:
        return f"SK sebelumnya, {desk.former.number}, tidak memuat nama atau jabatan yang sepadan."
    return f"SK sebelumnya, {desk.former.number}, menulis {seat.name} sebagai {seat.position}."


def _leaf(reading: DecreeReading | None, cards: Sequence[Card], at: Card | None, page: int | None) -> Leaf | None:
    pages = {seen.number: seen for seen in reading.pages} if reading else {}
    if not pages:
        return None
    seen = pages.get(page or 0) or pages.get((at.page if at else None) or 0) or _first_with_people(reading, pages)
    dots = tuple(
        (card.number, card.box, card is at) for card in cards if card.page == seen.number and card.number and card.box
    )
    lit = tuple(card.box for card in cards if card is at and card.page == seen.number and card.box)
    return Leaf(seen.number, len(pages), seen.width, seen.height, lit, dots)


def _first_with_people(reading: DecreeReading | None, pages: dict[int, PageSeen]) -> PageSeen:
    first = next((row.page for row in reading.officers), 0) if reading else 0
    return pages.get(first) or next(iter(pages.values()))


def _facts(decree: Decree, reading: DecreeReading | None) -> list[Fact]:
    term = f"{decree.term_start}–{decree.term_end}" if decree.term_start and decree.term_end else ""
    signed = ", ".join(person["name"] for person in decree.signatories)
    read = reading or DecreeReading()
    rows = (
        ("Nomor", decree.number, read.number),
        (
            "Tanggal",
            short_date(decree.issued_on) if decree.issued_on else "",
            short_date(read.issued_on) if read.issued_on else None,
        ),
        ("Ditetapkan di", decree.issued_in, read.issued_in),
        ("Masa bakti", term, f"{read.period[0]}–{read.period[1]}" if read.period else None),
        ("Penerbit", decree.issuer, read.issuer),
        ("Penandatangan", signed, ", ".join(person.name for person in read.signatories)),
        ("Menggantikan", decree.replaces_number, read.replaces),
    )
    return [Fact(label, value, _verdict(value, found)) for label, value, found in rows if value or found]


def _verdict(value: str, found: str | None) -> str:
    if not found:
        return NOT_READ
    return AGREES if folded(value) == folded(found) else f"pada SK: {found}"

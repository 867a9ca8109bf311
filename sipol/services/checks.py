"""Hold what was typed against what the paper says, and against the decree in force. Plain values in and out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias
from uuid import UUID

from rapidfuzz import fuzz

from sipol.names import BoardMatch, Change, Marks, NameMatch, Seat, compare, compare_boards, misreading, same_position
from sipol.reading import DecreeReading, Evidence, OfficerRow
from sipol.rules.decrees import folded, strokes_of
from sipol.rules.findings import CLEAR, HARMLESS, Against, Field, is_sentence

Term: TypeAlias = tuple[int, int]


MOST_COMPARED = 40_000
"""Pairs of names compared while somebody waits for the page: 200 rows beside 200, half a second at most."""

SURE, NEARLY = 0.95, 85
"""Letters of a picture surer than this are not called misread; per cent of likeness of two posts a stroke apart."""


@dataclass(frozen=True, slots=True)
class Stated:
    """What the party typed. Fields that were not asked for are None and are not checked."""

    number: str | None
    issued_on: date | None
    term: Term | None
    seats: tuple[Seat, ...]
    orders: tuple[int, ...]
    """The row number the party gave each seat, in the order of ``seats``."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A finding before it is a row: where, what was typed, what was found, and how they differ.

    ``doubtful``: it rests on letters of a scan that may be misread. ``other_decree_id`` and ``other_order``: the paper
    it was held against and its row; ``other_unit_id``: whose that is.
    """

    field: Field
    against: Against = Against.PAPER
    order: int | None = None
    subject: str = ""
    stated: str = ""
    found: str = ""
    difference: str | None = None
    score: float | None = None
    marks: Marks | None = None
    evidence: Evidence | None = None
    doubtful: bool = False
    key: str | None = None
    """What stays of a sentence when rows move; None where ``found`` itself does."""
    other_decree_id: UUID | None = None
    other_order: int | None = None
    other_unit_id: UUID | None = None

    @property
    def harmless(self) -> bool:
        return self.difference in HARMLESS

    @property
    def sentence(self) -> bool:
        """Whether ``found`` says in a sentence what was seen."""
        return is_sentence(self.field, marked=self.marks is not None)


def scans_of(reading: DecreeReading) -> list[int]:
    """Pages that are pictures without letters, counted from 1: nothing on them was compared."""
    return [page.number for page in reading.pages if page.kind == "scan"]


def doubts_about(stated: Stated, reading: DecreeReading) -> list[Doubt]:
    """Every difference between the form and the paper, in the order of the form; a scan without facts gives none."""
    return [*_heading(stated, reading), *_board(stated, reading)]


def _heading(stated: Stated, reading: DecreeReading) -> Iterator[Doubt]:
    if stated.number is not None and reading.number and not _one_number(stated.number, reading):
        yield _field(Field.NUMBER, stated.number, reading.number, reading)
    if stated.issued_on and reading.issued_on and stated.issued_on != reading.issued_on:
        yield _field(Field.ISSUED_ON, stated.issued_on.isoformat(), reading.issued_on.isoformat(), reading)
    if stated.term and reading.period and stated.term != reading.period:
        yield _field(Field.PERIOD, _years(stated.term), _years(reading.period), reading)


def _one_number(stated: str, reading: DecreeReading) -> bool:
    """Whether the typed number is that of the paper, as far as its letters can be told apart."""
    seen, found = reading.evidence.get(Field.NUMBER.value), reading.number or ""
    pictured = seen is not None and seen.confidence < 1.0
    return strokes_of(stated) == strokes_of(found) if pictured else folded(stated) == folded(found)


def _field(field: Field, stated: str, found: str, reading: DecreeReading) -> Doubt:
    seen = reading.evidence.get(field.value)
    return Doubt(
        field, stated=stated, found=found, evidence=seen, doubtful=seen is not None and seen.confidence < CLEAR
    )


def _years(term: Term) -> str:
    return f"{term[0]}–{term[1]}"


def _board(stated: Stated, reading: DecreeReading) -> Iterator[Doubt]:
    if not reading.officers:
        return
    found = [Seat(row.position, row.name, row.organ) for row in reading.officers]
    scanned = {page.number for page in reading.pages if page.kind == "ocr"}
    # A row may have been overlooked in a picture, or stand on a page that nobody has read.
    pictured = any(page.kind != "text" for page in reading.pages)
    late: list[Doubt] = []
    for pair in compare_boards(stated.seats, found).pairs:
        if pair.found is None and pair.stated is not None:
            yield _extra(stated, pair.stated, doubtful=pictured)
        elif pair.stated is None and pair.found is not None:
            late.append(_missing(reading.officers[pair.found]))
        elif pair.stated is not None and pair.found is not None and pair.match is not None:
            row = reading.officers[pair.found]
            yield from _pair(stated, pair.stated, row, pair.match, scanned=row.page in scanned)
    yield from late


def _pair(stated: Stated, place: int, row: OfficerRow, match: NameMatch, *, scanned: bool) -> Iterator[Doubt]:
    seat, order, evidence = stated.seats[place], stated.orders[place], _evidence(row)
    weak = scanned and row.confidence < CLEAR
    if not match.written_alike and not (scanned and _seen_as(seat.name, row)):
        yield Doubt(
            Field.NAME,
            order=order,
            subject=row.position,
            stated=seat.name,
            found=row.name,
            difference=match.difference,
            score=match.score,
            marks=match.marks,
            evidence=evidence,
            doubtful=weak or (scanned and row.confidence < SURE and misreading(seat.name, row.name)),
        )
    if not same_position(seat.position, row.position):
        yield Doubt(
            Field.POSITION,
            order=order,
            subject=row.name,
            stated=seat.position,
            found=row.position,
            evidence=replace(evidence, name_box=None),
            doubtful=scanned and _weak_post(seat.position, row),
        )


def _seen_as(stated: str, row: OfficerRow) -> bool:
    """Whether the picture can be read as what was typed: a second reading does, or only white and dots part them.

    Where a picture does not tell two writings apart, nobody is accused.
    """
    if row.otherwise and compare(stated, row.otherwise).written_alike:
        return True
    letters = _letters(stated)
    return bool(letters) and letters in {_letters(row.name), _letters(row.otherwise)}


def _weak_post(stated: str, row: OfficerRow) -> bool:
    """Whether a post read from a picture may be the typed one misread: pale letters, or a stroke or two off."""
    if row.post_confidence < CLEAR:
        return True
    return row.post_confidence < SURE and fuzz.ratio(_letters(stated), _letters(row.position)) >= NEARLY


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, name.casefold()))


def _extra(stated: Stated, place: int, *, doubtful: bool) -> Doubt:
    """Somebody typed whom the paper does not name; in a scan a row may have been overlooked."""
    seat, order = stated.seats[place], stated.orders[place]
    return Doubt(Field.EXTRA, order=order, subject=seat.position, stated=seat.name, doubtful=doubtful)


def _missing(row: OfficerRow) -> Doubt:
    return Doubt(
        Field.MISSING,
        order=row.order,
        subject=row.position,
        found=row.name,
        evidence=_evidence(row),
        doubtful=row.confidence < CLEAR,
    )


def _evidence(row: OfficerRow) -> Evidence:
    return Evidence(row.page, row.box, row.confidence, row.name_box)


def doubts_since(stated: Stated, in_force: Sequence[Seat]) -> list[Doubt]:
    """People who stay but are spelled otherwise than in the decree in force; moves and newcomers are no doubt."""
    doubts = []
    for pair in changes_since(stated, in_force).pairs:
        if pair.stated is None or pair.found is None or pair.match is None or pair.change is Change.REPLACED:
            continue
        if pair.match.written_alike:
            continue
        seat = stated.seats[pair.found]
        doubts.append(
            Doubt(
                Field.NAME,
                Against.IN_FORCE,
                order=stated.orders[pair.found],
                subject=seat.position,
                stated=seat.name,
                found=in_force[pair.stated].name,
                difference=pair.match.difference,
                score=pair.match.score,
                marks=turned(pair.match.marks),
            )
        )
    return doubts


def changes_since(stated: Stated, in_force: Sequence[Seat]) -> BoardMatch:
    """What became of the board in force: tetap, ejaan, pindah jabatan, masuk, keluar, diganti.

    Of each pair, the first number is a seat of the board in force, the second one of the typed board.
    """
    return compare_boards(in_force, stated.seats)


def turned(marks: Marks) -> Marks:
    """The same marks with the typed name first, where the former one was compared with it."""
    return Marks(marks.found, marks.stated)

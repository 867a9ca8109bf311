"""Rows of a table, ruled or not, as people, organs and posts."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sipol.reading.events import Event, OrganSeen, PersonSeen, PostSeen
from sipol.reading.headers import Role
from sipol.reading.lexicon import degree_like, name_like
from sipol.reading.page import Line, Word, around
from sipol.reading.wrapping import breaks_off, joined, other_reading

MARKER = re.compile(r"^(?:\(?\d{1,3}[.)]+|\(?[a-z][.)]|[ivx]{1,5}[.)]|[-•●▪■◦○–—*✓➢▶\uf0b7\uf0a7·])$")
_GLUED = re.compile(r"^(\(?\d{1,3}[.)]+|[a-z]\))(?=[^\W\d_])")
_SEX = {"l": "L", "lk": "L", "laki-laki": "L", "pria": "L", "p": "P", "pr": "P", "perempuan": "P", "wanita": "P"}
_EMPTY = re.compile(r"^[-–—_.\s…]*$")


@dataclass(frozen=True)
class CellText:
    """The lines of one cell and how far to the right they could have run, in points.

    ``counted`` says that a number stands beside the cell: it is then likely to name one person.
    """

    lines: tuple[Line, ...]
    limit: float
    counted: bool = False

    @property
    def text(self) -> str:
        text = joined([line.text for line in self.lines])
        return "" if _EMPTY.match(text) else text


Row = Mapping[Role, CellText]


def row_events(row: Row) -> list[Event]:
    """What a row with a name cell, a position cell or both tells."""
    position = _bare(row[Role.POSITION].text) if Role.POSITION in row else ""
    sure = min((line.confidence for line in row[Role.POSITION].lines), default=1.0) if position else 1.0
    people = people_in(replace(row[Role.NAME], counted=Role.NUMBER in row)) if Role.NAME in row else []
    if not people:
        return [PostSeen(position, sure)] if position else []
    organ = row[Role.ORGAN].text if Role.ORGAN in row else ""
    single = len(people) == 1
    everything = [line for cell in row.values() for line in cell.lines]
    events: list[Event] = [OrganSeen(organ)] if organ else []
    for lines in people:
        box = around(line.box for line in (everything if single else lines))
        confidence = min(line.confidence for line in lines)
        sex = _sex(row) if single else None
        card = _card(row) if single else None
        name = joined([line.text for line in lines])
        seen, page = around(line.box for line in lines), lines[0].page
        other = other_reading(lines)
        events.append(PersonSeen(position, name, page, box, confidence, organ, sex, card, other, seen, sure))
    return events


def people_in(cell: CellText) -> list[list[Line]]:
    """The lines of each person named in a cell: numbered names, names on lines of their own, or one."""
    people: list[list[Line]] = []
    for line in cell.lines:
        marked, rest = unmarked(line)
        if rest is None:
            continue
        if people and not marked and not _new_person(people[-1], rest, cell):
            people[-1].append(rest)
        else:
            people.append([rest])
    return [lines for lines in people if name_like(joined([line.text for line in lines]))]


def _new_person(before: Sequence[Line], line: Line, cell: CellText) -> bool:
    """Whether a line of a name cell begins another person rather than running on."""
    if breaks_off(before[-1], line, cell.limit, 4.0 if cell.counted else 0.9) or degree_like(line.words[0].text):
        return False
    return name_like(line.text) and name_like(joined([part.text for part in before]))


def unmarked(line: Line) -> tuple[str, Line | None]:
    """A line without its list marker ("1.", "a)", "•"): the marker or "", and what is left if anything."""
    first, rest = line.words[0], line.words[1:]
    if MARKER.match(first.text):
        return first.text, Line(rest, line.page) if rest else None
    glued = _GLUED.match(first.text)
    if glued and len(first.text) > glued.end() + 1:
        head = cut(first, glued.end())
        return glued.group(1), Line((head[1], *rest), line.page)
    return "", line


def cut(word: Word, place: int) -> tuple[Word, Word]:
    """A word as two, its box shared out by the number of letters."""
    x0, y0, x1, y1 = word.box
    middle = x0 + (x1 - x0) * place / len(word.text)
    left, right = word.text[:place], word.text[place:]
    # The second reading is cut by what it shares with the first.
    other = word.otherwise.removeprefix(left) if word.otherwise.startswith(left) else ""
    return replace(word, text=left, box=(x0, y0, middle, y1), otherwise=""), replace(
        word, text=right, box=(middle, y0, x1, y1), otherwise=other
    )


def _bare(position: str) -> str:
    return re.sub(r"^\(?\d{1,3}[.)]\s+", "", position).strip(" :")


def _sex(row: Row) -> str | None:
    text = row[Role.SEX].text if Role.SEX in row else ""
    return _SEX.get(text.lower().strip(" .()"))


def _card(row: Row) -> str | None:
    text = row[Role.CARD].text.replace(" ", "") if Role.CARD in row else ""
    return text if any(mark.isdigit() for mark in text) else None

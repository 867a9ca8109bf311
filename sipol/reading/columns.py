"""Boards in tables without ruled rows: rows found by where their lines stand."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from sipol.reading.cells import CellText, row_events
from sipol.reading.events import Event, OrganSeen
from sipol.reading.headers import Label, Role
from sipol.reading.lexicon import dangling, name_like, organ_like, post_like
from sipol.reading.page import Line, Word
from sipol.reading.wrapping import breaks_off, joined

_HOLDS = {Role.SEX: re.compile(r"^[LPlp][KkRr]?\.?$"), Role.CARD: re.compile(r"^[\d.\-/ ]{3,}$")}
_Parts = dict[Role, Line]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its role and its edges, in points."""

    role: Role
    left: float
    right: float


def columns_under(labels: Sequence[Label], lines: Sequence[Line]) -> list[Column]:
    """The columns under a header, parted where the fewest words of the lines stand in the way."""
    rows = [line for line in lines if not _heading(line)]
    edges = [0.0]
    for left, right in pairwise(labels):
        start, stop = (left.box[0] + left.box[2]) / 2, (right.box[0] + right.box[2]) / 2
        edges.append(_clearest(rows, max(start, edges[-1]), stop, right))
    edges.append(10_000.0)
    return [Column(label.role, edges[i], edges[i + 1]) for i, label in enumerate(labels)]


def _clearest(lines: Sequence[Line], start: float, stop: float, right: Label) -> float:
    """The middle of the widest band between ``start`` and ``stop`` that the fewest words cross.

    A narrower band is better when behind it stands what the right column is to hold.
    """
    spots = [start + step for step in range(int(stop - start) + 1)] or [(start + stop) / 2]
    words = [word for line in lines for word in line.words]
    crossed = [sum(word.x0 < spot < word.x1 for word in words) for spot in spots]
    least = min(crossed)
    bands: list[list[float]] = []
    for spot, count in zip(spots, crossed, strict=True):
        if count != least:
            continue
        if bands and spot - bands[-1][-1] <= 1.5:
            bands[-1].append(spot)
        else:
            bands.append([spot])
    best = max(
        bands,
        key=lambda band: (_suits(right.role, words, band[-1], stop), len(band), -abs(band[-1] - right.box[0])),
    )
    return (best[0] + best[-1]) / 2


def _suits(role: Role, words: Sequence[Word], start: float, stop: float) -> bool:
    """Whether the words between two spots are what a column of sexes or of card numbers holds."""
    if role not in _HOLDS:
        return False
    held = [word.text for word in words if word.x0 >= start - 1 and word.x0 <= stop]
    return bool(held) and sum(bool(_HOLDS[role].match(text)) for text in held) * 5 >= len(held) * 4


def _heading(line: Line) -> bool:
    # Between two columns stands more white than between two words.
    return organ_like(_bare(line.text)) and len(line.pieces(0.6)) == 1


def _bare(text: str) -> str:
    first, _, rest = text.partition(" ")
    return rest if first.endswith((".", ")")) and len(first) <= 5 else text


def column_events(columns: Sequence[Column], lines: Sequence[Line]) -> list[Event]:
    """What the rows of a table tell, from the top."""
    events: list[Event] = []
    block: list[Line] = []
    pitch = _pitch(columns, lines)
    for above, line in zip([None, *lines], lines, strict=False):
        if above and not block and events and _heading_goes_on(above, line, pitch):
            organ = events.pop()
            assert isinstance(organ, OrganSeen)
            events.append(OrganSeen(joined([organ.text, line.text])))
        elif _heading(line) and not _inside_one(columns, line, above, pitch) and not _awaited(columns, block, line):
            events.extend(_block_events(columns, block, pitch))
            block = []
            events.append(OrganSeen(_bare(line.text).strip(" :")))
        else:
            block.append(line)
    return [*events, *_block_events(columns, block, pitch)]


def _heading_goes_on(above: Line, line: Line, pitch: float | None) -> bool:
    """Whether a line is the rest of the organ above it, in a narrow column."""
    near = line.base - above.base < (pitch or 1.3 * line.em)
    return near and len(line.pieces(1.5)) == 1 and abs(line.x0 - above.x0) < line.em and not post_like(line.text)


def _pitch(columns: Sequence[Column], lines: Sequence[Line]) -> float | None:
    """The distance from which on two lines are two rows; None when the rows of a table do not tell.

    Lines that hold a post and a name, or an organ, are rows for sure; cells that stand in the middle
    of their row put lines at half the distance of two lines.
    """
    whole = [_heading(line) or _complete(_parts(columns, line)) for line in lines]
    gaps = [low.base - high.base for high, low in pairwise(lines)]
    sure = [gap for gap, pair in zip(gaps, pairwise(whole), strict=True) if all(pair) and gap > 0]
    slack = 0.1 * median(line.em for line in lines) if lines else 0.0
    if len(sure) > 1:
        return _between_gaps(gaps, min(sure), median(sure), slack)
    narrow = [gap for gap in gaps if 0.3 * lines[0].em < gap < 0.8 * lines[0].em]
    return 2 * min(narrow) + 2 * slack if narrow else None


def _between_gaps(gaps: Sequence[float], least: float, usual: float, slack: float) -> float | None:
    """The distance that parts lines of one row from lines of two; on a scan lines stand a little off their places."""
    if not any(gap < least - slack for gap in gaps):
        return None
    near = sorted(gap for gap in gaps if 0.5 * usual < gap <= usual)
    jump, low = max(((high - low, low) for low, high in pairwise(near)), default=(0.0, 0.0))
    return low + jump / 2 if jump > slack / 2 and low + jump / 2 < least else least - slack


def _complete(parts: _Parts) -> bool:
    return Role.NAME in parts and Role.POSITION in parts and post_like(parts[Role.POSITION].text)


def _inside_one(columns: Sequence[Column], line: Line, above: Line | None, pitch: float | None) -> bool:
    """Whether a line that could be an organ is really a post in its column, or the rest of one."""
    holder = [column for column in columns if column.left <= line.x0 and line.x1 <= column.right]
    if not holder or holder[0].role is not Role.POSITION or _bare(line.text) != line.text:
        return False
    # Capitals tell a heading only where the other lines are not in capitals too.
    if line.text.isupper() and not (above and above.text.isupper()):
        return False
    alone = pitch and above and line.base - above.base >= pitch
    return columns.index(holder[0]) > 0 and not alone


def _awaited(columns: Sequence[Column], block: Sequence[Line], line: Line) -> bool:
    """Whether a line only ends a post that broke off just above it ("KETUA DEWAN" over "PENASIHAT")."""
    near = [upper for upper in block[-2:] if line.base - upper.base < 2.0 * line.em]
    posts = [parts[Role.POSITION].text for upper in near if Role.POSITION in (parts := _parts(columns, upper))]
    return bool(posts) and dangling(posts[-1])


def _block_events(columns: Sequence[Column], lines: Sequence[Line], pitch: float | None) -> list[Event]:
    parts = [found for line in lines if (found := _parts(columns, line))]
    rows = _rows(columns, parts, pitch)
    limits = {column.role: _reach(column, parts) for column in columns}
    events: list[Event] = []
    for row in rows:
        texts: dict[Role, CellText] = {}
        for role in {role for part in row for role in part}:
            cell = tuple(part[role] for part in row if role in part)
            texts[role] = CellText(cell, limits.get(role, 10_000.0))
        events.extend(row_events(texts))
    return events


def _parts(columns: Sequence[Column], line: Line) -> _Parts:
    """The words of a line by the role of their column; of several columns with one role the first counts."""
    found: dict[int, list[Word]] = {}
    for word in line.words:
        for place, column in enumerate(columns):
            if column.left <= word.middle < column.right:
                found.setdefault(place, []).append(word)
                break
    parts: _Parts = {}
    for place, words in sorted(found.items()):
        parts.setdefault(columns[place].role, Line(tuple(words), line.page))
    return parts


def _reach(column: Column, parts: Sequence[_Parts]) -> float:
    return max((part[column.role].x1 for part in parts if column.role in part), default=column.right)


def _rows(columns: Sequence[Column], parts: Sequence[_Parts], pitch: float | None) -> list[list[_Parts]]:
    """The lines of a block gathered into rows, by white where that agrees with the numbers."""
    apart = _parted(parts, pitch) if pitch else []
    if apart and (not _numbered(parts) or _one_number_each(apart)):
        return apart
    return _centred(parts) if _is_centred(parts) else _from_top(columns, parts)


def _numbered(parts: Sequence[_Parts]) -> bool:
    """Whether a counting column tells where rows begin."""
    counted = sum(Role.NUMBER in part for part in parts)
    named = sum(Role.NAME in part for part in parts)
    return counted > 1 and counted * 8 >= named


def _one_number_each(rows: Sequence[list[_Parts]]) -> bool:
    counts = [sum(Role.NUMBER in part for part in row) for row in rows]
    return max(counts) == 1 and sum(counts) * 10 >= len(rows) * 8


def _is_centred(parts: Sequence[_Parts]) -> bool:
    """Whether cells stand in the middle of their row: a number lacks its name or post, which stand half a line off."""
    if not _numbered(parts):
        return False
    for place, part in enumerate(parts):
        if Role.NUMBER not in part or {Role.NAME, Role.POSITION} <= part.keys():
            continue
        em = part[Role.NUMBER].em
        near = [*parts[max(0, place - 1) : place], *parts[place + 1 : place + 2]]
        if any(0 < abs(_base(other) - _base(part)) < 0.95 * em for other in near):
            return True
    return False


def _centred(parts: Sequence[_Parts]) -> list[list[_Parts]]:
    """Rows around their numbers: each line goes to the number nearest to it."""
    anchors = [part[Role.NUMBER].base for part in parts if Role.NUMBER in part]
    rows: list[list[_Parts]] = [[] for _ in anchors]
    for part in parts:
        base = _base(part)
        nearest = min(range(len(anchors)), key=lambda place: abs(anchors[place] - base))
        rows[nearest].append(part)
    return rows


def _parted(parts: Sequence[_Parts], pitch: float) -> list[list[_Parts]]:
    """Rows parted by white: lines closer than ``pitch`` are of one row."""
    rows: list[list[_Parts]] = []
    for part in parts:
        if rows and _base(part) - _base(rows[-1][-1]) < pitch:
            rows[-1].append(part)
        else:
            rows.append([part])
    return rows


def _base(part: _Parts) -> float:
    return median(line.base for line in part.values())


def _from_top(columns: Sequence[Column], parts: Sequence[_Parts]) -> list[list[_Parts]]:
    """Rows that begin with their first line."""
    numbered = _numbered(parts)
    limits = {column.role: _reach(column, parts) for column in columns}
    rows: list[list[_Parts]] = []
    for part in parts:
        starts = Role.NUMBER in part if numbered else not rows or _begins(rows[-1], part, limits)
        if numbered and not starts and rows:
            starts = _another_person(rows[-1], part, limits)
        if starts or not rows:
            rows.append([part])
        else:
            rows[-1].append(part)
    return rows


def _another_person(row: list[_Parts], part: _Parts, limits: dict[Role, float]) -> bool:
    """Whether a line without a number is one more person in the post of the row above."""
    if Role.NAME not in part or Role.POSITION in part:
        return False
    upper = _last(row, Role.NAME)
    return (
        upper is not None
        and name_like(part[Role.NAME].text)
        and not breaks_off(upper, part[Role.NAME], limits[Role.NAME])
    )


def _begins(row: list[_Parts], part: _Parts, limits: dict[Role, float]) -> bool:
    """Whether a line begins a row of a table without numbers: no cell of it is the rest of one above."""
    position, name = part.get(Role.POSITION), part.get(Role.NAME)
    above_position, above_name = _last(row, Role.POSITION), _last(row, Role.NAME)
    if position and name:
        # A post begins with a word that posts begin with; two wrapped cells side by side do not.
        wrapped = above_position and breaks_off(above_position, position, limits[Role.POSITION])
        return not (above_position and dangling(above_position.text)) and (post_like(position.text) or not wrapped)
    if position:
        wraps = above_position is not None and breaks_off(above_position, position, limits[Role.POSITION])
        return post_like(position.text) and not wraps
    if name:
        return above_name is None or not breaks_off(above_name, name, limits[Role.NAME])
    return False


def _last(row: list[_Parts], role: Role) -> Line | None:
    lines = [part[role] for part in row if role in part]
    return lines[-1] if lines else None

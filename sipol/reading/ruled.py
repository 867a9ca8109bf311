"""Boards in ruled tables, with or without a header, carried on from page to page."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from sipol.reading.cells import CellText, row_events
from sipol.reading.columns import Column, column_events
from sipol.reading.events import Event, OrganSeen, PostSeen, RestSeen
from sipol.reading.grid import Cell, Grid
from sipol.reading.headers import Role, role_of
from sipol.reading.lexicon import dangling, name_like, organ_like, post_like, title_like
from sipol.reading.page import Line, around, lines_of
from sipol.reading.wrapping import joined

_MARKED = re.compile(r"^(?:[A-Z]|[IVX]+|\d{1,2})[.)]\s+")
_COUNT = re.compile(r"^\(?\d{1,3}[.)]?$")


@dataclass(frozen=True)
class Shape:
    """The roles of a table's columns, kept for its continuation on the next page."""

    roles: tuple[Role, ...]


def grid_events(grid: Grid, before: Shape | None) -> tuple[list[Event], Shape | None]:
    """What a ruled table tells, and its shape; no events and ``before`` when it is no board."""
    shape = _continued(grid, before) or _guessed(grid)
    events: list[Event] = []
    known = shape if _header_rows(grid) == [] else None
    seen: set[Cell] = set()
    first = max(_header_rows(grid)[:1], default=-1) + 1
    for number in range(grid.row_count):
        cells = grid.row(number)
        header = _header(cells, grid.column_count)
        if header:
            known = Shape(header)
        elif known and before and number <= first and (rest := _rest(grid, number, known)):
            events.append(rest)
        elif known:
            events.extend(_row_events(grid, number, known, seen))
    return events, known or before


def _rest(grid: Grid, number: int, shape: Shape) -> RestSeen | None:
    """The end of a row that began overleaf: it has no number in a table that counts its rows."""
    cells = {_role(cell, shape): _text(cell) for cell in grid.row(number) if _text(cell) and not _spans(cell, shape)}
    if Role.NUMBER not in shape.roles or Role.NUMBER in cells or not cells or organ_like(" ".join(cells.values())):
        return None
    post, name = cells.get(Role.POSITION, ""), cells.get(Role.NAME, "")
    if post_like(post) and not organ_like(post) and name_like(name):
        return None
    lines = [line for cell in grid.row(number) for line in cell.lines]
    box, confidence = around(line.box for line in lines), min(line.confidence for line in lines)
    return RestSeen(post, name, lines[0].page, box, confidence)


def heading_event(text: str) -> Event | None:
    """What a row with one text across the table tells: an organ, or a post for those below it."""
    bare = _MARKED.sub("", text).strip(" :")
    if not bare or role_of(bare):
        return None
    if organ_like(bare):
        return OrganSeen(bare)
    if post_like(bare):
        return PostSeen(bare)
    return None if title_like(bare) else OrganSeen(bare)


def _text(cell: Cell) -> str:
    return joined([line.text for line in cell.lines])


def _header(cells: Sequence[Cell], columns: int) -> tuple[Role, ...] | None:
    """The roles of the columns under a header row; None for a row of any other kind."""
    roles = [Role.OTHER] * columns
    known = 0
    filled = 0
    for cell in cells:
        text = _text(cell).replace("- ", "")
        role = role_of(text)
        filled += bool(text)
        known += role is not None
        for column in cell.columns:
            roles[column] = role or Role.OTHER
    named = Role.NAME in roles and known >= 2
    return tuple(roles) if named and (known == filled or Role.POSITION in roles) else None


def _header_rows(grid: Grid) -> list[int]:
    rows = range(grid.row_count)
    return [number for number in rows if _header(grid.row(number), grid.column_count)]


def _continued(grid: Grid, before: Shape | None) -> Shape | None:
    if before and len(before.roles) == grid.column_count:
        return before
    return None


def _guessed(grid: Grid) -> Shape | None:
    """Roles told by what the columns hold, for a table without a header."""
    roles = [Role.OTHER] * grid.column_count
    held = [_held(grid, column) for column in range(grid.column_count)]
    posts = [_share(texts, post_like) for texts in held]
    names = [_share(texts, _only_name) for texts in held]
    if max(posts) < 0.6:
        return None
    position = posts.index(max(posts))
    names[position] = 0.0
    if max(names) < 0.6:
        return None
    roles[position] = Role.POSITION
    roles[names.index(max(names))] = Role.NAME
    for column, texts in enumerate(held):
        if roles[column] is Role.OTHER and _share(texts, lambda text: bool(_COUNT.match(text))) > 0.6:
            roles[column] = Role.NUMBER
            break
    return Shape(tuple(roles))


def _held(grid: Grid, column: int) -> list[str]:
    cells = [cell for cell in grid.cells if cell.columns == range(column, column + 1)]
    return [text for text in (_text(cell) for cell in cells) if text]


def _share(texts: Sequence[str], test: object) -> float:
    assert callable(test)
    return sum(bool(test(text)) for text in texts) / len(texts) if len(texts) > 1 else 0.0


def _only_name(text: str) -> bool:
    return name_like(text) and not post_like(text)


def _row_events(grid: Grid, number: int, shape: Shape, seen: set[Cell]) -> list[Event]:
    cells = [cell for cell in grid.row(number) if _text(cell)]
    spanning = [cell for cell in cells if _spans(cell, shape)]
    if spanning:
        cell = spanning[0]
        heading = heading_event(_text(cell)) if cell not in seen else None
        seen.add(cell)
        return [heading] if heading else []
    names = [cell for cell in cells if _role(cell, shape) is Role.NAME]
    if names and names[0] in seen:
        return []
    seen.update(names)
    alone = [cell for cell in cells if _role(cell, shape) not in (Role.NUMBER, Role.OTHER)]
    if len(alone) == 1 and len(alone[0].rows) == 1 and organ_like(_MARKED.sub("", _text(alone[0]))):
        return [OrganSeen(_MARKED.sub("", _text(alone[0])).strip(" :"))]
    if _many_rows(cells, shape):
        return column_events(*_as_columns(cells, shape))
    row: dict[Role, CellText] = {}
    for cell in cells:
        row.setdefault(_role(cell, shape), _cell_text(grid, cell))
    return row_events(row)


def _role(cell: Cell, shape: Shape) -> Role:
    return shape.roles[cell.columns.start]


def _spans(cell: Cell, shape: Shape) -> bool:
    """Whether a cell runs over columns of different roles, names among them or posts."""
    roles = {shape.roles[column] for column in cell.columns}
    return len(cell.columns) > 1 and len(roles) > 1 and bool(roles & {Role.NAME, Role.POSITION})


def _many_rows(cells: Sequence[Cell], shape: Shape) -> bool:
    """Whether one ruled row holds many rows of the board, for want of level rules between them."""
    lines = {_role(cell, shape): [line.text for line in cell.lines] for cell in cells}
    if Role.NUMBER in lines:
        return sum(bool(_COUNT.match(text)) for text in lines[Role.NUMBER]) > 1
    posts = lines.get(Role.POSITION, [])
    return sum(post_like(text) and not dangling(above) for above, text in pairwise(["", *posts])) > 2


def _as_columns(cells: Sequence[Cell], shape: Shape) -> tuple[list[Column], list[Line]]:
    columns = [Column(_role(cell, shape), cell.box[0], cell.box[2]) for cell in cells]
    words = [word for cell in cells for line in cell.lines for word in line.words]
    page = cells[0].lines[0].page
    return columns, lines_of(words, page)


def _cell_text(grid: Grid, cell: Cell) -> CellText:
    """A cell's lines, with the right edge that its text keeps: the padding is that on the left."""
    column = [other for other in grid.cells if other.columns == cell.columns and other.lines]
    starts = [line.x0 for other in column for line in other.lines]
    padding = min(max(min(starts) - cell.box[0], 1.0), 9.0)
    reach = max(line.x1 for other in column for line in other.lines)
    return CellText(cell.lines, max(reach, cell.box[2] - padding))

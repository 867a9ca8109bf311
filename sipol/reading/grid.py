"""Ruled tables: cells between ruling lines, with cells that span rows or columns."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sipol.reading.page import Line, Page, Rule, Word, lines_of
from sipol.reading.results import Box

_SLACK = 3.0
_MOST_CELLS = 6_000
"""Of a page: a board has 60 rows of 12 columns at most."""
# A board has at most some hundred rows on a page; more ruling lines than this are a drawing.
MAX_RULES = 3000


@dataclass(frozen=True)
class Cell:
    """A cell with its box and the lines in it, from the top; spans are counted in tracks from 0."""

    box: Box
    rows: range
    columns: range
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Grid:
    """A ruled table of one page; ``cells`` run row by row from the top left."""

    box: Box
    row_count: int
    column_count: int
    cells: tuple[Cell, ...]

    def row(self, number: int) -> list[Cell]:
        """The cells that begin in or span a row track."""
        return [cell for cell in self.cells if number in cell.rows]


def grids_of(page: Page) -> list[Grid]:
    """The ruled tables of a page from the top: at least two columns and two rows, with words in them."""
    if not 4 <= len(page.rules) <= MAX_RULES:
        return []
    found = (_grid(rules, page) for rules in _clusters(page.rules))
    grids = [grid for grid in found if grid is not None]
    return sorted(grids, key=lambda grid: grid.box[1])


def _clusters(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Rules that touch one another, table by table."""
    clusters: list[list[Rule]] = []
    for rule in sorted(set(rules), key=lambda rule: rule.y0):
        touching = [cluster for cluster in clusters if any(_touch(rule, other) for other in cluster)]
        merged = [rule, *(other for cluster in touching for other in cluster)]
        clusters = [cluster for cluster in clusters if cluster not in touching]
        clusters.append(merged)
    return clusters


def _touch(one: Rule, other: Rule) -> bool:
    return (
        one.x0 <= other.x1 + _SLACK
        and other.x0 <= one.x1 + _SLACK
        and one.y0 <= other.y1 + _SLACK
        and other.y0 <= one.y1 + _SLACK
    )


def _tracks(spots: Iterable[float]) -> list[float]:
    tracks: list[float] = []
    for spot in sorted(spots):
        if not tracks or spot - tracks[-1] > _SLACK:
            tracks.append(spot)
    return tracks


def _grid(rules: list[Rule], page: Page) -> Grid | None:
    xs = _tracks(rule.x0 for rule in rules if rule.upright)
    ys = _tracks(rule.y0 for rule in rules if not rule.upright)
    if len(xs) < 3 or len(ys) < 3:
        return None
    # A row that goes on overleaf has sides but no foot here, and no head there.
    uprights = [rule for rule in rules if rule.upright]
    ys = _tracks([*ys, min(rule.y0 for rule in uprights), max(rule.y1 for rule in uprights)])
    box = (xs[0], ys[0], xs[-1], ys[-1])
    words = [word for word in page.words if _inside(word, box)]
    if not words:
        return None
    if len(xs) * len(ys) > _MOST_CELLS:
        return None
    cells = tuple(_cells(rules, xs, ys, words, page.number))
    return Grid(box, len(ys) - 1, len(xs) - 1, cells)


def _inside(word: Word, box: Box) -> bool:
    x0, y0, x1, y1 = box
    return x0 <= word.middle <= x1 and y0 <= word.base - 0.3 * word.em <= y1


def _cells(rules: list[Rule], xs: list[float], ys: list[float], words: list[Word], page: int) -> Iterable[Cell]:
    """Cells found by letting neighbours run together where no rule parts them."""
    owner = {(row, column): (row, column) for row in range(len(ys) - 1) for column in range(len(xs) - 1)}

    def first(spot: tuple[int, int]) -> tuple[int, int]:
        while owner[spot] != spot:
            spot = owner[spot]
        return spot

    upright = [rule for rule in rules if rule.upright]
    level = [rule for rule in rules if not rule.upright]
    for row, (top, bottom) in enumerate(pairwise(ys)):
        for column, (left, right) in enumerate(pairwise(xs)):
            if column and not _parted(upright, left, (top + bottom) / 2):
                owner[first((row, column))] = first((row, column - 1))
            if row and not _parted(level, top, (left + right) / 2):
                owner[first((row, column))] = first((row - 1, column))
    members: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for spot in owner:
        members.setdefault(first(spot), []).append(spot)
    for spots in members.values():
        rows = range(min(row for row, _ in spots), max(row for row, _ in spots) + 1)
        columns = range(min(column for _, column in spots), max(column for _, column in spots) + 1)
        box = (xs[columns.start], ys[rows.start], xs[columns.stop], ys[rows.stop])
        inside = [word for word in words if _inside(word, box)]
        yield Cell(box, rows, columns, tuple(lines_of(inside, page)))


def _parted(rules: list[Rule], track: float, middle: float) -> bool:
    for rule in rules:
        spot, start, stop = (rule.x0, rule.y0, rule.y1) if rule.upright else (rule.y0, rule.x0, rule.x1)
        if abs(spot - track) <= _SLACK and start - 1 <= middle <= stop + 1:
            return True
    return False

"""Rows of ink: letters gathered into pieces without wide white, pieces into rows, never across a ruling line."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

import cv2
import numpy as np

from sipol.reading.page import Rule
from sipol.reading.scan.raster import Grey

_FEWEST_DOTS = 4
_MOST_BLOTS = 8_000
"""A page of the smallest print holds 6,000 letters; a photograph in dots holds many times that."""
_FAR, _SURELY = 2.5, 0.68
"""A white of so many letter heights, and how much of their heights must be shared beyond it."""
_BAND = 12
"""So many letters tell where a line lies."""


class Blot(NamedTuple):
    """A box of ink in pixels: left, top, right, bottom."""

    x0: int
    y0: int
    x1: int
    y1: int

    @property
    def high(self) -> int:
        return self.y1 - self.y0


@dataclass(frozen=True)
class Row:
    """Pieces of ink on one line of the page, from left to right; ``tall`` is the height of its capitals in pixels,
    ``base`` the y on which its letters stand. ``leaders`` are runs of dots between a post and a name."""

    pieces: tuple[Blot, ...]
    tall: float
    base: float
    leaders: tuple[Blot, ...] = ()

    @property
    def top(self) -> int:
        return min(piece.y0 for piece in self.pieces)

    @property
    def bottom(self) -> int:
        return max(piece.y1 for piece in self.pieces)


def letters_of(even: Grey, ink: Grey, dpi: float) -> list[Blot]:
    """Every connected blot that can be a letter or a mark: no speck, no picture, nothing paler than print."""
    count, marks, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    bright = np.bincount(marks.ravel(), weights=even.ravel(), minlength=count) / np.maximum(stats[:, 4], 1)
    tall = (stats[:, 3] > 0.05 * dpi) & (stats[:, 3] < 0.3 * dpi)
    tall[0] = False
    print_ = float(np.median(bright[tall])) if tall.any() else 0.0
    pale = print_ + 0.4 * (255.0 - print_)
    least, most = max(3.0, (0.009 * dpi) ** 2), 0.6 * dpi
    found = []
    for number in range(1, count):
        left, top, wide, high, area = (int(value) for value in stats[number])
        stroke = wide > 0.22 * dpi and high < 0.03 * dpi
        if area < least or high > most or wide > 3 * most or stroke or (high > 0.05 * dpi and bright[number] > pale):
            continue
        found.append(Blot(left, top, left + wide, top + high))
    return found


def usual_height(letters: Sequence[Blot], dpi: float) -> float:
    """The height of a capital, in pixels: what the taller half of the letters measures."""
    heights = [blot.high for blot in letters if 0.05 * dpi <= blot.high <= 0.3 * dpi]
    return float(np.percentile(heights, 70)) if heights else 0.11 * dpi


def rows_of(letters: Sequence[Blot], rules: Sequence[Rule], dpi: float) -> list[Row]:
    """The rows of a page from the top. Pieces parted by an upright rule are of different rows.

    Raises ValueError for a picture of dots, which is no page of letters.
    """
    if len(letters) > _MOST_BLOTS:
        raise ValueError("more blots than any page has letters")
    tall = usual_height(letters, dpi)
    body = [blot for blot in letters if 0.4 * tall <= blot.high <= 2.6 * tall]
    marks = [blot for blot in letters if blot.high < 0.4 * tall]
    walls = [(rule.x0 * dpi / 72, rule.y0 * dpi / 72, rule.y1 * dpi / 72) for rule in rules if rule.upright]
    lines: list[list[Blot]] = []
    for cell in _cells(body, walls):
        lines.extend(_lines(cell))
    rows = [row for line in lines if (row := _row(line, tall))]
    return sorted(_with_marks(rows, marks, walls, tall), key=lambda row: row.base)


def _cells(blots: Sequence[Blot], walls: Sequence[tuple[float, float, float]]) -> list[list[Blot]]:
    """Blots by the walls that stand to their left and right at their height."""
    cells: dict[tuple[float, float], list[Blot]] = {}
    for blot in blots:
        cells.setdefault(_between(blot, walls), []).append(blot)
    return list(cells.values())


def _between(blot: Blot, walls: Sequence[tuple[float, float, float]]) -> tuple[float, float]:
    middle, spot = (blot.y0 + blot.y1) / 2, (blot.x0 + blot.x1) / 2
    here = [x for x, top, bottom in walls if top - 2 <= middle <= bottom + 2]
    left = max((x for x in here if x <= spot), default=-1.0)
    right = min((x for x in here if x > spot), default=1e9)
    return round(left), round(right)


def _lines(blots: Sequence[Blot]) -> list[list[Blot]]:
    """Runs of blots without a wide white, joined to lines where their bands lie at one height.

    Behind a wide white another column may begin, whose lines stand at other heights.
    """
    lines: list[list[Blot]] = []
    for run in sorted(_runs(blots), key=lambda run: run[0].x0):
        shares = [_shared(_band(line[-_BAND:]), _band(run[:_BAND])) for line in lines]
        # A run that stands over or under the end of a line is no part of it.
        shares = [share * (line[-1].x1 <= run[0].x0) for share, line in zip(shares, lines, strict=True)]
        if shares and max(shares) >= _SURELY:
            lines[shares.index(max(shares))].extend(run)
        else:
            lines.append(list(run))
    return lines


def _runs(blots: Sequence[Blot]) -> list[list[Blot]]:
    """Blots whose heights overlap by half, grown from left to right so that a slight slope does not part a run."""
    runs: list[list[Blot]] = []
    for blot in sorted(blots, key=lambda blot: blot.x0):
        best, found = 0.0, None
        for run in runs:
            band = _band(run[-_BAND:])
            share = _shared(band, (blot.y0, blot.y1))
            if share > best and blot.x0 - run[-1].x1 <= _FAR * (band[1] - band[0]):
                best, found = share, run
        if found is not None and best >= 0.5:
            found.append(blot)
        else:
            runs.append([blot])
    return runs


def _band(blots: Sequence[Blot]) -> tuple[float, float]:
    """Where blots lie, from the median of their tops to that of their bottoms."""
    return median(blot.y0 for blot in blots), median(blot.y1 for blot in blots)


def _shared(one: tuple[float, float], other: tuple[float, float]) -> float:
    """How much of the lower of two bands lies in the other."""
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return shared / max(1.0, min(one[1] - one[0], other[1] - other[0]))


def _row(line: Sequence[Blot], tall: float) -> Row | None:
    heights = sorted(blot.high for blot in line)
    own = float(np.percentile(heights, 75)) if len(heights) >= 4 else tall
    own = own if 0.6 * tall <= own <= 2.0 * tall else tall
    bottoms = [blot.y1 for blot in line if blot.high >= 0.55 * own] or [blot.y1 for blot in line]
    foot = float(np.percentile(bottoms, 40, method="lower"))
    # Finer than a pixel, so that the distances of lines can be told apart.
    base = float(np.mean([bottom for bottom in bottoms if abs(bottom - foot) <= 1.5]))
    return Row(tuple(sorted(line)), own, base)


def _with_marks(
    rows: list[Row], marks: Sequence[Blot], walls: Sequence[tuple[float, float, float]], tall: float
) -> list[Row]:
    """Dots, commas, colons and hyphens put into the row they stand in or hang from."""
    taken: dict[int, list[Blot]] = {}
    for mark in marks:
        place = _home(rows, mark, walls, tall)
        if place is not None:
            taken.setdefault(place, []).append(mark)
    return [_gathered(row, taken.get(place, [])) for place, row in enumerate(rows)]


def _gathered(row: Row, marks: Sequence[Blot]) -> Row:
    """The row with its marks, its leaders set apart, and its blots put together into pieces."""
    leaders, rest = _leaders(sorted([*row.pieces, *marks]), row)
    return Row(_pieces(rest, leaders, row.tall) or row.pieces, row.tall, row.base, tuple(leaders))


def _leaders(blots: Sequence[Blot], row: Row) -> tuple[list[Blot], list[Blot]]:
    """Runs of four dots and more on the base line, each as one blot, and the blots that belong to none."""
    runs: list[list[Blot]] = []
    rest: list[Blot] = []
    for blot in blots:
        dot = blot.high <= 0.35 * row.tall and abs(blot.y1 - row.base) <= 0.3 * row.tall
        if not dot:
            rest.append(blot)
        elif runs and blot.x0 - runs[-1][-1].x1 <= row.tall and not _between_them(rest, runs[-1][-1], blot):
            runs[-1].append(blot)
        else:
            runs.append([blot])
    leaders = []
    for run in runs:
        if len(run) >= _FEWEST_DOTS or run[-1].x1 - run[0].x0 >= 3 * row.tall:
            leaders.append(_around(run))
        else:
            rest += run
    return leaders, sorted(rest)


def _between_them(blots: Sequence[Blot], left: Blot, right: Blot) -> bool:
    return any(left.x1 <= blot.x1 and blot.x0 <= right.x0 for blot in blots)


def _around(blots: Sequence[Blot]) -> Blot:
    return Blot(min(b.x0 for b in blots), min(b.y0 for b in blots), max(b.x1 for b in blots), max(b.y1 for b in blots))


def _home(rows: Sequence[Row], mark: Blot, walls: Sequence[tuple[float, float, float]], tall: float) -> int | None:
    best, found = 1e9, None
    middle = (mark.y0 + mark.y1) / 2
    for place, row in enumerate(rows):
        if not row.base - 1.5 * row.tall <= middle <= row.base + 0.45 * row.tall:
            continue
        near = min(max(piece.x0 - mark.x1, mark.x0 - piece.x1, 0) for piece in row.pieces)
        off = abs(middle - (row.base - 0.4 * row.tall))
        if near + off < best and near <= 40 * tall and _between(mark, walls) == _between(row.pieces[0], walls):
            best, found = near + off, place
    return found


def _pieces(blots: Sequence[Blot], leaders: Sequence[Blot], tall: float) -> tuple[Blot, ...]:
    """Blots put together wherever no leader and no white wider than a capital and a half parts them."""
    pieces: list[Blot] = []
    for blot in sorted(blots):
        near = bool(pieces) and blot.x0 - pieces[-1].x1 <= 1.6 * tall
        if near and not any(pieces[-1].x0 < leader.x0 < blot.x0 and pieces[-1].x1 <= leader.x1 for leader in leaders):
            pieces[-1] = _around([pieces[-1], blot])
        else:
            pieces.append(blot)
    return tuple(pieces)

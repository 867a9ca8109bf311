"""Ruling lines of a scanned page: found, and taken off the picture so that letters stand free."""

from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from sipol.reading.page import Rule
from sipol.reading.scan.raster import Grey

_LEVEL, _UPRIGHT = 0.45, 0.3
"""Inches: no stroke of a letter is as long."""
_REACHES = (0.012, 0.03, 0.05)
"""Inches from the middle of a line to the white beside it: hairlines, thick and doubled borders, bars."""
_DARKER = 13
"""Grey levels by which a line is darker than what lies on both sides of it; noise reaches that now and then only."""
_FILLED = 0.8
_DRAWN, _ASIDE = 228, 0.025
"""Brightness of the palest line that is one, and how far from it, in inches, paper is looked for."""
_WHOLE, _LIKELY, _UNBROKEN, _BROKEN = 0.985, 0.965, 0.96, 0.88
"""The share of a line that is drawn: hardly less than all of it, less where it is pale; feet of letters reach 0.87."""
_TOUCHED, _STANDING, _UNDERLINE = 0.2, 0.4, 0.55
"""The share of a line beside which letters may stand; that of feet under letters; inches of an underline beyond it."""
_SOLID = 0.6
_THICK = 0.04
"""Inches: the thickest short line."""
_BREAK, _SHORT, _SURE = 0.015, 0.12, 1.2
"""Inches: a wider gap parts two lines; a shorter piece is none; no word is so long."""


@dataclass(frozen=True)
class Ruled:
    """A page without its ruling lines: the picture, its ink, and the lines in points."""

    clean: Grey
    ink: Grey
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class _Run:
    """A level run of dots: the column it begins in, and its row in each column."""

    left: int
    rows: NDArray[np.intp]

    @property
    def columns(self) -> NDArray[np.intp]:
        return np.arange(self.left, self.left + len(self.rows))


@dataclass(frozen=True)
class _Drawn:
    """Level lines of one picture: their bands, and the lines as (x0, x1, y) in pixels."""

    bands: Grey
    lines: tuple[tuple[float, float, float], ...]


def without_rules(even: Grey, ink: Grey, dpi: float) -> Ruled:
    """Find the ruling lines of an even, level picture and take them off."""
    level = _drawn(even, ink, dpi, _LEVEL)
    upright = _drawn(np.ascontiguousarray(even.T), np.ascontiguousarray(ink.T), dpi, _UPRIGHT)
    upright = _filled(np.ascontiguousarray(even.T), level, upright, dpi)
    points = 72.0 / dpi
    rules = [Rule(x0 * points, y * points, x1 * points, y * points) for x0, x1, y in level.lines]
    rules += [Rule(x * points, y0 * points, x * points, y1 * points) for y0, y1, x in upright.lines]
    bands = cv2.bitwise_or(level.bands, np.ascontiguousarray(upright.bands.T))
    letters = cv2.bitwise_and(ink, cv2.bitwise_not(bands))
    # A letter that crosses a line is kept where its strokes lead in on one side and out on the other.
    kept = cv2.bitwise_and(ink, cv2.bitwise_and(_crossing(letters, max(2, round(_REACHES[0] * dpi))), bands))
    free = _without_slivers(cv2.bitwise_or(letters, kept), bands)
    clean = even.copy()
    near, edge = cv2.dilate(free, np.ones((3, 3), np.uint8)), cv2.dilate(bands, np.ones((5, 5), np.uint8))
    clean[(edge > 0) & (near == 0)] = 255
    return Ruled(clean, free, tuple(rules))


def _without_slivers(free: Grey, bands: Grey) -> Grey:
    """The ink without what is left of a line beside its band: blots a dot or two thin that touch it."""
    count, marks, stats, _ = cv2.connectedComponentsWithStats(free, connectivity=8)
    touching = np.zeros(count, bool)
    touching[np.unique(marks[cv2.dilate(bands, np.ones((3, 3), np.uint8)) > 0])] = True
    thin = np.minimum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]) <= 2
    sliver = touching & thin
    sliver[0] = True
    return np.where(sliver[marks], 0, 255).astype(np.uint8)


def _crossing(letters: Grey, reach: int) -> Grey:
    """Where ink stands on both sides of a band at once."""
    span = 2 * reach + 3
    upright = cv2.morphologyEx(letters, cv2.MORPH_CLOSE, np.ones((span, 1), np.uint8))
    level = cv2.morphologyEx(letters, cv2.MORPH_CLOSE, np.ones((1, span), np.uint8))
    return cv2.bitwise_or(upright, level)


def _drawn(even: Grey, ink: Grey, dpi: float, inches: float) -> _Drawn:
    """The long level lines of a picture."""
    length = max(9, round(inches * dpi))
    count, marks, stats, _ = cv2.connectedComponentsWithStats(_runs(even, dpi, length), connectivity=8)
    bands = np.zeros_like(even)
    lines: list[tuple[float, float, float]] = []
    for number in range(1, count):
        left, top, wide, high, _ = (int(value) for value in stats[number])
        if wide < 0.8 * length:
            continue
        rows = _smooth(marks[top : top + high, left : left + wide] == number, top)
        for part in _parts(even, ink, _Run(left, rows), length, dpi):
            above, below = (_thickness(ink, part, side, dpi) for side in (-1, 1))
            # The rim of a line goes with it, but for a side on which letters stand as on an underline.
            rims = [_touched(ink, part, side, dpi) < _TOUCHED for side in (-1, 1)]
            for step in range(-above - 1 * rims[0], below + 1 + 1 * rims[1]):
                bands[np.clip(part.rows + step, 0, even.shape[0] - 1), part.columns] = 255
            lines.append((part.left, part.left + len(part.rows), float(part.rows.mean()) + (below - above) / 2))
    return _Drawn(bands, tuple(lines))


def _parts(even: Grey, ink: Grey, run: _Run, length: int, dpi: float) -> list[_Run]:
    """What is drawn of a run without a wider break, as long as some of it is long enough to be no letters' feet."""
    darkest = np.min([_at(even, run, step) for step in (-1, 0, 1)], axis=0).astype(np.int16)
    aside = max(3, round(_ASIDE * dpi))
    beside = np.maximum(_at(even, run, -aside), _at(even, run, aside))
    # Where another line crosses there is no paper on either side; what lies a little further along counts.
    paper = cv2.dilate(beside[None, :], np.ones((1, 4 * aside + 1), np.uint8))[0].astype(np.int16)
    dark = (darkest < _DRAWN) & (darkest < paper - 2 * _DARKER)
    gap = max(2, round(_BREAK * dpi))
    closed = cv2.morphologyEx(dark.astype(np.uint8)[None, :], cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8))[0]
    edges = np.flatnonzero(np.diff(np.concatenate([[0], closed, [0]])))
    kept, sure = [], False
    for start, stop in zip(edges[::2], edges[1::2], strict=True):
        part = _Run(run.left + int(start), run.rows[start:stop])
        if stop - start >= _SHORT * dpi and _is_ruled(ink, part, dark[start:stop], dpi):
            kept.append(part)
            # Strokes of letters under one another may make a short line, but hardly a whole one.
            whole = float(dark[start:stop].mean()) > _LIKELY or stop - start > _UNDERLINE * dpi
            sure = sure or (whole and stop - start >= 0.9 * length)
    return kept if sure else []


def _filled(turned: Grey, level: _Drawn, upright: _Drawn, dpi: float) -> _Drawn:
    """The upright lines with the short pieces beside low rows: where a longer line stands above or below, between two
    level lines, and the picture is dark all the way. ``turned``: the even picture on its side."""
    bands, lines = upright.bands.copy(), list(upright.lines)
    reach, rim = max(2, round(_REACHES[0] * dpi)), max(2, round(0.01 * dpi))
    for spot in sorted({round(x) for _, _, x in upright.lines}):
        levels = sorted(y for x0, x1, y in level.lines if x0 - reach <= spot <= x1 + reach)
        here = [(top, foot) for top, foot, x in upright.lines if abs(x - spot) <= reach]
        for above, below in pairwise(levels):
            middle = (above + below) / 2
            if below - above < _SHORT * dpi or any(top <= middle <= foot for top, foot in here):
                continue
            piece = turned[max(0, spot - reach) : spot + reach + 1, round(above) + rim : round(below) - rim]
            if piece.size and float((piece.min(axis=0) < _DRAWN).mean()) > _UNBROKEN:
                bands[spot - reach : spot + reach + 1, round(above) : round(below)] = 255
                lines.append((above, below, float(spot)))
    return _Drawn(bands, tuple(lines))


def _runs(even: Grey, dpi: float, length: int) -> Grey:
    """Dots darker than what lies above and below them, nearly all along a length."""
    hit: Grey = np.zeros_like(even)
    for inches in _REACHES:
        hit = cv2.bitwise_or(hit, _darker(even, max(2, round(inches * dpi))))
    # A line that is a little off level steps from row to row.
    stepped = cv2.dilate(hit, np.ones((3, 1), np.uint8))
    share = cv2.blur(stepped, (length, 1), borderType=cv2.BORDER_CONSTANT)
    sure = cv2.threshold(share, 255 * _FILLED, 255, cv2.THRESH_BINARY)[1]
    runs = cv2.dilate(sure, np.ones((1, length), np.uint8))
    closed = cv2.morphologyEx(stepped, cv2.MORPH_CLOSE, np.ones((1, 9), np.uint8))
    return cv2.bitwise_and(runs, closed)


def _darker(even: Grey, reach: int) -> Grey:
    soft = cv2.blur(even, (5, 1)).astype(np.int16)
    above, below = np.roll(soft, reach, axis=0), np.roll(soft, -reach, axis=0)
    return (np.minimum(above, below) - soft > _DARKER).astype(np.uint8) * np.uint8(255)


def _smooth(line: NDArray[np.bool_], top: int) -> NDArray[np.intp]:
    """The middle row of a run in each of its columns, held to a straight line where letters hang on it."""
    weights = np.arange(line.shape[0])[:, None]
    middle = (line * weights).sum(axis=0) / np.maximum(line.sum(axis=0), 1)
    columns = np.arange(len(middle))
    straight = np.polyval(np.polyfit(columns, middle, 1), columns)
    return np.asarray(np.round(np.clip(middle, straight - 1.5, straight + 1.5)) + top, np.intp)


def _thickness(ink: Grey, part: _Run, side: int, dpi: float) -> int:
    """How many rows of a line lie on one side of its middle: rows that are ink nearly all along."""
    for step in range(1, max(2, round(_REACHES[-1] * dpi)) + 1):
        if float(_inked(ink, part.rows + side * step, part.columns).mean()) < _SOLID:
            return step - 1
    return step


def _is_ruled(ink: Grey, part: _Run, dark: NDArray[np.bool_], dpi: float) -> bool:
    """Whether a run is a drawn line and not the feet of letters: long and without a break, or with white beside it."""
    drawn = float(dark.mean())
    if drawn > _UNBROKEN and len(dark) > _SURE * dpi:
        return True
    # A heavy word is dark from foot to head; a bar is longer than a word.
    if sum(_thickness(ink, part, side, dpi) for side in (-1, 1)) > _THICK * dpi:
        return False
    touched = sorted(_touched(ink, part, side, dpi) for side in (-1, 1))
    if drawn > _BROKEN and touched[1] < _TOUCHED:
        return True
    # Heavy letters stand on feet as whole as an underline, but for the white that keeps most letters off one.
    underlines = touched[1] < _STANDING or len(dark) > _UNDERLINE * dpi
    return drawn > _WHOLE and touched[0] < _TOUCHED and underlines


def _touched(ink: Grey, part: _Run, side: int, dpi: float) -> float:
    """The share of a line beside which ink stands on one side."""
    away = _thickness(ink, part, side, dpi) + max(2, round(0.01 * dpi))
    return float(_inked(ink, part.rows + side * away, part.columns).mean())


def _at(picture: Grey, run: _Run, step: int) -> Grey:
    """The dots a number of rows below a run."""
    return np.asarray(picture[np.clip(run.rows + step, 0, picture.shape[0] - 1), run.columns], np.uint8)


def _inked(ink: Grey, rows: NDArray[np.intp], columns: NDArray[np.intp]) -> NDArray[np.bool_]:
    return np.asarray(ink[np.clip(rows, 0, ink.shape[0] - 1), columns] > 0)

"""One scanned page, from the picture to words and rules in points."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np
import pypdfium2

from sipol.reading.page import Page, Rule, Word
from sipol.reading.results import Box
from sipol.reading.scan.raster import Drawing, Grey, drawn, evened, ink_of, scan_dpi
from sipol.reading.scan.recognise import Reader, words_of
from sipol.reading.scan.rows import Row, letters_of, rows_of
from sipol.reading.scan.ruling import without_rules
from sipol.reading.scan.upright import lies_on_side, skew_of, straightened

_UNCERTAIN = 0.7
"""Words less certain than this on the whole may stand upside down."""
_EDGE, _LINES_CUT = 2.2, 3
"""Points from the edge of a picture, and lines of words that touch it where a page was cut."""
_HOPELESS = 0.55
"""Words less certain than this on the whole are guesses, and no page."""
_FEW = 6
"""Rows that are read both ways to tell head from foot of a page on its side."""


@dataclass(frozen=True)
class Picture:
    """A page as it was drawn; reading it needs pdfium no longer."""

    number: int
    drawing: Drawing
    dpi: float


@dataclass(frozen=True)
class _Laid:
    """A page laid straight: clean picture, rows of ink, ruling lines, and how it was laid."""

    clean: Grey
    rows: Sequence[Row]
    rules: tuple[Rule, ...]
    turned: int
    skew: float


def picture_of(page: pypdfium2.PdfPage, number: int) -> Picture:
    """The page drawn in the density of its scan. The pdfium lock is held."""
    dpi = scan_dpi(page)
    return Picture(number, drawn(page, dpi), round(dpi, 1))


def read_picture(picture: Picture, reader: Reader) -> Page | None:
    """The words and rules of a page that is a picture, laid straight, in points. Kind "ocr".

    None where nothing, or nothing but guesses, was read.
    """
    even = evened(picture.drawing.grey, picture.drawing.dpi)
    turns = (0, 1, 3) if lies_on_side(ink_of(even)) else (0,)
    ways = [_laid(even, turn, picture.drawing.dpi) for turn in turns]
    # The sides of a table band a page as lines of text do: what can be read on it tells.
    laid = max(ways, key=lambda way: _certainty(way, reader, picture)) if len(ways) > 1 else ways[0]
    words = words_of(reader, laid.clean, laid.rows, picture.drawing.dpi)
    if words and len(ways) == 1 and median(word.confidence for word in words) < _UNCERTAIN:
        other = _turned_over(laid, picture)
        again = words_of(reader, other.clean, other.rows, picture.drawing.dpi)
        if again and median(word.confidence for word in again) > median(word.confidence for word in words):
            laid, words = other, again
    if not words or median(word.confidence for word in words) < _HOPELESS:
        return None
    return _page(picture, laid, words)


def _laid(even: Grey, turned: int, dpi: float) -> _Laid:
    upright = np.ascontiguousarray(np.rot90(even, turned))
    skew = skew_of(ink_of(upright))
    upright = straightened(upright, skew)
    ruled = without_rules(upright, ink_of(upright), dpi)
    rows = rows_of(letters_of(ruled.clean, ruled.ink, dpi), ruled.rules, dpi)
    return _Laid(ruled.clean, rows, ruled.rules, turned, skew)


def _turned_over(laid: _Laid, picture: Picture) -> _Laid:
    even = evened(picture.drawing.grey, picture.drawing.dpi)
    return _laid(even, laid.turned + 2, picture.drawing.dpi)


def _certainty(laid: _Laid, reader: Reader, picture: Picture) -> float:
    """How certain the words of the longest rows are."""
    longest = sorted(laid.rows, key=lambda row: row.pieces[0].x0 - row.pieces[-1].x1)[:_FEW]
    words = words_of(reader, laid.clean.copy(), longest, picture.drawing.dpi)
    return median(word.confidence for word in words) if words else 0.0


def _page(picture: Picture, laid: _Laid, words: Sequence[Word]) -> Page:
    high, wide = laid.clean.shape
    points = 72.0 / picture.drawing.dpi
    return Page(
        picture.number,
        round(wide * points, 1),
        round(high * points, 1),
        tuple(words),
        laid.rules,
        kind="ocr",
        laid=(laid.turned % 4, laid.skew),
        dpi=picture.dpi,
        cut=_runs_over(words, wide * points),
        ink=_ink(picture, laid),
    )


def _runs_over(words: Sequence[Word], wide: float) -> bool:
    """Whether words of several lines touch the left or right edge of the picture, ``wide`` points across."""
    touching = {word.base for word in words if word.x0 < _EDGE or word.x1 > wide - _EDGE}
    return len(touching) >= _LINES_CUT


def _ink(picture: Picture, laid: _Laid) -> tuple[Box, ...] | None:
    """The boxes of coloured ink, in points of the page laid straight; None for a page without colour."""
    if picture.drawing.coloured is None:
        return None
    high, wide = picture.drawing.grey.shape
    points = 72.0 / picture.drawing.dpi
    boxes = (_turned(patch, laid.turned % 4, wide, high) for patch in picture.drawing.coloured)
    return tuple(
        (round(x0 * points, 1), round(y0 * points, 1), round(x1 * points, 1), round(y1 * points, 1))
        for x0, y0, x1, y1 in boxes
    )


def _turned(patch: tuple[int, int, int, int], turns: int, wide: int, high: int) -> tuple[int, int, int, int]:
    """A box of a picture of this width and height after quarter turns counter-clockwise."""
    x0, y0, x1, y1 = patch
    return (
        (x0, y0, x1, y1),
        (y0, wide - x1, y1, wide - x0),
        (wide - x1, high - y1, wide - x0, high - y0),
        (high - y1, x0, high - y0, x1),
    )[turns]

"""Rows of ink to words, through Tesseract, one row at a time."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import tesserocr
from PIL import Image

from sipol.reading.page import Word
from sipol.reading.scan.mend import BULLET, mended, worth_keeping
from sipol.reading.scan.raster import Grey
from sipol.reading.scan.rows import Blot, Row

_CAPITAL = 30.0
"""Pixels: the height of a capital at which Tesseract reads best."""
_SURE, _SECOND = 0.92, 22.0
"""A row with a word less certain is read a second time, with capitals of so many pixels."""
_WHOLE = 3
"""Letters of a word that the second opinion alone may see."""
_SHORT, _DARK, _LOW, _SOLID = 2, 150, 0.85, 0.7
"""Letters a bullet is read as; its brightness, height in capitals, and how much of its box is ink."""
_GAP = 1.4
"""Capitals: the white put between two pieces, however far apart they stand on the page."""
_EDGE = 12
_PLACES = ("/usr/share/tesseract-ocr/*/tessdata", "/usr/share/tessdata", "/usr/local/share/tessdata")


@cache
def letters_folder() -> str | None:
    """The folder with what Tesseract knows of Indonesian and English letters; None where it is not installed."""
    roots = [Path(os.environ["TESSDATA_PREFIX"])] if "TESSDATA_PREFIX" in os.environ else []
    roots += [found for place in _PLACES for found in sorted(Path("/").glob(place[1:]), reverse=True)]
    for root in roots:
        if all((root / f"{language}.traineddata").is_file() for language in ("ind", "eng")):
            return str(root)
    return None


class Reader:
    """Tesseract for one thread: both languages for the reading, English letters alone for the second opinion."""

    def __init__(self, folder: str) -> None:
        self._first = tesserocr.PyTessBaseAPI(path=folder, lang="ind+eng", psm=tesserocr.PSM.SINGLE_LINE)
        self._second = tesserocr.PyTessBaseAPI(path=folder, lang="eng", psm=tesserocr.PSM.SINGLE_LINE)

    def close(self) -> None:
        self._first.End()
        self._second.End()

    def read(self, strip: Grey, *, second: bool) -> Iterator[tuple[str, float, float, float]]:
        """Words of a strip with left and right edge in its pixels and certainty, 0 to 1."""
        api = self._second if second else self._first
        api.SetImage(Image.fromarray(strip))
        api.SetSourceResolution(300)
        api.Recognize()
        found, level = api.GetIterator(), tesserocr.RIL.WORD
        for word in tesserocr.iterate_level(found, level) if found else ():
            if not word.Empty(level):
                left, _, right, _ = word.BoundingBox(level)
                yield word.GetUTF8Text(level).strip(), left, right, word.Confidence(level) / 100.0


@dataclass(frozen=True)
class Strip:
    """A row as one narrow picture, the height of its capitals, and where each piece stands: (left in it, piece)."""

    picture: Grey
    scale: float
    capital: float
    places: tuple[tuple[float, Blot], ...]

    def across(self, left: float, right: float) -> tuple[float, float]:
        """Where a word of the strip begins and ends, in pixels of the page: within the piece that holds most of it."""
        ends = [start for start, _ in self.places[1:]] + [float(self.picture.shape[1])]
        shared = [min(right, end) - max(left, start - _EDGE) for (start, _), end in zip(self.places, ends, strict=True)]
        start, piece = self.places[shared.index(max(shared))]
        first, last = (piece.x0 + (spot - start) / self.scale for spot in (left, right))
        return max(first, piece.x0 - 1.0), max(first + 1.0, min(last, piece.x1 + 1.0))


def strip_of(even: Grey, row: Row, capital: float = _CAPITAL) -> Strip:
    """The row cut out, its pieces pushed together, enlarged so that a capital is ``capital`` pixels high."""
    scale = min(max(capital / max(row.tall, 1.0), 0.5), 4.0)
    slack = max(2, round(0.15 * row.tall))
    top, bottom = max(0, row.top - slack), min(even.shape[0], row.bottom + slack)
    gap = np.full((bottom - top, round(_GAP * row.tall)), 255, np.uint8)
    columns: list[Grey] = []
    places: list[tuple[float, Blot]] = []
    run = 0
    for piece in row.pieces:
        start = max(0, piece.x0 - slack)
        cut = even[top:bottom, start : piece.x1 + slack]
        places.append(((run + piece.x0 - start) * scale + _EDGE, piece))
        columns += [cut, gap]
        run += cut.shape[1] + gap.shape[1]
    strip = np.concatenate(columns[:-1], axis=1)
    how = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA
    strip = cv2.resize(strip, None, fx=scale, fy=scale, interpolation=how)
    strip = cv2.copyMakeBorder(strip, _EDGE, _EDGE, _EDGE, _EDGE, cv2.BORDER_CONSTANT, value=255)
    return Strip(strip, scale, scale * row.tall, tuple(places))


def words_of(reader: Reader, even: Grey, rows: Sequence[Row], dpi: float) -> list[Word]:
    """Every word of the rows, boxes in points. The dots of leaders are wiped off ``even``."""
    return [word for row in rows for word in _row_words(reader, even, row, dpi)]


def _row_words(reader: Reader, even: Grey, row: Row, dpi: float) -> list[Word]:
    for leader in row.leaders:
        even[leader.y0 - 1 : leader.y1 + 1, leader.x0 - 1 : leader.x1 + 1] = 255
    words = list(_read(reader, strip_of(even, row), row, dpi, second=False))
    if not words or min(word.confidence for word in words) < _SURE:
        others = list(_read(reader, strip_of(even, row, _SECOND), row, dpi, second=True))
        # Where the first opinion sees nothing at all, a whole word of the second counts.
        whole = [other for other in others if len(other.text) >= _WHOLE]
        words = [replace(word, otherwise=_other(word, others)) for word in words] or whole
    return [*words, *(_dots(leader, row, dpi) for leader in row.leaders)]


def _dots(leader: Blot, row: Row, dpi: float) -> Word:
    """A leader as a word of dots, whatever its length."""
    points = 72.0 / dpi
    box = (leader.x0 * points, leader.y0 * points, leader.x1 * points, leader.y1 * points)
    return Word("....", box, row.base * points, _em(row, dpi))


def _em(row: Row, dpi: float) -> float:
    """The type size of a row, in points: capitals are seven tenths of it."""
    return row.tall * 72.0 / dpi / 0.71


def _read(reader: Reader, strip: Strip, row: Row, dpi: float, *, second: bool) -> Iterator[Word]:
    points = 72.0 / dpi
    top, foot = (row.base - row.tall) * points, (row.base + 0.25 * row.tall) * points
    for raw, left, right, sure in reader.read(strip.picture, second=second):
        text = BULLET if len(raw) <= _SHORT and _is_bullet(strip, left, right) else mended(raw)
        if worth_keeping(text, sure):
            start, stop = strip.across(left, right)
            box = (start * points, top, stop * points, foot)
            yield Word(text, box, row.base * points, _em(row, dpi), round(sure, 3))


def _is_bullet(strip: Strip, left: float, right: float) -> bool:
    """Whether what was read as a letter is a filled square or disc."""
    dark = strip.picture[:, max(0, int(left)) : int(right) + 1] < _DARK
    ups, acrosses = np.flatnonzero(dark.any(axis=1)), np.flatnonzero(dark.any(axis=0))
    if not len(ups):
        return False
    spot = dark[ups[0] : ups[-1] + 1, acrosses[0] : acrosses[-1] + 1]
    high, wide = spot.shape
    square = 0.6 <= wide / high <= 1.6 and high <= _LOW * strip.capital
    return square and high >= 0.25 * strip.capital and float(spot.mean()) >= _SOLID


def _other(word: Word, others: Sequence[Word]) -> str:
    """What the second opinion makes of the same place, where it differs."""
    here = [other.text for other in others if word.x0 <= other.middle <= word.x1]
    other = " ".join(here)
    return "" if other == word.text else other

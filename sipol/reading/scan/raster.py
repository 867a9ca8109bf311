"""A page of a scan as an even grey picture: coloured ink and shade gone, black letters on white.

A ``Grey`` holds rows by columns of brightness, one byte each, 0 black to 255 white.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import pypdfium2
from cv2.typing import MatLike as Grey
from pypdfium2 import raw

__all__ = ["Drawing", "Grey", "drawn", "evened", "ink_of", "scan_dpi"]

LEAST_DPI, USUAL_DPI, MOST_DPI = 100.0, 200.0, 250.0
"""Finer scans say no more to the reader; coarser ones are drawn as they are and called illegible."""
_FILLS, _FEWEST_DOTS = 0.5, 100_000
"""The share of a page that its scan fills, and the dots it has at least: what is less is a logo."""
MOST_PIXELS = 8_000_000
"""A3 at 200 dpi; two such pages are in work at once."""
_COLOURFUL = 16
"""How far red, green and blue of coloured ink lie apart, thinned by the paper around it."""
_GREY = 12
"""No dot of a picture without colour is more colourful."""
_DARK = 130
"""Ink of stamps and pens is brighter in one colour at least; print, whatever its colour, is darker."""
_PATCH = (0.5, 0.25)
"""Inches, across and down: what is smaller is no stamp and no signature."""
_SHADE = 0.13
"""Inches: larger than any stroke of a letter, smaller than a row of a table."""


def scan_dpi(page: pypdfium2.PdfPage) -> float:
    """Dots per inch of the finest picture that fills the page, as it stands on the paper; 0.0 where there is none.

    Scanners lay a fine mask of letters over a coarse picture of the paper. Where a picture stands in a form of its
    own, what it fills is not told, and it is taken for one of the whole page.
    """
    wide, high = page.get_size()
    whole = max(wide * high, 1.0)
    dpi = 0.0
    for picture in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        across, down = picture.get_px_size()
        area = _area(picture) if picture.level == 0 else whole
        if area >= _FILLS * whole and across * down >= _FEWEST_DOTS:
            # A picture may lie on its side on the page; its pixels are square all the same.
            dpi = max(dpi, 72.0 * (across * down / area) ** 0.5)
    return dpi


def _area(picture: pypdfium2.PdfObject) -> float:
    left, bottom, right, top = picture.get_bounds()
    return max(right - left, 0.0) * max(top - bottom, 0.0)


@dataclass(frozen=True)
class Drawing:
    """A page in grey with coloured ink made light, its dots per inch, and where coloured ink lies, in dots; None
    where the page has no colour at all."""

    grey: Grey
    dpi: float
    coloured: tuple[tuple[int, int, int, int], ...] | None


def drawn(page: pypdfium2.PdfPage, dpi: float) -> Drawing:
    """The page as displayed, drawn at about ``dpi``. The pdfium lock is held."""
    wide, high = page.get_size()
    scale = min(max(dpi or USUAL_DPI, LEAST_DPI), MOST_DPI) / 72.0
    scale = min(scale, (MOST_PIXELS / max(wide * high, 1.0)) ** 0.5)
    bitmap = page.render(scale=scale, rev_byteorder=True)
    try:
        colours = np.ascontiguousarray(bitmap.to_numpy())
    finally:
        bitmap.close()
    if colours.ndim == 2 or colours.shape[2] == 1:
        return Drawing(colours.reshape(colours.shape[:2]), scale * 72.0, None)
    brightest, darkest = colours[:, :, :3].max(axis=2), colours[:, :, :3].min(axis=2)
    colour = cv2.subtract(brightest, darkest)
    patches = tuple(_patches(colour, scale * 72.0)) if int(colour.max()) > _GREY else None
    # Brightness raised by how colourful a dot is: ink of stamps and pens goes white; black letters stay black, and so
    # do those printed in dark blue, or black under a stamp.
    lifted = cv2.add(brightest, colour)
    return Drawing(np.where(brightest < _DARK, brightest, lifted), scale * 72.0, patches)


def _patches(colour: Grey, dpi: float) -> Iterator[tuple[int, int, int, int]]:
    """Boxes around coloured ink at least as large as a signature."""
    small = _shrunk(colour, 4)
    inked = cv2.threshold(small, _COLOURFUL, 255, cv2.THRESH_BINARY)[1]
    side = max(3, round(0.12 * dpi / 4))
    joined = cv2.morphologyEx(inked, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    for number in range(1, count):
        left, top, wide, high, _ = (4 * int(value) for value in stats[number])
        if wide >= _PATCH[0] * dpi and high >= _PATCH[1] * dpi and high < 4 * dpi and wide < 4 * dpi:
            yield left, top, left + wide, top + high


def evened(grey: Grey, dpi: float) -> Grey:
    """The picture without shade, stains and the grey of heading rows: paper becomes white everywhere."""
    small = _shrunk(grey, 2)
    side = max(3, round(_SHADE * dpi / 2)) | 1
    # Closing takes away letters and lines and leaves a shaded row as far as it reaches.
    paper = cv2.morphologyEx(cv2.blur(small, (3, 3)), cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    paper = cv2.blur(paper, (3, 3))
    paper = cv2.resize(paper, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    return cv2.divide(grey, paper, scale=255.0)


def _shrunk(picture: Grey, times: int) -> Grey:
    high, wide = picture.shape[:2]
    return cv2.resize(picture, (max(1, wide // times), max(1, high // times)), interpolation=cv2.INTER_AREA)


def ink_of(even: Grey) -> Grey:
    """Where there is ink, 255, and where there is paper, 0."""
    level, _ = cv2.threshold(cv2.GaussianBlur(even, (3, 3), 0), 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    cut = float(min(max(level, 110.0), 190.0))
    return cv2.threshold(even, cut, 255, cv2.THRESH_BINARY_INV)[1]

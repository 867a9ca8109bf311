"""What a page shows, as against what its file says: letters under a picture, in white, cut off, in a hidden layer."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
import pypdfium2
from numpy.typing import NDArray
from pypdfium2 import raw

from sipol.reading.page import Page, Word
from sipol.reading.results import Box

FEW_LETTERS = 200
"""On a page filled by a picture, so few letters are the mark of a scanning program or a page number."""
_FILLED, _OWN = 0.6, 0.2
"""The share of a page of a picture that is the page; of one that has something of its own to say."""
_SCALE, _MOST_PIXELS = 1.5, 4_000_000
_INK, _HIDDEN = 20, 0.3
"""Grey levels between a letter and what lies around it; the share of hidden words that makes a page untrustworthy."""


def is_picture(page: pypdfium2.PdfPage, letters: Sequence[Box]) -> bool:
    """Whether a page must be looked at to be read, whatever letters are in its file. Boxes in user space.

    A picture or its strips fill it and the few letters are a scanning program's, a picture lies over the letters, or a
    large picture stands beside them where no letters are.
    """
    wide, high = page.get_size()
    whole = max(wide * high, 1.0)
    filled, texts = 0.0, False
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_TEXT], max_depth=3):
        if item.type == raw.FPDF_PAGEOBJ_TEXT:
            texts = True
            continue
        bounds = item.get_bounds()
        share = max(0.0, bounds[2] - bounds[0]) * max(0.0, bounds[3] - bounds[1]) / whole
        filled += share
        over = texts and share > _FILLED and not raw.FPDFPageObj_HasTransparency(item.raw)
        if over or (share > _OWN and not _any_inside(letters, bounds)):
            return True
    return filled > _FILLED and len(letters) <= FEW_LETTERS


def _any_inside(letters: Iterable[Box], bounds: tuple[float, float, float, float]) -> bool:
    left, bottom, right, top = bounds
    return any(left <= (box[0] + box[2]) / 2 <= right and bottom <= (box[1] + box[3]) / 2 <= top for box in letters)


def shown(read: Page, page: pypdfium2.PdfPage) -> Page:
    """The page without words that are not to be seen on it; kind "scan" where many are. The pdfium lock is held."""
    wide, high = page.get_size()
    if min(wide, high) < 1.0:
        # A page cut down to nothing shows nothing.
        return Page(read.number, read.width, read.height, kind="scan")
    _without_ground(page)
    scale = min(_SCALE, (_MOST_PIXELS / max(wide * high, 1.0)) ** 0.5)
    bitmap = page.render(scale=scale, grayscale=True)
    try:
        grey = np.array(bitmap.to_numpy())
        grey = grey.reshape(grey.shape[:2])
    finally:
        bitmap.close()
    kept = tuple(word for word in read.words if _is_drawn(word, read, grey, scale))
    if len(kept) == len(read.words):
        return read
    if len(read.words) - len(kept) > _HIDDEN * len(read.words):
        return Page(read.number, read.width, read.height, kind="scan")
    return replace(read, words=kept)


def _without_ground(page: pypdfium2.PdfPage) -> None:
    """Takes a picture off the page, as it is in memory, on whose letters those of the text might seem to be drawn."""
    wide, high = page.get_size()
    for item in list(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=1)):
        left, bottom, right, top = item.get_bounds()
        if (right - left) * (top - bottom) > _FILLED * wide * high:
            page.remove_obj(item)


def _is_drawn(word: Word, read: Page, grey: NDArray[np.uint8], scale: float) -> bool:
    """Whether there is ink between the base line of a word and the height of its small letters."""
    if not any(map(str.isalnum, word.text)):
        return True
    box = (word.x0, word.base - 0.5 * word.em, word.x1, word.base)
    x0, y0, x1, y1 = (value * scale for value in read.displayed(box))
    place = grey[max(0, int(y0)) : max(0, int(y1) + 2), max(0, int(x0)) : max(0, int(x1) + 2)]
    return bool(place.size) and int(place.max()) - int(place.min()) > _INK

"""The text layer of a PDF page as words and ruling lines, read letter by letter through pdfium.

Letters are put together by where they stand, not by their order in the file: producers write text
glyph by glyph, column by column, or twice for a bold look.
"""

import ctypes
import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import NamedTuple

import pypdfium2
from pypdfium2 import raw

from sipol.reading.frame import Frame
from sipol.reading.page import Page, Word, around
from sipol.reading.results import Box
from sipol.reading.rulings import rules_of
from sipol.reading.shown import is_picture, shown

# A page of an SK holds some 1,500 letters; a denser one is no letter but an attack or a drawing.
MAX_LETTERS = 20_000
# Below this many letters a page is a picture with, at most, a stamp or a page number typed on it.
MIN_LETTERS = 12
_GARBLED = 0.3
SOFT_HYPHEN = "\u00ad"
# White, in type sizes, that parts two words where no space is written: narrow type and kerning leave little.
_WHITE = 0.12
_HIDDEN = 3
_NOTHING = {"\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\x00"}
_HYPHENS = {"\x02", "\ufffe", "\u00ad", "\u2010"}


class _Glyph(NamedTuple):
    """A letter in user space, as pdfium tells it."""

    text: str
    bounds: tuple[float, float, float, float]
    origin: tuple[float, float]
    em: float
    place: int
    parted: bool


@dataclass(frozen=True, slots=True)
class _Letter:
    """A letter in reading position; ``parted`` when pdfium saw a space before it that nobody wrote."""

    text: str
    box: Box
    base: float
    em: float
    place: int
    parted: bool


def read_page(page: pypdfium2.PdfPage, number: int) -> Page:
    """One page in reading position; kind "scan" when it shows no letters. The pdfium lock is held."""
    frame = Frame.of(page)
    width, height = frame.shown
    directions: Counter[int] = Counter()
    glyphs = list(_glyphs(page, frame, directions))
    boxes = [glyph.bounds for glyph in glyphs if not glyph.text.isspace()]
    if directions.total() < MIN_LETTERS or is_picture(page, boxes) or _is_garbled(page):
        return Page(number, width, height, kind="scan")
    turned = directions.most_common(1)[0][0]
    frame = frame.upright(turned)
    letters = [
        _Letter(glyph.text, frame.box(*glyph.bounds), frame.point(*glyph.origin)[1], *glyph[3:]) for glyph in glyphs
    ]
    words = tuple(word for row in _rows(letters) for word in _words(row))
    return shown(Page(number, width, height, words, tuple(rules_of(page, frame)), turned), page)


def _is_garbled(page: pypdfium2.PdfPage) -> bool:
    """Whether the fonts do not say which letters their shapes are: then the shapes must be looked at."""
    text = page.get_textpage()
    try:
        count = min(text.count_chars(), MAX_LETTERS)
        unknown = sum(_unknown(text, place) for place in range(count))
        return unknown > _GARBLED * max(count, 1)
    finally:
        text.close()


def _unknown(text: pypdfium2.PdfTextPage, place: int) -> bool:
    letter = raw.FPDFText_GetUnicode(text.raw, place)
    # Private use and control characters stand for no letter that anybody could compare.
    private = 0xE000 <= letter <= 0xF8FF or (letter < 32 and letter not in (2, 9, 10, 13))
    return private or raw.FPDFText_HasUnicodeMapError(text.raw, place) == 1


def _glyphs(page: pypdfium2.PdfPage, frame: Frame, directions: Counter[int]) -> Iterator[_Glyph]:
    """The visible letters; ``directions`` counts which way they run."""
    text = page.get_textpage()
    box, matrix, x, y = raw.FS_RECTF(), raw.FS_MATRIX(), ctypes.c_double(), ctypes.c_double()
    parted = False
    try:
        for place in range(min(text.count_chars(), MAX_LETTERS)):
            shape = _shape(text, place)
            if not shape:
                parted = True
                continue
            raw.FPDFText_GetLooseCharBox(text.raw, place, box)
            raw.FPDFText_GetMatrix(text.raw, place, matrix)
            raw.FPDFText_GetCharOrigin(text.raw, place, x, y)
            em = raw.FPDFText_GetFontSize(text.raw, place) * math.hypot(matrix.c, matrix.d)
            if not shape.isspace():
                directions[frame.direction(matrix.a, matrix.b)] += 1
            yield _Glyph(shape, (box.left, box.bottom, box.right, box.top), (x.value, y.value), em, place, parted)
            parted = False
    finally:
        text.close()


def _shape(text: pypdfium2.PdfTextPage, place: int) -> str:
    """The letter at a place: "" when it is invented by pdfium or hidden, " " for any kind of space."""
    letter = chr(raw.FPDFText_GetUnicode(text.raw, place))
    if letter in _HYPHENS:
        return SOFT_HYPHEN
    if letter in _NOTHING or raw.FPDFText_IsGenerated(text.raw, place):
        return ""
    shown_by = raw.FPDFText_GetTextObject(text.raw, place)
    # Hidden words are the guess of some scanner's OCR: the paper does not show them.
    if shown_by and raw.FPDFTextObj_GetTextRenderMode(shown_by) == _HIDDEN:
        return ""
    if letter.isspace():
        return " "
    if unicodedata.category(letter) in ("Cc", "Co", "Cs"):
        return ""
    return unicodedata.normalize("NFKC", letter) if "\ufb00" <= letter <= "\ufb06" else letter


def _rows(letters: Iterable[_Letter]) -> list[list[_Letter]]:
    rows: list[list[_Letter]] = []
    for letter in sorted(letters, key=lambda letter: letter.base):
        last = rows[-1][-1] if rows else None
        if last and letter.base - last.base <= 0.28 * min(letter.em, last.em):
            rows[-1].append(letter)
        else:
            rows.append([letter])
    for row in rows:
        row.sort(key=lambda letter: (letter.box[0], letter.place))
    return rows


def _words(row: list[_Letter]) -> Iterator[Word]:
    """The words of one row: parted by spaces, or by white that is wide for this row."""
    usual = _usual_gap(row)
    word: list[_Letter] = []
    for letter in row:
        if letter.text == " ":
            if word:
                yield _word(word)
            word = []
            continue
        if word and _twin(word, letter):
            continue
        enough = usual + (0.04 if letter.parted else _WHITE)
        if word and letter.box[0] - word[-1].box[2] > enough * letter.em:
            yield _word(word)
            word = []
        word.append(letter)
    if word:
        yield _word(word)


def _usual_gap(row: list[_Letter]) -> float:
    """The white between two letters of a word, in type sizes: nothing, but where letters are spaced out."""
    gaps = [
        max(0.0, right.box[0] - left.box[2]) / max(left.em, 1.0)
        for left, right in pairwise(row)
        if " " not in (left.text, right.text) and right.box[0] - left.box[2] < left.em
    ]
    return median(gaps) if len(gaps) > 4 else 0.0


def _twin(word: list[_Letter], letter: _Letter) -> bool:
    """Whether the same letter was just drawn at the same spot, as some producers do for a bold look."""
    for earlier in word[-2:]:
        near = abs(letter.box[0] - earlier.box[0]) < 0.25 * max(earlier.box[2] - earlier.box[0], 0.1)
        # Two letters of a ligature share one box and follow each other in the file.
        ligature = letter.place - earlier.place == 1 and letter.box == earlier.box
        if near and letter.text == earlier.text and not ligature:
            return True
    return False


def _word(letters: list[_Letter]) -> Word:
    text = unicodedata.normalize("NFC", "".join(letter.text for letter in letters))
    inner = text[:-1].replace(SOFT_HYPHEN, "-") + text[-1]
    box = around(letter.box for letter in letters)
    return Word(inner, box, median(letter.base for letter in letters), median(letter.em for letter in letters))

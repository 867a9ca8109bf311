"""The gate for a PDF and the pictures of its pages."""

import io
import math
from dataclasses import dataclass

from PIL import Image, ImageOps

from sipol.reading.pdfium import opened, page_of
from sipol.rules.errors import Unreadable

MAX_PIXELS = 8_000_000
# WebP knows no longer side than 16,383 pixels.
MAX_SIDE = 16_000
GOAL_BYTES = 40_000
# Per cent of the darkest and of the brightest dots of a scan that count as ink and as paper.
_PAPER = (0.5, 40)
_QUALITIES = (70, 50, 35, 20)
NO_SUCH_PAGE = "Halaman {page} tidak ada pada berkas ini; berkas ini berisi {pages} halaman."


@dataclass(frozen=True, slots=True)
class PdfFacts:
    """What the gate tells of a PDF that may come in."""

    pages: int

    def to_json(self) -> dict[str, int]:
        """As a child process tells it; ``PdfFacts(**told)`` reads it back."""
        return {"pages": self.pages}


def inspect_pdf(data: bytes) -> PdfFacts:
    """The number of pages, without reading them.

    Raises Unreadable, with a sentence that says what to do, for a file that is empty, is no PDF by its
    content, is broken, is locked with a password, or has more than 200 pages.
    """
    with opened(data) as document:
        with page_of(document, 0):
            pass
        return PdfFacts(pages=len(document))


def page_picture(data: bytes, page: int, width: int = 960, turned: int = 0, skew: float = 0.0) -> bytes:
    """A page, counted from 1, as grey WebP of ``width`` pixels, at most 40 kB for a page of text.

    ``turned`` and ``skew`` lay a scan straight as its reading found it to lie (see ``PageSeen``), so that boxes of
    the reading fit the picture; the paper of a scan laid straight is made white.
    A page so long that the picture would pass 8 million pixels, or 16,000 on a side, is drawn smaller.
    Raises Unreadable as ``inspect_pdf`` does, and for a page that the file does not have.
    """
    with opened(data) as document:
        if not 1 <= page <= len(document):
            raise Unreadable(NO_SUCH_PAGE.format(page=page, pages=len(document)))
        with page_of(document, page - 1) as sheet:
            wide, high = sheet.get_size()
            scale = min(
                width / max(high if turned % 2 else wide, 1.0),
                math.sqrt(MAX_PIXELS / max(wide * high, 1.0)),
                MAX_SIDE / max(wide, high, 1.0),
            )
            bitmap = sheet.render(scale=scale, grayscale=True)
            try:
                picture = bitmap.to_pil().convert("L")
            finally:
                bitmap.close()
    return _webp(_straight(picture, turned, skew) if turned or skew else picture)


def _straight(picture: Image.Image, turned: int, skew: float) -> Image.Image:
    """A scan upright and level: quarter turns counter-clockwise, then degrees clockwise around its middle."""
    upright = picture.rotate(90 * turned, expand=True)
    level = upright.rotate(-skew, resample=Image.Resampling.BICUBIC, fillcolor=255)
    return ImageOps.autocontrast(level, cutoff=_PAPER)


def _webp(picture: Image.Image) -> bytes:
    """The picture at the best quality that meets the goal, or at the least one."""
    content = b""
    for quality in _QUALITIES:
        out = io.BytesIO()
        picture.save(out, "WEBP", quality=quality, method=4)
        content = out.getvalue()
        if len(content) <= GOAL_BYTES:
            break
    return content

"""A letter, as PDF or as a photograph: only what its lines say."""

import io

from PIL import Image

from sipol.reading.decree import pages_in
from sipol.reading.scan.work import recognised

DPI = 150
"""At which a photograph is laid on a page; the longer side of a clean picture makes a page of usual size then."""


def lines_of_letter(data: bytes) -> list[str]:
    """The lines of the letter in reading order, with Tesseract for what is a picture. Raises Unreadable."""
    if not data.startswith(b"%PDF"):
        page = io.BytesIO()
        with Image.open(io.BytesIO(data)) as picture:
            picture.convert("RGB").save(page, "PDF", resolution=DPI)
        data = page.getvalue()
    return [line.text for page in pages_in(data, recognised) for line in page.lines]

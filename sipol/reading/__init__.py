"""Reading an SK: number, date, people, and where on the paper each of them stands.

``read_decree`` and ``read_pages`` are loaded when somebody asks for them: a child that inspects or draws never does.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from sipol.reading.child import (
    Photograph,
    copy_safely,
    inspect_safely,
    letter_safely,
    photo_safely,
    photograph_safely,
    picture_safely,
    read_decree_safely,
)
from sipol.reading.gate import PdfFacts, inspect_pdf, page_picture
from sipol.reading.page import Page, Rule, Word
from sipol.reading.results import Box, DecreeReading, Evidence, OfficerRow, PageSeen, Signatory

if TYPE_CHECKING:
    from sipol.reading.decree import read_decree, read_pages
else:

    def __getattr__(name):
        if name in ("read_decree", "read_pages"):
            return getattr(import_module("sipol.reading.decree"), name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = [
    "Box",
    "DecreeReading",
    "Evidence",
    "OfficerRow",
    "Page",
    "PageSeen",
    "PdfFacts",
    "Photograph",
    "Rule",
    "Signatory",
    "Word",
    "copy_safely",
    "inspect_pdf",
    "inspect_safely",
    "letter_safely",
    "page_picture",
    "photo_safely",
    "photograph_safely",
    "picture_safely",
    "read_decree",
    "read_decree_safely",
    "read_pages",
]

"""Reading an SK: number, date, people, and where on the paper each of them stands."""

from sipol.reading.child import read_decree_safely
from sipol.reading.decree import read_decree, read_pages
from sipol.reading.gate import PdfFacts, inspect_pdf, page_picture
from sipol.reading.page import Page, Rule, Word
from sipol.reading.results import Box, DecreeReading, Evidence, OfficerRow, PageSeen, Signatory

__all__ = [
    "Box",
    "DecreeReading",
    "Evidence",
    "OfficerRow",
    "Page",
    "PageSeen",
    "PdfFacts",
    "Rule",
    "Signatory",
    "Word",
    "inspect_pdf",
    "page_picture",
    "read_decree",
    "read_decree_safely",
    "read_pages",
]

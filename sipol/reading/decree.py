"""From the bytes of a PDF to a reading, and from pages of words to a reading."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import cast

import pypdfium2

from sipol.reading.board import officers_of
from sipol.reading.events import Event
from sipol.reading.facts import facts_of
from sipol.reading.layout import Layout
from sipol.reading.page import Page
from sipol.reading.pdfium import opened, page_of
from sipol.reading.results import DecreeReading
from sipol.reading.signatures import signatories_of
from sipol.reading.textlayer import read_page
from sipol.reading.zones import Zone, zones_of

MOST_PICTURES = 30
"""An SK of more pictures than that is read so far; a picture takes about a second."""


Recognise = Callable[[pypdfium2.PdfDocument, Sequence[int]], dict[int, Page]]
"""Reads pages of a document that are pictures, by their numbers from 1; ``scan.work.recognised`` is one."""


def read_decree(data: bytes, recognise: Recognise | None = None) -> DecreeReading:
    """Everything found on the SK in these bytes of a PDF.

    Raises Unreadable with a sentence for the sender when the file cannot be opened. The first ``MOST_PICTURES``
    pages that are pictures are given to ``recognise``; what nobody recognises is of kind "scan" and yields no facts.
    (What recognises letters is heavy to load: only those who read pay for it.)
    """
    return read_pages(pages_in(data, recognise))


def pages_in(data: bytes, recognise: Recognise | None = None) -> list[Page]:
    """The pages of a PDF with their words, whoever found them. Raises Unreadable as ``read_decree`` does."""
    with opened(data) as document:
        pages = []
        for index in range(len(document)):
            with page_of(document, index) as page:
                pages.append(read_page(page, index + 1))
        pictures = [page.number for page in pages if page.kind == "scan"]
        if pictures and recognise:
            recognised = recognise(document, pictures[:MOST_PICTURES])
            pages = [recognised.get(page.number, page) for page in pages]
    return pages


def read_pages(pages: Sequence[Page]) -> DecreeReading:
    """Everything found on pages of words, whether they come from a text layer or from OCR."""
    by_number = {page.number: page for page in pages}
    placed = list(zones_of(pages))
    facts = facts_of(placed)
    values = {name: fact.value for name, fact in facts.items()}
    layout = Layout()
    events: list[Event] = []
    for page in pages:
        events += layout.page_events(page, [row for row in placed if row.line.page == page.number])
    return DecreeReading(
        number=cast("str | None", values.get("number")),
        issued_on=cast("date | None", values.get("issued_on")),
        issued_in=cast("str | None", values.get("issued_in")),
        about=cast("str | None", values.get("about")),
        period=cast("tuple[int, int] | None", values.get("period")),
        issuer=cast("str | None", values.get("issuer")),
        replaces=cast("str | None", values.get("replaces")),
        office=cast("str | None", values.get("office")),
        signatories=signatories_of([row.line for row in placed if row.zone is Zone.SIGNED], by_number),
        officers=officers_of(events, by_number),
        evidence={name: fact.evidence(by_number) for name, fact in facts.items()},
        pages=tuple(page.seen() for page in pages),
    )

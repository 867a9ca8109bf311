"""From the bytes of a PDF to a reading, and from pages of words to a reading."""

from collections.abc import Sequence
from datetime import date
from typing import cast

from sipol.reading.board import officers_of
from sipol.reading.events import Event
from sipol.reading.facts import facts_of
from sipol.reading.layout import Layout
from sipol.reading.page import Page
from sipol.reading.pdfium import opened, page_of
from sipol.reading.results import DecreeReading, PageSeen
from sipol.reading.signatures import signatories_of
from sipol.reading.textlayer import read_page
from sipol.reading.zones import Zone, zones_of


def read_decree(data: bytes) -> DecreeReading:
    """Everything found on the SK in these bytes of a PDF.

    Raises Unreadable with a sentence for the sender when the file cannot be opened. Pages without a
    text layer are of kind "scan" and yield no facts.
    """
    with opened(data) as document:
        pages = []
        for index in range(len(document)):
            with page_of(document, index) as page:
                pages.append(read_page(page, index + 1))
    return read_pages(pages)


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
        signatories=signatories_of([row.line for row in placed if row.zone is Zone.SIGNED], by_number),
        officers=officers_of(events, by_number),
        evidence={name: fact.evidence(by_number) for name, fact in facts.items()},
        pages=tuple(PageSeen(page.number, page.width, page.height, page.kind) for page in pages),
    )

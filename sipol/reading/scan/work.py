"""Many pictures recognised side by side, drawn one after the other."""

import logging
import os
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue

import cv2
import pypdfium2

from sipol.reading.page import Page
from sipol.reading.pdfium import page_of
from sipol.reading.scan.page import Picture, picture_of, read_picture
from sipol.reading.scan.recognise import Reader, letters_folder

log = logging.getLogger(__name__)

_TOO_ODD = (cv2.error, MemoryError, ArithmeticError, ValueError, IndexError)
LONGEST = 40
"""Seconds after which no further page is begun; on an idle core thirty pages take as long."""
MOST_AT_ONCE = 2
"""Pictures in work at once; each takes some 150 MB."""


def recognised(document: pypdfium2.PdfDocument, numbers: Sequence[int]) -> dict[int, Page]:
    """The pages of these numbers, by number; empty where Tesseract is not installed. The pdfium lock is held."""
    folder = letters_folder()
    if folder is None:
        return {}
    # The work is shared out by pages; threads inside a page would only get in one another's way.
    cv2.setNumThreads(1)
    workers = max(1, min(MOST_AT_ONCE, len(os.sched_getaffinity(0)), len(numbers)))
    readers: SimpleQueue[Reader] = SimpleQueue()
    for _ in range(workers):
        readers.put(Reader(folder))

    def work(picture: Picture) -> Page | None:
        reader = readers.get()
        try:
            return read_picture(picture, reader)
        except _TOO_ODD as odd:
            # One page that cannot be made out does not take the others with it; it is told as unread.
            log.warning("page %s was left unread: %s", picture.number, type(odd).__name__)
            return None
        finally:
            readers.put(reader)

    pages: dict[int, Page] = {}
    begun = time.monotonic()
    with ThreadPoolExecutor(workers) as pool:
        # As many pictures as can be worked on are held in memory, however many pages the paper has.
        for start in range(0, len(numbers), workers):
            # What was read so far is worth more than a refusal of the whole; the rest is told as unread.
            if time.monotonic() - begun > LONGEST:
                log.warning("%s pages were left unread after %s seconds", len(numbers) - start, LONGEST)
                break
            drawings = list(_drawn(document, numbers[start : start + workers]))
            pages.update((page.number, page) for page in pool.map(work, drawings) if page)
    while not readers.empty():
        readers.get().close()
    return pages


def _drawn(document: pypdfium2.PdfDocument, numbers: Sequence[int]) -> Iterator[Picture]:
    for number in numbers:
        with page_of(document, number - 1) as page:
            try:
                yield picture_of(page, number)
            except _TOO_ODD as odd:
                log.warning("page %s could not be drawn: %s", number, type(odd).__name__)

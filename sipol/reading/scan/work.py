"""Many pictures recognised side by side, drawn one after the other."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue

import cv2
import pypdfium2

from sipol.reading.page import Page
from sipol.reading.pdfium import page_of
from sipol.reading.scan.page import Picture, picture_of, read_picture
from sipol.reading.scan.recognise import Reader, letters_folder

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

    def work(picture: Picture) -> Page:
        reader = readers.get()
        try:
            return read_picture(picture, reader)
        finally:
            readers.put(reader)

    pages: dict[int, Page] = {}
    with ThreadPoolExecutor(workers) as pool:
        # As many pictures as can be worked on are held in memory, however many pages the paper has.
        for start in range(0, len(numbers), workers):
            drawings = list(_drawn(document, numbers[start : start + workers]))
            pages.update((page.number, page) for page in pool.map(work, drawings))
    while not readers.empty():
        readers.get().close()
    return pages


def _drawn(document: pypdfium2.PdfDocument, numbers: Sequence[int]) -> Iterator[Picture]:
    for number in numbers:
        with page_of(document, number - 1) as page:
            yield picture_of(page, number)

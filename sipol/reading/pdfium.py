"""The one door to pdfium, which is not thread-safe: open, look, close, one at a time."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2
from pypdfium2 import raw

from sipol.rules.errors import Unreadable

MAX_PAGES = 200
LOCK = threading.RLock()

EMPTY = "Berkas ini kosong. Unggah ulang berkas PDF SK yang berisi halaman."
NOT_PDF = "Berkas ini bukan PDF, apa pun akhiran namanya. Simpan atau pindai SK sebagai PDF, lalu unggah lagi."
BROKEN = "Berkas PDF ini rusak sehingga tidak dapat dibuka. Simpan atau pindai ulang SK sebagai PDF, lalu unggah lagi."
LOCKED = "Berkas PDF ini dikunci dengan kata sandi. Simpan salinan tanpa kata sandi, lalu unggah lagi."
NO_PAGES = "Berkas PDF ini tidak mempunyai halaman. Simpan atau pindai ulang SK sebagai PDF, lalu unggah lagi."
TOO_LONG = (
    "Berkas PDF ini berisi {pages} halaman, sedangkan batasnya {limit} halaman. "
    "Unggah SK dan lampiran susunan pengurusnya saja."
)


@contextmanager
def opened(data: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """The document in ``data``, closed afterwards, while no other thread is inside pdfium.

    Raises Unreadable for an empty file, one that is no PDF by its content, a broken one, one locked
    with a password, one without pages and one of more than 200 pages.
    """
    check_content(data)
    with LOCK:
        document = _open(data)
        try:
            _check_length(document)
            yield document
        except pypdfium2.PdfiumError as error:
            raise Unreadable(BROKEN) from error
        finally:
            document.close()


def check_content(data: bytes) -> None:
    """Raises Unreadable for an empty file and for one that is no PDF by its content."""
    if not data:
        raise Unreadable(EMPTY)
    # The standard lets a header stand anywhere in the first 1,024 bytes, and scanners use that.
    if b"%PDF-" not in data[:1024]:
        raise Unreadable(NOT_PDF)


def _open(data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
        raise Unreadable(LOCKED if locked else BROKEN) from error


def _check_length(document: pypdfium2.PdfDocument) -> None:
    pages = len(document)
    if pages == 0:
        raise Unreadable(NO_PAGES)
    if pages > MAX_PAGES:
        raise Unreadable(TOO_LONG.format(pages=f"{pages:,}".replace(",", "."), limit=MAX_PAGES))


@contextmanager
def page_of(document: pypdfium2.PdfDocument, index: int) -> Iterator[pypdfium2.PdfPage]:
    """One page of an opened document, counted from 0, closed afterwards."""
    page = document[index]
    try:
        yield page
    finally:
        page.close()

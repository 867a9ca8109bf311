"""What the child of ``read_decree_safely`` does, and the only one to load what recognises letters in pictures."""

from sipol.reading.decree import read_decree
from sipol.reading.results import DecreeReading
from sipol.reading.scan.work import recognised


def read_with_pictures(data: bytes) -> DecreeReading:
    """``read_decree``, with Tesseract for the pages that are pictures. Raises Unreadable as it does."""
    return read_decree(data, recognised)

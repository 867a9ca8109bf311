"""Sheets of strangers opened in a child process."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from sipol.sandbox import Task, streamed

TOO_SLOW = "Daftar ini terlalu besar untuk dibuka dalam {seconds} detik. Bagi menjadi beberapa berkas."
GAVE_UP = "Daftar ini tidak dapat dibuka dengan aman oleh mesin. Salin isinya ke lembar baru, simpan, lalu unggah lagi."

PLAIN = Task(
    "sipol.reading.sheets.plain:plain",
    300,
    2048,
    too_slow=TOO_SLOW,
    gave_up=GAVE_UP,
    output_mb=1024,
    patience=None,
)


@contextmanager
def plain_safely(file: BinaryIO) -> Iterator[BinaryIO]:
    """The rows of a sheet as ``plain`` gives them, from a child held to 300 s and 2 GB, as an open file.

    ``file`` must be a real one, at its beginning. Raises Unreadable with a sentence, and Busy.
    """
    with streamed(PLAIN, file) as answer:
        yield answer

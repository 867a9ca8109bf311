"""Rows of text files: comma, semicolon, tab or bar; UTF-8, UTF-16 or Windows-1252."""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO

from sipol.rules.errors import Unreadable

DELIMITERS = ";,\t|"
LINES_LOOKED_AT = 40
CHUNK = 1 << 20
NO_TEXT = "Berkas ini tidak dapat dibaca sebagai teks. Simpan daftarnya sebagai XLSX atau CSV UTF-8, lalu unggah lagi."
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def rows_of_text(file: BinaryIO) -> Iterator[tuple[int, list[str]]]:
    """Rows with their line counted from 1, cells without white around them. Raises Unreadable for what is no text."""
    text = io.TextIOWrapper(file, encoding=encoding_of(file), newline="")
    sample = [line for line in _first(text) if line.strip()]
    text.seek(0)
    delimiter = delimiter_of(sample)
    rows = csv.reader(text, delimiter=delimiter)
    try:
        for line, row in enumerate(rows, start=1):
            if line == 1 and len(row) <= 2 and row and row[0].lower().startswith("sep="):
                continue
            yield line, [cell.strip() for cell in row]
    except (csv.Error, UnicodeError) as error:
        raise Unreadable(NO_TEXT) from error


def encoding_of(file: BinaryIO) -> str:
    """The encoding a file is written in: its mark, else UTF-8 if all of it is, else Windows-1252."""
    head = file.read(4)
    file.seek(0)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while chunk := file.read(CHUNK):
            if b"\0" in chunk:
                raise Unreadable(NO_TEXT)
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    finally:
        file.seek(0)
    return "utf-8"


def _first(text: io.TextIOWrapper) -> list[str]:
    try:
        return [text.readline(1 << 16) for _ in range(LINES_LOOKED_AT)]
    except UnicodeError as error:
        raise Unreadable(NO_TEXT) from error


def delimiter_of(lines: list[str]) -> str:
    """The sign that parts most lines into the same number of cells, the more cells the better."""

    def fit(sign: str) -> tuple[int, int]:
        counts = Counter(line.count(sign) for line in lines if line.count(sign))
        often, cells = max(((times, count) for count, times in counts.items()), default=(0, 0))
        return often * min(cells, 12), cells

    return max(DELIMITERS, key=fit)

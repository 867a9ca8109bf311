"""Reading in a child process with limits, so that a hostile file ends the child and not the web or the worker."""

import json
from dataclasses import dataclass, replace
from datetime import datetime

from sipol.reading.gate import PdfFacts
from sipol.reading.results import DecreeReading
from sipol.rules.offices import Sight
from sipol.sandbox import Task, run

AGAIN = "Cetak ulang SK menjadi PDF baru atau pindai lembarannya, lalu unggah lagi"
BY_HAND = f"{AGAIN}; datanya juga dapat diisi dengan tangan."
TOO_SLOW = f"Berkas ini terlalu rumit untuk dibaca dalam {{seconds}} detik. {BY_HAND}"
GAVE_UP = f"Berkas ini tidak dapat dibaca dengan aman oleh mesin. {BY_HAND}"
NO_LOOK = f"Berkas ini tidak dapat dibuka dengan aman oleh mesin. {AGAIN}."
NO_PHOTO = "Berkas ini tidak dapat dibuka dengan aman oleh mesin. Foto atau pindai ulang, lalu unggah lagi."
NO_COPY = (
    "Salinan SK ini tidak dapat dibuat dengan aman oleh mesin. Lihat gambar halamannya, atau minta partai "
    "mencetak ulang SK menjadi PDF baru dan mengunggahnya lagi."
)

READ = Task("sipol.reading.reader:read_with_pictures", 60, 1024, too_slow=TOO_SLOW, gave_up=GAVE_UP, patience=None)
INSPECT = Task("sipol.reading.gate:inspect_pdf", 10, 512, too_slow=NO_LOOK, gave_up=NO_LOOK)
PICTURE = Task("sipol.reading.gate:page_picture", 20, 768, too_slow=NO_LOOK, gave_up=NO_LOOK)
PHOTO = Task("sipol.reading.photos:clean_picture", 20, 1024, too_slow=NO_PHOTO, gave_up=NO_PHOTO)
SEEN = Task("sipol.reading.photos:photograph", 20, 1024, too_slow=NO_PHOTO, gave_up=NO_PHOTO)
LETTER = Task("sipol.reading.letters:lines_of_letter", 60, 1024, too_slow=NO_LOOK, gave_up=NO_LOOK, patience=None)
COPY = Task("sipol.reading.viewing:viewing_copy", 20, 768, too_slow=NO_COPY, gave_up=NO_COPY, output_mb=64)


def read_decree_safely(data: bytes, seconds: int = READ.seconds, memory_mb: int = READ.memory_mb) -> DecreeReading:
    """``read_decree``, pictures included, in a child process held to seconds of time and megabytes of address space.

    Raises Unreadable with the sentence of ``read_decree``, or with one for a file that took too long or
    brought the child down. Waits for a free place as long as it takes: a job has time, its visitor has gone on.
    """
    answer = run(replace(READ, seconds=seconds, memory_mb=memory_mb), data)
    return DecreeReading.from_json(json.loads(answer))


def inspect_safely(data: bytes) -> PdfFacts:
    """``inspect_pdf`` in a child process: 10 s, 512 MB. Raises Unreadable, and Busy after 10 s without a free place."""
    return PdfFacts(**json.loads(run(INSPECT, data)))


def picture_safely(data: bytes, page: int, **options: float) -> bytes:
    """``page_picture`` with its options in a child process: 20 s, 768 MB. Raises as ``inspect_safely`` does."""
    return run(PICTURE, data, page=page, **options)


def copy_safely(data: bytes) -> bytes:
    """``viewing_copy`` in a child process: 20 s, 768 MB. Raises as ``inspect_safely`` does."""
    return run(COPY, data)


def photo_safely(data: bytes) -> bytes:
    """``clean_picture`` in a child process: 20 s, 1 GB. Raises as ``inspect_safely`` does."""
    return run(PHOTO, data)


@dataclass(frozen=True, slots=True)
class Photograph:
    """A clean picture (WebP), when it was taken by the camera's clock, without a zone, and how it came out."""

    picture: bytes
    taken_at: datetime | None
    sight: Sight


def photograph_safely(data: bytes) -> Photograph:
    """``photograph`` in a child process: 20 s, 1 GB. Raises as ``inspect_safely`` does."""
    head, _, picture = run(SEEN, data).partition(b"\n")
    told = json.loads(head)
    taken_at = datetime.fromisoformat(told["taken_at"]) if told["taken_at"] else None
    return Photograph(picture, taken_at, Sight(told["sight"]))


def letter_safely(data: bytes) -> list[str]:
    """``lines_of_letter`` in a child process: 60 s, 1 GB. Waits for a place; raises Unreadable."""
    lines: list[str] = json.loads(run(LETTER, data))
    return lines

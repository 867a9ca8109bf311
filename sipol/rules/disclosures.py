"""Why somebody may want to see a whole NIK, and how long a reason holds (UU 27/2022, articles 16 and 35 to 39)."""

from datetime import timedelta
from enum import StrEnum


class Medium(StrEnum):
    """How personal data was given to somebody."""

    PAGE = "page"
    PICTURE = "picture"
    FILE = "file"


class SeeingReason(StrEnum):
    """Why a whole NIK was asked for."""

    MATCH = "match"
    DUPLICATE = "duplicate"
    OBJECTION = "objection"
    CORRECT = "correct"
    REPORT = "report"
    OTHER = "other"


MEDIUM_WORDS: dict[Medium, str] = {
    Medium.PAGE: "dibuka di layar",
    Medium.PICTURE: "salinan dilihat",
    Medium.FILE: "diunduh",
}
SEEING_REASON_WORDS: dict[SeeingReason, str] = {
    SeeingReason.MATCH: "mencocokkan dengan KTP-el atau KTA",
    SeeingReason.DUPLICATE: "memeriksa keanggotaan ganda",
    SeeingReason.OBJECTION: "menanggapi laporan masyarakat",
    SeeingReason.CORRECT: "memperbaiki data",
    SeeingReason.REPORT: "laporan resmi atau permintaan tertulis",
    SeeingReason.OTHER: "alasan lain",
}
NEEDS_NOTE = frozenset({SeeingReason.REPORT, SeeingReason.OTHER})
"""Reasons that say nothing by themselves: the letter, or the reason, is to be written."""
SHORTEST_NOTE, LONGEST_NOTE = 10, 300
"""Letters and digits that a note has at least, and signs that it has at most."""
HOLDS = timedelta(minutes=30)
"""Who gave a reason for one row of a unit is not asked again for its other rows for so long; each is kept anyway."""
MOST_NAMED = 10_000
"""A file of more people than this is kept as one of the whole unit, without naming each."""


def says_something(note: str) -> bool:
    """Whether a note can be a reason: signs alone, and what is not seen, are none."""
    return sum(letter.isalnum() for letter in note) >= SHORTEST_NOTE

"""A saran perbaikan of Bawaslu: how long KPU has for its answer, and how it stands."""

from datetime import date, timedelta
from enum import StrEnum

LONGEST = timedelta(days=60)
"""No later than this many days from now an answer is asked for."""
USUAL = timedelta(days=7)
"""What the form proposes."""


class AdviceStanding(StrEnum):
    OPEN = "open"
    LATE = "late"
    ANSWERED = "answered"


ADVICE_WORDS: dict[AdviceStanding, str] = {
    AdviceStanding.OPEN: "Menunggu jawaban KPU",
    AdviceStanding.LATE: "Lewat batas jawab",
    AdviceStanding.ANSWERED: "Sudah dijawab",
}


def standing_of(answer_by: date, today: date, *, answered: bool) -> AdviceStanding:
    """The day of ``answer_by`` itself still counts."""
    if answered:
        return AdviceStanding.ANSWERED
    return AdviceStanding.LATE if answer_by < today else AdviceStanding.OPEN

"""What pages show of the office that a submission is about."""

from typing import Any

from sipol.models import Submission
from sipol.rules.offices import FILE_WORDS, OFFICE_VISIT_WORDS
from sipol.rules.workflow import Subject
from sipol.services.office_checks import office_doubts
from sipol.services.office_visits import facts_of_office
from sipol.services.offices import office_in_force


def of_office(submission: Submission) -> dict[str, Any]:
    """The office that is handed in, or the one that stays; ``premises`` is None for another object."""
    stays = submission.subject is Subject.OFFICE and submission.office is None
    office = office_in_force(submission.unit) if stays else submission.office
    if office is None:
        return {"premises": None}
    return {
        "premises": office,
        "office_facts": facts_of_office(office),
        "doubts": office_doubts([office], submission.period)[office.id],
        "file_words": FILE_WORDS,
        "visit_results": OFFICE_VISIT_WORDS,
    }

"""Both sides of a finding in pieces, the same for the party and for the verifier."""

import re
from collections.abc import Sequence
from datetime import date
from difflib import SequenceMatcher

from sipol.models import Finding
from sipol.names import Mark, Marks
from sipol.render import short_date
from sipol.rules.findings import Field
from sipol.services.checks import Doubt

PIECES = re.compile(r"\s+|\S+")


def marks_of(finding: Finding | Doubt) -> Marks:
    """Both sides as people write them; an empty side has no pieces. Dates are told in words."""
    if isinstance(finding.marks, Marks):
        return finding.marks
    if finding.marks:
        return Marks(*(tuple(Mark(**mark) for mark in finding.marks[side]) for side in ("stated", "found")))
    match finding.field:
        case Field.POSITION:
            return _marked(PIECES.findall(finding.stated), PIECES.findall(finding.found))
        case Field.ISSUED_ON:
            return _marked(PIECES.findall(_day(finding.stated)), PIECES.findall(_day(finding.found)))
        case _:
            return _marked(finding.stated, finding.found)


def _day(text: str) -> str:
    return short_date(date.fromisoformat(text)) if text else ""


def _marked(stated: Sequence[str], found: Sequence[str]) -> Marks:
    """Two texts, given letter by letter or word by word, with the pieces marked that the other one does not have."""
    left: list[Mark] = []
    right: list[Mark] = []
    for kind, a, b, c, d in SequenceMatcher(None, stated, found, autojunk=False).get_opcodes():
        left += [Mark("".join(stated[a:b]), kind != "equal")] if b > a else []
        right += [Mark("".join(found[c:d]), kind != "equal")] if d > c else []
    return Marks(tuple(left), tuple(right))

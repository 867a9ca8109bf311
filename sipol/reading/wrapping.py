"""Putting broken lines together again, and telling a broken line from a new one."""

import re
from collections.abc import Sequence

from sipol.reading.lexicon import degree_like
from sipol.reading.page import Line

# A decree number broken after a point: "SK-297/PFK." and "01/2015".
_NUMBER_BREAK = re.compile(r"(?:\d\S*/\S*|\b(?:nomor|no)\b\W*[A-Z]+)\.$", re.IGNORECASE)
SOFT_HYPHEN = "\u00ad"


def joined(texts: Sequence[str]) -> str:
    """Lines of one text as one line; a syllable hyphen at a break goes, a written one stays."""
    whole = ""
    for text in texts:
        kept = whole.endswith(("-", "/")) and not whole.endswith((" -", " /"))
        if whole.endswith(SOFT_HYPHEN):
            syllable = text[:1].islower() and whole[-2:-1].islower()
            whole = (whole[:-1] if syllable else whole[:-1] + "-") + text
        elif not whole or kept or (_NUMBER_BREAK.search(whole) and text[:1].isdigit()):
            whole += text
        else:
            whole += " " + text
    return whole.replace(SOFT_HYPHEN, "-")


def other_reading(lines: Sequence[Line]) -> str:
    """The text of lines with every doubtful word read the other way; "" where there is no doubt."""
    text, other = joined([line.text for line in lines]), joined([line.otherwise for line in lines])
    return "" if other == text else other


def breaks_off(upper: Line, lower: Line, limit: float, slack: float = 0.9) -> bool:
    """Whether ``lower`` can only be the rest of ``upper``: its first word had no room left of ``limit``.

    ``slack`` is how much nearer than ``limit`` the true edge may be, in type sizes, a space included.
    Also when it begins with a title that follows names, or the upper line ends in a comma or hyphen.
    """
    if lower.base - upper.base > 2.1 * max(upper.em, lower.em):
        return False
    first = lower.words[0]
    if upper.text.endswith((",", "-", SOFT_HYPHEN)) or degree_like(first.text):
        return True
    return upper.x1 + slack * upper.em + (first.x1 - first.x0) > limit

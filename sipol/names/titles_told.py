"""How the titles of two writings differ, for the reasons and the marks."""

from typing import NamedTuple

from sipol.names.marks import Span
from sipol.names.parts import Reading
from sipol.names.pieces import Piece
from sipol.names.wording import Reason, about_title, about_title_order, about_title_writing


class Title(NamedTuple):
    """A title as it stands in its writing. ``letters``: its letters in capitals; ``leading``: before the name."""

    code: str
    letters: str
    text: str
    start: int
    end: int
    leading: bool


def titles_of(reading: Reading, pieces: list[Piece]) -> list[Title]:
    """The titles of one reading, in the order they stand."""
    first = reading.plan.tokens[0] if reading.plan.tokens else len(pieces)
    found: list[Title] = []
    for (begin, behind, _), code in zip(reading.plan.titles, reading.codes, strict=True):
        start, end = pieces[begin].start, pieces[behind - 1].end
        if reading.plan.split and reading.plan.split[0] == begin:
            end = start + 1
        letters = "".join([piece.key for piece in pieces[begin:behind]]) if end > start + 1 else pieces[begin].key[0]
        dot = reading.text[end : end + 1] == "."
        found.append(Title(code, letters, reading.text[start : end + dot], start, end + dot, begin <= first))
    return found


def about_titles(ours: list[Title], theirs: list[Title], left: list[Span], right: list[Span]) -> list[Reason]:
    """The reasons that speak of titles; the places of what differs are added to ``left`` and ``right``."""
    alone, rest, pairs = _matched(ours, theirs)
    left += [(title.start, title.end) for title in alone]
    right += [(title.start, title.end) for title in rest]
    reasons: list[Reason] = []
    if alone or rest:
        reasons.append(about_title(_listed(alone), _listed(rest)))
    for mine, yours in pairs:
        if mine.letters != yours.letters:
            reasons.append(about_title_writing(mine.text, yours.text))
            left.append((mine.start, mine.end))
            right.append((yours.start, yours.end))
    if not alone and not rest and pairs and _elsewhere(pairs):
        reasons.append(about_title_order(_listed(ours), _listed(theirs)))
        left += [(title.start, title.end) for title in ours]
        right += [(title.start, title.end) for title in theirs]
    return reasons


def _listed(titles: list[Title]) -> str:
    return ", ".join([title.text for title in titles])


def _elsewhere(pairs: list[tuple[Title, Title]]) -> bool:
    """Whether the same titles stand in other places: behind instead of before, or in another order."""
    if any(mine.leading != yours.leading for mine, yours in pairs):
        return True
    order = [yours.start for _, yours in pairs]
    return order != sorted(order)


def _matched(left: list[Title], right: list[Title]) -> tuple[list[Title], list[Title], list[tuple[Title, Title]]]:
    """Titles only on the left, only on the right, and on both."""
    pairs: list[tuple[Title, Title]] = []
    alone: list[Title] = []
    rest = list(right)
    for title in left:
        answer = next((other for other in rest if _one_title(title, other)), None)
        if answer is None:
            alone.append(title)
        else:
            rest.remove(answer)
            pairs.append((title, answer))
    return alone, rest, pairs


def _one_title(one: Title, two: Title) -> bool:
    if one.code == two.code:
        return True
    # In capitals dr. and Dr. cannot be told apart; between the two small writings they are different titles.
    return "DR" in (one.code, two.code) and one.letters == two.letters == "DR"

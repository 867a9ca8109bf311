"""How the titles of two writings differ."""

from typing import NamedTuple

from sipol.names.parts import Reading, spans_in
from sipol.names.wording import Reason, about_title, about_title_order, about_title_writing

Told = tuple[list[int], list[int], list[tuple[int, int]]]
"""Numbers of the titles only on the left, only on the right, and of those on both."""


class Title(NamedTuple):
    """A title as it stands in its writing, its full stop included."""

    text: str
    start: int
    end: int


def titles_of(reading: Reading) -> list[Title]:
    """The titles of one reading, in the order they stand."""
    text, plan, spans = reading.text, reading.plan, spans_in(reading.text)
    found: list[Title] = []
    for begin, behind, _ in plan.titles:
        start, end = spans[begin][0], spans[behind - 1][1]
        if plan.split and plan.split[0] == begin:
            end = start + 1
        end += text[end : end + 1] == "."
        found.append(Title(text[start:end], start, end))
    return found


def about_titles(ours: Reading, theirs: Reading) -> list[Reason]:
    """The reasons that speak of titles."""
    alone, rest, pairs = matched(ours, theirs)
    left = titles_of(ours) if ours.letters else []
    right = titles_of(theirs) if theirs.letters else []
    reasons: list[Reason] = []
    if alone or rest:
        reasons.append(about_title(_listed(left, alone), _listed(right, rest)))
        if not pairs:
            return reasons
    for n, m in pairs:
        if written_otherwise(ours, theirs, n, m):
            reasons.append(about_title_writing(left[n].text, right[m].text))
    if not alone and not rest and elsewhere(ours, theirs, pairs):
        reasons.append(about_title_order(_listed(left, range(len(left))), _listed(right, range(len(right)))))
    return reasons


def _listed(titles: list[Title], numbers: list[int] | range) -> str:
    return ", ".join([titles[n].text for n in numbers])


def written_otherwise(ours: Reading, theirs: Reading, n: int, m: int) -> bool:
    """Whether one title is written out on one side and shortened on the other."""
    return ours.letters[n].upper() != theirs.letters[m].upper()


def elsewhere(ours: Reading, theirs: Reading, pairs: list[tuple[int, int]]) -> bool:
    """Whether the same titles stand in other places: behind instead of before, or in another order."""
    if any(ours.plan.leading[n] != theirs.plan.leading[m] for n, m in pairs):
        return True
    order = [m for _, m in pairs]
    return order != sorted(order)


def matched(ours: Reading, theirs: Reading) -> Told:
    """Which title of one side is which of the other."""
    codes, others = ours.codes, theirs.codes
    left, right = list(range(len(codes))), list(range(len(others)))
    if not left or not right:
        return left, right, []
    if codes == others:
        return [], [], list(zip(left, right, strict=True))
    pairs: list[tuple[int, int]] = []
    alone: list[int] = []
    for n in left:
        for m in right:
            if _one_title(codes[n], others[m]):
                right.remove(m)
                pairs.append((n, m))
                break
        else:
            alone.append(n)
    return alone, right, pairs


def _one_title(one: str, two: str) -> bool:
    # In capitals dr. and Dr. cannot be told apart; between the two small writings they are different titles.
    return one == two or ("DR" in (one, two) and one.upper() == two.upper())

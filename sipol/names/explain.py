"""From an alignment to reasons and marks: every written difference is named, none is left over."""

from sipol.names.align import Alignment, Link
from sipol.names.kinds import Rung, Verdict
from sipol.names.marks import Marks, Span, cut, letter_spans
from sipol.names.parts import Reading
from sipol.names.titles_told import Title, about_titles, titles_of
from sipol.names.wording import (
    Reason,
    about_alias,
    about_joining,
    about_link,
    about_missing,
    about_order,
    about_other,
    about_punctuation,
)


class Side:
    """One of the two writings: where its words stand, and which places have been marked."""

    __slots__ = ("marked", "reading", "spans", "text", "titles")

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.text = reading.text
        pieces = reading.places()
        split = reading.plan.split
        self.spans: list[Span] = [(pieces[number][1], pieces[number][2]) for number in reading.plan.tokens]
        if split:
            at = reading.plan.tokens.index(split[0])
            self.spans[at] = (self.spans[at][1] - len(split[1]), self.spans[at][1])
        self.titles: list[Title] = titles_of(reading, pieces) if reading.plan.titles else []
        self.marked: list[Span] = []

    def words(self, places: list[int]) -> str:
        """Some words of the name, with one blank between."""
        return " ".join([self.text[start:end] for start, end in [self.spans[n] for n in places]])

    def mark(self, places: list[int]) -> None:
        """Mark whole words."""
        self.marked += [self.spans[n] for n in places]


def explain(ours: Reading, theirs: Reading, alignment: Alignment, verdict: Verdict) -> tuple[tuple[Reason, ...], Marks]:
    """The reasons (none when letter for letter equal) and the marks of one comparison."""
    stated, found = ours.text, theirs.text
    if stated == found:
        whole = cut(stated, [])
        return (), Marks(whole, whole)
    left, right = Side(ours), Side(theirs)
    reasons: list[Reason] = []
    if left.titles or right.titles:
        reasons += about_titles(left.titles, right.titles, left.marked, right.marked)
    for link in alignment.links:
        if link.evidence.rung < Rung.EQUAL_INITIAL or link.joined:
            reasons += _about(link, left, right, verdict)
    if alignment.left or alignment.right:
        reasons.append(_unanswered(left, right, alignment))
    if alignment.reordered:
        reasons.append(_reordered(left, right, alignment))
    if ours.plan.alias or theirs.plan.alias:
        reasons += _aliases(left, right)
    if not reasons:
        reasons.append(about_punctuation(stated.strip(), found.strip()))
        left.marked, right.marked = letter_spans(stated, 0, found, 0)
    return tuple(reasons), Marks(cut(stated, left.marked), cut(found, right.marked))


def _about(link: Link, left: Side, right: Side, verdict: Verdict) -> list[Reason]:
    ours, theirs = list(range(link.stated, link.stated_end)), list(range(link.found, link.found_end))
    one = left.text[left.spans[ours[0]][0] : left.spans[ours[-1]][1]]
    two = right.text[right.spans[theirs[0]][0] : right.spans[theirs[-1]][1]]
    if verdict == Verdict.DIFFERENT and link.evidence.rung <= Rung.PART:
        left.mark(ours)
        right.mark(theirs)
        return [about_other(one, two)]
    marked = letter_spans(one, left.spans[ours[0]][0], two, right.spans[theirs[0]][0])
    reasons: list[Reason] = []
    if link.joined and not _initials_only(link, left, right):
        reasons.append(about_joining(one, two))
    if link.evidence.rung < Rung.EQUAL_INITIAL:
        reasons.append(about_link(one, two, link.evidence))
    if reasons:
        left.marked += marked[0]
        right.marked += marked[1]
    return reasons


def _initials_only(link: Link, left: Side, right: Side) -> bool:
    """A.R. for AR is a matter of dots, not of words written apart."""
    many, start, end = left, link.stated, link.stated_end
    if end - start == 1:
        many, start, end = right, link.found, link.found_end
    return all(len(many.reading.keys[n]) == 1 for n in range(start, end))


def _unanswered(left: Side, right: Side, alignment: Alignment) -> Reason:
    left.mark(alignment.left)
    right.mark(alignment.right)
    one, two = left.words(alignment.left), right.words(alignment.right)
    alone = not left.spans or not right.spans
    return about_other(one, two) if (one and two) or alone else about_missing(one, two)


def _reordered(left: Side, right: Side, alignment: Alignment) -> Reason:
    ours = [n for link in sorted(alignment.links) for n in range(link.stated, link.stated_end)]
    by_place = sorted(alignment.links, key=lambda link: link.found)
    theirs = [n for link in by_place for n in range(link.found, link.found_end)]
    left.mark(ours)
    right.mark(theirs)
    return about_order(left.words(ours), right.words(theirs))


def _aliases(left: Side, right: Side) -> list[Reason]:
    """What stands in brackets or behind "alias" on one side and nowhere on the other."""
    reasons: list[Reason] = []
    for side, other in ((left, right), (right, left)):
        pieces, answers = side.reading.places(), {piece.key for piece in other.reading.places()}
        lone = [pieces[n] for n in side.reading.plan.alias if pieces[n].key not in answers]
        if lone:
            words = " ".join(piece.raw for piece in lone)
            side.marked += [(piece.start, piece.end) for piece in lone]
            reasons.append(about_alias(words, "") if side is left else about_alias("", words))
    return reasons

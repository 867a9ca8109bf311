"""From an alignment to reasons: every written difference is named, none is left over."""

from sipol.names.align import Alignment, Link
from sipol.names.kinds import Rung, Verdict
from sipol.names.parts import Reading, pieces_in
from sipol.names.titles_told import about_titles
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

_SAME_LETTERS = int(Rung.EQUAL_INITIAL)


def explain(ours: Reading, theirs: Reading, alignment: Alignment, verdict: Verdict) -> tuple[Reason, ...]:
    """Why the two writings differ; nothing only when they are equal letter for letter."""
    if ours.text == theirs.text:
        return ()
    reasons: list[Reason] = []
    if ours.letters != theirs.letters or ours.plan.leading != theirs.plan.leading:
        reasons += about_titles(ours, theirs)
    left, right = alignment.left, alignment.right
    reordered = alignment.reordered
    if left or right or reordered or alignment.weakest < _SAME_LETTERS or ours.keys != theirs.keys:
        one, two = ours.words(), theirs.words()
        for link in alignment.links:
            if link[4][0] < _SAME_LETTERS or link.joined:
                reasons += _about(link, ours, theirs, one, two, verdict)
        if left or right:
            reasons.append(_unanswered(one, two, left, right))
        if reordered:
            reasons.append(_reordered(one, two, alignment))
    if ours.plan.alias or theirs.plan.alias:
        reasons += _aliases(ours, theirs)
    if not reasons:
        reasons.append(about_punctuation(ours.text.strip(), theirs.text.strip()))
    return tuple(reasons)


def is_other(link: Link, verdict: Verdict) -> bool:
    """Whether two linked words are named as different names: a faint likeness in names that are different anyway."""
    return verdict == Verdict.DIFFERENT and link.evidence.rung <= Rung.PART


def initials_only(link: Link, ours: Reading, theirs: Reading) -> bool:
    """A.R. for AR is a matter of dots, not of words written apart."""
    many, start, end = ours, link.stated, link.stated_end
    if end - start == 1:
        many, start, end = theirs, link.found, link.found_end
    return all(len(many.keys[n]) == 1 for n in range(start, end))


def _about(
    link: Link, ours: Reading, theirs: Reading, one: list[str], two: list[str], verdict: Verdict
) -> list[Reason]:
    stated = " ".join(one[link.stated : link.stated_end])
    found = " ".join(two[link.found : link.found_end])
    if is_other(link, verdict):
        return [about_other(stated, found)]
    reasons: list[Reason] = []
    if link.joined and not initials_only(link, ours, theirs):
        reasons.append(about_joining(stated, found))
    if link.evidence.rung < Rung.EQUAL_INITIAL:
        reasons.append(about_link(stated, found, link.evidence))
    return reasons


def _unanswered(one: list[str], two: list[str], left: list[int], right: list[int]) -> Reason:
    """What stands in one name without an answer in the other, all in one reason."""
    stated, found = " ".join([one[n] for n in left]), " ".join([two[n] for n in right])
    return about_other(stated, found) if (left and right) or not one or not two else about_missing(stated, found)


def _reordered(one: list[str], two: list[str], alignment: Alignment) -> Reason:
    ours = [n for link in sorted(alignment.links) for n in range(link.stated, link.stated_end)]
    by_place = sorted(alignment.links, key=lambda link: link.found)
    theirs = [n for link in by_place for n in range(link.found, link.found_end)]
    return about_order(" ".join([one[n] for n in ours]), " ".join([two[n] for n in theirs]))


def _aliases(ours: Reading, theirs: Reading) -> list[Reason]:
    """What stands in brackets or behind "alias" on one side and nowhere on the other."""
    reasons: list[Reason] = []
    for reading, other in ((ours, theirs), (theirs, ours)):
        pieces = pieces_in(reading.text)
        words = " ".join([pieces[n].raw for n in lone_alias(reading, other)])
        if words:
            reasons.append(about_alias(words, "") if reading is ours else about_alias("", words))
    return reasons


def lone_alias(reading: Reading, other: Reading) -> list[int]:
    """The pieces of an alias that stand nowhere in the other writing."""
    pieces, answers = pieces_in(reading.text), {piece.key for piece in pieces_in(other.text)}
    return [n for n in reading.plan.alias if pieces[n].key not in answers]

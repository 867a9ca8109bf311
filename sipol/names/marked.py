"""Which places of two writings differ, for showing them side by side."""

from sipol.names.align import Alignment, Link
from sipol.names.explain import initials_only, is_other, lone_alias
from sipol.names.kinds import Rung, Verdict
from sipol.names.marks import Marks, Span, cut, letter_spans
from sipol.names.parts import Reading, spans_in
from sipol.names.titles_told import elsewhere, matched, titles_of, written_otherwise


def marks_of(ours: Reading, theirs: Reading, alignment: Alignment, verdict: Verdict) -> Marks:
    """Both writings in pieces, the differing letters, words and titles marked."""
    left: list[Span] = []
    right: list[Span] = []
    if ours.text != theirs.text:
        if ours.letters != theirs.letters or ours.plan.leading != theirs.plan.leading:
            _titles(ours, theirs, left, right)
        _words(ours, theirs, alignment, verdict, left, right)
        for reading, other, marked in ((ours, theirs, left), (theirs, ours, right)):
            if reading.plan.alias:
                spans = spans_in(reading.text)
                marked += [spans[n] for n in lone_alias(reading, other)]
        if not left and not right:
            left, right = letter_spans(ours.text, 0, theirs.text, 0)
    return Marks(cut(ours.text, left), cut(theirs.text, right))


def _titles(ours: Reading, theirs: Reading, left: list[Span], right: list[Span]) -> None:
    alone, rest, pairs = matched(ours, theirs)
    changed = [(n, m) for n, m in pairs if written_otherwise(ours, theirs, n, m)]
    if not alone and not rest and elsewhere(ours, theirs, pairs):
        changed = pairs
    mine, yours = titles_of(ours), titles_of(theirs)
    left += [(mine[n].start, mine[n].end) for n in (*alone, *[n for n, _ in changed])]
    right += [(yours[m].start, yours[m].end) for m in (*rest, *[m for _, m in changed])]


def _words(
    ours: Reading, theirs: Reading, alignment: Alignment, verdict: Verdict, left: list[Span], right: list[Span]
) -> None:
    one, two = ours.places(), theirs.places()
    if alignment.reordered:
        left += one
        right += two
        return
    left += [one[n] for n in alignment.left]
    right += [two[m] for m in alignment.right]
    for link in alignment.links:
        if link.evidence.rung < Rung.EQUAL_INITIAL or (link.joined and not initials_only(link, ours, theirs)):
            _link(link, (ours.text, one), (theirs.text, two), is_other(link, verdict), left, right)


def _link(
    link: Link,
    ours: tuple[str, list[Span]],
    theirs: tuple[str, list[Span]],
    whole: bool,
    left: list[Span],
    right: list[Span],
) -> None:
    start, end = ours[1][link.stated][0], ours[1][link.stated_end - 1][1]
    begin, stop = theirs[1][link.found][0], theirs[1][link.found_end - 1][1]
    if whole:
        left.append((start, end))
        right.append((begin, stop))
        return
    here, there = letter_spans(ours[0][start:end], start, theirs[0][begin:stop], begin)
    left += here
    right += there

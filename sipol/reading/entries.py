"""One line of a list taken apart: marker, post, separator, name."""

import re
from dataclasses import dataclass
from enum import StrEnum

from sipol.reading.cells import cut, unmarked
from sipol.reading.lexicon import name_begins, post_like
from sipol.reading.page import Line, Word

_LEADER = re.compile(r"\.{3,}|…+|_{3,}|-{3,}|–{2,}|·{3,}")
_COUNT = re.compile(r"^\d{1,3}$")
_CAPITAL = re.compile(r"^\(?(?:[A-Z]|[IVXL]{1,6})[.)]$")
_BULLET = re.compile(r"^[a-z]{1,2}=?$")
"""What a scanned bullet reads as."""
_DASHES = {"-", "–", "—", "="}


class Mark(StrEnum):
    """What parts a post from a name."""

    NONE = "none"
    COLON = "colon"
    LEADER = "leader"
    GAP = "gap"
    DASH = "dash"


@dataclass(frozen=True)
class Entry:
    """A line taken apart; ``left`` and ``right`` are None where nothing stands there."""

    line: Line
    marker: str
    left: Line | None
    mark: Mark
    right: Line | None


def entry_of(line: Line, gaps: bool, waiting: bool = False) -> Entry:
    """A line taken apart at its colon, leader, dash or, where ``gaps`` says so, its wide white.

    ``waiting`` says that the post began on the line above: what stands before a dash need not be one.
    """
    marker, rest = _unmarked(line)
    if rest is None:
        return Entry(line, marker, None, Mark.NONE, None)
    for find in (_at_sign, _at_gap if gaps else _nowhere, _at_any_dash if waiting else _at_dash):
        mark, before, after = find(rest)
        if mark is Mark.NONE:
            continue
        left = Line(before, line.page) if before else None
        right = Line(after, line.page) if after else None
        return Entry(line, marker, left, mark, right)
    return Entry(line, marker, rest, Mark.NONE, None)


_Split = tuple[Mark, tuple[Word, ...], tuple[Word, ...]]


def _unmarked(line: Line) -> tuple[str, Line | None]:
    marker, rest = unmarked(line)
    if marker or len(line.words) < 2:
        return marker, rest
    first, second = line.words[:2]
    bare = Line(line.words[1:], line.page)
    if _COUNT.match(first.text) and second.x0 - first.x1 > 0.5 * line.em:
        return first.text, bare
    # "A. Basri" is a person, "A. Ketua" and "B. PENGURUS HARIAN" are marked lines.
    if (_CAPITAL.match(first.text) or _BULLET.match(first.text)) and post_like(bare.text):
        return first.text, bare
    return "", line


def _nowhere(_: Line) -> _Split:
    return Mark.NONE, (), ()


def _at_sign(line: Line) -> _Split:
    """Cut at the first colon or leader; a leader may end in a colon ("Ketua ....... : Nama")."""
    words = line.words
    for place, word in enumerate(words):
        leader = _LEADER.search(word.text)
        colon = word.text.find(":")
        dots = _run_of_dots(words, place)
        if leader is None and colon < 0 and not dots:
            continue
        mark = Mark.LEADER if leader or dots else Mark.COLON
        spot = leader.start() if leader else max(colon, 0)
        before, after = _around(word, spot)
        return mark, (*words[:place], *before), _cleaned((*after, *words[place + 1 :]))
    return Mark.NONE, (), ()


def _run_of_dots(words: tuple[Word, ...], place: int) -> bool:
    return [word.text for word in words[place : place + 3]] == ["."] * 3


def _around(word: Word, spot: int) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    left, right = cut(word, spot)
    return ((left,) if left.text else ()), ((right,) if right.text else ())


def _cleaned(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """The words after a separator, without what is left of it."""
    rest = list(words)
    while rest:
        text = rest[0].text
        bare = text.lstrip(".:…_·-– ")
        if bare == text:
            break
        head = cut(rest[0], len(text) - len(bare))[1]
        rest = [head, *rest[1:]] if bare else rest[1:]
    return tuple(rest)


def _at_gap(line: Line) -> _Split:
    pieces = line.pieces(1.5)
    if len(pieces) < 2 or not (post_like(pieces[0].text) or post_like(pieces[1].text)):
        return Mark.NONE, (), ()
    rest = tuple(word for piece in pieces[1:] for word in piece.words)
    return Mark.GAP, pieces[0].words, rest


def _at_any_dash(line: Line) -> _Split:
    return _at_dash(line, waiting=True)


def _at_dash(line: Line, waiting: bool = False) -> _Split:
    if len(line.words) > 1 and line.words[-1].text in _DASHES and (waiting or post_like(line.text)):
        return Mark.DASH, line.words[:-1], ()
    for place, word in enumerate(line.words[1:-1], start=1):
        if word.text not in _DASHES:
            continue
        before, after = Line(line.words[:place], line.page), Line(line.words[place + 1 :], line.page)
        posts = post_like(before.text), post_like(after.text)
        if (any(posts) or waiting) and not all(posts) and (name_begins(before.text) or name_begins(after.text)):
            return Mark.DASH, before.words, after.words
    return Mark.NONE, (), ()

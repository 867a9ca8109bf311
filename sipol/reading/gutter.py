"""Pages in two columns: the white gutter between them, and the lines of each side."""

from collections.abc import Sequence
from itertools import groupby

from sipol.reading.cells import unmarked
from sipol.reading.lexicon import organ_like, post_like, title_like
from sipol.reading.page import Line, lines_of

_STEP = 2.0
_FEWEST_LINES, _MANY_LINES = 4, 10
_WIDEST = 14_400.0
"""Points: no page of a PDF is wider (ISO 32000-2, annex C); a letter may be said to stand anywhere."""


def columns_of_text(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines in the order in which they are read: where a page runs in two columns, left before right.

    A table is not two columns: posts stand on one side of it only.
    """
    spot = _gutter(lines)
    if spot is None:
        return [list(lines)]
    parts: list[list[Line]] = []
    for crossed, group in groupby(lines, key=lambda line: _crosses(line, spot)):
        stretch = list(group)
        left, right = _sides(stretch, spot)
        if not crossed and _holds_posts(left) and _holds_posts(right):
            parts += [left, right, []]
        elif parts:
            parts[-1] += stretch
        else:
            parts.append(stretch)
    return [part for part in parts if part]


def _crosses(line: Line, spot: float) -> bool:
    """Whether a line runs over a spot: a word stands on it, or two words close together beside it."""
    for left, right in zip(line.words, (*line.words[1:], None), strict=True):
        if left.x0 < spot < left.x1:
            return True
        if right and left.x1 <= spot <= right.x0:
            return right.x0 - left.x1 < 0.8 * line.em
    return False


def _gutter(lines: Sequence[Line]) -> float | None:
    """The middle of the widest white band near the middle that hardly any line crosses."""
    lines = [line for line in lines if not title_like(line.text)]
    if len(lines) < _FEWEST_LINES:
        return None
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    if not right - left <= _WIDEST:
        return None
    steps = int((right - left) * 0.4 / _STEP)
    spots = [left + (right - left) * 0.3 + step * _STEP for step in range(steps)]
    counts = [sum(_crosses(line, spot) for line in lines) for spot in spots]
    if not counts or min(counts) * 4 > len(lines):
        return None
    # A title broken over two lines may stand in the gutter, and a spot at the end of the search may be free by chance.
    few = max(min(counts), 1 if len(lines) >= _MANY_LINES else 0)
    band = _widest([spot for spot in zip(spots, counts, strict=True) if spot[1] <= few])
    least = min(count for _, count in band)
    clear = _widest([spot for spot in band if spot[1] == least])
    return (clear[0][0] + clear[-1][0]) / 2


def _widest(spots: Sequence[tuple[float, int]]) -> list[tuple[float, int]]:
    """The longest run of spots that follow one another."""
    runs: list[list[tuple[float, int]]] = []
    for spot in spots:
        if runs and spot[0] - runs[-1][-1][0] <= 1.5 * _STEP:
            runs[-1].append(spot)
        else:
            runs.append([spot])
    return max(runs, key=len)


def _sides(lines: Sequence[Line], spot: float) -> tuple[list[Line], list[Line]]:
    words = [word for line in lines for word in line.words]
    page = lines[0].page
    return (
        lines_of((word for word in words if word.middle < spot), page),
        lines_of((word for word in words if word.middle >= spot), page),
    )


def _holds_posts(lines: Sequence[Line]) -> bool:
    bare = [unmarked(line)[1] for line in lines]
    return any(line is not None and post_like(line.text) and not organ_like(line.text) for line in bare)

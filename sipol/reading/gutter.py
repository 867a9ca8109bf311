"""Pages in two columns: the white gutter between them, and the lines of each side."""

from collections.abc import Sequence

from sipol.reading.page import Line


def halves(lines: Sequence[Line]) -> list[list[Line]]:
    """The lines of each column of text, left one first; all lines as one when there is no gutter."""
    return [list(lines)]

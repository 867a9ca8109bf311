"""The rows of a list parted into those that may come in and those that wait outside."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress
from typing import TypeAlias
from uuid import UUID

from sipol.models.sealed import Keys
from sipol.reading.sheets import Column, Names, reader_of
from sipol.rules.member_life import MemberStatus
from sipol.rules.members import Judge, Problem, Terms, codes_of, is_blocked
from sipol.services.member_copy import Lines, lines_of
from sipol.services.members import Arrivals, Home, columns_of, written_of

Line: TypeAlias = tuple[int, tuple[int, list[str]]]
"""A data row counted from 1, with the line of the sheet and its cells."""


@dataclass(frozen=True, slots=True)
class Sorted:
    """A piece of a list, sorted: rows that may come in, ready for the database, and the rows that wait outside."""

    first: int
    """The first of its rows."""
    members: Lines
    clean: int
    noted: int
    outside: Sequence[tuple[object, ...]]


class Sorter:
    """Tells which rows of a list may come in; all that it needs lies in memory."""

    def __init__(
        self, list_id: UUID, home: Home, held: Keys, columns: dict[Column, int], terms: Terms, names: Names
    ) -> None:
        self.list_id, self.home, self.held, self.columns = list_id, home, held, columns
        self.read, self.judge = reader_of(columns, names), Judge(terms)

    def sorted(self, lines: Sequence[Line]) -> Sorted:
        table = self.read([written for _, (_, written) in lines])
        judged = ((at, self.judge(table.row(at))) for at in self.judge.doubtful(table))
        problems = {at: found for at, found in judged if found}
        outside = [at for at, found in problems.items() if is_blocked(found)]
        inside = [True] * len(lines)
        for at in outside:
            inside[at] = False
        codes = [codes_of(problems[at]) if at in problems else () for at in compress(range(len(lines)), inside)]
        rows = [row for row, _ in compress(lines, inside)]
        coming = Arrivals(table.only(inside), codes, self.list_id, rows)
        columns = columns_of(coming, self.home, self.held, MemberStatus.PENDING)
        waiting = [self._outside(lines[at], problems[at]) for at in outside]
        noted = len(problems) - len(outside)
        return Sorted(lines[0][0], lines_of(columns), len(rows) - noted, noted, waiting)

    def _outside(self, line: Line, problems: Sequence[Problem]) -> tuple[object, ...]:
        row, (place, written) = line
        cells = {column: written[at] for column, at in self.columns.items() if at < len(written)}
        sealed = self.held.seal(written_of(cells).encode(), "blocked_row.written")
        return self.list_id, row, place, sealed, codes_of(problems)

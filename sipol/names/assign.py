"""The best one-to-one assignment between two lists."""

from collections.abc import Mapping

_NEVER = 1e6


def assign(worth: Mapping[tuple[int, int], float], rows: int) -> dict[int, int]:
    """Pairs (row to column) of greatest total worth; only pairs named in ``worth`` (all above 0) can be chosen.

    The shortest augmenting path method of Kuhn and Munkres, O(n³) for n the longer list; the problem is split into
    the groups that can be connected at all, so that n stays small on real boards.
    """
    chosen: dict[int, int] = {}
    for ours, theirs in _groups(worth, rows):
        if len(ours) == 1 and len(theirs) == 1:
            chosen[ours[0]] = theirs[0]
            continue
        size = max(len(ours), len(theirs))
        cost = [[0.0] * size for _ in range(size)]
        for a, i in enumerate(ours):
            for b, j in enumerate(theirs):
                cost[a][b] = -worth.get((i, j), 0.0)
        for a, b in _least(cost):
            if a < len(ours) and b < len(theirs) and (ours[a], theirs[b]) in worth:
                chosen[ours[a]] = theirs[b]
    return chosen


def _groups(worth: Mapping[tuple[int, int], float], rows: int) -> list[tuple[list[int], list[int]]]:
    """Rows and columns that hang together by possible pairs."""
    by_row: dict[int, list[int]] = {}
    by_column: dict[int, list[int]] = {}
    for i, j in worth:
        by_row.setdefault(i, []).append(j)
        by_column.setdefault(j, []).append(i)
    seen: set[int] = set()
    groups: list[tuple[list[int], list[int]]] = []
    for first in range(rows):
        if first in seen or first not in by_row:
            continue
        ours: list[int] = []
        theirs: set[int] = set()
        waiting = [first]
        seen.add(first)
        while waiting:
            i = waiting.pop()
            ours.append(i)
            for j in by_row[i]:
                if j not in theirs:
                    theirs.add(j)
                    fresh = [k for k in by_column[j] if k not in seen]
                    seen.update(fresh)
                    waiting += fresh
        groups.append((sorted(ours), sorted(theirs)))
    return groups


def _least(cost: list[list[float]]) -> list[tuple[int, int]]:
    """The cheapest assignment of a square table (potentials, rows added one at a time)."""
    size = len(cost)
    above = [0.0] * (size + 1)
    beside = [0.0] * (size + 1)
    holder = [0] * (size + 1)
    for row in range(1, size + 1):
        holder[0] = row
        _augment(cost, above, beside, holder)
    return [(holder[column] - 1, column - 1) for column in range(1, size + 1)]


def _augment(cost: list[list[float]], above: list[float], beside: list[float], holder: list[int]) -> None:
    size = len(cost)
    slack = [_NEVER] * (size + 1)
    came = [0] * (size + 1)
    used = [False] * (size + 1)
    column = 0
    while holder[column]:
        used[column] = True
        row, step, nearest = holder[column], _NEVER, 0
        for j in range(1, size + 1):
            if used[j]:
                continue
            reduced = cost[row - 1][j - 1] - above[row] - beside[j]
            if reduced < slack[j]:
                slack[j], came[j] = reduced, column
            if slack[j] < step:
                step, nearest = slack[j], j
        for j in range(size + 1):
            if used[j]:
                above[holder[j]] += step
                beside[j] -= step
            else:
                slack[j] -= step
        column = nearest
    while column:
        holder[column] = holder[came[column]]
        column = came[column]

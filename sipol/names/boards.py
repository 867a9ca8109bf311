"""Compare two officer lists as a whole: who stays, who moved, who came, who went.

The best one-to-one assignment is sought over names, posts and order together, so that two people of equal
names on one board are neither swapped nor merged.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sipol.names.assign import assign
from sipol.names.keys import keys
from sipol.names.kinds import Verdict
from sipol.names.match import NameMatch, compare
from sipol.names.positions import position_words


@dataclass(frozen=True, slots=True)
class Seat:
    """One row of a board as written."""

    position: str
    name: str
    organ: str = ""


class Change(StrEnum):
    """What became of a seat or its holder between two boards."""

    STAYS = "tetap"
    SPELLING = "ejaan"
    MOVED = "pindah jabatan"
    CAME = "masuk"
    WENT = "keluar"
    REPLACED = "diganti"


@dataclass(frozen=True, slots=True)
class SeatPair:
    """Numbers of the seats (from 0) on either board; ``None`` where nobody answers."""

    stated: int | None
    found: int | None
    match: NameMatch | None
    change: Change


@dataclass(frozen=True, slots=True)
class BoardMatch:
    """Every seat of both boards exactly once, in the order of the stated board, newcomers behind."""

    pairs: tuple[SeatPair, ...]


def compare_boards(stated: Sequence[Seat], found: Sequence[Seat]) -> BoardMatch:
    """Pair two boards by the best total of names, posts and order."""
    closeness = {(i, j): _same_seat(one, two) for i, one in enumerate(stated) for j, two in enumerate(found)}
    ours, theirs = [keys(seat.name) for seat in stated], [keys(seat.name) for seat in found]
    # Names without a key in common are nobody's match: most pairs of two long boards.
    matches = {
        (i, j): compare(stated[i].name, found[j].name) for (i, j) in closeness if not ours[i].isdisjoint(theirs[j])
    }
    persons = _persons(stated, found, matches, closeness)
    taken = set(persons.values())
    free = [i for i in range(len(stated)) if i not in persons]
    vacant = [j for j in range(len(found)) if j not in taken]
    seats = _replacements(free, vacant, closeness, len(stated), len(found))
    matches |= {(i, j): compare(stated[i].name, found[j].name) for i, j in seats.items()}
    pairs = [_pair(i, persons, seats, matches, closeness) for i in range(len(stated))]
    arrived = [j for j in vacant if j not in seats.values()]
    pairs += [SeatPair(None, j, None, Change.CAME) for j in arrived]
    return BoardMatch(tuple(pairs))


def _same_seat(one: Seat, two: Seat) -> float:
    """1 for the same post in the same organ, 0.9 when the organ is unknown or other, 0 for another post."""
    if position_words(one.position) != position_words(two.position):
        return 0.0
    if one.organ and two.organ and position_words(one.organ) != position_words(two.organ):
        return 0.8
    return 1.0


def _persons(
    stated: Sequence[Seat],
    found: Sequence[Seat],
    matches: dict[tuple[int, int], NameMatch],
    closeness: dict[tuple[int, int], float],
) -> dict[int, int]:
    """Who on one board is who on the other."""
    worth: dict[tuple[int, int], float] = {}
    for (i, j), match in matches.items():
        near = closeness[i, j]
        if match.verdict == Verdict.DIFFERENT or (match.verdict == Verdict.UNSURE and not near):
            continue
        apart = abs(i / max(1, len(stated)) - j / max(1, len(found)))
        worth[i, j] = match.score + 0.3 * near + 0.1 * (1.0 - apart) + (0.1 if match.written_alike else 0.0)
    return assign(worth, len(stated))


def _replacements(
    free: list[int], vacant: list[int], closeness: dict[tuple[int, int], float], ours: int, theirs: int
) -> dict[int, int]:
    """Among those left over: who sits where another sat."""
    worth = {
        (i, j): closeness[i, j] + 0.1 * (1.0 - abs(i / max(1, ours) - j / max(1, theirs)))
        for i in free
        for j in vacant
        if closeness[i, j]
    }
    return assign(worth, ours)


def _pair(
    i: int,
    persons: dict[int, int],
    seats: dict[int, int],
    matches: dict[tuple[int, int], NameMatch],
    closeness: dict[tuple[int, int], float],
) -> SeatPair:
    if i in persons:
        j = persons[i]
        match = matches[i, j]
        stays = Change.STAYS if match.written_alike else Change.SPELLING
        return SeatPair(i, j, match, stays if closeness[i, j] else Change.MOVED)
    if i in seats:
        return SeatPair(i, seats[i], matches[i, seats[i]], Change.REPLACED)
    return SeatPair(i, None, None, Change.WENT)

"""What the check page shows of a board: each typed row beside the paper and beside the decree in force."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from sipol.names import Change, Marks, Seat, SeatPair, compare_boards
from sipol.reading import DecreeReading, OfficerRow
from sipol.rules.findings import HARMLESS, Against, Field
from sipol.services.checks import MOST_COMPARED, Doubt, Stated, changes_since, turned
from sipol.web.forms.decree import Typed


class Group(StrEnum):
    """Where a row stands on the page; what needs looking at comes first."""

    DOUBTED = "doubted"
    RESPELLED = "respelled"
    MOVED = "moved"
    CHANGED = "changed"
    STAYS = "stays"
    PLAIN = "plain"


GROUPS: dict[Change, Group] = {
    Change.STAYS: Group.STAYS,
    Change.SPELLING: Group.RESPELLED,
    Change.MOVED: Group.MOVED,
    Change.REPLACED: Group.CHANGED,
    Change.CAME: Group.CHANGED,
}


@dataclass(frozen=True, slots=True)
class Line:
    """One typed row. ``number`` counts from 1 and ties it to its line on the page of the SK; ``place`` from 0."""

    place: int
    typed: Typed
    group: Group
    former: Seat | None = None
    since: Marks | None = None
    """The letters that changed since the decree in force, where the spelling did: stated is the typed name."""
    difference: str | None = None
    doubts: tuple[Doubt, ...] = ()
    seen: OfficerRow | None = None

    @property
    def number(self) -> int:
        return self.place + 1

    @property
    def harmless(self) -> bool:
        return not any(not doubt.harmless for doubt in self.doubts) and self.difference in (None, *HARMLESS)


@dataclass(frozen=True, slots=True)
class Board:
    lines: tuple[Line, ...]
    gone: tuple[Seat, ...] = ()
    """Who left and has no successor in the same seat."""
    missing: tuple[Doubt, ...] = ()
    """Who stands in the SK but was not typed."""
    counts: dict[str, int] = field(default_factory=dict)
    """Tetap, penulisan berubah, pindah jabatan, masuk, keluar; empty where no decree is in force."""

    @property
    def facts(self) -> list[tuple[str, str]]:
        units = {"Penulisan berubah": "nama", "Tetap": "pengurus"}
        return [
            (label, f"{count} {units.get(label, 'orang')}" if count else "tidak ada")
            for label, count in self.counts.items()
        ]

    def of(self, group: Group) -> list[Line]:
        return sorted((line for line in self.lines if line.group == group), key=lambda line: line.harmless)


def board_of(
    stated: Stated, typed: Sequence[Typed], reading: DecreeReading | None, former: Sequence[Seat], doubts: list[Doubt]
) -> Board:
    """Sort the typed rows into groups. ``stated.orders`` count from 1 in the order of ``typed``."""
    seen = _seen(stated, reading)
    pairs = _pairs(stated, former)
    by_row: dict[int, list[Doubt]] = {}
    for doubt in doubts:
        if doubt.against is Against.PAPER and doubt.field in (Field.NAME, Field.POSITION, Field.EXTRA) and doubt.order:
            by_row.setdefault(doubt.order - 1, []).append(doubt)
    lines = tuple(
        _line(place, row, pairs.get(place), former, tuple(by_row.get(place, ())), seen.get(place))
        for place, row in enumerate(typed)
    )
    answered = {pair.stated for pair in pairs.values()}
    gone = tuple(seat for place, seat in enumerate(former) if place not in answered) if pairs else ()
    missing = tuple(doubt for doubt in doubts if doubt.field is Field.MISSING)
    return Board(lines, gone, missing, _counts(pairs, gone) if former else {})


def _pairs(stated: Stated, former: Sequence[Seat]) -> dict[int, SeatPair]:
    """What each typed seat is beside the board in force, by its place."""
    if not former or len(stated.seats) * len(former) > MOST_COMPARED:
        return {}
    return {pair.found: pair for pair in changes_since(stated, former).pairs if pair.found is not None}


def _seen(stated: Stated, reading: DecreeReading | None) -> dict[int, OfficerRow]:
    """The line of the SK each typed row answers to."""
    if reading is None or len(stated.seats) * len(reading.officers) > MOST_COMPARED:
        return {}
    found = [Seat(row.position, row.name, row.organ) for row in reading.officers]
    return {
        pair.stated: reading.officers[pair.found]
        for pair in compare_boards(stated.seats, found).pairs
        if pair.stated is not None and pair.found is not None
    }


def _line(
    place: int,
    row: Typed,
    pair: SeatPair | None,
    former: Sequence[Seat],
    doubts: tuple[Doubt, ...],
    seen: OfficerRow | None,
) -> Line:
    before = former[pair.stated] if pair and pair.stated is not None else None
    respelled = pair is not None and pair.match is not None and pair.change is not Change.REPLACED
    match = pair.match if pair and pair.match and respelled and not pair.match.written_alike else None
    group = GROUPS[pair.change] if pair else Group.PLAIN
    if any(not doubt.harmless for doubt in doubts):
        group = Group.DOUBTED
    elif doubts and group in (Group.STAYS, Group.PLAIN):
        group = Group.RESPELLED
    return Line(
        place,
        row,
        group,
        before,
        turned(match.marks) if match else None,
        str(match.difference) if match and match.difference else None,
        doubts,
        seen,
    )


def _counts(pairs: dict[int, SeatPair], gone: Sequence[Seat]) -> dict[str, int]:
    counted = Counter(pair.change for pair in pairs.values())
    replaced = counted[Change.REPLACED]
    return {
        "Tetap": counted[Change.STAYS],
        "Penulisan berubah": counted[Change.SPELLING],
        "Pindah jabatan": counted[Change.MOVED],
        "Masuk": counted[Change.CAME] + replaced,
        "Keluar": len(gone) + replaced,
    }

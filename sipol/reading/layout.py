"""The board's lines of a page sorted into tables, columns of text and lists, then told as events."""

from collections.abc import Sequence
from dataclasses import dataclass

from sipol.reading.columns import Column, column_events, columns_under
from sipol.reading.events import Event, OrganSeen
from sipol.reading.grid import Grid, grids_of
from sipol.reading.gutter import columns_of_text
from sipol.reading.headers import Label, Role, header_at
from sipol.reading.lists import list_events
from sipol.reading.page import Line, Page
from sipol.reading.ruled import Shape, grid_events
from sipol.reading.zones import Placed, Zone

_SAME = 2.0
_BOARD_ZONES = (Zone.BOARD, Zone.DICTUM, Zone.APPENDIX)


@dataclass
class Layout:
    """What one page leaves open for the next: the shape of its last table."""

    shape: Shape | None = None
    columns: tuple[Column, ...] = ()
    labels: tuple[Label, ...] = ()
    begun: bool = False

    def page_events(self, page: Page, placed: Sequence[Placed]) -> list[Event]:
        """The events of one page; ``placed`` are its lines with their zones."""
        grids = [grid for grid in grids_of(page) if _in_board(grid, placed)]
        events: list[Event] = []
        run: list[Line] = []
        waiting = list(grids)
        reach = max((row.line.x1 for row in placed), default=page.width)
        for row in placed:
            while waiting and row.line.base > waiting[0].box[1]:
                events.extend(self._run(run, reach))
                run = []
                found, self.shape = grid_events(waiting.pop(0), self.shape)
                events.extend(found)
            if row.zone is Zone.BOARD and not any(_holds(grid, row.line) for grid in grids):
                run.append(row.line)
        return [*events, *self._run(run, reach)]

    def _run(self, lines: Sequence[Line], reach: float) -> list[Event]:
        """The events of lines outside ruled tables, one column of text after the other."""
        parts = columns_of_text(lines) if lines else []
        events: list[Event] = []
        for part in parts:
            limit = reach if len(parts) == 1 else max(line.x1 for line in part)
            events.extend(self._column(part, limit))
        return events

    def _column(self, lines: Sequence[Line], reach: float) -> list[Event]:
        events: list[Event] = []
        block: list[Line] = []
        place = 0
        while place < len(lines):
            header = header_at(lines, place)
            if header is None:
                block.append(lines[place])
                place += 1
                continue
            labels, taken = header
            del block[len(block) - (place - taken.start) :]
            events.extend(self._block(block, reach))
            block = []
            place = taken.stop
            if not self._same_header(labels):
                self.columns = tuple(columns_under(labels, lines[place:]))
                self.labels = tuple(labels)
        return [*events, *self._block(block, reach)]

    def _same_header(self, labels: Sequence[Label]) -> bool:
        """Whether a header repeats the last one, as it does at the top of a page: its columns stay."""
        if [label.role for label in labels] != [label.role for label in self.labels]:
            return False
        pairs = zip(labels, self.labels, strict=True)
        return all(abs(new.box[0] - old.box[0]) < _SAME and abs(new.box[2] - old.box[2]) < _SAME for new, old in pairs)

    def _block(self, lines: Sequence[Line], reach: float) -> list[Event]:
        if lines and any(column.role is Role.POSITION for column in self.columns):
            return column_events(self.columns, lines)
        events = list_events(lines, reach, self.begun) if lines else []
        self.begun = self.begun or any(not isinstance(event, OrganSeen) for event in events)
        return events


def _in_board(grid: Grid, placed: Sequence[Placed]) -> bool:
    inside = [row for row in placed if _holds(grid, row.line)]
    return bool(inside) and inside[-1].zone in _BOARD_ZONES


def _holds(grid: Grid, line: Line) -> bool:
    x0, y0, x1, y1 = grid.box
    return y0 <= line.base - 0.3 * line.em <= y1 and x0 - 3 <= line.x0 and line.x1 <= x1 + 3

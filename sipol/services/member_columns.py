"""What the columns of a list hold, where no title says it: the sender is asked once, and the titles are kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from sipol.access.policy import Permission, require
from sipol.audit.member_events import MemberColumnsTold
from sipol.audit.trail import record
from sipol.extensions import db
from sipol.models import KnownTitle, ListStage, MemberList, User
from sipol.reading.sheets import COLUMN_WORDS, Column, columns_in, folded, plain_rows, plain_safely
from sipol.rules.errors import Refused
from sipol.services.imports import file_of, hold, read_again
from sipol.services.member_titles import known_titles, told_of

LINES = 12
"""Lines of a list that are shown to whoever is asked."""
OPEN = (ListStage.UNTOLD, ListStage.CHECKED)
NEEDED = (Column.NIK, Column.NAME)


@dataclass(frozen=True, slots=True)
class Sample:
    """The first lines of a list, with their numbers in the sheet, and what the columns are taken for so far."""

    lines: Sequence[tuple[int, Sequence[str]]]
    line: int
    columns: Mapping[int, Column]

    @property
    def wide(self) -> int:
        return max((len(cells) for _, cells in self.lines), default=0)


def sample_of(sheet: MemberList, line: int | None = None) -> Sample:
    """What the sender is shown; ``line``: that of the titles, if it was said. Raises Unreadable and Busy."""
    with file_of(sheet) as file, plain_safely(file) as plain:
        lines = list(islice(plain_rows(plain), LINES))
    if (told := told_of(sheet)) and line is None:
        return Sample(lines, told.line, {place: column for column, place in told.columns.items()})
    known = known_titles(sheet.party_id)
    guesses = {number: columns_in(cells, (), known) for number, cells in lines}
    at = line if line is not None else max(guesses, key=lambda number: len(guesses[number]), default=0)
    header = next((cells for number, cells in lines if number == at), [])
    below = [cells for number, cells in lines if number > at]
    return Sample(lines, at, {place: column for column, place in columns_in(header, below, known).items()})


def tell_columns(
    actor: User, sheet: MemberList, line: int, columns: Mapping[int, Column], titles: Sequence[str]
) -> None:
    """Say what each column holds, and have the list gone through anew; ``titles``: those of the line, from the left.

    Refused("columns", …) where NIK or name is missing, or something is said twice.
    """
    require(actor, Permission.MEMBER_WRITE, sheet)
    hold(sheet)
    if sheet.stage not in OPEN:
        raise Refused("columns", "Daftar ini sudah dimasukkan atau dibatalkan, jadi kolomnya tidak dapat diubah lagi.")
    said = list(columns.values())
    for column in NEEDED:
        if column not in said:
            raise Refused("columns", f"Tunjukkan kolom yang berisi {COLUMN_WORDS[column]}.")
    for column in said:
        if said.count(column) > 1:
            raise Refused("columns", f"{COLUMN_WORDS[column]} ditunjuk lebih dari sekali. Pilih satu kolom saja.")
    sheet.told = {"line": line} | {column.value: place for place, column in columns.items()}
    for place, title in enumerate(titles):
        if words := folded(title):
            meant = columns.get(place)
            db.session.merge(KnownTitle(party_id=sheet.party_id, title=words, column=meant.value if meant else None))
    read_again(sheet)
    record(actor, MemberColumnsTold(sheet.id, columns=tuple(sorted(said))), sheet)
    db.session.flush()

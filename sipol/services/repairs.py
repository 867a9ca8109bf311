"""Rows of a list that wait outside: what is the matter with each, and what happens when it is put right."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from sipol.access.policy import Permission, require
from sipol.audit.member_events import MemberRowRepaired
from sipol.audit.trail import record
from sipol.extensions import db
from sipol.models import BlockedRow, ListStage, MemberList, User
from sipol.models.sealed import keys
from sipol.reading.sheets import Column, reader_of
from sipol.reading.sheets.values import birth_of
from sipol.rules.errors import NotFound, Refused
from sipol.rules.indications import Code
from sipol.rules.member_life import MemberStatus
from sipol.rules.members import Cells, Judge, Problem, Table, codes_of, is_blocked
from sipol.services.imports import conditions_of, hold
from sipol.services.member_copy import enrol, lines_of
from sipol.services.member_marks import mark_list
from sipol.services.member_submission import refuse_while_held
from sipol.services.members import Arrivals, Home, columns_of, count_again, driver, written_of
from sipol.services.queue import SEEK_LIKENESS, enqueue

PAGE = 50
"""Rows outside that are shown at once."""
REPAIRS: dict[Code, Column] = {
    Code.NIK_FORM: Column.NIK,
    Code.NIK_PRECISION: Column.NIK,
    Code.RULED_OUT: Column.NIK,
    Code.NAME_MISSING: Column.NAME,
    Code.DATE: Column.BIRTH_DATE,
    Code.REGION: Column.DISTRICT,
}
"""What is typed anew to put right each indication that blocks."""


@dataclass(frozen=True, slots=True)
class Outside:
    """A row that waits outside: as it was written, what the rules read in it, and what is the matter."""

    row: int
    line: int
    written: Mapping[Column, str]
    cells: Cells
    problems: Sequence[Problem]

    @property
    def repairs(self) -> list[Column]:
        """The columns that are to be typed anew."""
        return list(dict.fromkeys(REPAIRS[problem.code] for problem in self.problems if problem.code in REPAIRS))


def outside_of(sheet: MemberList, code: Code | None = None, after: int = 0) -> list[Outside]:
    """A page of the rows outside, from behind a row; ``code``: only those with this indication."""
    query = select(BlockedRow).where(BlockedRow.list_id == sheet.id, BlockedRow.row > after)
    if code is not None:
        query = query.where(BlockedRow.codes.contains([code.value]))
    found = db.session.scalars(query.order_by(BlockedRow.row).limit(PAGE)).all()
    eyes = Eyes(sheet)
    return [eyes.seen(blocked) for blocked in found]


def counts_outside(sheet: MemberList) -> Counter[Code]:
    """How many rows outside have each indication."""
    unnested = select(func.unnest(BlockedRow.codes).label("code")).where(BlockedRow.list_id == sheet.id).subquery()
    rows = db.session.execute(select(unnested.c.code, func.count()).group_by(unnested.c.code))
    return Counter({Code(code): count for code, count in rows})


class Eyes:
    """Reads rows of one list as the list was read."""

    def __init__(self, sheet: MemberList) -> None:
        terms, self.names = conditions_of(sheet, [Column(word) for word in sheet.columns])
        self.judge = Judge(terms)

    def seen(self, blocked: BlockedRow, typed: Mapping[Column, str] | None = None) -> Outside:
        written = {Column(word): text for word, text in json.loads(blocked.written).items()}
        written |= typed or {}
        if Column.BIRTH in written and Column.BIRTH_DATE in written:
            written[Column.BIRTH_PLACE] = birth_of(written.pop(Column.BIRTH))[0]
        columns = {column: place for place, column in enumerate(written)}
        cells = reader_of(columns, self.names)([list(written.values())]).row(0)
        return Outside(blocked.row, blocked.line, written, cells, self.judge(cells))


def repair(actor: User, sheet: MemberList, row: int, typed: Mapping[Column, str]) -> Outside | None:
    """Put what was typed into a row outside; it comes in when nothing blocks it any more.

    Returns the row with what is still the matter, or None when it is in. What was typed is kept either way.
    """
    require(actor, Permission.MEMBER_WRITE, sheet)
    hold_for_repair(sheet)
    blocked = db.session.get(BlockedRow, (sheet.id, row))
    if blocked is None:
        raise NotFound
    seen = Eyes(sheet).seen(blocked, typed)
    if is_blocked(seen.problems):
        blocked.written = written_of(seen.written)
        blocked.codes = codes_of(seen.problems)
        return seen
    bring_in(sheet, [seen])
    mark_list(sheet, row=seen.row)
    count_again(sheet, outside=sheet.blocked - 1)
    db.session.delete(blocked)
    record(actor, MemberRowRepaired(sheet.id, row=row), sheet)
    db.session.flush()
    return None


def hold_for_repair(sheet: MemberList) -> None:
    """Lock a list whose rows are to be put right. Raises Refused("list", …) where that is not possible now."""
    hold(sheet)
    if sheet.stage not in (ListStage.CHECKED, ListStage.CONFIRMED):
        raise Refused("list", "Daftar ini sudah dibatalkan, sehingga barisnya tidak dapat diperbaiki lagi.")
    if sheet.stage is ListStage.CONFIRMED:
        refuse_while_held(sheet.unit)


def bring_in(sheet: MemberList, rows: Sequence[Outside]) -> None:
    """Rows that are right now become members, or wait with their list for being taken in."""
    if not rows:
        return
    status = MemberStatus.UNCHECKED if sheet.stage is ListStage.CONFIRMED else MemberStatus.PENDING
    coming = Arrivals(
        Table.of(seen.cells for seen in rows),
        [codes_of(seen.problems) for seen in rows],
        sheet.id,
        [seen.row for seen in rows],
    )
    columns = columns_of(coming, Home.of(sheet.unit), keys(), status)
    with driver().cursor() as cursor:
        enrol(cursor, lines_of(columns))
    if status is MemberStatus.UNCHECKED:
        # A whole list that is sought through anew finds what is known already, and these few.
        enqueue(SEEK_LIKENESS, sheet.id)

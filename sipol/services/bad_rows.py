"""The rows of a list that wait outside, taken away as a file, put right elsewhere, and brought back."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from sqlalchemy import select

from sipol.access.policy import Permission, require
from sipol.audit.member_events import MemberRowsRepaired, MembersExported
from sipol.audit.trail import record
from sipol.extensions import db, local_zone, now
from sipol.models import BlockedRow, MemberList, User
from sipol.reading.sheets import COLUMN_WORDS, Column, Sheet, plain_safely
from sipol.render.tables import TableFile, unguarded, write_table
from sipol.render.watermarks import Watermark
from sipol.rules.disclosures import SEEING_REASON_WORDS, SeeingReason
from sipol.rules.errors import Refused, Unreadable
from sipol.rules.members import codes_of, is_blocked
from sipol.services.member_checks import list_in
from sipol.services.member_marks import mark_list
from sipol.services.members import count_again, written_of
from sipol.services.repairs import Eyes, Outside, bring_in, hold_for_repair

ROW, WHY = "Nomor baris", "Masalah"
"""The columns that are ours: which row it is, and what is the matter."""
MOST = 20_000
"""Rows that one file may bring back."""
PIECE = 500


@dataclass(frozen=True, slots=True)
class Brought:
    """What a file brought back did: rows that came in, rows still outside, rows that are not outside (any more)."""

    fixed: int
    still: int
    unknown: int


def take_bad_rows(actor: User, sheet: MemberList, form: TableFile, file: BinaryIO) -> None:
    """Write every row outside, as it was written, with its problems and the number it is brought back by."""
    require(actor, Permission.MEMBER_WRITE, sheet)
    columns = [Column(word) for word in sheet.columns]
    about = ["Baris yang harus diperbaiki", sheet.title, "Perbaiki isinya; jangan ubah kolom Nomor baris."]
    header = [ROW, *(COLUMN_WORDS[one] for one in columns), WHY]
    purpose = f"{SEEING_REASON_WORDS[SeeingReason.CORRECT]}, NIK utuh"
    mark = Watermark(f"{about[0]} {sheet.unit.name}", actor.name, now(), local_zone().key, purpose)
    write_table(file, form, about, header, _rows(sheet, columns), mark=mark)
    record(
        actor, MembersExported(sheet.id, rows=sheet.blocked, form=form, whole=True, reason=SeeingReason.CORRECT), sheet
    )


def _rows(sheet: MemberList, columns: Sequence[Column]) -> Iterator[tuple[str, ...]]:
    eyes = Eyes(sheet)
    query = select(BlockedRow).where(BlockedRow.list_id == sheet.id).order_by(BlockedRow.row)
    for blocked in db.session.scalars(query.execution_options(yield_per=PIECE)):
        seen = eyes.seen(blocked)
        cells = (seen.written.get(column, "").lstrip("\x01") for column in columns)
        yield str(seen.row), *cells, "; ".join(problem.words for problem in seen.problems)


def bring_back(actor: User, sheet: MemberList, data: bytes) -> Brought:
    """Put into each row outside what the file says of it; rows that are right come in, the others keep what was typed.

    Refused("file", …) for a file that cannot be read or does not tell which rows it speaks of.
    """
    require(actor, Permission.MEMBER_WRITE, sheet)
    hold_for_repair(sheet)
    with tempfile.TemporaryFile() as file:
        file.write(data)
        file.seek(0)
        try:
            with plain_safely(file) as plain:
                found = _typed(list_in(plain))
        except Unreadable as unreadable:
            raise Refused("file", str(unreadable)) from unreadable
    fixed, still = _bring_in(sheet, found)
    if fixed:
        mark_list(sheet)
        count_again(sheet, outside=sheet.blocked - fixed)
    record(actor, MemberRowsRepaired(sheet.id, rows=fixed), sheet)
    db.session.flush()
    return Brought(fixed, still, len(found) - fixed - still)


def _typed(sheet: Sheet) -> dict[int, Mapping[Column, str]]:
    """What a file says of each row, by its number."""
    titles = [title.casefold().strip() for title in sheet.header]
    if ROW.casefold() not in titles:
        raise Unreadable(f"Kolom “{ROW}” tidak ditemukan. Pakai berkas baris bermasalah yang diunduh dari sini.")
    at = titles.index(ROW.casefold())
    found: dict[int, Mapping[Column, str]] = {}
    for _, cells in islice(sheet.rows, MOST + 1):
        number = cells[at].lstrip("\x01").removesuffix(".0") if at < len(cells) else ""
        if number.isdecimal() and len(number) < 10:
            whole = {one: cells[place] for one, place in sheet.columns.items() if place < len(cells)}
            found[int(number)] = {one: unguarded(cell) for one, cell in whole.items()}
    if len(found) > MOST:
        raise Unreadable("Berkas ini memuat lebih dari 20.000 baris. Bagi menjadi beberapa berkas.")
    return found


def _bring_in(sheet: MemberList, found: Mapping[int, Mapping[Column, str]]) -> tuple[int, int]:
    """How many of the rows came in, and how many are still outside."""
    eyes, numbers = Eyes(sheet), iter(sorted(found))
    fixed = still = 0
    while piece := list(islice(numbers, PIECE)):
        query = select(BlockedRow).where(BlockedRow.list_id == sheet.id, BlockedRow.row.in_(piece))
        right: list[tuple[BlockedRow, Outside]] = []
        for blocked in db.session.scalars(query):
            seen = eyes.seen(blocked, found[blocked.row])
            if is_blocked(seen.problems):
                blocked.written = written_of(seen.written)
                blocked.codes = codes_of(seen.problems)
                still += 1
            else:
                right.append((blocked, seen))
        bring_in(sheet, [seen for _, seen in right])
        for blocked, _ in right:
            db.session.delete(blocked)
        fixed += len(right)
    db.session.flush()
    return fixed, still

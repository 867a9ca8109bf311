"""A member list on its way into the register: received, gone through in pieces, repaired, confirmed or undone."""

import tempfile
from collections.abc import Container, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from typing import BinaryIO
from uuid import UUID

from flask import current_app
from sqlalchemy import delete, select, update

from config import MemberTerms
from sipol.access.policy import Permission, require
from sipol.audit.member_events import MemberListConfirmed, MemberListReceived, MemberListUndone
from sipol.audit.trail import record
from sipol.extensions import db, now, today
from sipol.models import BlockedRow, ListStage, Member, MemberList, MemberPaper, MemberTurn, Unit, User
from sipol.models.sealed import keys
from sipol.reading.sheets import Column, Names, plain_safely
from sipol.rules.errors import Busy, Overtaken, Refused, Unreadable, Untold
from sipol.rules.member_life import MemberStatus
from sipol.rules.members import Terms
from sipol.services.documents import fetch, hold_sealed_files, store
from sipol.services.member_checks import RegionTable, list_in, names_within, terms_for
from sipol.services.member_copy import enrol
from sipol.services.member_marks import mark_list, note_new_members
from sipol.services.member_sorter import Line, Sorted, Sorter
from sipol.services.member_submission import refuse_when_handed_in, refuse_while_held
from sipol.services.member_titles import known_titles, told_of
from sipol.services.members import (
    COPY_BLOCKED,
    Home,
    count_again,
    driver,
    ruled_out_in,
    select_ruled_out,
)
from sipol.services.queue import READ_MEMBERS, SEEK_LIKENESS, enqueue
from sipol.services.regions import districts

LARGEST = 20 * 1024 * 1024
CHUNK = 10_000
"""Rows that are kept at once, in one transaction: what a killed worker has to do again."""
GIVEN_UP = "Mesin berkali-kali gagal membaca daftar ini. Simpan daftarnya sebagai CSV, lalu unggah lagi."
SEALED_AS = "member_list.file"
FOLDER = "lists"
"""Where sealed lists lie in the store."""


@dataclass(frozen=True, slots=True)
class Received:
    sheet: MemberList
    known: bool
    """Whether this unit had sent the same bytes before."""


def receive(actor: User, unit: Unit, title: str, data: bytes) -> Received:
    """Keep a member list of a unit, sealed, and have it gone through. Refused("file", …) for one that is too large."""
    require(actor, Permission.MEMBER_WRITE, unit)
    if len(data) > LARGEST:
        raise Refused(
            "file", "Berkas ini lebih besar dari 20 MB. Bagi menjadi beberapa berkas, lalu unggah satu per satu."
        )
    digest = sha256(data).hexdigest()
    query = select(MemberList).where(MemberList.unit_id == unit.id, MemberList.digest == digest)
    known = db.session.scalars(query).first()
    hold_sealed_files()
    if known is not None:
        _begin_again(known, data)
        return Received(known, known=True)
    store(_path(digest), keys().seal(data, SEALED_AS))
    sheet = MemberList(
        unit_id=unit.id,
        party_id=unit.party_id,
        region_code=unit.region_code,
        digest=digest,
        size=len(data),
        title=title,
        sent_by=actor.id,
    )
    db.session.add(sheet)
    db.session.flush()
    record(actor, MemberListReceived(sheet.id, size=len(data)), sheet)
    enqueue(READ_MEMBERS, sheet.id)
    return Received(sheet, known=False)


def _begin_again(sheet: MemberList, data: bytes) -> None:
    """A list that was undone, or failed, is gone through once more when it is sent once more; another one is left."""
    hold(sheet)
    if sheet.stage in (ListStage.UNDONE, ListStage.FAILED):
        # Its file may have gone meanwhile.
        store(_path(sheet.digest), keys().seal(data, SEALED_AS))
        read_again(sheet)


def read_again(sheet: MemberList) -> None:
    """Have a list gone through from its first row; what came of it before is gone."""
    empty_list(sheet)
    sheet.stage, sheet.failure, sheet.settled_at, sheet.erased_at = ListStage.WAITING, None, None, None
    sheet.rows = sheet.clean = sheet.noted = sheet.blocked = 0
    enqueue(READ_MEMBERS, sheet.id)


def empty_list(sheet: MemberList) -> None:
    """Whatever came of a list goes; the list itself stays."""
    own = select(Member.id).where(Member.list_id == sheet.id)
    for rows in (MemberTurn, MemberPaper):
        db.session.execute(delete(rows).where(rows.member_id.in_(own)))
    db.session.execute(delete(Member).where(Member.list_id == sheet.id))
    db.session.execute(delete(BlockedRow).where(BlockedRow.list_id == sheet.id))


def _path(digest: str) -> str:
    return f"{FOLDER}/{digest[:2]}/{digest}"


@contextmanager
def file_of(sheet: MemberList) -> Iterator[BinaryIO]:
    with tempfile.TemporaryFile() as file:
        file.write(keys().opened(fetch(_path(sheet.digest)), SEALED_AS))
        file.seek(0)
        yield file


def list_to_read(list_id: UUID) -> MemberList | None:
    """A list that waits to be gone through; None when that is done."""
    waiting = select(MemberList).where(MemberList.id == list_id, MemberList.stage == ListStage.WAITING)
    return db.session.scalars(waiting).first()


def give_list_up(list_id: UUID) -> None:
    """No worker could go through this list: say so."""
    sheet = db.session.get(MemberList, list_id)
    if sheet is not None and sheet.stage is ListStage.WAITING:
        sheet.stage, sheet.failure = ListStage.FAILED, GIVEN_UP


def go_through(sheet: MemberList) -> Iterator[None]:
    """Read the list and put its rows into the register as pending ones, from the first that is not yet there.

    Yields after every piece, which whoever goes through the list is to commit: a worker may die at any moment.
    """
    try:
        with file_of(sheet) as file:
            yield from take_in(sheet, file)
    except Overtaken:
        db.session.rollback()
    except Busy:
        # Nothing was learned of the list; the job is done again.
        raise
    except Untold:
        db.session.rollback()
        sheet.stage = ListStage.UNTOLD
    except Unreadable as unreadable:
        db.session.rollback()
        sheet.stage, sheet.failure = ListStage.FAILED, str(unreadable)
    yield


def take_in(sheet: MemberList, file: BinaryIO) -> Iterator[None]:
    """The rows of an open sheet, piece by piece. Raises Unreadable and Overtaken."""
    with plain_safely(file) as plain:
        opened = list_in(plain, known_titles(sheet.party_id), told_of(sheet))
        terms, names = conditions_of(sheet, opened.columns)
        sheet.columns = [column.value for column in opened.columns]
        db.session.flush()
        sorter = Sorter(sheet.id, Home.of(sheet.unit), keys(), opened.columns, terms, names)
        rows = islice(enumerate(opened.rows, start=1), sheet.rows, None)
        for found in _pieces(sorter, rows):
            _keep(sheet, found)
            yield
    hold(sheet)
    if sheet.stage is ListStage.WAITING:
        note_new_members()
        mark_list(sheet)
        count_again(sheet, outside=sheet.blocked)
        sheet.stage = ListStage.CHECKED


def conditions_of(place: MemberList | Unit, columns: Container[Column]) -> tuple[Terms, Names]:
    """What rows of a unit are held against, and the kecamatan by name."""
    table, area = RegionTable.of(districts()), place.region_code
    set_here: MemberTerms = current_app.config["SIPOL_MEMBER_TERMS"]
    terms = Terms(today(), table.known, area=area, ruled_out=ruled_out_in(place.party_id), **set_here)
    return terms_for(columns, terms), names_within(table.names, area)


def _pieces(sorter: Sorter, lines: Iterator[Line]) -> Iterator[Sorted]:
    """Pieces of a list, sorted; the next is read and sorted while one is being kept."""
    with ThreadPoolExecutor(1) as aside:

        def following() -> "Future[Sorted | None]":
            return aside.submit(lambda: sorter.sorted(piece) if (piece := list(islice(lines, CHUNK))) else None)

        ready = following()
        while (found := ready.result()) is not None:
            ready = following()
            yield found


def _keep(sheet: MemberList, found: Sorted) -> None:
    """A piece of a list in one transaction, with how far the list is: a worker may die before or after, not between.

    Raises Overtaken when another worker, thought dead, has kept it meanwhile.
    """
    hold(sheet)
    if sheet.rows != found.first - 1 or sheet.stage is not ListStage.WAITING:
        raise Overtaken
    with driver().cursor() as cursor:
        enrol(cursor, found.members)
        with cursor.copy(COPY_BLOCKED) as copy:
            for row in found.outside:
                copy.write_row(row)
    sheet.rows += found.clean + found.noted + len(found.outside)
    sheet.clean += found.clean
    sheet.noted += found.noted
    sheet.blocked += len(found.outside)
    db.session.flush()


def confirm(actor: User, sheet: MemberList) -> None:
    """The rows of a list that may come in become members. Those outside stay kept until they are repaired."""
    require(actor, Permission.MEMBER_WRITE, sheet)
    refuse_while_held(sheet.unit)
    _refuse_unless(sheet, ListStage.CHECKED)
    _refuse_the_ruled_out(sheet)
    pending = update(Member).where(Member.list_id == sheet.id, Member.status == MemberStatus.PENDING)
    db.session.execute(pending.values(status=MemberStatus.UNCHECKED))
    mark_list(sheet)
    sheet.stage, sheet.settled_at = ListStage.CONFIRMED, now()
    db.session.flush()
    enqueue(SEEK_LIKENESS, sheet.id)
    record(actor, MemberListConfirmed(sheet.id, rows=sheet.clean + sheet.noted, blocked=sheet.blocked), sheet)


def _refuse_the_ruled_out(sheet: MemberList) -> None:
    """Somebody may have been found TMS after the list was gone through."""
    own = select(Member.id).where(Member.list_id == sheet.id, Member.nik_hash.in_(select_ruled_out(sheet.party_id)))
    if db.session.scalars(own.limit(1)).first():
        raise Refused(
            "list",
            "Sejak daftar ini diperiksa, ada orang di dalamnya yang dinyatakan TMS. Batalkan daftarnya, lalu unggah "
            "lagi agar barisnya dipisahkan.",
        )


def undo(actor: User, sheet: MemberList) -> None:
    """A whole list goes out again as if it had not been sent; its file stays known, so that it can be sent anew."""
    require(actor, Permission.MEMBER_WRITE, sheet)
    refuse_while_held(sheet.unit)
    refuse_when_handed_in(sheet)
    _refuse_unless(sheet, ListStage.CHECKED, ListStage.CONFIRMED)
    mark_list(sheet, leaving=True)
    empty_list(sheet)
    record(actor, MemberListUndone(sheet.id, rows=sheet.rows), sheet)
    sheet.stage, sheet.settled_at = ListStage.UNDONE, now()
    db.session.flush()


def hold(sheet: MemberList) -> None:
    """Two may be at a list at once: it is locked, and the second sees what the first has done."""
    db.session.refresh(sheet, with_for_update={"of": MemberList})


def _refuse_unless(sheet: MemberList, *stages: ListStage) -> None:
    hold(sheet)
    if sheet.stage not in stages:
        raise Refused("list", "Daftar ini sudah berubah sejak halaman dibuka. Muat ulang halaman, lalu periksa lagi.")

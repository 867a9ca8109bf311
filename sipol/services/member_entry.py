"""One member at a time, by the form: added, corrected, taken out. The rows of a list go the same way in."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from psycopg.sql import SQL, Identifier
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from sipol.access.policy import Permission, require
from sipol.access.scope import visible_to
from sipol.audit.member_events import MemberAdded, MemberCorrected, MemberUnmasked
from sipol.audit.trail import record
from sipol.extensions import db
from sipol.models import Member, Unit, User
from sipol.models.sealed import keys
from sipol.reading.sheets import Column, reader_of
from sipol.rules.disclosures import SeeingReason
from sipol.rules.errors import NotFound
from sipol.rules.indications import BLOCKING
from sipol.rules.member_life import STANDING, MemberReason, MemberStatus
from sipol.rules.members import Cells, Judge, Problem, Table, codes_of
from sipol.services.imports import conditions_of
from sipol.services.likeness import forget
from sipol.services.member_copy import enrol, lines_of
from sipol.services.member_life import turn_members
from sipol.services.member_marks import mark_member
from sipol.services.member_submission import refuse_while_held
from sipol.services.members import Arrivals, Home, columns_of, driver, words_of
from sipol.services.queue import SEEK_LIKENESS, enqueue
from sipol.services.repairs import REPAIRS

TYPED: tuple[Column, ...] = (
    Column.NIK,
    Column.NAME,
    Column.SEX,
    Column.BIRTH_PLACE,
    Column.BIRTH_DATE,
    Column.MARITAL,
    Column.OCCUPATION,
    Column.ADDRESS,
    Column.DISTRICT,
    Column.CARD,
)
"""What the form asks for, in its order."""
FIXED = ("unit_id", "party_id", "list_id", "list_row", "status")
"""What a correction leaves as it is."""
Faults = Mapping[Column, list[str]]
"""Sentences by the field they belong to; none: it is done."""

KNOWN = "NIK ini sudah terdaftar dalam partai Anda. Cari orangnya pada daftar anggota, lalu perbaiki barisnya di sana."
CARD_TAKEN = "Nomor KTA ini sudah dipakai anggota lain partai Anda. Periksa kartunya."
SETTLED = "Baris yang sudah TMS tidak dapat diperbaiki lagi. Masukkan orang lain sebagai penggantinya."


def member_for(actor: User, member_id: UUID) -> Member:
    """One member among those the actor may know; NotFound otherwise."""
    query = select(Member).where(
        Member.id == member_id,
        Member.status != MemberStatus.PENDING,
        Member.erased_at.is_(None),
        visible_to(actor, Member),
    )
    member = db.session.scalars(query.options(joinedload(Member.unit).joinedload(Unit.party))).first()
    if member is None:
        raise NotFound
    return member


def typed_of(actor: User, member: Member) -> dict[Column, str]:
    """A member as the form has it, the whole NIK too: only for whoever corrects this row, and it is kept who did."""
    require(actor, Permission.MEMBER_WRITE, member)
    record(actor, MemberUnmasked(member.id, reason=SeeingReason.CORRECT), member)
    return dict(zip(TYPED, words_of(member), strict=True))


def add_member(actor: User, unit: Unit, typed: Mapping[Column, str]) -> Faults:
    """Enrol one person as typed; a note does not keep anybody out, what blocks does."""
    require(actor, Permission.MEMBER_WRITE, unit)
    refuse_while_held(unit)
    cells, problems, faults = _looked_at(unit, typed)
    if not faults:
        faults = _known_already(cells, unit)
    if faults:
        return faults
    columns = _columns(cells, problems, unit, MemberStatus.UNCHECKED)
    with driver().cursor() as cursor:
        enrol(cursor, lines_of(columns))
    nik_hash = keys().hashed(cells.nik)
    mark_member(unit.party_id, nik_hash, cells.card_number)
    own = select(Member.id).where(Member.unit_id == unit.id, Member.nik_hash == nik_hash, Member.status.in_(STANDING))
    enqueue(SEEK_LIKENESS, db.session.scalars(own).one())
    record(actor, MemberAdded(unit.id), unit)
    db.session.flush()
    return {}


def correct_member(actor: User, member: Member, typed: Mapping[Column, str]) -> Faults:
    """Put a member right; what KPU had found of the row is looked at anew."""
    require(actor, Permission.MEMBER_WRITE, member)
    refuse_while_held(member.unit)
    if member.status not in STANDING - {MemberStatus.NOT_MET}:
        return {Column.NIK: [SETTLED]}
    cells, problems, faults = _looked_at(member.unit, typed)
    if not faults:
        faults = _known_already(cells, member.unit, besides=Member.id != member.id)
    if faults:
        return faults
    former = member.nik_hash, member.card_number
    columns = _columns(cells, problems, member.unit, member.status)
    changed = {name: value for name, (value,) in columns.items() if name not in FIXED}
    with driver().cursor() as cursor:
        assignments = SQL(", ").join(SQL("{} = %s").format(Identifier(name)) for name in changed)
        order = SQL("UPDATE member SET {} WHERE id = %s").format(assignments)
        cursor.execute(order, [*changed.values(), member.id])
    db.session.expire(member)
    for nik_hash, card in {former, (member.nik_hash, member.card_number)}:
        mark_member(member.party_id, nik_hash, card)
    turn_members(actor, member.unit, Member.id == member.id, MemberStatus.UNCHECKED)
    forget(member.id)
    enqueue(SEEK_LIKENESS, member.id)
    record(actor, MemberCorrected(member.id), member)
    db.session.flush()
    return {}


def remove_member(actor: User, member: Member, reason: MemberReason | None, note: str) -> None:
    """Take a member out, with the reason. Raises Refused where none was given."""
    require(actor, Permission.MEMBER_WRITE, member)
    refuse_while_held(member.unit)
    turn_members(actor, member.unit, Member.id == member.id, MemberStatus.REMOVED, reason, note)
    mark_member(member.party_id, member.nik_hash, member.card_number)
    db.session.flush()


def _looked_at(unit: Unit, typed: Mapping[Column, str]) -> tuple[Cells, list[Problem], Faults]:
    terms, names = conditions_of(unit, TYPED)
    columns = {column: place for place, column in enumerate(TYPED)}
    cells = reader_of(columns, names)([[typed.get(column, "") for column in TYPED]]).row(0)
    problems, faults = Judge(terms)(cells), defaultdict(list)
    for problem in problems:
        if problem.code in BLOCKING:
            faults[REPAIRS[problem.code]].append(problem.message)
    return cells, problems, faults


def _known_already(cells: Cells, unit: Unit, besides: ColumnElement[bool] | None = None) -> Faults:
    """What other rows of the party say against this one: the person is there, or the card is taken."""
    others = select(Member.status).where(Member.party_id == unit.party_id, Member.status.in_(STANDING))
    if besides is not None:
        others = others.where(besides)
    found = db.session.scalars(others.where(Member.nik_hash == keys().hashed(cells.nik)).limit(1)).first()
    faults: dict[Column, list[str]] = {}
    if found:
        faults[Column.NIK] = [KNOWN]
    if cells.card_number and db.session.scalars(others.where(Member.card_number == cells.card_number).limit(1)).first():
        faults[Column.CARD] = [CARD_TAKEN]
    return faults


def _columns(cells: Cells, problems: list[Problem], unit: Unit, status: MemberStatus) -> dict[str, Sequence[Any]]:
    coming = Arrivals(Table.of([cells]), [codes_of(problems)])
    return columns_of(coming, Home.of(unit), keys(), status)

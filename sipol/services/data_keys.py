"""The keys that seal personal data: what each still seals, and sealing all of it anew with the newest.

Whoever seals anew may be killed at any moment and begin again: what is done carries the number of the newest key and is
passed by. A file is replaced in one step, a batch of rows in one transaction, so that each opens before and after.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    LargeBinary,
    Row,
    Table,
    cast,
    column,
    func,
    literal,
    or_,
    select,
    tuple_,
    type_coerce,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY

from sipol.access.policy import Permission, require
from sipol.audit.data_events import KeysRotated
from sipol.audit.trail import record
from sipol.extensions import db, files
from sipol.models import User
from sipol.models.base import EVERYWHERE
from sipol.models.sealed import Sealed, Unsealable, keys
from sipol.services import imports, letters, member_papers
from sipol.services.documents import alone_with_sealed_files, fetch

ROWS, FILES = 2_000, 20
"""What is sealed anew in one transaction, and between two words about headway."""
FOLDERS: Mapping[str, str] = {
    imports.FOLDER: imports.SEALED_AS,
    member_papers.FOLDER: member_papers.SEALED_AS,
    letters.FOLDER: letters.SEALED_AS,
}
"""Folders of the store that hold nothing but sealed files, and as what these are sealed."""


@dataclass(frozen=True, slots=True)
class Headway:
    """So many were sealed anew at a place, and so many there that no key at hand opens."""

    place: str
    done: int
    unopened: int = 0


def keys_in_use() -> dict[str, Counter[int]]:
    """How many values each key seals, by place: a sealed column, or a folder of the store."""
    found: dict[str, Counter[int]] = {}
    for table, sealed in sealed_columns():
        for name in sealed:
            number = func.get_byte(_head(table, name), 0)
            counted = select(number, func.count()).where(table.c[name].is_not(None)).group_by(number)
            found[f"{table.name}.{name}"] = Counter()
            for key, count in db.session.execute(counted):
                found[f"{table.name}.{name}"][key] = count
    for folder in FOLDERS:
        found[folder] = Counter(key for _, key in _sealed_files(folder))
    return found


def sealed_columns() -> list[tuple[Table, dict[str, str]]]:
    """Every table with something sealed in it, and its sealed columns with the name each is bound to."""
    found = []
    for table in db.metadata.sorted_tables:
        sealed = {one.name: one.type.column for one in table.columns if isinstance(one.type, Sealed)}
        if sealed:
            found.append((table, sealed))
    return found


def rotate(actor: User) -> Iterator[Headway]:
    """Seal anew all that an older key seals. Whoever asks commits after each piece, and at the end for the log."""
    require(actor, Permission.REGISTER_KEEP, EVERYWHERE)
    rows, sheets, unopened = 0, 0, 0
    for table, sealed in sealed_columns():
        for step in _rows_anew(table, sealed):
            rows, unopened = rows + step.done, unopened + step.unopened
            yield step
    for folder, name in FOLDERS.items():
        for step in _files_anew(folder, name):
            sheets, unopened = sheets + step.done, unopened + step.unopened
            yield step
    record(actor, KeysRotated(actor.id, newest=keys().newest, rows=rows, files=sheets, unopened=unopened))
    db.session.flush()


def _rows_anew(table: Table, sealed: Mapping[str, str]) -> Iterator[Headway]:
    """Pass over a table until nothing is left that can be sealed anew: rows in others' hands are left for the next."""
    known = 0
    while True:
        done, unopened, last = 0, 0, None
        while batch := _older(table, sealed, last):
            last = tuple(batch[-1])[: len(table.primary_key)]
            fresh = [one for row in batch if (one := _row_anew(row, table, sealed)) is not None]
            _put_back(table, sealed, fresh)
            done, unopened = done + len(fresh), unopened + len(batch) - len(fresh)
            # What does not open is met again on each pass, and told once.
            new, known = max(unopened - known, 0), max(known, unopened)
            yield Headway(table.name, len(fresh), new)
        if not done:
            return


def _older(table: Table, sealed: Mapping[str, str], last: tuple[Any, ...] | None) -> Sequence[Row[Any]]:
    """The next rows, locked, with something in them that the newest key does not seal: their keys, and what is sealed.

    A row that somebody else is at is passed by: this never waits for anybody, so it cannot stand in a ring of waiting.
    """
    alone_with_sealed_files()
    newest = literal(bytes([keys().newest]), LargeBinary)
    own = list(table.primary_key)
    wanted = [*own, *(type_coerce(table.c[name], LargeBinary).label(f"sealed_{name}") for name in sealed)]
    query = select(*wanted).where(or_(*(_head(table, name) != newest for name in sealed)))
    if last is not None:
        query = query.where(
            tuple_(*own) > tuple_(*(literal(value, one.type) for value, one in zip(last, own, strict=True)))
        )
    return db.session.execute(query.order_by(*own).limit(ROWS).with_for_update(skip_locked=True)).all()


def _row_anew(row: Row[Any], table: Table, sealed: Mapping[str, str]) -> tuple[Any, ...] | None:
    """The keys of a row and what is in it, sealed with the newest key; None when some of it does not open."""
    held, values = keys(), tuple(row)
    at = len(table.primary_key)
    try:
        fresh = [
            None if value is None else held.seal(held.opened(value, name), name)
            for value, name in zip(values[at:], sealed.values(), strict=True)
        ]
    except Unsealable:
        return None
    return (*values[:at], *fresh)


def _put_back(table: Table, sealed: Mapping[str, str], rows: Sequence[tuple[Any, ...]]) -> None:
    """One statement for all rows."""
    if not rows:
        return
    types = {one.name: one.type for one in table.primary_key} | dict.fromkeys(sealed, LargeBinary())
    came = zip(types.values(), zip(*rows, strict=True), strict=True)
    arrays = [cast(literal(list(values), ARRAY(kind)), ARRAY(kind)) for kind, values in came]
    named = (column(name, kind) for name, kind in types.items())
    fresh = func.unnest(*arrays).table_valued(*named, name="fresh").render_derived()
    order = update(table).values({table.c[name]: fresh.c[name] for name in sealed})
    db.session.execute(order.where(*(one == fresh.c[one.name] for one in table.primary_key)))


def _head(table: Table, name: str) -> ColumnElement[bytes]:
    """The first byte of a sealed value: the number of its key."""
    return func.substring(type_coerce(table.c[name], LargeBinary), 1, 1, type_=LargeBinary)


def _files_anew(folder: str, name: str) -> Iterator[Headway]:
    held, done, unopened = keys(), 0, 0
    # A file that is removed meanwhile must not come back.
    alone_with_sealed_files()
    for path, key in _sealed_files(folder):
        if key == held.newest:
            continue
        try:
            files().put(path, held.seal(held.opened(fetch(path), name), name))
            done += 1
        except Unsealable:
            unopened += 1
        if done + unopened == FILES:
            yield Headway(folder, done, unopened)
            done, unopened = 0, 0
            alone_with_sealed_files()
    if done + unopened:
        yield Headway(folder, done, unopened)


def _sealed_files(folder: str) -> Iterator[tuple[str, int]]:
    """The path of each file, and the number of the key that seals it; 0, which is no key's, for an empty one."""
    for piece in files().list(folder):
        for one in piece:
            path = str(one["path"])
            yield path, bytes(files().get_range(path, start=0, length=1))[0] if one["size"] else 0

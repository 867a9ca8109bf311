"""Regions by Kemendagri's code, imported from CSV and never deleted: a code that ends gets a last day."""

import csv
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import TextIO
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select, true
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import InstrumentedAttribute

from sipol.access.policy import Permission, require
from sipol.audit.events import RegionsImported
from sipol.audit.trail import record
from sipol.extensions import db, today
from sipol.models import Region, User
from sipol.models.base import EVERYWHERE
from sipol.rules.errors import Refused
from sipol.rules.regions import NATION, Level, is_code, level_of, parent_of

NO_TABLE = "Berkas wilayah tidak dapat dibaca sebagai tabel. Simpan sebagai CSV UTF-8, lalu impor lagi."
NOBODY = UUID(int=0)
TERMS = select(Region.code, Region.valid_from, Region.valid_until)


def districts() -> list[tuple[str, str]]:
    """Code and name of every kecamatan that stands today."""
    ended = Region.valid_until <= func.current_date()
    query = select(Region.code, Region.name).where(Region.level == Level.DISTRICT, ended.is_not(True))
    return [(code, name) for code, name in db.session.execute(query)]


def stood_on(day: date) -> ColumnElement[bool]:
    """Whether a region was there on a day; one without dates always was."""
    return and_((Region.valid_from > day).is_not(True), (Region.valid_until <= day).is_not(True))


def lies_in(code: InstrumentedAttribute[str], area: str) -> ColumnElement[bool]:
    """``rules.regions.within``, told to the database: a subtree is a prefix."""
    return true() if area == NATION else or_(code == area, code.like(f"{area}.%"))


def places_within(area: str, levels: Collection[Level]) -> Sequence[Region]:
    """The regions of these levels in an area, itself included, from the top of the map downwards."""
    query = select(Region).where(lies_in(Region.code, area), Region.level.in_(levels), stood_on(today()))
    return db.session.scalars(query.order_by(Region.code != area, Region.code)).all()


def read_regions(file: TextIO) -> list[dict[str, object]]:
    """Rows of a CSV with ``kode,nama`` and, where known, ``penduduk,berlaku_mulai,berlaku_sampai,kode_kpu,kode_bps``.

    Raises Refused naming the row (counted from 1 below the header) that cannot be right.
    """
    reader = csv.DictReader(file)
    try:
        if not {"kode", "nama"} <= set(reader.fieldnames or ()):
            raise Refused("file", "Berkas wilayah harus memiliki kolom kode dan nama pada baris pertama.")
        rows = [_region_of(row, number) for number, row in enumerate(reader, start=1)]
    except (csv.Error, UnicodeError) as error:
        raise Refused("file", NO_TABLE) from error
    _refuse_twins(rows)
    if not rows:
        raise Refused("file", "Berkas wilayah tidak memuat satu baris pun.")
    return rows


def _region_of(row: Mapping[str, str | None], number: int) -> dict[str, object]:
    code, name = (row.get("kode") or "").strip(), (row.get("nama") or "").strip()
    if not is_code(code) or code == NATION:
        raise Refused("file", f"Baris {number}: kode wilayah tidak berbentuk seperti 65.71.01.")
    if not name:
        raise Refused("file", f"Baris {number}: nama wilayah {code} kosong.")
    if not all((row.get(column) or "").isprintable() for column in ("nama", "kode_kpu", "kode_bps")):
        raise Refused("file", f"Baris {number}: nama atau kode lain {code} memuat tanda yang tidak tercetak.")
    try:
        region: dict[str, object] = {
            "code": code,
            "parent_code": parent_of(code),
            "name": name,
            "level": level_of(code),
            "population": _count(row.get("penduduk")),
            "valid_from": _day(row.get("berlaku_mulai")),
            "valid_until": _day(row.get("berlaku_sampai")),
            "kpu_code": row.get("kode_kpu") or None,
            "bps_code": row.get("kode_bps") or None,
        }
    except ValueError:
        raise Refused("file", f"Baris {number}: jumlah penduduk atau tanggal berlaku {code} tidak terbaca.") from None
    _refuse_backwards(region, number)
    return region


def _refuse_backwards(region: dict[str, object], number: int) -> None:
    """Refused when the last day lies before the first. What the database would refuse is told with its row."""
    first, last = region["valid_from"], region["valid_until"]
    if isinstance(first, date) and isinstance(last, date) and last <= first:
        raise Refused("file", f"Baris {number}: masa berlaku {region['code']} berakhir sebelum dimulai.")


def _refuse_twins(rows: list[dict[str, object]]) -> None:
    first: dict[object, int] = {}
    for number, row in enumerate(rows, start=1):
        known = first.setdefault(row["code"], number)
        if known != number:
            raise Refused("file", f"Baris {number}: kode {row['code']} sudah ada di baris {known}.")


def _count(text: str | None) -> int | None:
    """Raises ValueError for what is no number of people; the database counts up to 2**31."""
    if not text:
        return None
    count = int(text)
    if not 0 <= count < 2**31:
        raise ValueError
    return count


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def import_regions(actor: User, rows: Iterable[dict[str, object]]) -> tuple[int, int]:
    """Add new codes and renew those that are there; returns how many of each. Nothing is deleted."""
    require(actor, Permission.REGISTER_KEEP, EVERYWHERE)
    rows = list(rows)
    ordered = sorted(rows, key=lambda row: str(row["code"]))
    terms = {code: (first, last) for code, first, last in db.session.execute(TERMS)}
    known = set(terms)
    _refuse_orphans(ordered, known)
    for number, row in enumerate(rows, start=1):
        first, last = terms.get(str(row["code"]), (None, None))
        _refuse_backwards(
            row | {"valid_from": row["valid_from"] or first, "valid_until": row["valid_until"] or last}, number
        )
    statement = insert(Region)
    # What this file does not tell (a mapping, say) stays as an earlier file told it.
    kept = {
        column: func.coalesce(statement.excluded[column], Region.__table__.c[column])
        for column in ("population", "valid_from", "valid_until", "kpu_code", "bps_code")
    }
    renewed = statement.on_conflict_do_update(index_elements=["code"], set_={"name": statement.excluded.name, **kept})
    if ordered:
        db.session.execute(renewed, ordered)
    changed = sum(row["code"] in known for row in ordered)
    record(actor, RegionsImported(NOBODY, added=len(ordered) - changed, changed=changed))
    return len(ordered) - changed, changed


def _refuse_orphans(ordered: list[dict[str, object]], known: set[str]) -> None:
    codes = known | {str(row["code"]) for row in ordered}
    for row in ordered:
        if row["parent_code"] not in codes:
            raise Refused("file", f"Wilayah induk {row['parent_code']} dari {row['code']} belum ada di register.")

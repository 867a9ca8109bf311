"""Members come into the register by one way, whether from a form or from a list of a million."""

import json
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID

from psycopg import Connection, Cursor
from sqlalchemy import func, select

from sipol.extensions import db
from sipol.models import Member, MemberList, Unit
from sipol.models.sealed import Keys
from sipol.reading.sheets import Column
from sipol.rules.identity import Sex
from sipol.rules.member_life import MemberStatus
from sipol.rules.members import Cells
from sipol.rules.regions import district_of

COLUMNS = (
    "unit_id", "party_id", "region_code", "list_id", "list_row", "status", "nik", "nik_hash", "person_hash", "name",
    "name_key", "sex", "birth_place", "born", "married", "occupation", "address", "card_number", "codes",
)  # fmt: skip
_SEXES = {Sex.MALE: "L", Sex.FEMALE: "P", None: ""}
_MARRIED = {True: "Kawin", False: "Belum kawin", None: ""}
_SIGNS = {code: " " for code in range(128) if not chr(code).isalnum()}
COUNTING = (MemberStatus.UNCHECKED, MemberStatus.MET, MemberStatus.INCOMPLETE)
"""Members who count towards the least number: not those found TMS, nor those removed."""
COPY_MEMBERS = f"COPY member ({', '.join(COLUMNS)}) FROM STDIN"
COPY_BLOCKED = "COPY blocked_row (list_id, row, line, written, codes) FROM STDIN"


Source: TypeAlias = tuple[UUID, int] | tuple[None, None]
"""The list of a member and its row there; neither for one that came by the form."""


@dataclass(frozen=True, slots=True)
class Home:
    """Whose members they are."""

    unit_id: UUID
    party_id: UUID
    region_code: str

    @classmethod
    def of(cls, unit: Unit) -> "Home":
        return cls(unit.id, unit.party_id, unit.region_code)


def name_key(name: str) -> str:
    """A name for finding it by how it begins: small letters without accents and signs, one space between words."""
    plain = name.casefold()
    if not plain.isascii():
        folded = unicodedata.normalize("NFKD", plain)
        plain = "".join(mark if mark.isalnum() else " " for mark in folded if not unicodedata.combining(mark))
    return " ".join(plain.translate(_SIGNS).split())


def values_of(
    cells: Cells,
    home: Home,
    codes: Sequence[str],
    held: Keys,
    *,
    status: MemberStatus,
    source: tuple[UUID, int] | tuple[None, None],
) -> tuple[object, ...]:
    """The columns of a member, in the order of ``COLUMNS``.

    A row without a date of birth or NIK is no member.
    """
    born = cells.born_on.isoformat() if cells.born_on else ""
    key = name_key(cells.name)
    region = district_of(cells.region) or home.region_code
    person = person_of(key, cells.sex, born)
    return (
        home.unit_id, home.party_id, region, *source, status.value,
        held.seal(cells.nik.encode(), "member.nik"), held.hashed(cells.nik), held.hashed(person), cells.name, key,
        cells.sex.value if cells.sex else None, cells.birth_place, held.seal(born.encode(), "member.born"),
        cells.married, cells.occupation, cells.address, cells.card_number, list(codes),
    )  # fmt: skip


def person_of(key: str, sex: Sex | None, born: str) -> str:
    """What tells one person besides the NIK, as one text to be hashed: ``name_key``, sex, and ISO date of birth."""
    return f"{key}|{sex or ''}|{born}"


def words_of(member: Member) -> tuple[str, ...]:
    """A member as a list writes it: NIK, name, sex, birth, marriage, occupation, address, kecamatan, card."""
    return (
        member.nik, member.name, _SEXES[member.sex], member.birth_place, member.born_on.strftime("%d-%m-%Y"),
        _MARRIED[member.married], member.occupation, member.address, member.region_code, member.card_number,
    )  # fmt: skip


def enrol(cursor: Cursor, rows: Iterable[Sequence[object]]) -> None:
    """Put rows of ``values_of`` into the register, as one COPY of the session's own transaction."""
    with cursor.copy(COPY_MEMBERS) as copy:
        for row in rows:
            copy.write_row(row)


def driver() -> Connection:
    """The connection of this session, below SQLAlchemy: what COPY needs."""
    connection: Connection = db.session.connection().connection.driver_connection  # type: ignore[assignment]
    return connection


def written_of(cells: Mapping[Column, str]) -> str:
    """The cells of a row as they were written, for keeping."""
    return json.dumps({column.value: text for column, text in cells.items() if text}, ensure_ascii=False)


def count_again(sheet: MemberList, outside: int) -> None:
    """How many rows of a list are clean and how many came in with a note, twins among them; the rest is ``outside``."""
    held = select(func.count()).where(Member.list_id == sheet.id)
    noted = db.session.scalar(held.where(func.cardinality(Member.codes) > 0)) or 0
    sheet.blocked, sheet.noted, sheet.clean = outside, noted, sheet.rows - outside - noted


def counts_of(units: Iterable[Unit]) -> dict[UUID, dict[MemberStatus, int]]:
    """How many members each unit has, by status; pending ones are nobody's yet."""
    query = (
        select(Member.unit_id, Member.status, func.count())
        .where(Member.unit_id.in_([unit.id for unit in units]), Member.status != MemberStatus.PENDING)
        .group_by(Member.unit_id, Member.status)
    )
    counts: dict[UUID, dict[MemberStatus, int]] = {}
    for unit_id, status, count in db.session.execute(query):
        counts.setdefault(unit_id, {})[status] = count
    return counts

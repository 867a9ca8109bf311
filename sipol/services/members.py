"""Members come into the register by one way, whether from a form or from a list of a million."""

import json
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from psycopg import Connection, Cursor
from sqlalchemy import text

from sipol.extensions import db
from sipol.models import MemberStatus, Unit
from sipol.models.sealed import Keys
from sipol.reading.sheets import Column
from sipol.rules.members import Cells
from sipol.rules.regions import district_of

COLUMNS = (
    "unit_id", "party_id", "region_code", "list_id", "list_row", "status", "nik", "nik_hash", "person_hash", "name",
    "name_key", "sex", "birth_place", "born", "married", "occupation", "address", "card_number", "codes",
)  # fmt: skip
COPY_MEMBERS = f"COPY member ({', '.join(COLUMNS)}) FROM STDIN"
COPY_BLOCKED = "COPY blocked_row (list_id, row, line, written, codes) FROM STDIN"


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
    plain = unicodedata.normalize("NFKD", name.casefold())
    return " ".join(
        "".join(mark if mark.isalnum() else " " for mark in plain if not unicodedata.combining(mark)).split()
    )


def values_of(
    cells: Cells, home: Home, codes: Sequence[str], held: Keys, *, status: MemberStatus, source: tuple[UUID, int] | None
) -> tuple[object, ...]:
    """The columns of a member, in the order of ``COLUMNS``. A row without a date of birth or NIK is no member."""
    born = cells.born_on.isoformat() if cells.born_on else ""
    key = name_key(cells.name)
    region = district_of(cells.region) or home.region_code
    person = f"{key}|{cells.sex or ''}|{born}"
    return (
        home.unit_id, home.party_id, region, *(source or (None, None)), status.value,
        held.seal(cells.nik.encode(), "member.nik"), held.hashed(cells.nik), held.hashed(person), cells.name, key,
        cells.sex.value if cells.sex else None, cells.birth_place, held.seal(born.encode(), "member.born"),
        cells.married, cells.occupation, cells.address, cells.card_number, list(codes),
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


def written_of(cells: dict[Column, str]) -> str:
    """The cells of a row as they were written, for keeping."""
    return json.dumps({column.value: text for column, text in cells.items() if text}, ensure_ascii=False)


TWINS = text(
    """
    UPDATE member AS own SET codes = array(SELECT DISTINCT unnest(own.codes || found.codes) ORDER BY 1)
    FROM (
        SELECT one.id, array_agg(DISTINCT CASE
            WHEN other.party_id <> one.party_id THEN 'ganda_eksternal'
            WHEN other.person_hash = one.person_hash THEN 'ganda_identik'
            ELSE 'potensi_ganda' END) AS codes
        FROM member AS one JOIN member AS other ON other.nik_hash = one.nik_hash AND other.id <> one.id
        WHERE one.list_id = :list AND other.status <> 'removed'
            AND (other.status <> 'pending' OR other.list_id = one.list_id)
        GROUP BY one.id
    ) AS found WHERE found.id = own.id
    """
)


def mark_twins(list_id: UUID) -> int:
    """Note on the rows of a list which NIK stands elsewhere: twice here, or in another party. How many rows."""
    return int(db.session.execute(TWINS, {"list": list_id}).rowcount)  # type: ignore[attr-defined]

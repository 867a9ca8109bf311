"""Members come into the register by one way, whether from a form or from a list of a million."""

import json
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from psycopg import Connection
from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import aliased

from sipol.extensions import db
from sipol.models import Member, MemberList, Unit
from sipol.models.sealed import Keys, keys
from sipol.reading.sheets import Column
from sipol.rules.identity import Sex
from sipol.rules.member_life import STANDING, MemberStatus
from sipol.rules.members import Table
from sipol.rules.regions import district_of, jurisdiction

_SEXES = {Sex.MALE: "L", Sex.FEMALE: "P", None: ""}
_MARRIED = {True: "Kawin", False: "Belum kawin", None: ""}
_SIGNS = {code: " " for code in range(128) if not chr(code).isalnum()}
COUNTING = (MemberStatus.UNCHECKED, MemberStatus.MET, MemberStatus.INCOMPLETE)
"""Members who count towards the least number: not those found TMS, nor those removed."""
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
    plain = name.casefold()
    if not plain.isascii():
        folded = unicodedata.normalize("NFKD", plain)
        plain = "".join(mark if mark.isalnum() else " " for mark in folded if not unicodedata.combining(mark))
    return " ".join(plain.translate(_SIGNS).split())


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Rows on their way in: what they say, the indications on each, and the list they come from with its rows.

    A row without a date of birth or NIK is no member.
    """

    table: Table
    codes: Sequence[Sequence[str]]
    list_id: UUID | None = None
    rows: Sequence[int | None] = (None,)


def columns_of(coming: Arrivals, home: Home, held: Keys, status: MemberStatus) -> dict[str, Sequence[Any]]:
    """The columns of members as the database has them, by their names."""
    table, many = coming.table, len(coming.table.nik)
    folded = [name_key(name) for name in table.name]
    births = [born_on.isoformat() if born_on else "" for born_on in table.born_on]
    districts = {region: district_of(region) or home.region_code for region in set(table.region)}
    regions = [districts[region] for region in table.region]
    people = map(person_of, folded, table.sex, births)
    return {
        "unit_id": [home.unit_id] * many,
        "party_id": [home.party_id] * many,
        "region_code": regions,
        "list_id": [coming.list_id] * many,
        "list_row": coming.rows,
        "status": [status.value] * many,
        "nik": held.seal_all(table.nik, "member.nik"),
        "nik_hash": held.hash_all(table.nik),
        "person_hash": held.hash_all(people),
        "birth_hash": held.hash_all(map(birth_of, births, regions)),
        "name": table.name,
        "name_key": folded,
        "sex": table.sex,
        "birth_place": table.birth_place,
        "born": held.seal_all(births, "member.born"),
        "married": table.married,
        "occupation": table.occupation,
        "address": table.address,
        "card_number": table.card_number,
        "codes": coming.codes,
    }


def person_of(key: str, sex: Sex | None, born: str) -> str:
    """What tells one person besides the NIK, as one text to be hashed: ``name_key``, sex, and ISO date of birth."""
    return f"{key}|{sex or ''}|{born}"


def birth_of(born: str, region: str) -> str:
    """What people are sought among: born on one day (ISO), living in one kabupaten/kota; as one text to be hashed."""
    return f"{born}|{jurisdiction(region)}"


def words_of(member: Member) -> tuple[str, ...]:
    """A member as a list writes it: NIK, name, sex, birth, marriage, occupation, address, kecamatan, card."""
    return (
        member.nik, member.name, _SEXES[member.sex], member.birth_place, member.born_on.strftime("%d-%m-%Y"),
        _MARRIED[member.married], member.occupation, member.address, member.region_code, member.card_number,
    )  # fmt: skip


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


def ruled_out_in(party_id: UUID) -> Callable[[str], bool] | None:
    """Tells of a NIK whether it was found TMS in a party; nothing where nobody was."""
    hashes, held = frozenset(db.session.scalars(select_ruled_out(party_id))), keys()
    return (lambda nik: held.hashed(nik) in hashes) if hashes else None


def select_ruled_out(party_id: UUID) -> Select[bytes]:
    """The NIK, as hashes, found TMS in a party, but for those with another row: of twins one stays."""
    other, standing = aliased(Member), STANDING - {MemberStatus.NOT_MET}
    twin = exists().where(other.nik_hash == Member.nik_hash, other.party_id == party_id, other.status.in_(standing))
    return select(Member.nik_hash).where(Member.party_id == party_id, Member.status == MemberStatus.NOT_MET, ~twin)


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

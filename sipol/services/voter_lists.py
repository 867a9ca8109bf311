"""Voter lists (DPB) brought in by file: only keyed hashes are kept of them, one list for each kabupaten/kota."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import BinaryIO, TypeAlias

from sqlalchemy import ColumnElement, delete, func, or_, select, text

from sipol.access.policy import Permission, require
from sipol.audit.events import VoterListImported
from sipol.audit.trail import record
from sipol.extensions import db, today
from sipol.models import Member, Region, User, Voter, VoterList
from sipol.models.base import Spot
from sipol.models.sealed import Keys, keys
from sipol.reading.sheets import Column, Sheet, plain_safely, reader_of, sheet_of
from sipol.reading.sheets.voters import status_column, status_of
from sipol.rules.errors import Refused, Unreadable
from sipol.rules.identity import fault_of
from sipol.rules.members import Cells, is_district
from sipol.rules.regions import Level, jurisdiction, level_of, within
from sipol.services.members import driver, name_key, person_of
from sipol.services.voters import ImportedLists, mark_voters

PIECE = 20_000
"""Rows that are kept by one COPY."""
COPY_VOTERS = "COPY voter (list_number, nik_hash, person_hash, status) FROM STDIN"
ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtext('voter_list'))")
NO_NIK = "Kolom NIK tidak ditemukan. Beri judul NIK pada kolom itu, lalu coba lagi."
NO_REGION = (
    "Berkas ini tidak menyebut kode kecamatan, jadi tidak diketahui untuk kabupaten/kota mana. "
    "Pilih satu kabupaten/kota, atau tambahkan kolom kode kecamatan."
)
NOBODY = (
    "Tidak satu baris pun memuat NIK utuh dari wilayah ini. Pakai daftar pemilih yang NIK-nya tidak disamarkan, "
    "dan periksa kabupaten/kotanya."
)
Row: TypeAlias = tuple[str, bytes, bytes | None, str]
"""Kabupaten/kota, hashes of NIK and person, and what the list says."""


@dataclass(slots=True)
class Brought:
    """What a file brought: rows kept by kabupaten/kota, and those left out because they could not be used."""

    kept: Counter[str] = field(default_factory=Counter)
    without_nik: int = 0
    """The NIK is masked, or no NIK."""
    elsewhere: int = 0
    """Of no kabupaten/kota known, or of one outside the area."""

    @property
    def rows(self) -> int:
        return sum(self.kept.values())


def voter_lists_in(area: str) -> dict[str, VoterList]:
    """The voter lists of an area by their kabupaten/kota; that there is one is no secret."""
    return {one.region_code: one for one in db.session.scalars(select(VoterList)) if within(one.region_code, area)}


def import_voters(actor: User, file: BinaryIO, as_of: date, area: str) -> Brought:
    """Put a voter list of the area in the place of what was kept of its kabupaten/kota, and mark members by it.

    Refused("file", …) for a sheet that is none, Refused("as_of", …) where a newer one is kept or the day is to come.
    """
    require(actor, Permission.VOTER_LIST_KEEP, Spot(area))
    if as_of > today():
        raise Refused("as_of", "Tanggal keadaan daftar pemilih belum tiba. Periksa tanggalnya.")
    db.session.execute(ONE_AT_A_TIME)
    try:
        with plain_safely(file) as plain:
            arrival = Arrival(actor, as_of, area)
            arrival.take(sheet_of(plain))
    except Unreadable as unreadable:
        raise Refused("file", str(unreadable)) from unreadable
    if not arrival.lists:
        raise Refused("file", NOBODY)
    _settle(actor, arrival)
    return arrival.brought


class Arrival:
    """A voter list on its way in, beside the older ones that it will replace."""

    def __init__(self, actor: User, as_of: date, area: str) -> None:
        regencies = select(Region.code).where(Region.level == Level.REGENCY)
        self.actor, self.as_of = actor, as_of
        self.known = {code for code in db.session.scalars(regencies) if within(code, area)}
        self.only = area if level_of(area) is Level.REGENCY else ""
        self.older = list(voter_lists_in(area).values())
        self.lists: dict[str, VoterList] = {}
        self.brought = Brought()

    def take(self, sheet: Sheet) -> None:
        if Column.NIK not in sheet.columns:
            raise Unreadable(NO_NIK)
        if not self.only and Column.DISTRICT not in sheet.columns:
            raise Unreadable(NO_REGION)
        read, status_at, held = reader_of(sheet.columns), status_column(sheet.header), keys()
        while lines := [written for _, written in islice(sheet.rows, PIECE)]:
            piece = list(self._told(zip(lines, read(lines).rows(), strict=True), status_at, held))
            self._open({row[0] for row in piece})
            with driver().cursor() as cursor, cursor.copy(COPY_VOTERS) as copy:
                for regency, *told in piece:
                    copy.write_row([self.lists[regency].number, *told])

    def _told(self, lines: Iterable[tuple[list[str], Cells]], status_at: int, held: Keys) -> Iterator[Row]:
        for written, cells in lines:
            regency = self._regency_of(cells)
            if not cells.exact or fault_of(cells.nik) is not None:
                self.brought.without_nik += 1
            elif regency not in self.known:
                self.brought.elsewhere += 1
            else:
                self.brought.kept[regency] += 1
                status = status_of(written[status_at] if 0 <= status_at < len(written) else "")
                yield regency, held.hashed(cells.nik), _person(cells, held), status.value

    def _regency_of(self, cells: Cells) -> str:
        return jurisdiction(cells.region) if is_district(cells.region) else self.only

    def _open(self, regencies: Collection[str]) -> None:
        for code in sorted(regencies - self.lists.keys()):
            newer = [one for one in self.older if one.region_code == code and one.as_of > self.as_of]
            if newer:
                raise Refused(
                    "as_of", f"Daftar pemilih {code} yang ada lebih baru: keadaan {newer[0].as_of:%d-%m-%Y}. Pakai itu."
                )
            sheet = VoterList(region_code=code, as_of=self.as_of, rows=0, kept_by=self.actor.id)
            db.session.add(sheet)
            db.session.flush()
            self.lists[code] = sheet


def _person(cells: Cells, held: Keys) -> bytes | None:
    if not (cells.name and cells.sex and cells.born_on):
        return None
    return held.hashed(person_of(name_key(cells.name), cells.sex, cells.born_on.isoformat()))


def _settle(actor: User, arrival: Arrival) -> None:
    """Let the older lists go, after everybody they or the new ones speak of was marked."""
    going = [one for one in arrival.older if one.region_code in arrival.lists]
    numbers = [one.number for one in (*going, *arrival.lists.values())]
    db.session.execute(text("ANALYZE voter"))
    register = ImportedLists([one.number for one in going])
    here = _living_in(sorted(arrival.lists))
    mark_voters(here, register)
    spoken_of = Member.nik_hash.in_(select(Voter.nik_hash).where(Voter.list_number.in_(numbers)))
    mark_voters(spoken_of & ~here, register)
    db.session.execute(delete(Voter).where(Voter.list_number.in_(register.leaving)))
    for older in going:
        db.session.delete(older)
    for code, sheet in arrival.lists.items():
        sheet.rows = arrival.brought.kept[code]
        told = VoterListImported(sheet.id, region=code, as_of=f"{sheet.as_of:%d-%m-%Y}", rows=sheet.rows)
        record(actor, told, Spot(code))
    db.session.flush()


def _living_in(regencies: Sequence[str]) -> ColumnElement[bool]:
    """Members of some kabupaten/kota; of one they are found by an index, of many by looking at all."""
    if len(regencies) > 1:
        return func.left(Member.region_code, len(regencies[0])).in_(regencies)
    return or_(Member.region_code == regencies[0], Member.region_code.startswith(f"{regencies[0]}."))

"""Members as a file: who took it and when stands on it and in the history; a NIK is whole only for its own party."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO
from uuid import UUID

from sipol.access.policy import Permission, require
from sipol.audit.member_events import MembersExported
from sipol.audit.trail import record
from sipol.extensions import now
from sipol.models import Member, Unit, User
from sipol.render.tables import TableFile, write_table
from sipol.render.watermarks import Watermark
from sipol.rules.disclosures import SEEING_REASON_WORDS, SeeingReason
from sipol.rules.identity import masked
from sipol.rules.indications import INDICATIONS, Code
from sipol.rules.member_life import MEMBER_STATUS_WORDS
from sipol.services.member_search import Sieve, all_members
from sipol.services.members import words_of

HEADER = (
    "NIK", "Nama lengkap", "Jenis kelamin", "Tempat lahir", "Tanggal lahir", "Status perkawinan", "Pekerjaan",
    "Alamat", "Kode kecamatan", "Nomor KTA", "Status", "Catatan",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be on the file: whose members, which of them, the form of the file, whole NIK or masked ones."""

    unit: Unit
    sieve: Sieve
    form: TableFile
    whole: bool
    zone: str
    reason: SeeingReason | None = None
    """Why the NIK is to be whole."""
    note: str = ""


def export_members(actor: User, wanted: Wanted, file: BinaryIO) -> list[UUID]:
    """Write the members into an open file; returns who they are. NotAllowed for a whole NIK of another's members."""
    unit = wanted.unit
    require(actor, Permission.MEMBER_UNMASK if wanted.whole else Permission.MEMBER_EXPORT, unit)
    people: list[UUID] = []

    def rows() -> Iterator[tuple[str, ...]]:
        for member in all_members(actor, unit, wanted.sieve):
            people.append(member.id)
            yield _row(member, whole=wanted.whole)

    mark = Watermark(f"Daftar anggota {unit.name}", actor.name, now(), wanted.zone, _purpose(wanted))
    write_table(file, wanted.form, ["Daftar anggota", unit.name], HEADER, rows(), mark=mark)
    taken_out = MembersExported(
        unit.id, rows=len(people), form=wanted.form, whole=wanted.whole, reason=wanted.reason or ""
    )
    record(actor, taken_out, unit)
    return people


def _purpose(wanted: Wanted) -> str:
    if wanted.reason is None:
        return "keperluan partai, NIK disamarkan"
    return SEEING_REASON_WORDS[wanted.reason] + (f" ({wanted.note})" if wanted.note else "") + ", NIK utuh"


def _row(member: Member, *, whole: bool) -> tuple[str, ...]:
    labels = dict.fromkeys(INDICATIONS[Code(code)].label for code in member.codes)
    nik, *words = words_of(member)
    return nik if whole else masked(nik), *words, MEMBER_STATUS_WORDS[member.status], ", ".join(labels)

"""What a unit hands in of its members: how many, what still stands in the way, and what KPU then holds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from sqlalchemy import func, select, update

from sipol.access.policy import Permission, require
from sipol.audit.member_events import MembersPrepared
from sipol.audit.trail import record
from sipol.extensions import db
from sipol.models import BlockedRow, ListStage, Member, MemberList, Period, Submission, Unit, User
from sipol.rules.errors import Refused
from sipol.rules.indications import Code
from sipol.rules.member_life import STANDING, MemberStatus
from sipol.rules.workflow import STATE_WORDS, WITH_KPU, State, Subject
from sipol.services.submissions import begin, hold_unit, submission_in

HELD = WITH_KPU | {State.AWAITING_CENTRE}


@dataclass(frozen=True, slots=True)
class Handful:
    """The members of a unit, counted for handing in and for ruling. ``new``: not handed in before."""

    by_status: Mapping[MemberStatus, int]
    by_code: Mapping[Code, int]
    new: int
    outside: int
    """Rows of its lists that wait outside."""

    @property
    def total(self) -> int:
        return sum(self.by_status.values())


def handful_of(unit: Unit) -> Handful:
    """Count the members of a unit. The caller may already know of the unit."""
    here = (Member.unit_id == unit.id, Member.status.in_(STANDING))
    by_status = dict(db.session.execute(select(Member.status, func.count()).where(*here).group_by(Member.status)).all())
    each = select(func.unnest(Member.codes).label("code")).where(*here).subquery()
    by_code = db.session.execute(select(each.c.code, func.count()).group_by(each.c.code).order_by(func.count().desc()))
    new = db.session.scalar(select(func.count()).where(*here, Member.handed_in_at.is_(None)))
    own_lists = select(MemberList.id).where(MemberList.unit_id == unit.id)
    outside = db.session.scalar(select(func.count()).where(BlockedRow.list_id.in_(own_lists)))
    codes = {Code(code): count for code, count in by_code}
    return Handful(by_status, codes, new or 0, outside or 0)


def lack_of_members(unit: Unit) -> str | None:
    """Why a unit's members cannot be handed in yet, as a sentence; None when they can."""
    here = (Member.unit_id == unit.id, Member.status.in_(STANDING))
    if db.session.scalar(select(Member.id).where(*here).limit(1)) is None:
        return "Belum ada anggota yang dimasukkan. Unggah daftar anggota, lalu masukkan."
    unsettled = MemberList.stage.in_((ListStage.WAITING, ListStage.CHECKED))
    if db.session.scalar(select(MemberList.id).where(MemberList.unit_id == unit.id, unsettled).limit(1)) is not None:
        return "Ada daftar anggota yang belum dimasukkan. Masukkan atau batalkan daftar itu lebih dahulu."
    return None


def begin_members(actor: User, unit: Unit, period: Period) -> Submission:
    """The submission of a unit's members in a period, made when there is none yet."""
    require(actor, Permission.SUBMISSION_PREPARE, unit)
    # A second press waits here, and then finds the submission of the first.
    hold_unit(unit)
    begun = submission_in(unit, period, Subject.MEMBERS)
    if begun is None:
        begun = begin(unit, period, Subject.MEMBERS)
        record(actor, MembersPrepared(begun.id), begun)
    return begun


def give_to_kpu(submission: Submission) -> str:
    """From now on KPU sees the unit's members. Returns the fingerprint of all that was handed in.

    It is the SHA-256 over the keyed hashes of NIK and person of every row, in order: it tells nothing of anybody.
    """
    here = (Member.unit_id == submission.unit_id, Member.status.in_(STANDING))
    unseen = update(Member).where(*here, Member.handed_in_at.is_(None))
    db.session.execute(unseen.values(handed_in_at=submission.submitted_at))
    digest = sha256()
    rows = select(Member.nik_hash, Member.person_hash).where(*here).order_by(Member.nik_hash, Member.person_hash)
    for nik_hash, person_hash in db.session.execute(rows.execution_options(yield_per=10_000)):
        digest.update(nik_hash + person_hash)
    return digest.hexdigest()


def refuse_while_held(unit: Unit) -> None:
    """Raise Refused("list", …) while the members of a unit lie with KPU or with the party's centre."""
    # Whoever hands in waits for this, or this for them.
    hold_unit(unit)
    held = select(Submission.state).where(
        Submission.unit_id == unit.id, Submission.subject == Subject.MEMBERS, Submission.state.in_(HELD)
    )
    if state := db.session.scalars(held).first():
        raise Refused(
            "list",
            f"Keanggotaan ini berstatus “{STATE_WORDS[state]}”, jadi isinya tidak dapat diubah sampai ada hasilnya.",
        )


def refuse_when_handed_in(sheet: MemberList) -> None:
    """Raise Refused("list", …) for a list of which rows were handed in: they go out one by one, with a reason."""
    given = select(Member.id).where(Member.list_id == sheet.id, Member.handed_in_at.is_not(None)).limit(1)
    if db.session.scalar(given):
        raise Refused(
            "list",
            "Anggota dari daftar ini sudah diajukan ke KPU, jadi daftarnya tidak dapat dibatalkan sekaligus. "
            "Keluarkan orang yang keliru satu per satu beserta alasannya.",
        )


def member_submissions_of(units: Iterable[Unit], period: Period | None) -> dict[UUID, Submission]:
    """What each unit has begun for its members in a period, by the unit's id. The caller may already know of them."""
    asked = select(Submission).where(
        Submission.unit_id.in_([unit.id for unit in units]), Submission.subject == Subject.MEMBERS
    )
    found = db.session.scalars(asked.where(Submission.period_id == period.id)) if period else ()
    return {row.unit_id: row for row in found}


def refuse_while_rows_wait(submission: Submission) -> None:
    """Raise Refused("outcome", …) for a ruling of MS while rows are unchecked or BMS."""
    counts = handful_of(submission.unit).by_status
    if waiting := counts.get(MemberStatus.UNCHECKED, 0):
        raise Refused("outcome", f"Masih ada {waiting} anggota yang belum diverifikasi. Verifikasi dahulu semuanya.")
    if doubted := counts.get(MemberStatus.INCOMPLETE, 0):
        raise Refused(
            "outcome",
            f"Masih ada {doubted} anggota berstatus BMS. Kembalikan pengajuan ini agar diperbaiki.",
        )

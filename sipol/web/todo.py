"""What waits for the party: one row per unit, each saying why, and in whose hands the rest is."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import url_for

from sipol.models import ReadingStatus, Submission, Unit
from sipol.render import in_words, short_date
from sipol.rules.periods import days_left
from sipol.rules.regions import Level
from sipol.rules.roles import Role
from sipol.rules.workflow import DRAFTS, WITH_KPU, Act, Outcome, State, Subject
from sipol.web.todo_members import member_address, member_task_of
from sipol.web.todo_offices import office_address, office_task_of
from sipol.web.todo_words import Known, Task, awaits, note_of, office_name, sentence, when

COUNTED = {Subject.DECREE: "SK", Subject.MEMBERS: "daftar anggota", Subject.OFFICE: "kantor"}


@dataclass(frozen=True, slots=True)
class Holder:
    """In whose hands something is, and what in words."""

    name: str
    told: str


def task_for(unit: Unit, known: Known, label: str) -> Task:
    """The SK of one unit in this period."""
    submission = known.submissions.get(unit.id)
    if submission is not None:
        return task_of(submission, known, label)
    return Task(label, url_for("decrees.upload", unit_id=unit.id), _nothing_yet(unit, known), "Belum mulai", False)


def task_of(submission: Submission, known: Known, label: str) -> Task:
    """One submission, whatever its period."""
    if submission.subject is Subject.MEMBERS:
        return member_task_of(submission, known, label)
    if submission.subject is Subject.OFFICE:
        return office_task_of(submission, known, label)
    status = submission.outcome or submission.state
    why = WHY[submission.state](submission, known)
    return Task(label, _address(submission), why, status, submission.state not in DRAFTS)


def address_of(submission: Submission) -> str:
    """Where the party goes on with a submission, or finds it again."""
    ways = {Subject.DECREE: _address, Subject.MEMBERS: member_address, Subject.OFFICE: office_address}
    return ways[submission.subject](submission)


def _address(submission: Submission) -> str:
    if submission.state is State.RETURNED and submission.no_change:
        return url_for("decrees.upload", unit_id=submission.unit_id)
    if submission.state in DRAFTS and submission.decree_id:
        return url_for("decrees.check", decree_id=submission.decree_id)
    if submission.state in WITH_KPU:
        return url_for("handover.receipt", submission_id=submission.id)
    if submission.decree_id and submission.state is not State.AWAITING_CENTRE:
        return url_for("decrees.show", decree_id=submission.decree_id)
    return url_for("handover.review", submission_id=submission.id)


def _nothing_yet(unit: Unit, known: Known) -> str:
    decree = known.in_force.get(unit.id)
    if decree is None:
        return "Belum ada SK dalam register. Unggah SK kepengurusan yang berlaku."
    since = f", berlaku sejak {short_date(decree.in_force_from)}" if decree.in_force_from else ""
    return f"SK Nomor {decree.number}{since}. Unggah SK baru bila kepengurusan berubah."


def _draft(submission: Submission, known: Known) -> str:
    moved = known.moves.get(submission.id)
    if moved is not None and moved.facts["act"] == Act.CENTRE_REFUSES:
        who = "atas pelimpahan pusat partai" if moved.facts.get("letter") else "pusat partai"
        return f"Dikembalikan {who}: {sentence(moved.facts['note'])}"
    decree = submission.decree
    if submission.no_change:
        return "Pernyataan tidak ada perubahan belum diajukan. Periksa, lalu ajukan."
    status = known.readings.get(decree.document_id) if decree else None
    if decree is None or status in (None, ReadingStatus.WAITING):
        return "SK sudah diunggah dan sedang dibaca mesin."
    if status is ReadingStatus.FAILED:
        return "SK sudah diunggah, tetapi tidak terbaca mesin. Isi datanya dengan tangan."
    called = f"SK Nomor {decree.number}" if decree.number else "SK"
    _, unanswered = known.counts.get(decree.id, (0, 0))
    if unanswered:
        return f"{called} sudah terbaca. {in_words(unanswered).capitalize()} perbedaan perlu Anda periksa."
    return f"{called} sudah terbaca dan tidak ada perbedaan. Tinjau jawabannya, lalu ajukan."


def _submitted(submission: Submission, known: Known) -> str:
    said = "Tidak ada perubahan; d" if submission.no_change else "D"
    return f"{said}iajukan {when(submission, known)}. Menunggu {office_name(submission, known)}."


def _in_review(submission: Submission, known: Known) -> str:
    return f"Sedang diperiksa verifikator {office_name(submission, known)}; isinya tidak dapat diubah."


def _returned(submission: Submission, known: Known) -> str:
    return f"Dikembalikan KPU. {note_of(submission, known)}"


def _decided(submission: Submission, known: Known) -> str:
    if submission.no_change:
        return "Tidak ada perubahan semester ini; SK yang berlaku tetap."
    number = submission.decree.number if submission.decree else ""
    if submission.outcome is Outcome.NOT_MET:
        return f"SK Nomor {number} tidak memenuhi syarat. {note_of(submission, known)}".strip()
    where = " dan dimuat dalam Berita Acara" if submission.state is not State.DECIDED else ""
    return f"SK Nomor {number} memenuhi syarat{where}."


WHY: dict[State, Callable[[Submission, Known], str]] = {
    State.DRAFT: _draft,
    State.AWAITING_CENTRE: awaits,
    State.SUBMITTED: _submitted,
    State.IN_REVIEW: _in_review,
    State.RETURNED: _returned,
    State.DECIDED: _decided,
    State.MINUTED: _decided,
    State.ANNOUNCED: _decided,
}


def label_of(unit: Unit) -> str:
    """A unit below one's own, by its place."""
    return f"Kecamatan {unit.region.name}" if unit.level is Level.DISTRICT else unit.region.name


def holders_of(known: Known, units: Sequence[Unit]) -> list[Holder]:
    """Who has what in hand; whoever has nothing is left out."""
    rows = [*known.submissions.values(), *known.members.values(), *known.premises.values(), *known.unfinished]
    waits = [row for row in rows if row.state is State.AWAITING_CENTRE]
    with_kpu = [row for row in rows if row.state in WITH_KPU]
    mine = [row for row in rows if row.state in DRAFTS]
    untouched = len(units) - len(known.submissions)
    holders = []
    if waits:
        name = "Anda, sebagai pusat partai" if known.actor.role is Role.CENTRE else "Pusat partai"
        holders.append(Holder(name, f"{_how_many(waits)}{_oldest(waits, known)}."))
    for name in sorted({office_name(row, known) for row in with_kpu}):
        here = [row for row in with_kpu if office_name(row, known) == name]
        unclaimed = sum(row.state is State.SUBMITTED for row in here)
        told = f", {unclaimed} belum diambil verifikator" if unclaimed else ", sedang diperiksa"
        holders.append(Holder(name, f"{_how_many(here)}{_oldest(here, known)}{told}."))
    if mine or untouched:
        who = "Petugas penghubung" if known.actor.role is Role.CENTRE else "Anda"
        parts = [f"{_how_many(mine)} sedang disiapkan atau diperbaiki"] if mine else []
        parts += [f"{untouched} unit belum mengunggah SK baru semester ini"] if untouched else []
        holders.append(Holder(who, f"{'; '.join(parts)}."))
    return holders


def _how_many(rows: Sequence[Submission]) -> str:
    """``2 SK dan 1 daftar anggota``."""
    counts = Counter(row.subject for row in rows)
    return " dan ".join(f"{counts[subject]} {word}" for subject, word in COUNTED.items() if counts[subject])


def _oldest(rows: Sequence[Submission], known: Known) -> str:
    moved = [known.moves[row.id].at for row in rows if row.id in known.moves]
    days = max((-days_left(at, known.moment, known.zone) for at in moved), default=0)
    return f", terlama {days} hari" if days else ", sejak hari ini"

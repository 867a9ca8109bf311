"""What waits for the party about its members: one row per unit, saying why."""

from flask import url_for

from sipol.models import Submission, Unit
from sipol.rules.workflow import DRAFTS, Outcome, State
from sipol.web.todo_words import Known, Task, awaits, note_of, office_name, when


def member_task(unit: Unit, known: Known, label: str) -> Task:
    """The members of one unit in this period."""
    submission = known.members.get(unit.id)
    if submission is not None:
        return member_task_of(submission, known, label)
    why = "Unggah daftar anggota atau tambahkan satu per satu, lalu ajukan ke KPU."
    return Task(label, url_for("members.index"), why, "Belum mulai", False)


def member_task_of(submission: Submission, known: Known, label: str) -> Task:
    """One submission of members, whatever its period."""
    status = submission.outcome or submission.state
    return Task(label, member_address(submission), _why(submission, known), status, submission.state not in DRAFTS)


def member_address(submission: Submission) -> str:
    """Where the party goes on with a submission of members."""
    if submission.state in DRAFTS:
        return url_for("members.index")
    return url_for("handover.review", submission_id=submission.id)


def _why(submission: Submission, known: Known) -> str:
    match submission.state:
        case State.DRAFT:
            return "Anggota sudah diisi tetapi belum diajukan. Tinjau, lalu ajukan."
        case State.AWAITING_CENTRE:
            return awaits(submission, known)
        case State.SUBMITTED:
            return f"Diajukan {when(submission, known)}. Menunggu {office_name(submission, known)}."
        case State.IN_REVIEW:
            return f"Sedang diperiksa verifikator {office_name(submission, known)}; isinya tidak dapat diubah."
        case State.RETURNED:
            return f"Dikembalikan KPU. {note_of(submission, known)} Perbaiki anggota yang BMS, lalu ajukan lagi."
    found = "memenuhi syarat" if submission.outcome is Outcome.MET else "tidak memenuhi syarat"
    return f"Keanggotaan {found}. {note_of(submission, known)}".strip()

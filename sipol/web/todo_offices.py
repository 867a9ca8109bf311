"""What waits for the party about its offices: one row per unit, saying why."""

from flask import url_for

from sipol.extensions import today
from sipol.models import Submission, Unit
from sipol.render import short_date
from sipol.rules.offices import ENDING, SOON
from sipol.rules.workflow import DRAFTS, Outcome, State
from sipol.web.todo_words import Known, Task, awaits, note_of, office_name, when


def office_task(unit: Unit, known: Known, label: str) -> Task:
    """The office of one unit in this period."""
    submission = known.premises.get(unit.id)
    if submission is not None:
        return office_task_of(submission, known, label)
    return Task(label, url_for("offices.edit", unit_id=unit.id), _nothing_yet(unit, known), "Belum mulai", False)


def _nothing_yet(unit: Unit, known: Known) -> str:
    office = known.offices_kept.get(unit.id)
    if office is None:
        return "Belum ada kantor dalam register. Isi alamat, status, dan fotonya."
    if office.tenure in ENDING and office.valid_until and office.valid_until < today() + SOON:
        return f"Bukti status kantor berakhir {short_date(office.valid_until)}. Perbarui, lalu ajukan."
    return f"{office.address}. Ajukan sebagai tidak berubah, atau perbarui bila pindah."


def office_task_of(submission: Submission, known: Known, label: str) -> Task:
    """One submission of an office, whatever its period."""
    status = submission.outcome or submission.state
    return Task(label, office_address(submission), _why(submission, known), status, submission.state not in DRAFTS)


def office_address(submission: Submission) -> str:
    """Where the party goes on with a submission of an office."""
    if submission.state in DRAFTS:
        return url_for("offices.edit", unit_id=submission.unit_id)
    return url_for("handover.review", submission_id=submission.id)


def _why(submission: Submission, known: Known) -> str:
    match submission.state:
        case State.DRAFT:
            return "Data kantor sudah diisi tetapi belum diajukan. Tinjau, lalu ajukan."
        case State.AWAITING_CENTRE:
            return awaits(submission, known)
        case State.SUBMITTED:
            return f"Diajukan {when(submission, known)}. Menunggu {office_name(submission, known)}."
        case State.IN_REVIEW:
            return f"Sedang diperiksa verifikator {office_name(submission, known)}; isinya tidak dapat diubah."
        case State.RETURNED:
            return f"Dikembalikan KPU. {note_of(submission, known)} Perbaiki, lalu ajukan lagi."
    found = "memenuhi syarat" if submission.outcome is Outcome.MET else "tidak memenuhi syarat"
    return f"Kantor {found}. {note_of(submission, known)}".strip()

"""What waits for the party: one row per unit, each saying why, and in whose hands the rest is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import url_for

from sipol.models import AuditEntry, Commission, Decree, ReadingStatus, Submission, Unit, User
from sipol.render import clock, in_words, long_date, long_moment, short_date
from sipol.rules.periods import days_left
from sipol.rules.reasons import REASON_WORDS, ReasonCode
from sipol.rules.regions import Level
from sipol.rules.roles import Role
from sipol.rules.workflow import DRAFTS, WITH_KPU, Act, Outcome, State


@dataclass(frozen=True, slots=True)
class Known:
    """Everything the rows are told from, gathered with a fixed number of queries."""

    actor: User
    submissions: Mapping[UUID, Submission]
    """Those of this period by the unit's id."""
    unfinished: Sequence[Submission]
    """Those of other periods that are not decided yet."""
    in_force: Mapping[UUID, Decree]
    moves: Mapping[UUID, AuditEntry]
    counts: Mapping[UUID | None, tuple[int, int]]
    readings: Mapping[UUID, ReadingStatus]
    """By the document's id."""
    offices: Mapping[str, Commission]
    moment: datetime
    zone: str


@dataclass(frozen=True, slots=True)
class Task:
    label: str
    url: str | None
    why: str
    status: str
    done: bool


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
    status = submission.outcome or submission.state
    why = WHY[submission.state](submission, known)
    return Task(label, _address(submission), why, status, submission.state not in DRAFTS)


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
        return f"Dikembalikan pusat partai: {_sentence(moved.facts['note'])}"
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


def _awaiting(submission: Submission, known: Known) -> str:
    moved = known.moves.get(submission.id)
    whose = "Anda" if known.actor.role is Role.CENTRE else "pusat"
    if moved is None:
        return f"Menunggu persetujuan {whose}."
    return f"Menunggu persetujuan {whose} {_since(moved.at, known)}."


def _submitted(submission: Submission, known: Known) -> str:
    at = long_moment(submission.submitted_at, known.zone) if submission.submitted_at else ""
    said = "Tidak ada perubahan; d" if submission.no_change else "D"
    return f"{said}iajukan {at}. Menunggu {_office(submission, known)}."


def _in_review(submission: Submission, known: Known) -> str:
    return f"Sedang diperiksa verifikator {_office(submission, known)}; isinya tidak dapat diubah."


def _returned(submission: Submission, known: Known) -> str:
    return f"Dikembalikan KPU. {_reasons(submission, known)}"


def _decided(submission: Submission, known: Known) -> str:
    if submission.no_change:
        return "Tidak ada perubahan semester ini; SK yang berlaku tetap."
    number = submission.decree.number if submission.decree else ""
    if submission.outcome is Outcome.NOT_MET:
        return f"SK Nomor {number} tidak memenuhi syarat. {_reasons(submission, known)}".strip()
    where = " dan dimuat dalam Berita Acara" if submission.state is not State.DECIDED else ""
    return f"SK Nomor {number} memenuhi syarat{where}."


WHY: dict[State, Callable[[Submission, Known], str]] = {
    State.DRAFT: _draft,
    State.AWAITING_CENTRE: _awaiting,
    State.SUBMITTED: _submitted,
    State.IN_REVIEW: _in_review,
    State.RETURNED: _returned,
    State.DECIDED: _decided,
    State.MINUTED: _decided,
    State.ANNOUNCED: _decided,
}


def _reasons(submission: Submission, known: Known) -> str:
    moved = known.moves.get(submission.id)
    if moved is None or not moved.facts.get("reasons"):
        return ""
    words = [REASON_WORDS[ReasonCode(code)] for code in moved.facts["reasons"]]
    return " ".join(_sentence(text) for text in (*words, moved.facts["note"]) if text)


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _office(submission: Submission, known: Known) -> str:
    office = known.offices.get(submission.region_code)
    return office.name if office else "KPU"


def _since(moment: datetime, known: Known) -> str:
    days = -days_left(moment, known.moment, known.zone)
    if days == 0:
        return f"sejak hari ini pukul {clock(moment, known.zone)}"
    return f"sejak {days} hari ({long_date(moment.astimezone(ZoneInfo(known.zone)))})"


def label_of(unit: Unit) -> str:
    """A unit below one's own, by its place."""
    return f"Kecamatan {unit.region.name}" if unit.level is Level.DISTRICT else unit.region.name


def holders_of(known: Known, units: Sequence[Unit]) -> list[Holder]:
    """Who has what in hand; whoever has nothing is left out."""
    rows = [*known.submissions.values(), *known.unfinished]
    waits = [row for row in rows if row.state is State.AWAITING_CENTRE]
    with_kpu = [row for row in rows if row.state in WITH_KPU]
    mine = [row for row in rows if row.state in DRAFTS]
    untouched = len(units) - len(known.submissions)
    holders = []
    if waits:
        name = "Anda, sebagai pusat partai" if known.actor.role is Role.CENTRE else "Pusat partai"
        holders.append(Holder(name, f"{len(waits)} SK{_oldest(waits, known)}."))
    for name in sorted({_office(row, known) for row in with_kpu}):
        here = [row for row in with_kpu if _office(row, known) == name]
        unclaimed = sum(row.state is State.SUBMITTED for row in here)
        told = f", {unclaimed} belum diambil verifikator" if unclaimed else ", sedang diperiksa"
        holders.append(Holder(name, f"{len(here)} SK{_oldest(here, known)}{told}."))
    if mine or untouched:
        who = "Petugas penghubung" if known.actor.role is Role.CENTRE else "Anda"
        parts = [f"{len(mine)} SK sedang disiapkan atau diperbaiki"] if mine else []
        parts += [f"{untouched} unit belum mengunggah SK baru semester ini"] if untouched else []
        holders.append(Holder(who, f"{'; '.join(parts)}."))
    return holders


def _oldest(rows: Sequence[Submission], known: Known) -> str:
    moved = [known.moves[row.id].at for row in rows if row.id in known.moves]
    days = max((-days_left(at, known.moment, known.zone) for at in moved), default=0)
    return f", terlama {days} hari" if days else ", sejak hari ini"

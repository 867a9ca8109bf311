"""KPU goes to an office: the sheet to take along, and what was found there, with photographs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sipol.access.policy import Permission, require
from sipol.audit.office_events import OfficeVisited, OfficeVisitSheetIssued
from sipol.audit.trail import record
from sipol.extensions import db, now, today
from sipol.models import Office, OfficeVisit, Paper, PaperKind, Submission, User
from sipol.render import Fact, OfficeVisitSheet, short_date
from sipol.rules.errors import Overtaken, Refused
from sipol.rules.offices import TENURE_WORDS, OfficeFileKind, OfficeVisitResult
from sipol.rules.workflow import State
from sipol.services.office_checks import office_doubts
from sipol.services.office_files import kept
from sipol.services.offices import submission_of_office
from sipol.services.papers import head_of, keep_paper, new_code, verify_url
from sipol.services.periods import name_of

MOST_PHOTOS = 6


@dataclass(frozen=True, slots=True)
class OfficeVisitDraft:
    """``photos``: the bytes of each, as they came."""

    held_on: date
    result: OfficeVisitResult
    note: str = ""
    photos: Sequence[bytes] = ()


def record_office_visit(actor: User, office: Office, draft: OfficeVisitDraft) -> OfficeVisit:
    """Keep what was found. Refused(field, …) for a day that cannot be, a difference nobody told, or no photograph."""
    require(actor, Permission.SUBMISSION_REVIEW, office)
    submission = submission_of_office(office)
    _refuse_unless_in_review(submission)
    arrived = submission.submitted_at
    if draft.held_on > today() or (arrived and draft.held_on < arrived.date()):
        raise Refused("held_on", "Tanggal kunjungan harus sesudah kantor ini diajukan dan tidak sesudah hari ini.")
    if draft.result is not OfficeVisitResult.FOUND and not draft.note.strip():
        raise Refused("note", "Tulis apa yang ditemukan di alamat itu, supaya partai tahu apa yang harus diperbaiki.")
    if len(draft.photos) > MOST_PHOTOS:
        raise Refused("photos", f"Paling banyak {MOST_PHOTOS} foto untuk satu kunjungan.")
    visit = OfficeVisit(held_on=draft.held_on, result=draft.result, note=draft.note.strip(), visited_by=actor.id)
    office.visits.append(visit)
    db.session.flush()
    try:
        for photo in draft.photos:
            kept(office, OfficeFileKind.VISIT, photo, actor.id, visit.id)
    except Refused as refused:
        raise Refused("photos", refused.reason) from refused
    record(actor, OfficeVisited(office.id, held_on=draft.held_on.isoformat(), result=draft.result), office)
    return visit


def _refuse_unless_in_review(submission: Submission) -> None:
    if submission.state is not State.IN_REVIEW:
        raise Overtaken("Kantor ini tidak sedang diverifikasi. Ambil pengajuannya lebih dahulu dari antrean.")


def facts_of_office(office: Office) -> tuple[Fact, ...]:
    """What the party states, in words, as it is printed."""
    until = f" sampai {short_date(office.valid_until)}" if office.valid_until else ""
    dated = f", {short_date(office.letter_date)}" if office.letter_date else ""
    return (
        Fact("Alamat", office.address or "–"),
        Fact("Desa/kelurahan", office.village or "–"),
        Fact("Kecamatan", office.district.name if office.district else "–"),
        Fact("Status", f"{TENURE_WORDS[office.tenure]}{until}" if office.tenure else "–"),
        Fact("Surat keterangan domisili", f"Nomor {office.letter_number or '–'}{dated}"),
        Fact("Telepon", office.phone or "–"),
        Fact("Titik koordinat", point_in_words(office) or "–"),
    )


def point_in_words(office: Office) -> str:
    """``2.83560, 117.36530``; empty where none is known."""
    if office.latitude is None or office.longitude is None:
        return ""
    return f"{office.latitude:.5f}, {office.longitude:.5f}"


def issue_office_visit_sheet(actor: User, office: Office) -> Paper:
    """Freeze what the party states, with room for what is found, and have it printed."""
    require(actor, Permission.SUBMISSION_REVIEW, office)
    submission = submission_of_office(office)
    _refuse_unless_in_review(submission)
    letterhead, zone = head_of(office.region_code)
    code = new_code(PaperKind.OFFICE_VISIT)
    sheet = OfficeVisitSheet(
        letterhead=letterhead,
        number=submission.receipt or "",
        party=office.unit.party.name,
        unit=office.unit.name,
        period=name_of(submission.period),
        zone=zone,
        issued_at=now(),
        issued_by=actor.name,
        facts=facts_of_office(office),
        doubts=tuple(doubt.sentence for doubt in office_doubts([office], submission.period)[office.id]),
        code=code,
        verify_url=verify_url(code),
    )
    paper = keep_paper(PaperKind.OFFICE_VISIT, office.id, sheet, office)
    record(actor, OfficeVisitSheetIssued(office.id), office)
    return paper

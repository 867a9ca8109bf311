"""The party hands in: what is still missing, sending once, and the receipt for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from sipol.access.policy import Permission, require
from sipol.extensions import db, now
from sipol.models import Decree, Paper, PaperKind, Period, ReadingStatus, Submission, Unit, User
from sipol.render import Fact, ReceiptSheet, SentDecree, thousands
from sipol.rules.errors import Refused
from sipol.rules.indications import INDICATIONS
from sipol.rules.offices import FILE_WORDS
from sipol.rules.roles import Role
from sipol.rules.workflow import DRAFTS, SUBJECT_WORDS, WITH_KPU, Act, State, Subject
from sipol.services.delegations import hold_delegations
from sipol.services.findings import findings_of, open_ones, refresh
from sipol.services.impossible import hold_numbers, impossibilities
from sipol.services.member_submission import give_to_kpu, handful_of, lack_of_members
from sipol.services.office_checks import office_doubts
from sipol.services.office_visits import facts_of_office
from sipol.services.offices import lacks_of_office, office_in_force
from sipol.services.papers import head_of, keep_paper, new_code, verify_url
from sipol.services.periods import closed_words, coming_period, current_period, is_open_now, name_of
from sipol.services.readings import reading_of
from sipol.services.senders import refuse_unless_sender
from sipol.services.submissions import advance, carry, hold_submission, may_be_carried, submission_in


@dataclass(frozen=True, slots=True)
class Lack:
    """What still stands in the way of sending: the field it belongs to and the sentence."""

    field: str
    sentence: str


def lacks_of(submission: Submission) -> list[Lack]:
    """Everything that must be mended before this submission can be sent, in the order of the form."""
    decree, lacks = submission.decree, []
    if submission.unit.disputed:
        lacks.append(Lack("unit", "Kepengurusan ini sedang dibekukan oleh KPU RI karena perselisihan."))
    period = period_of(submission)
    if not is_open_now(period):
        lacks.append(Lack("period", f"{closed_words(period)} Draf Anda tetap tersimpan."))
    elif submission.receipt is None and now() >= period.deadline:
        late = f"Batas pengajuan {name_of(period)} sudah lewat. Sekarang hanya pengajuan yang dikembalikan KPU untuk "
        lacks.append(Lack("period", late + "diperbaiki yang masih dapat dikirim. Draf Anda tetap tersimpan."))
    if decree is not None:
        lacks += _lacks_of_decree(decree)
    elif submission.subject is Subject.MEMBERS and (sentence := lack_of_members(submission.unit)):
        lacks.append(Lack("members", sentence))
    elif submission.office is not None:
        lacks += [Lack(field, sentence) for field, sentence in lacks_of_office(submission.office)]
    return lacks


def _lacks_of_decree(decree: Decree) -> list[Lack]:
    lacks = []
    reading = reading_of(decree.document)
    if reading is None or reading.status is ReadingStatus.WAITING:
        lacks.append(Lack("file", "SK masih dibaca. Tunggu sampai selesai, lalu periksa bacaannya."))
    if not decree.number:
        lacks.append(Lack("number", "Isi nomor SK seperti tertulis pada surat."))
    if decree.issued_on is None:
        lacks.append(Lack("issued_on", "Isi tanggal SK ditetapkan."))
    if not decree.officers:
        lacks.append(Lack("officers", "Isi susunan pengurus; paling sedikit satu orang."))
    wrong = impossibilities(
        decree,
        number=decree.number,
        issued_on=decree.issued_on,
        term=(decree.term_start, decree.term_end),
        seats=[(officer.position, officer.name) for officer in decree.officers],
    )
    return lacks + [Lack(field, sentence) for field, sentence in wrong]


def period_to_prepare(unit: Unit) -> Period | None:
    """The period a new SK of this unit is drafted for: outside a window a party may only draft (domain, section 3).

    The one at hand, until it is over and the unit has nothing to mend in it; then the coming one, once KPU has set it.
    """
    current, coming = current_period(), coming_period()
    if current is None or coming is None:
        return current or coming
    submission = submission_in(unit, current, Subject.DECREE)
    unfinished = submission is not None and submission.state in DRAFTS
    return current if unfinished or current.deadline > now() else coming


def period_of(submission: Submission) -> Period:
    """The period a submission is sent in: its own, or for an old draft the one that is being prepared."""
    if submission.state is not State.DRAFT or submission.receipt or now() < submission.period.deadline:
        return submission.period
    coming = period_to_prepare(submission.unit)
    return coming if coming and may_be_carried(submission, coming) else submission.period


def submissions_of(decrees: Iterable[Decree]) -> dict[UUID, Submission]:
    """The submission of each of these decrees, by the decree's id. The caller may already know of the decrees."""
    asked = select(Submission).where(Submission.decree_id.in_([decree.id for decree in decrees]))
    return {row.decree_id: row for row in db.session.scalars(asked) if row.decree_id}


def send(actor: User, submission: Submission) -> None:
    """Hand the submission in, or to the party's centre where the party wants that. A second press changes nothing.

    Refused("sender", …) for who may only prepare, and Refused(a field, …) for what is still lacking.
    """
    require(actor, Permission.SUBMISSION_PREPARE, submission)
    _hold(submission)
    if submission.state in WITH_KPU | {State.AWAITING_CENTRE}:
        return
    refuse_unless_sender(actor, submission.unit, submission.decree)
    if (period := period_of(submission)) is not submission.period:
        carry(actor, submission, period)
    if submission.state in DRAFTS and (lacks := lacks_of(submission)):
        raise Refused(lacks[0].field, lacks[0].sentence)
    if submission.decree is not None:
        # Other papers may say something since it was saved.
        refresh(submission.decree)
    if submission.unit.party.centre_approves and actor.role is not Role.CENTRE:
        advance(actor, submission, Act.ASK_CENTRE)
        return
    advance(actor, submission, Act.SUBMIT)
    _issue_receipt(actor, submission)


def _hold(submission: Submission) -> None:
    """Wait for whoever is moving this submission, and see it as they left it."""
    hold_submission(submission)
    if submission.decree is not None:
        # What somebody saved while this waited is what the receipt must say.
        db.session.expire(submission.decree)
    if submission.office is not None:
        db.session.expire(submission.office)
    hold_numbers(submission.party_id)


def settle_for_centre(actor: User, submission: Submission, *, approved: bool, note: str) -> None:
    """The party's centre, or its delegate, lets a submission through to KPU, or gives it back to the unit with a note.

    Refused("state", …) for a delegate who sent it.
    """
    require(actor, Permission.SUBMISSION_APPROVE, submission)
    hold_delegations(actor)
    if not approved:
        if not note.strip():
            raise Refused(
                "note", "Tulis alasan pengembalian, supaya petugas penghubung tahu apa yang harus diperbaiki."
            )
        _hold(submission)
        if submission.state is State.DRAFT:
            return
        advance(actor, submission, Act.CENTRE_REFUSES, note=note.strip())
        return
    _hold(submission)
    if submission.state in WITH_KPU:
        return
    if lacks := lacks_of(submission):
        raise Refused(lacks[0].field, lacks[0].sentence)
    advance(actor, submission, Act.CENTRE_APPROVES)
    _issue_receipt(actor, submission)


def _issue_receipt(actor: User, submission: Submission) -> Paper:
    letterhead, zone = head_of(submission.region_code)
    code = new_code(PaperKind.RECEIPT)
    unit, decree = submission.unit, submission.decree
    db.session.refresh(submission)
    assert submission.receipt is not None
    assert submission.submitted_at is not None
    sheet = ReceiptSheet(
        letterhead=letterhead,
        number=submission.receipt,
        party=unit.party.name,
        unit=unit.name,
        subject=SUBJECT_WORDS[submission.subject],
        period=name_of(submission.period),
        zone=zone,
        received_at=submission.submitted_at,
        sent_by=actor.name,
        deadline=submission.period.deadline,
        no_change=submission.no_change,
        decree=_sent(decree) if decree else None,
        details=_details(submission),
        open_findings=_open_findings(submission),
        code=code,
        verify_url=verify_url(code),
    )
    return keep_paper(PaperKind.RECEIPT, submission.id, sheet, submission)


def _sent(decree: Decree) -> SentDecree:
    assert decree.issued_on is not None
    return SentDecree(
        number=decree.number,
        issued_on=decree.issued_on,
        officers=len(decree.officers),
        pages=decree.document.pages,
        digest=decree.document.digest,
    )


def _details(submission: Submission) -> tuple[Fact, ...]:
    """What was handed in, where it is no SK."""
    if submission.subject is Subject.MEMBERS:
        return _sent_members(submission)
    office = submission.office or (office_in_force(submission.unit) if submission.subject is Subject.OFFICE else None)
    if office is None:
        return ()
    files = (Fact(FILE_WORDS[file.kind], f"sidik {file.digest}") for file in office.files if file.visit_id is None)
    return (*facts_of_office(office), *files)


def _open_findings(submission: Submission) -> int:
    if submission.decree is not None:
        return len(open_ones(findings_of(submission.decree)))
    if submission.office is None:
        return 0
    doubts = office_doubts([submission.office], submission.period)[submission.office.id]
    return sum(not doubt.light for doubt in doubts)


def _sent_members(submission: Submission) -> tuple[Fact, ...]:
    digest = give_to_kpu(submission)
    handful = handful_of(submission.unit)
    doubted = ", ".join(f"{INDICATIONS[code].label} {thousands(count)}" for code, count in handful.by_code.items())
    return (
        Fact("Jumlah anggota", f"{thousands(handful.total)} orang"),
        Fact("Baris dengan catatan mesin", doubted or "tidak ada"),
        Fact("Baris yang belum dapat masuk", thousands(handful.outside)),
        Fact("Sidik daftar (SHA-256)", digest),
    )

"""A decision is changed by two named people, for a reason and with a reference; never by one (domain, section 6)."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from sipol.access.policy import Permission, require
from sipol.access.scope import visible_to
from sipol.audit.ruling_events import ChangeConfirmed, ChangeDeclined, ChangeProposed
from sipol.audit.trail import record
from sipol.extensions import db, now
from sipol.models import Decree, Office, Reopening, Standing, Submission, Unit, User
from sipol.rules.errors import Overtaken, Refused
from sipol.rules.workflow import DECIDED, Act
from sipol.services.submissions import advance, hold_submission, hold_unit

WITH_SUBMISSION = (
    joinedload(Reopening.submission).joinedload(Submission.unit).joinedload(Unit.party),
    joinedload(Reopening.proposer),
)
OVERTAKEN = "Sesudah putusan ini sudah berlaku {what} yang lebih baru, jadi putusan ini tidak dapat dibuka lagi."


def open_proposals_for(actor: User) -> Sequence[Reopening]:
    """Proposals that wait for a second person, within the actor's scope, the oldest first."""
    query = select(Reopening).where(visible_to(actor, Reopening), Reopening.settled_at.is_(None))
    return db.session.scalars(query.options(*WITH_SUBMISSION).order_by(Reopening.created_at)).all()


def proposals_of(submission: Submission) -> Sequence[Reopening]:
    """Every proposal about a submission, the first one first. The caller may already know of it."""
    query = select(Reopening).where(Reopening.submission_id == submission.id).order_by(Reopening.created_at)
    return db.session.scalars(query.options(joinedload(Reopening.proposer), joinedload(Reopening.settler))).all()


def propose_change(actor: User, submission: Submission, reason: str, reference: str) -> Reopening:
    """Ask that a decision be taken back. Refused("reason"|"reference", …); a second person settles it."""
    require(actor, Permission.SUBMISSION_REVIEW, submission)
    hold_submission(submission)
    if submission.state not in DECIDED:
        raise Overtaken("Pengajuan ini belum diputus, jadi putusannya tidak perlu diubah.")
    if not reason.strip():
        raise Refused("reason", "Tulis alasan perubahan; partai dan Bawaslu membacanya.")
    if not reference.strip():
        raise Refused("reference", "Isi rujukan perubahan, misalnya nomor surat, putusan, atau saran perbaikan.")
    if any(one.settled_at is None for one in proposals_of(submission)):
        raise Overtaken("Sudah ada usulan perubahan untuk putusan ini, yang menunggu persetujuan orang kedua.")
    _refuse_what_was_followed(submission)
    proposal = Reopening(
        submission_id=submission.id,
        party_id=submission.party_id,
        region_code=submission.region_code,
        proposed_by=actor.id,
        reason=reason.strip(),
        reference=reference.strip(),
    )
    db.session.add(proposal)
    db.session.flush()
    told = ChangeProposed(
        submission.id, subject=submission.subject, reason=proposal.reason, reference=proposal.reference
    )
    record(actor, told, submission)
    return proposal


def settle_change(actor: User, submission: Submission, *, confirmed: bool) -> None:
    """The second person's word. Confirmed, the decision and what it did to the register are taken back."""
    require(actor, Permission.SUBMISSION_REVIEW, submission)
    hold_submission(submission)
    proposal = next((one for one in proposals_of(submission) if one.settled_at is None), None)
    if proposal is None:
        raise Overtaken("Usulan perubahan ini sudah diselesaikan orang lain.")
    if proposal.proposed_by == actor.id:
        raise Refused("act", "Usulan ini Anda ajukan sendiri. Perubahan putusan disetujui orang lain.")
    proposal.settled_by, proposal.settled_at, proposal.confirmed = actor.id, now(), confirmed
    db.session.flush()
    if not confirmed:
        record(actor, ChangeDeclined(submission.id, subject=submission.subject), submission)
        return
    _refuse_what_was_followed(submission)
    advance(actor, submission, Act.REOPEN, note=f"{proposal.reason} (rujukan {proposal.reference})")
    _take_back(submission)
    told = ChangeConfirmed(
        submission.id, subject=submission.subject, reason=proposal.reason, reference=proposal.reference
    )
    record(actor, told, submission)


def _refuse_what_was_followed(submission: Submission) -> None:
    """Raise Refused("reason", …) where something newer took the place of what was decided."""
    decree, office = submission.decree, submission.office
    if decree is not None and decree.standing is Standing.REPLACED:
        raise Refused("reason", OVERTAKEN.format(what="SK"))
    if office is not None and office.standing is Standing.REPLACED:
        raise Refused("reason", OVERTAKEN.format(what="kantor"))


def _take_back(submission: Submission) -> None:
    """What stood before the decision stands again; what was decided is a draft that KPU has in hand."""
    # Two rulings on one unit wait for each other.
    hold_unit(submission.unit)
    if submission.decree is not None:
        _decree_back(submission.decree)
    if submission.office is not None:
        _office_back(submission.office)
    db.session.flush()


def _decree_back(decree: Decree) -> None:
    former = decree.replaces if decree.standing is Standing.IN_FORCE else None
    decree.standing, decree.in_force_from, decree.replaces_id = Standing.DRAFT, None, None
    db.session.flush()
    if former is not None:
        former.standing, former.in_force_until = Standing.IN_FORCE, None


def _office_back(office: Office) -> None:
    since = office.in_force_from
    office.standing, office.in_force_from = Standing.DRAFT, None
    db.session.flush()
    if since is None:
        return
    ended = select(Office).where(
        Office.unit_id == office.unit_id, Office.standing == Standing.REPLACED, Office.in_force_until == since
    )
    if former := db.session.scalars(ended).first():
        former.standing, former.in_force_until = Standing.IN_FORCE, None

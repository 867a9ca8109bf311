"""Handing in: the verifier's own checks beforehand, sending once, the receipt, and the word of the party's centre."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from sipol.access.door import open_to
from sipol.access.policy import Permission, delegation_over, may
from sipol.extensions import now
from sipol.models import PaperKind, Submission
from sipol.render import long_date, since, until
from sipol.rules.errors import Refused
from sipol.rules.indications import INDICATIONS
from sipol.rules.member_life import MEMBER_STATUS_WORDS
from sipol.rules.roles import Audience, Role
from sipol.rules.workflow import DRAFTS, SUBJECT_WORDS, WITH_KPU, State, Subject
from sipol.services.findings import findings_of, open_ones
from sipol.services.handover import Lack, lacks_of, period_of, send, settle_for_centre
from sipol.services.member_submission import begin_members, handful_of
from sipol.services.papers import paper_for, sheet_of
from sipol.services.parties import commission_of, unit_for
from sipol.services.periods import current_period, last_moment, name_of
from sipol.services.readings import facts_by_document
from sipol.services.reminders import may_remind_again, remind_centre
from sipol.services.senders import obstacle_for_sender
from sipol.services.submissions import submission_for
from sipol.web.downloads import paper_download
from sipol.web.findings import Proof
from sipol.web.forms.handover import CentreForm
from sipol.web.frame import zone
from sipol.web.premises import of_office

bp = Blueprint("handover", __name__)

ON_THE_OFFICE_FORM = {
    "address": "address",
    "district_code": "district",
    "village": "village",
    "tenure": "tenure-0",
    "valid_until": "valid_until",
}
ON_THE_CHECK_PAGE = frozenset({"number", "issued_on", "term_end", "officers"})


@bp.post("/unit/<uuid:unit_id>/anggota/ajukan")
@open_to(Audience.PARTY)
def begin_with_members(unit_id: UUID) -> ResponseReturnValue:
    """The members of a unit as they stand: first looked over, then handed in."""
    unit, period = unit_for(current_user, unit_id), current_period()
    if period is None:
        flash("KPU belum membuka masa pemutakhiran. Anggota tetap tersimpan.", "warn")
        return redirect(url_for("members.index"), 303)
    submission = begin_members(current_user, unit, period)
    return redirect(url_for("handover.review", submission_id=submission.id), 303)


@bp.get("/pengajuan/<uuid:submission_id>/tinjau-jawaban")
@open_to(Audience.PARTY)
def review(submission_id: UUID) -> ResponseReturnValue:
    return _review_page(submission_for(current_user, submission_id), CentreForm(formdata=None))


@bp.post("/pengajuan/<uuid:submission_id>/ajukan")
@open_to(Audience.PARTY)
def hand_in(submission_id: UUID) -> ResponseReturnValue:
    submission = submission_for(current_user, submission_id)
    try:
        send(current_user, submission)
    except Refused as refused:
        page = _review_page(submission, CentreForm(formdata=None), refused)
        return page, 422
    if submission.state is State.AWAITING_CENTRE:
        flash(f"{_what(submission)} sudah dimintakan persetujuan pusat partai. KPU menerimanya setelah itu.", "ok")
        return redirect(url_for("handover.review", submission_id=submission.id), 303)
    return redirect(url_for("handover.receipt", submission_id=submission.id), 303)


@bp.post("/pengajuan/<uuid:submission_id>/persetujuan-pusat")
@open_to(Audience.PARTY)
def settle(submission_id: UUID) -> ResponseReturnValue:
    submission, form = submission_for(current_user, submission_id), CentreForm()
    approved = request.form.get("act") == "approve"
    if not form.validate():
        return _review_page(submission, form), 422
    try:
        settle_for_centre(current_user, submission, approved=approved, note=form.note.data or "")
    except Refused as refused:
        if refused.field == "note":
            form.note.errors = [refused.reason]
            return _review_page(submission, form), 422
        return _review_page(submission, form, refused), 422
    if approved:
        return redirect(url_for("handover.receipt", submission_id=submission.id), 303)
    flash(f"{_what(submission)} dikembalikan kepada petugas penghubung beserta alasannya.", "ok")
    return redirect(url_for("home.page"), 303)


@bp.post("/pengajuan/<uuid:submission_id>/ingatkan-pusat")
@open_to(Audience.PARTY)
def remind(submission_id: UUID) -> ResponseReturnValue:
    """Once a day the unit may ask its centre where its word stays."""
    submission = submission_for(current_user, submission_id)
    try:
        reminded = remind_centre(current_user, submission)
    except Refused as refused:
        flash(refused.reason, "warn")
    else:
        again = f"Pusat dapat diingatkan lagi mulai {_tomorrow(now())}."
        flash(f"Pusat partai sudah diingatkan. {again}", "ok") if reminded else flash(
            f"Pusat partai sudah diingatkan hari ini, jadi tidak diingatkan sekali lagi. {again}", "info"
        )
    return redirect(url_for(".review", submission_id=submission.id), 303)


@bp.get("/pengajuan/<uuid:submission_id>/tanda-terima")
@open_to(Audience.CASEWORK)
def receipt(submission_id: UUID) -> ResponseReturnValue:
    submission = submission_for(current_user, submission_id)
    paper = paper_for(current_user, submission.id, PaperKind.RECEIPT)
    return render_template(
        "web/handover/receipt.html",
        crumbs=_crumbs(submission, "Tanda terima"),
        submission=submission,
        paper=paper,
        sheet=sheet_of(paper),
        office=_office_name(submission),
    )


@bp.get("/pengajuan/<uuid:submission_id>/tanda-terima.pdf")
@open_to(Audience.CASEWORK)
def receipt_file(submission_id: UUID) -> ResponseReturnValue:
    submission = submission_for(current_user, submission_id)
    paper = paper_for(current_user, submission.id, PaperKind.RECEIPT)
    meanwhile = url_for("handover.receipt", submission_id=submission.id)
    return paper_download(paper, f"tanda-terima-{submission.receipt}", meanwhile)


WHAT = {Subject.DECREE: "SK", Subject.MEMBERS: "Daftar anggota", Subject.OFFICE: "Data kantor"}
ABOVE = {
    Subject.DECREE: ("SK", "decrees.index"),
    Subject.MEMBERS: ("Anggota", "members.index"),
    Subject.OFFICE: ("Kantor", "offices.index"),
}


def _what(submission: Submission) -> str:
    return WHAT[submission.subject]


def _crumbs(submission: Submission, here: str) -> list[tuple[str, str | None]]:
    label, endpoint = ABOVE[submission.subject]
    return [("Beranda", url_for("home.page")), (label, url_for(endpoint)), (here, None)]


def _office_name(submission: Submission) -> str:
    office = commission_of(submission.region_code)
    return office.name if office else "KPU"


def _review_page(submission: Submission, form: CentreForm, refused: Refused | None = None) -> str:
    decree = submission.decree
    findings = findings_of(decree) if decree else []
    draft = submission.state in DRAFTS and may(current_user, Permission.SUBMISSION_PREPARE, submission)
    lacks = lacks_of(submission) if draft or submission.state is State.AWAITING_CENTRE else []
    barred = obstacle_for_sender(current_user, submission.unit, decree) if draft else None
    if refused and refused.field not in {lack.field for lack in lacks} | {"sender"}:
        lacks.insert(0, Lack(refused.field, refused.reason))
    return render_template(
        "web/handover/review.html",
        crumbs=_crumbs(submission, "Tinjau jawaban"),
        what=_what(submission),
        **of_office(submission),
        handful=handful_of(submission.unit) if submission.subject is Subject.MEMBERS else None,
        status_words=MEMBER_STATUS_WORDS,
        indications=INDICATIONS,
        submission=submission,
        decree=decree,
        period=name_of(period_of(submission)),
        subject=SUBJECT_WORDS[submission.subject],
        findings=findings,
        unanswered=len(open_ones(findings)),
        proof=Proof.of(findings, facts_by_document([decree.document_id]) if decree else {}),
        lacks=[(_where(submission, lack), lack.sentence) for lack in lacks],
        office=_office_name(submission),
        draft=draft,
        barred=barred,
        asks_centre=submission.unit.party.centre_approves and current_user.role is not Role.CENTRE,
        **_waiting(submission),
        with_kpu=submission.state in WITH_KPU,
        form=form,
    )


def _waiting(submission: Submission) -> dict[str, Any]:
    """What the page says of a submission that waits for the centre: since and until when, who may do what about it."""
    if submission.state is not State.AWAITING_CENTRE or submission.asked_at is None:
        return {"settles": False}
    moment, last = now(), submission.reminded_at
    delegation = delegation_over(current_user, submission)
    own = delegation is not None and submission.asked_by == current_user.id
    ends = last_moment(submission.period, moment, returned=submission.receipt is not None)
    return {
        "settles": may(current_user, Permission.SUBMISSION_APPROVE, submission) and not own,
        "delegation": delegation,
        "own": own,
        "waits": since(submission.asked_at, moment, zone()),
        "ends": until(ends, moment, zone()),
        "reminds": may(current_user, Permission.SUBMISSION_REMIND, submission),
        "reminded": since(last, moment, zone()) if last else "",
        "again": "" if may_remind_again(submission, moment) else _tomorrow(moment),
    }


def _tomorrow(moment: datetime) -> str:
    return long_date((moment.astimezone(ZoneInfo(zone())) + timedelta(days=1)).date())


def _where(submission: Submission, lack: Lack) -> str | None:
    """The address of the field that is lacking; None where it is none of the party's."""
    if submission.office is not None and lack.field in ON_THE_OFFICE_FORM:
        return url_for("offices.edit", unit_id=submission.unit_id, _anchor=ON_THE_OFFICE_FORM[lack.field])
    if lack.field == "members":
        return url_for("members.index")
    if submission.decree_id is None or lack.field not in ON_THE_CHECK_PAGE | {"file"}:
        return None
    anchor = lack.field if lack.field in ON_THE_CHECK_PAGE else None
    return url_for("decrees.check", decree_id=submission.decree_id, _anchor=anchor)

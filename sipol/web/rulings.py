"""What becomes of a decision that was made: two people change it, a second one looks at it."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from sipol.access.door import open_to
from sipol.access.policy import Permission, may
from sipol.models import SecondLook, Submission
from sipol.rules.errors import Refused
from sipol.rules.reasons import REASON_WORDS
from sipol.rules.roles import Audience
from sipol.rules.workflow import DECIDED, SUBJECT_WORDS
from sipol.services.parties import offices_of
from sipol.services.periods import current_period, name_of
from sipol.services.reopening import proposals_of, propose_change, settle_change
from sipol.services.second_look import agreement_in, look_for, looks_for, take_second_look
from sipol.services.submissions import submission_for
from sipol.web.forms.rulings import ChangeForm, SecondLookForm

bp = Blueprint("rulings", __name__)


@bp.route("/tinjau/<uuid:submission_id>/perubahan", methods=["GET", "POST"])
@open_to(Audience.CASEWORK)
def change(submission_id: UUID) -> ResponseReturnValue:
    """The changes of a decision, proposed and settled; a new one is proposed here."""
    submission, form = submission_for(current_user, submission_id), ChangeForm()
    if form.validate_on_submit():
        try:
            propose_change(current_user, submission, form.reason.data or "", form.reference.data or "")
        except Refused as refused:
            form[refused.field].errors = [refused.reason]
        else:
            flash("Usulan sudah dicatat. Putusan berubah setelah disetujui verifikator lain.", "ok")
            return redirect(url_for(".change", submission_id=submission.id), 303)
    return _change_page(submission, form), 422 if form.errors else 200


@bp.post("/tinjau/<uuid:submission_id>/perubahan/putus")
@open_to(Audience.KPU)
def settle(submission_id: UUID) -> ResponseReturnValue:
    """The second person's word."""
    submission = submission_for(current_user, submission_id)
    confirmed = request.form.get("act") == "confirm"
    try:
        settle_change(current_user, submission, confirmed=confirmed)
    except Refused as refused:
        flash(refused.reason, "warn")
        return _change_page(submission, ChangeForm(formdata=None)), 422
    told = "Putusan dibuka kembali; pengajuan ada lagi di antrean." if confirmed else "Usulan ditolak; putusan tetap."
    flash(told, "ok")
    return redirect(url_for(".change", submission_id=submission.id), 303)


def _change_page(submission: Submission, form: ChangeForm) -> str:
    proposals = proposals_of(submission)
    waiting = next((one for one in proposals if one.settled_at is None), None)
    acts = may(current_user, Permission.SUBMISSION_REVIEW, submission)
    return render_template(
        "web/rulings/change.html",
        crumbs=[("Beranda", url_for("home.page")), (submission.unit.name, None), ("Perubahan putusan", None)],
        submission=submission,
        subject=SUBJECT_WORDS[submission.subject],
        proposals=proposals,
        waiting=waiting,
        proposes=acts and waiting is None and submission.state in DECIDED,
        settles=acts and waiting is not None and waiting.proposed_by != current_user.id,
        form=form,
    )


@bp.get("/telaah-kedua")
@open_to(Audience.OVERSIGHT)
def looks() -> ResponseReturnValue:
    """The decisions that were drawn for a second look, and how often the two agree."""
    period = current_period()
    drawn = looks_for(current_user, period) if period else []
    rates = agreement_in(current_user, period) if period else []
    return render_template(
        "web/rulings/looks.html",
        crumbs=[("Antrean", url_for("review.queue")), ("Telaah kedua", None)],
        period=name_of(period) if period else None,
        looks=drawn,
        rates=rates,
        offices=offices_of(rate.region_code for rate in rates),
        subjects=SUBJECT_WORDS,
    )


@bp.route("/telaah-kedua/<uuid:look_id>", methods=["GET", "POST"])
@open_to(Audience.OVERSIGHT)
def look(look_id: UUID) -> ResponseReturnValue:
    """One decision, and the word of whoever looks at it."""
    one, form = look_for(current_user, look_id), SecondLookForm()
    if form.validate_on_submit():
        try:
            take_second_look(current_user, one, agrees=form.agrees.data == "yes", note=form.note.data or "")
        except Refused as refused:
            form[refused.field].errors = [refused.reason]
        else:
            flash("Telaah Anda sudah dicatat.", "ok")
            return redirect(url_for(".looks"), 303)
    return _look_page(one, form), 422 if form.errors else 200


def _look_page(one: SecondLook, form: SecondLookForm) -> str:
    mine = one.decided_by == current_user.id
    return render_template(
        "web/rulings/look.html",
        crumbs=[("Antrean", url_for("review.queue")), ("Telaah kedua", url_for(".looks")), (_named(one), None)],
        look=one,
        named=_named(one),
        reasons=REASON_WORDS,
        acts=one.looked_at is None and not mine and may(current_user, Permission.SUBMISSION_REVIEW, one),
        form=form,
    )


def _named(one: SecondLook) -> str:
    return f"{SUBJECT_WORDS[one.submission.subject]} {one.submission.unit.name}"

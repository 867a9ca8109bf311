"""Bawaslu's pages beside KPU's own: advice with a day for the answer, notes for itself, and what it was shown."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from sipol.access.door import open_to
from sipol.access.policy import Permission, may, require
from sipol.extensions import today
from sipol.models import Advice, Submission
from sipol.rules.advice import ADVICE_WORDS, USUAL, AdviceStanding, standing_of
from sipol.rules.errors import Refused
from sipol.rules.roles import Audience
from sipol.rules.workflow import SUBJECT_WORDS
from sipol.services.advice import (
    AdviceDraft,
    advice_about,
    advice_for,
    advice_within,
    answer_advice,
    give_advice,
    keep_note,
    notes_for,
    viewings_for,
)
from sipol.services.submissions import submission_for
from sipol.web.forms.advice import AdviceForm, AnswerAdviceForm, SupervisorNoteForm
from sipol.web.viewings import PAGE_WORDS

bp = Blueprint("advice", __name__)


@bp.get("/saran")
@open_to(Audience.OVERSIGHT)
def index() -> ResponseReturnValue:
    """Every advice within sight, those that wait first."""
    return _list()


@bp.post("/saran/<uuid:advice_id>/jawab")
@open_to(Audience.KPU)
def answer(advice_id: UUID) -> ResponseReturnValue:
    one, form = advice_for(current_user, advice_id), AnswerAdviceForm()
    require(current_user, Permission.ADVICE_ANSWER, one)
    if form.validate_on_submit():
        try:
            answer_advice(current_user, one, form.answer.data or "")
        except Refused as refused:
            form.answer.errors = [refused.reason]
        else:
            flash("Jawaban sudah dikirim kepada Bawaslu.", "ok")
            return redirect(url_for(".index", _anchor=f"s-{one.id}"), 303)
    return _list(one, form), 422


@bp.route("/tinjau/<uuid:submission_id>/saran", methods=["GET", "POST"])
@open_to(Audience.OVERSIGHT)
def about(submission_id: UUID) -> ResponseReturnValue:
    """What Bawaslu says of one submission; a new advice is given here."""
    submission, form = submission_for(current_user, submission_id), AdviceForm()
    if form.is_submitted():
        require(current_user, Permission.ADVICE_GIVE, submission)
    if form.validate_on_submit():
        draft = AdviceDraft(form.text.data or "", form.answer_by.data, form.number.data or "")
        try:
            give_advice(current_user, submission, draft)
        except Refused as refused:
            form[refused.field].errors = [refused.reason]
        else:
            flash("Saran perbaikan sudah disampaikan kepada KPU.", "ok")
            return redirect(url_for(".about", submission_id=submission.id), 303)
    return _about(submission, form), 422 if form.errors else 200


@bp.post("/tinjau/<uuid:submission_id>/catatan")
@open_to(Audience.OVERSIGHT)
def note(submission_id: UUID) -> ResponseReturnValue:
    submission, form = submission_for(current_user, submission_id), SupervisorNoteForm()
    require(current_user, Permission.SUPERVISOR_NOTE, submission)
    if form.validate_on_submit():
        keep_note(current_user, submission, form.note.data or "")
        flash("Catatan tersimpan. Hanya Bawaslu yang membacanya.", "ok")
        return redirect(url_for(".about", submission_id=submission.id), 303)
    return _about(submission, None, form), 422


@bp.get("/akses-bawaslu")
@open_to(Audience.OVERSIGHT)
def viewings() -> ResponseReturnValue:
    """Which pages were shown to Bawaslu, and when."""
    return render_template(
        "web/advice/viewings.html",
        crumbs=[("Antrean", url_for("review.queue")), ("Akses Bawaslu", None)],
        viewings=viewings_for(current_user),
        words=PAGE_WORDS,
    )


def _list(refused: Advice | None = None, typed: AnswerAdviceForm | None = None) -> str:
    advice = advice_within(current_user)
    return render_template(
        "web/advice/index.html",
        crumbs=[("Antrean", url_for("review.queue")), ("Saran perbaikan", None)],
        rows=[(one, _standing(one), _answer_form(one, refused, typed)) for one in advice],
        words=ADVICE_WORDS,
        subjects=SUBJECT_WORDS,
        typed=typed,
    )


def _answer_form(one: Advice, refused: Advice | None, typed: AnswerAdviceForm | None) -> AnswerAdviceForm | None:
    """One of many forms on the page: its field has an id of its own."""
    if one.answered_at is not None or not may(current_user, Permission.ADVICE_ANSWER, one):
        return None
    form = typed if typed is not None and refused is one else AnswerAdviceForm(formdata=None)
    form.answer.id = f"answer-{one.id}"
    return form


def _standing(one: Advice) -> AdviceStanding:
    return standing_of(one.answer_by, today(), answered=one.answered_at is not None)


def _about(submission: Submission, form: AdviceForm | None, noting: SupervisorNoteForm | None = None) -> str:
    named = f"{SUBJECT_WORDS[submission.subject]} {submission.unit.name}"
    advises = may(current_user, Permission.ADVICE_GIVE, submission)
    if form is None or not form.is_submitted() or noting is not None:
        form = AdviceForm(formdata=None, answer_by=today() + USUAL)
    return render_template(
        "web/advice/about.html",
        crumbs=[
            ("Antrean", url_for("review.queue")),
            (named, url_for("review.show", submission_id=submission.id)),
            ("Bawaslu", None),
        ],
        submission=submission,
        named=named,
        rows=[(one, _standing(one)) for one in advice_about([submission])],
        words=ADVICE_WORDS,
        advises=advises,
        form=form,
        notes=notes_for(current_user, submission),
        notes_kept=may(current_user, Permission.SUPERVISOR_NOTE, submission),
        noting=noting or SupervisorNoteForm(formdata=None),
        viewings=viewings_for(current_user, submission.id),
        pages=PAGE_WORDS,
    )

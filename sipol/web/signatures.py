"""Penandatanganan of a frozen Berita Acara: who answered, what is entered from the paper, one's own signature."""

from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from wtforms import Form

from sipol.access.door import open_to
from sipol.access.policy import Permission, may
from sipol.extensions import db
from sipol.models import Minutes, PaperKind, Signature
from sipol.rules.errors import Refused
from sipol.rules.roles import Audience
from sipol.rules.signing import SIGNER_WORDS, WAY_WORDS, SignerAnswer, SigningWay
from sipol.services.minutes import one_minutes_for
from sipol.services.papers import newest_paper, paper_for, printed_bytes
from sipol.services.signatures import (
    AnswerDraft,
    enter_from_paper,
    own_place,
    sign_by_own_account,
    undo_answer,
)
from sipol.web.forms.signatures import OwnAnswerForm, SignersForm

bp = Blueprint("signatures", __name__)

NOTHING = "Pilih jawaban paling sedikit satu penanda tangan."


@bp.get("/berita-acara/<uuid:minutes_id>/penandatanganan")
@open_to(Audience.CASEWORK)
def show(minutes_id: UUID) -> ResponseReturnValue:
    return _page(one_minutes_for(current_user, minutes_id))


@bp.post("/berita-acara/<uuid:minutes_id>/penandatanganan")
@open_to(Audience.KPU)
def enter(minutes_id: UUID) -> ResponseReturnValue:
    """What the paper original shows, of any number of signers at once: all of it is kept, or nothing."""
    minutes, form = one_minutes_for(current_user, minutes_id), SignersForm()
    if form.validate_on_submit() and _entered(minutes, form):
        return _done(minutes)
    return _page(minutes, signers=form), 422


@bp.post("/berita-acara/<uuid:minutes_id>/penandatanganan/sendiri")
@open_to(Audience.KPU)
def own(minutes_id: UUID) -> ResponseReturnValue:
    """One's own signature, or why not."""
    minutes, form = one_minutes_for(current_user, minutes_id), OwnAnswerForm()
    if form.validate_on_submit():
        try:
            sign_by_own_account(current_user, minutes, SignerAnswer(form.answer.data), form.reason.data or "")
        except Refused as refused:
            form[refused.field].errors = [refused.reason]
        else:
            return _done(minutes)
    return _page(minutes, own=form), 422


@bp.post("/berita-acara/<uuid:minutes_id>/penandatanganan/<int:order>/urungkan")
@open_to(Audience.KPU)
def undo(minutes_id: UUID, order: int) -> ResponseReturnValue:
    minutes = one_minutes_for(current_user, minutes_id)
    try:
        undo_answer(current_user, minutes, order)
    except Refused as refused:
        flash(refused.reason, "warn")
        return _page(minutes), 422
    flash("Jawaban diurungkan; penanda tangan ini ditunggu lagi.", "ok")
    return redirect(url_for(".show", minutes_id=minutes.id), 303)


@bp.get("/berita-acara/<uuid:minutes_id>/penandatanganan.pdf")
@open_to(Audience.CASEWORK)
def file(minutes_id: UUID) -> ResponseReturnValue:
    minutes = one_minutes_for(current_user, minutes_id)
    paper = paper_for(current_user, minutes.id, PaperKind.SIGNATURES)
    answer = Response(printed_bytes(paper), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="lembar-penandatanganan-{paper.code}.pdf"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _entered(minutes: Minutes, form: SignersForm) -> bool:
    answered = [entry for entry in form.signers.entries if entry.form.answer.data]
    if not answered:
        form.form_errors.append(NOTHING)
        return False
    for entry in answered:
        one = entry.form
        draft = AnswerDraft(SignerAnswer(one.answer.data), one.signed_on.data, one.reason.data or "")
        try:
            enter_from_paper(current_user, minutes, one.place, draft)
        except Refused as refused:
            # Those before this one are not kept either: the page shows what the register holds.
            db.session.rollback()
            one[refused.field].errors = [refused.reason]
            form.signers.errors = [each.errors for each in form.signers.entries]
            return False
    return True


def _done(minutes: Minutes) -> ResponseReturnValue:
    db.session.refresh(minutes, ["signatures"])
    if minutes.signing.issued:
        flash(f"Berita Acara Nomor {minutes.number} terbit. Lembar penandatanganan sedang dicetak.", "ok")
    else:
        flash(f"Sudah dicatat. Masih ditunggu: {minutes.signing.waiting} penanda tangan.", "ok")
    return redirect(url_for(".show", minutes_id=minutes.id), 303)


def _page(minutes: Minutes, *, signers: SignersForm | None = None, own: OwnAnswerForm | None = None) -> str:
    waiting = [row for row in minutes.signatures if row.answer is None]
    mine = own_place(current_user, minutes)
    acts = may(current_user, Permission.MINUTES_ISSUE, minutes)
    form = signers or SignersForm(formdata=None)
    return render_template(
        "web/signatures/show.html",
        crumbs=[
            ("Berita Acara", url_for("minutes.index")),
            (minutes.number, url_for("minutes.show", minutes_id=minutes.id)),
            ("Penandatanganan", None),
        ],
        minutes=minutes,
        rows=[(row, _remarks(row), acts and _undoable(minutes, row)) for row in minutes.signatures],
        words=SIGNER_WORDS,
        waiting=_paired(waiting, form) if acts else [],
        mine=mine if acts and mine and mine.answer is None else None,
        paper=newest_paper(current_user, minutes.id, PaperKind.SIGNATURES),
        form=form,
        own=own or OwnAnswerForm(formdata=None),
        tried=signers or own,
    )


def _paired(waiting: list[Signature], form: SignersForm) -> list[tuple[Signature, Form]]:
    """Everybody who is waited for, with the fields for their answer."""
    typed = {entry.form.place: entry for entry in form.signers.entries}
    return [
        (row, (typed.get(row.order) or form.signers.append_entry({"order": str(row.order)})).form) for row in waiting
    ]


def _remarks(row: Signature) -> str:
    """Why, and how the register knows."""
    told = [f"Alasan: {row.reason.rstrip('.')}." if row.reason else "", WAY_WORDS[row.way] + "." if row.way else ""]
    return " ".join(each[:1].upper() + each[1:] for each in told if each) or "–"


def _undoable(minutes: Minutes, row: Signature) -> bool:
    if row.answer is None or row.way is SigningWay.AT_PLENARY or minutes.signing.issued:
        return False
    return row.way is SigningWay.FROM_PAPER or row.settled_by == current_user.id

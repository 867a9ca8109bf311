"""Asking for an account from a page that is open to all, and the answer of the party's centre."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from sipol.access.door import keep_work, open_to
from sipol.models import AccessRequest
from sipol.rules.errors import Refused
from sipol.rules.roles import Audience
from sipol.services.access import (
    AccessDraft,
    about_request,
    ask_for_access,
    grant_access,
    parties_to_ask,
    places_to_ask_for,
    refuse_access,
    refuse_hasty_knocks,
    request_for,
)
from sipol.services.invitations import Appointment
from sipol.services.letters import letter_of
from sipol.web.downloads import download, unkept
from sipol.web.forms.access import CHOOSE, AccessForm, AnswerForm, AppointmentForm

bp = Blueprint("access", __name__)


@bp.route("/minta-akun", methods=["GET", "POST"])
@open_to(Audience.PUBLIC)
def ask() -> ResponseReturnValue:
    """Whatever the register holds already, whoever asks reads the same answer."""
    form = AccessForm()
    form.party_id.choices = [CHOOSE, *((str(one.id), one.name) for one in parties_to_ask())]
    form.region_code.choices = [CHOOSE, *((one.code, one.name) for one in places_to_ask_for())]
    if not form.validate_on_submit():
        return _ask_page(form), 422 if form.errors else 200
    try:
        refuse_hasty_knocks(request.remote_addr or "")
    except Refused as refused:
        form.name.errors = [refused.reason]
        return _ask_page(form), 429
    # Every try counts, whatever becomes of it.
    keep_work()
    try:
        ask_for_access(AccessDraft(form.party(), form.region_code.data, named_by(form)))
    except Refused as refused:
        form[refused.field].errors = [refused.reason]
        return _ask_page(form), 422
    return redirect(url_for(".asked"), 303)


def _ask_page(form: AccessForm) -> str:
    crumbs = [("Beranda", url_for("portal.home")), ("Minta akun", None)]
    return render_template("web/access/ask.html", crumbs=crumbs, form=form)


@bp.get("/minta-akun/diterima")
@open_to(Audience.PUBLIC)
def asked() -> ResponseReturnValue:
    crumbs = [("Beranda", url_for("portal.home")), ("Minta akun", url_for(".ask")), ("Diterima", None)]
    return render_template("web/access/asked.html", crumbs=crumbs)


@bp.route("/permintaan-akun/<uuid:request_id>", methods=["GET", "POST"])
@open_to(Audience.PARTY)
def show(request_id: UUID) -> ResponseReturnValue:
    """The centre reads who asks and by which letter, and says yes or why not."""
    asked_for, form = request_for(current_user, request_id), AnswerForm()
    if not form.validate_on_submit():
        return _show_page(asked_for, form), 422 if form.errors else 200
    try:
        if request.form.get("act") == "grant":
            grant_access(current_user, asked_for, form.stated())
            flash("Permintaan disetujui. Tautan untuk membuka akun dikirim lewat surel dan berlaku 72 jam.", "ok")
        else:
            refuse_access(current_user, asked_for, form.reason.data or "")
            flash("Permintaan ditolak. Alasannya dikirim lewat surel kepada yang meminta.", "ok")
    except Refused as refused:
        form.reason.errors = [refused.reason]
        return _show_page(asked_for, form), 422
    return redirect(url_for("team.index"), 303)


def _show_page(asked_for: AccessRequest, form: AnswerForm) -> str:
    return render_template(
        "web/access/show.html",
        crumbs=[
            ("Beranda", url_for("home.page")),
            ("Petugas dan akun", url_for("team.index")),
            ("Permintaan akun", None),
        ],
        asked_for=asked_for,
        about=about_request(asked_for),
        form=form,
    )


@bp.get("/permintaan-akun/<uuid:request_id>/surat")
@open_to(Audience.PARTY)
def letter(request_id: UUID) -> ResponseReturnValue:
    return letter_file(request_for(current_user, request_id).letter_digest)


def letter_file(digest: str) -> Response:
    """A letter of appointment: a PDF to keep, or a picture to look at."""
    data = letter_of(digest)
    if data.startswith(b"%PDF"):
        return download(data, "application/pdf", "surat-penunjukan.pdf")
    return unkept(Response(data, mimetype="image/webp"))


def named_by(form: AppointmentForm) -> Appointment:
    """The person of a form that is valid, and the letter."""
    assert form.letter_date.data is not None
    words: dict[str, Any] = {name: form[name].data or "" for name in ("name", "email", "position", "letter_number")}
    return Appointment(**words, letter_date=form.letter_date.data, letter=form.sent())

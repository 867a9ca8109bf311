"""Keamanan akun: where one is signed in, with what one signs in, and another password."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from sipol.access.door import keep_work, open_to
from sipol.access.policy import Permission, may
from sipol.rules.errors import NotFound, Refused
from sipol.rules.roles import Audience
from sipol.services.accounts import change_password, verify_own
from sipol.services.factor_resets import resets_for
from sipol.services.second_factor import factors_of, is_required
from sipol.services.sessions import end_session, end_sessions, is_proved, open_sessions, prove_session
from sipol.web.forms.session import NewPasswordForm, ProofForm
from sipol.web.second_step import ask_passkey, take_second
from sipol.web.visits import is_halfway, own_session

bp = Blueprint("security", __name__)

CHANGES = frozenset({"factors.app", "factors.passkey", "security.password", "security.index"})
"""Where a proof may lead back to."""


@bp.get("/keamanan")
@open_to(Audience.SIGNED_IN)
def index() -> ResponseReturnValue:
    return render_template(
        "web/security/index.html",
        crumbs=[("Beranda", url_for("home.page")), ("Keamanan akun", None)],
        sessions=open_sessions(current_user),
        here=own_session().id,
        factors=factors_of(current_user),
        required=is_required(),
        resets=resets_for(current_user),
        keeper=may(current_user, Permission.FACTOR_RESET, current_user),
    )


@bp.post("/keamanan/sesi/<uuid:session_id>/akhiri")
@open_to(Audience.SIGNED_IN)
def end(session_id: UUID) -> ResponseReturnValue:
    if not end_session(current_user, session_id):
        raise NotFound
    flash("Perangkat itu sudah dikeluarkan.", "ok")
    return redirect(url_for(".index"), 303)


@bp.post("/keamanan/sesi/akhiri-lain")
@open_to(Audience.SIGNED_IN)
def end_others() -> ResponseReturnValue:
    ended = end_sessions(current_user, but_not=own_session().id)
    flash(f"{ended} perangkat lain sudah dikeluarkan." if ended else "Tidak ada perangkat lain yang masuk.", "ok")
    return redirect(url_for(".index"), 303)


@bp.route("/keamanan/kata-sandi", methods=["GET", "POST"])
@open_to(Audience.SIGNED_IN)
def password() -> ResponseReturnValue:
    """Others who are signed in with the old password are out at once."""
    if (first := proof_first()) is not None:
        return first
    form = NewPasswordForm()
    if form.validate_on_submit():
        try:
            change_password(current_user, str(form.password.data))
        except Refused as refused:
            form.password.errors = [refused.reason]
        else:
            end_sessions(current_user, but_not=own_session().id)
            flash("Kata sandi diganti. Semua perangkat lain sudah dikeluarkan.", "ok")
            return redirect(url_for(".index"), 303)
    page = render_template("web/security/password.html", crumbs=trail("Ganti kata sandi"), form=form)
    return page, 422 if form.errors else 200


@bp.route("/keamanan/bukti", methods=["GET", "POST"])
@open_to(Audience.SIGNED_IN)
def proof() -> ResponseReturnValue:
    """The password once more, and the second step where there is one, before how one signs in is changed."""
    form, factors = ProofForm(), factors_of(current_user)
    if form.validate_on_submit():
        try:
            verify_own(current_user, str(form.password.data), request.remote_addr or "")
            if factors.any:
                take_second(own_session(), form.code.data, form.answer.data)
        except Refused as refused:
            keep_work()
            form[refused.field].errors = [refused.reason]
        else:
            prove_session(own_session())
            onwards = request.args.get("ke", "")
            return redirect(url_for(onwards if onwards in CHANGES else ".index"), 303)
    options = ask_passkey(current_user, factors)
    page = render_template(
        "web/security/proof.html", crumbs=trail("Pastikan ini Anda"), form=form, factors=factors, options=options
    )
    return page, 422 if form.errors else 200


def proof_first() -> ResponseReturnValue | None:
    """To the proof, unless it was given a short while ago; whoever is halfway has just given the password."""
    if is_halfway() or is_proved(own_session()):
        return None
    onwards = request.endpoint if request.endpoint in CHANGES else "security.index"
    return redirect(url_for("security.proof", ke=onwards), 303)


def trail(last: str) -> list[tuple[str, str | None]]:
    """The way to a page under the account's own; somebody halfway has come no way yet."""
    if is_halfway():
        return []
    return [("Beranda", url_for("home.page")), ("Keamanan akun", url_for("security.index")), (last, None)]

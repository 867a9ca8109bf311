"""Signing in and out, in one step or two. What was typed before a session ended is carried through the sign-in."""

import json
from urllib.parse import urlsplit

from flask import Blueprint, g, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, logout_user

from sipol.access.door import keep_work, open_to
from sipol.models import SignIn
from sipol.rules.errors import Refused
from sipol.rules.roles import Audience
from sipol.services.accounts import sign_in
from sipol.services.second_factor import factors_of, has_factor, is_required
from sipol.services.sessions import end_session
from sipol.web.forms.session import SecondStepForm, SignInForm
from sipol.web.hardening import forgotten
from sipol.web.second_step import ask_passkey, take_second
from sipol.web.visits import begin, complete

bp = Blueprint("session", __name__)


@bp.route("/masuk", methods=["GET", "POST"])
@open_to(Audience.PUBLIC)
def enter() -> ResponseReturnValue:
    if request.method == "GET" and current_user.is_authenticated:
        return redirect(url_for("home.page"), 303)
    form = SignInForm()
    arriving = "login" in request.form
    if arriving and form.validate_on_submit():
        try:
            user = sign_in(str(form.login.data), str(form.password.data), request.remote_addr or "")
        except Refused as refusal:
            keep_work()
            form.password.errors = [refusal.reason]
        else:
            begun = begin(user)
            if has_factor(user):
                return _second_page(begun, SecondStepForm(formdata=None))
            if is_required():
                session["onwards"] = _own_path(request.args.get("kembali", "")) or url_for("home.page")
                return redirect(url_for("factors.app"), 303)
            complete(begun)
            return _onwards()
    page = render_template("web/session/enter.html", form=form, carried=_carried() if request.form else None)
    return page, 422 if arriving and form.errors else 200


@bp.route("/masuk/langkah-kedua", methods=["GET", "POST"])
@open_to(Audience.PUBLIC)
def second() -> ResponseReturnValue:
    """A code of the app, a recovery code or a passkey."""
    begun: SignIn | None = g.get("halfway")
    if begun is None:
        if current_user.is_authenticated or request.method == "GET":
            return redirect(url_for("session.enter", kembali=request.args.get("kembali", "")), 303)
        return _too_late()
    form = SecondStepForm()
    if form.validate_on_submit():
        try:
            take_second(begun, form.code.data, form.answer.data)
        except Refused as refusal:
            keep_work()
            form.code.errors = [refusal.reason]
        else:
            complete(begun)
            return _onwards()
    return _second_page(begun, form)


@bp.post("/keluar")
@open_to(Audience.SIGNED_IN, Audience.HALFWAY)
def leave() -> ResponseReturnValue:
    begun: SignIn = g.get("sign_in") or g.halfway
    end_session(begun.user, begun.id)
    logout_user()
    session.clear()
    return forgotten(make_response(redirect(url_for("portal.home"), 303)))


def _too_late() -> ResponseReturnValue:
    form = SignInForm(formdata=None)
    form.password.errors = ["Waktu untuk langkah kedua sudah habis. Masuk lagi dengan kata sandi Anda."]
    return render_template("web/session/enter.html", form=form, carried=_carried()), 422


def _second_page(begun: SignIn, form: SecondStepForm) -> ResponseReturnValue:
    factors = factors_of(begun.user)
    page = render_template(
        "web/session/second.html",
        form=form,
        factors=factors,
        options=ask_passkey(begun.user, factors),
        action=url_for("session.second", kembali=_own_path(request.args.get("kembali", "")) or None),
        carried=_carried() if request.form else None,
    )
    return page, 422 if form.errors else 200


def _onwards() -> ResponseReturnValue:
    carried = _carried()
    if carried:
        action, fields = carried
        return render_template("errors/expired.html", action=action, fields=fields)
    return redirect(_own_path(request.args.get("kembali", "")) or url_for("home.page"), 303)


def _carried() -> tuple[str, list[tuple[str, str]]] | None:
    """Where the interrupted form was going, and its fields; None when nothing was interrupted."""
    action = _own_path(request.form.get("carry_action", ""))
    if not action:
        return None
    try:
        fields = [(str(name), str(value)) for name, value in json.loads(request.form.get("carry_fields", "[]"))]
    except (ValueError, TypeError, RecursionError):
        return None
    return action, fields


def _own_path(path: str) -> str:
    """The path if it lies on this site; anything else would be a way to lead people elsewhere."""
    if not path.startswith("/") or path.startswith("//") or "\\" in path or not path.isprintable():
        return ""
    parts = urlsplit(path)
    return "" if parts.netloc or parts.scheme else path

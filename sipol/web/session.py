"""Signing in and out. What was typed before a session ended is carried through the sign-in."""

import json
from urllib.parse import urlsplit

from flask import Blueprint, g, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user, logout_user

from sipol.access.door import keep_work, open_to
from sipol.rules.errors import Refused
from sipol.rules.roles import Audience
from sipol.services.accounts import sign_in
from sipol.web.forms.session import SignInForm
from sipol.web.hardening import forgotten

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
            # A fresh session: nothing a stranger may have planted in the old one survives the sign-in.
            session.clear()
            # The token made for this request belongs to the session that is gone.
            g.pop("csrf_token", None)
            login_user(user)
            session.permanent = True
            return _onwards()
    page = render_template("web/session/enter.html", form=form, carried=_carried() if request.form else None)
    return page, 422 if arriving and form.errors else 200


@bp.post("/keluar")
@open_to(Audience.SIGNED_IN)
def leave() -> ResponseReturnValue:
    logout_user()
    session.clear()
    return forgotten(make_response(redirect(url_for("portal.home"), 303)))


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

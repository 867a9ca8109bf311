"""Langkah kedua: setting up an app, passkeys and codes on paper, from one's account or while signing in."""

from base64 import b32encode
from collections.abc import Callable
from uuid import UUID

import segno
from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from sipol.access.door import keep_work, open_to
from sipol.models import AuthenticatorApp, User
from sipol.rules.errors import Refused
from sipol.rules.roles import Audience
from sipol.services.passkeys import add_passkey, creation_options, remove_passkey
from sipol.services.second_factor import (
    app_address,
    confirm_app,
    factors_of,
    has_factor,
    make_codes,
    pending_app,
    remove_app,
    start_app,
)
from sipol.web.forms.session import CodeForm, PasskeyForm
from sipol.web.second_step import ASKED
from sipol.web.security import proof_first, trail
from sipol.web.visits import complete, is_halfway, own_session

bp = Blueprint("factors", __name__)


@bp.route("/keamanan/aplikasi", methods=["GET", "POST"])
@open_to(Audience.SIGNED_IN, Audience.HALFWAY)
def app() -> ResponseReturnValue:
    """Begin, then scan and give the first code."""
    if (first := _closed()) is not None:
        return first
    form, pending = CodeForm(), pending_app(own_session())
    if form.validate_on_submit():
        try:
            codes = confirm_app(own_session(), str(form.code.data))
        except Refused as refused:
            keep_work()
            form.code.errors = [refused.reason]
        else:
            return _set_up("Aplikasi autentikator terpasang.", codes)
    page = render_template(
        "web/security/app.html",
        crumbs=trail("Aplikasi autentikator"),
        form=form,
        secret=_in_groups(pending) if pending else "",
        picture=_picture(pending, own_session().user) if pending else "",
        halfway=is_halfway(),
    )
    return page, 422 if form.errors else 200


@bp.post("/keamanan/aplikasi/mulai")
@open_to(Audience.SIGNED_IN, Audience.HALFWAY)
def begin_app() -> ResponseReturnValue:
    if (first := _closed()) is not None:
        return first
    start_app(own_session())
    return redirect(url_for(".app"), 303)


@bp.post("/keamanan/aplikasi/lepas")
@open_to(Audience.SIGNED_IN)
def drop_app() -> ResponseReturnValue:
    if (first := proof_first()) is not None:
        return first
    return _undone(lambda: remove_app(current_user), "Aplikasi autentikator dilepas.")


@bp.route("/keamanan/kunci", methods=["GET", "POST"])
@open_to(Audience.SIGNED_IN, Audience.HALFWAY)
def passkey() -> ResponseReturnValue:
    if (first := _closed()) is not None:
        return first
    form, user = PasskeyForm(), own_session().user
    if form.validate_on_submit():
        try:
            codes = add_passkey(own_session(), session.pop(ASKED, None), str(form.answer.data), str(form.name.data))
        except Refused as refused:
            form.name.errors = [refused.reason]
        else:
            return _set_up("Kunci sandi ditambahkan.", codes)
    options, session[ASKED] = creation_options(user)
    page = render_template("web/security/passkey.html", crumbs=trail("Kunci sandi"), form=form, options=options)
    return page, 422 if form.errors else 200


@bp.post("/keamanan/kunci/<uuid:passkey_id>/hapus")
@open_to(Audience.SIGNED_IN)
def drop_passkey(passkey_id: UUID) -> ResponseReturnValue:
    if (first := proof_first()) is not None:
        return first
    return _undone(lambda: remove_passkey(current_user, passkey_id), "Kunci sandi dihapus.")


@bp.post("/keamanan/kode-pemulihan")
@open_to(Audience.SIGNED_IN)
def codes() -> ResponseReturnValue:
    """Ten fresh ones, for whoever has a second factor to recover."""
    if (first := proof_first()) is not None:
        return first
    factors = factors_of(current_user)
    if not factors.any or request.form.get("made", "") != factors.codes_made:
        # Sending the same form again must not void the codes that somebody is writing down.
        flash("Kode pemulihan tidak dibuat ulang. Bila yang terakhir belum sempat disimpan, tekan sekali lagi.", "warn")
        return redirect(url_for("security.index"), 303)
    return _shown(make_codes(current_user), "Kode pemulihan baru dibuat; yang lama tidak berlaku lagi.")


def _closed() -> ResponseReturnValue | None:
    """Nobody halfway adds a factor to those an account has already: that is what the second step guards."""
    if is_halfway():
        return redirect(url_for("session.second"), 303) if has_factor(own_session().user) else None
    return proof_first()


def _set_up(sentence: str, codes: list[str] | None) -> ResponseReturnValue:
    if is_halfway():
        complete(own_session())
    if codes:
        return _shown(codes, sentence)
    flash(sentence, "ok")
    return redirect(url_for("security.index"), 303)


def _shown(codes: list[str], sentence: str) -> ResponseReturnValue:
    onwards = session.pop("onwards", url_for("home.page"))
    crumbs = trail("Kode pemulihan")
    return render_template("web/security/codes.html", crumbs=crumbs, codes=codes, sentence=sentence, onwards=onwards)


def _undone(act: Callable[[], None], sentence: str) -> ResponseReturnValue:
    try:
        act()
    except Refused as refused:
        flash(refused.reason, "warn")
    else:
        flash(sentence, "ok")
    return redirect(url_for("security.index"), 303)


def _picture(pending: AuthenticatorApp, user: User) -> str:
    return segno.make(app_address(pending, user), error="m").svg_data_uri(border=2, scale=5)


def _in_groups(pending: AuthenticatorApp) -> str:
    """For whoever types it: base 32 in fours."""
    letters = b32encode(bytes.fromhex(pending.secret)).decode()
    return " ".join(letters[at : at + 4] for at in range(0, len(letters), 4))

"""Atur ulang langkah kedua: asked by one person, agreed to by another."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from sipol.access.door import open_to
from sipol.rules.errors import Refused
from sipol.rules.roles import ROLE_WORDS, Audience
from sipol.services.factor_resets import accounts_with_factors, agree_to_reset, ask_reset, decline_reset, open_resets
from sipol.web.forms.session import ResetForm

bp = Blueprint("resets", __name__)


@bp.get("/keamanan/atur-ulang")
@open_to(Audience.KEEPERS)
def index() -> ResponseReturnValue:
    return _page(ResetForm(formdata=None))


@bp.post("/keamanan/atur-ulang/<uuid:user_id>")
@open_to(Audience.KEEPERS)
def ask(user_id: UUID) -> ResponseReturnValue:
    form = ResetForm()
    if form.validate_on_submit():
        try:
            reset = ask_reset(current_user, user_id, str(form.reason.data))
        except Refused as refused:
            form.reason.errors = [refused.reason]
        else:
            flash(f"Permintaan untuk {reset.user.name} dicatat dan menunggu persetujuan orang kedua.", "ok")
            return redirect(url_for(".index"), 303)
    return _page(form, asked=user_id), 422


@bp.post("/keamanan/atur-ulang/permintaan/<uuid:reset_id>/setujui")
@open_to(Audience.KEEPERS)
def agree(reset_id: UUID) -> ResponseReturnValue:
    user = agree_to_reset(current_user, reset_id)
    flash(f"Langkah kedua {user.name} dilepas. Ia masuk dengan kata sandi, lalu memasang yang baru.", "ok")
    return redirect(url_for(".index"), 303)


@bp.post("/keamanan/atur-ulang/permintaan/<uuid:reset_id>/tolak")
@open_to(Audience.SIGNED_IN)
def decline(reset_id: UUID) -> ResponseReturnValue:
    """Whoever it is about may say no, too."""
    decline_reset(current_user, reset_id)
    flash("Permintaan ditolak; langkah kedua tetap berlaku.", "ok")
    return redirect(url_for("security.index"), 303)


def _page(form: ResetForm, asked: UUID | None = None) -> str:
    return render_template(
        "web/security/resets.html",
        crumbs=[("Beranda", url_for("home.page")), ("Atur ulang langkah kedua", None)],
        login=current_user.login,
        accounts=accounts_with_factors(current_user),
        resets=open_resets(current_user),
        role_words=ROLE_WORDS,
        form=form,
        asked=asked,
    )

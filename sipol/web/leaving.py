"""Somebody leaves, comes back or has forgotten a password: the level above closes accounts and helps people in."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from sipol.access.door import open_to
from sipol.rules.errors import NotFound, Refused
from sipol.rules.roles import ROLE_WORDS, Audience
from sipol.services.leaving import (
    THE_LAST,
    about_account,
    close_account,
    is_the_last,
    open_work_of,
    reopen_account,
    successors_for,
)
from sipol.services.password_links import account_behind, ask_password_link, renew_password
from sipol.services.team import colleague_for
from sipol.web.forms.access import LeavingForm
from sipol.web.forms.session import NewPasswordForm
from sipol.web.team import way_here

bp = Blueprint("leaving", __name__)

NOBODY = ("", "Tidak ada yang diserahkan")


@bp.route("/petugas/<uuid:user_id>/tutup", methods=["GET", "POST"])
@open_to(Audience.PARTY, Audience.KPU)
def close(user_id: UUID) -> ResponseReturnValue:
    """Before an account is closed one sees what its owner has in hand, and names who takes it over."""
    person, form = colleague_for(current_user, user_id), LeavingForm()
    work = open_work_of(person)
    beside = successors_for(current_user, person)
    named = [(str(one.id), f"{one.name}, {ROLE_WORDS[one.role]}, {one.region.name}") for one in beside]
    form.successor_id.choices = [("", "Pilih rekan") if work.to_hand_over else NOBODY, *named]
    if form.validate_on_submit():
        try:
            close_account(current_user, person, form.successor())
        except Refused as refused:
            form.successor_id.errors = [refused.reason]
        else:
            flash(f"Akun {person.name} ditutup.", "ok")
            return redirect(url_for("team.index"), 303)
    page = render_template(
        "web/team/close.html",
        crumbs=way_here("Tutup akun"),
        person=person,
        work=work,
        form=form,
        last=THE_LAST if is_the_last(person) else None,
        about=about_account(person),
    )
    return page, 422 if form.errors else 200


@bp.post("/petugas/<uuid:user_id>/kata-sandi")
@open_to(Audience.PARTY, Audience.KPU)
def help_in(user_id: UUID) -> ResponseReturnValue:
    """Have a link for another password mailed to whoever has forgotten it."""
    try:
        person = ask_password_link(current_user, user_id)
    except Refused as refused:
        flash(refused.reason, "warn")
    else:
        flash(f"Tautan kata sandi baru dikirim ke surel {person.name}. Langkah keduanya tetap berlaku.", "ok")
    return redirect(url_for("team.index"), 303)


@bp.route("/kata-sandi/<token>", methods=["GET", "POST"])
@open_to(Audience.PUBLIC)
def renew(token: str) -> ResponseReturnValue:
    """Where that link leads."""
    form = NewPasswordForm()
    try:
        person = account_behind(token)
        if form.validate_on_submit():
            renew_password(token, str(form.password.data))
            flash("Kata sandi Anda diganti. Masuklah dengan yang baru.", "ok")
            return redirect(url_for("session.enter"), 303)
    except NotFound:
        return render_template("web/team/gone.html", renewing=True), 404
    except Refused as refused:
        form.password.errors = [refused.reason]
    page = render_template("web/team/renew.html", form=form, person=person)
    return page, 422 if form.errors else 200


@bp.post("/petugas/<uuid:user_id>/buka-kembali")
@open_to(Audience.PARTY, Audience.KPU)
def reopen(user_id: UUID) -> ResponseReturnValue:
    person = colleague_for(current_user, user_id)
    if reopen_account(current_user, person):
        flash(f"Akun {person.name} dibuka kembali dan dapat dipakai masuk.", "ok")
    else:
        flash("Akun ini sedang dipakai, jadi tidak ada yang berubah.", "info")
    return redirect(url_for("team.index"), 303)

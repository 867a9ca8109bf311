"""Petugas dan akun: whom the level above looks after, whom it invited, and who asks it for an account."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from sipol.access.door import open_to
from sipol.access.policy import Permission, require
from sipol.extensions import now
from sipol.models.base import Spot
from sipol.rules.accounts import CAPACITY_WORDS, CLOSURE_WORDS, INVITES, WORKS_AT
from sipol.rules.errors import NotFound, Refused
from sipol.rules.roles import PARTY_ROLES, ROLE_WORDS, Audience, Role
from sipol.services.access import requests_for
from sipol.services.dormancy import closes_on, is_told
from sipol.services.invitations import (
    InvitationDraft,
    about_post,
    accept_invitation,
    invitation_behind,
    invitation_for,
    invitations_for,
    invite,
    mail_again,
    revoke_invitation,
)
from sipol.services.regions import places_within
from sipol.services.team import team_of
from sipol.web.access import letter_file, named_by
from sipol.web.forms.access import CHOOSE, InvitationForm
from sipol.web.forms.session import NewPasswordForm

bp = Blueprint("team", __name__)

GONE = "Undangan ini sudah dipakai atau dicabut, jadi tidak ada yang berubah."


@bp.get("/petugas")
@open_to(Audience.PARTY, Audience.KPU)
def index() -> ResponseReturnValue:
    _refuse_others()
    people = team_of(current_user)
    return render_template(
        "web/team/index.html",
        crumbs=way_here(),
        people=people,
        invitations=invitations_for(current_user),
        requests=requests_for(current_user),
        of_party=current_user.role in PARTY_ROLES,
        roles=ROLE_WORDS,
        capacities=CAPACITY_WORDS,
        closures=CLOSURE_WORDS,
        moment=now(),
        closing={one.id: closes_on(one) for one in people if one.active and is_told(one)},
    )


@bp.route("/petugas/undang", methods=["GET", "POST"])
@open_to(Audience.PARTY, Audience.KPU)
def bring() -> ResponseReturnValue:
    """Invite a named person, by letter."""
    _refuse_others()
    form = InvitationForm()
    roles = INVITES[current_user.role]
    form.role.choices = [CHOOSE, *((role.value, ROLE_WORDS[role].capitalize()) for role in roles)]
    levels = sorted({level for role in roles for level in WORKS_AT[role]})
    places = places_within(current_user.region_code, levels)
    form.region_code.choices = [CHOOSE, *((one.code, one.name) for one in places)]
    if form.validate_on_submit():
        try:
            draft = InvitationDraft(Role(form.role.data), form.region_code.data, named_by(form), form.stated())
            invite(current_user, draft)
        except Refused as refused:
            form[refused.field].errors = [refused.reason]
        else:
            flash("Undangan dibuat. Tautan untuk membuka akun dikirim lewat surel dan berlaku 72 jam.", "ok")
            return redirect(url_for(".index"), 303)
    page = render_template(
        "web/team/invite.html",
        crumbs=way_here("Undang petugas"),
        form=form,
        of_party=current_user.role in PARTY_ROLES,
    )
    return page, 422 if form.errors else 200


@bp.post("/petugas/undangan/<uuid:invitation_id>/cabut")
@open_to(Audience.PARTY, Audience.KPU)
def revoke(invitation_id: UUID) -> ResponseReturnValue:
    done = revoke_invitation(current_user, invitation_for(current_user, invitation_id))
    flash("Undangan dicabut; tautannya tidak berlaku lagi." if done else GONE, "ok" if done else "info")
    return redirect(url_for(".index"), 303)


@bp.post("/petugas/undangan/<uuid:invitation_id>/kirim-ulang")
@open_to(Audience.PARTY, Audience.KPU)
def again(invitation_id: UUID) -> ResponseReturnValue:
    try:
        done = mail_again(current_user, invitation_for(current_user, invitation_id))
    except Refused as refused:
        flash(refused.reason, "warn")
        return redirect(url_for(".index"), 303)
    flash("Tautan baru dikirim lewat surel; yang lama tidak berlaku lagi." if done else GONE, "ok" if done else "info")
    return redirect(url_for(".index"), 303)


@bp.get("/petugas/undangan/<uuid:invitation_id>/surat")
@open_to(Audience.PARTY, Audience.KPU)
def letter(invitation_id: UUID) -> ResponseReturnValue:
    return letter_file(invitation_for(current_user, invitation_id).letter_digest)


@bp.route("/undangan/buka/<token>", methods=["GET", "POST"])
@open_to(Audience.PUBLIC)
def accept(token: str) -> ResponseReturnValue:
    """Where the link of an invitation leads: one password, and the account is open."""
    form = NewPasswordForm()
    try:
        invitation = invitation_behind(token)
        if form.validate_on_submit():
            accept_invitation(token, form.password.data or "")
            flash("Akun Anda sudah dibuka. Masuklah dengan alamat surel dan kata sandi yang baru Anda buat.", "ok")
            return redirect(url_for("session.enter"), 303)
    except NotFound:
        return render_template("web/team/gone.html"), 404
    except Refused as refused:
        form.password.errors = [refused.reason]
    page = render_template(
        "web/team/accept.html",
        form=form,
        invitation=invitation,
        about=about_post(invitation),
        role=ROLE_WORDS[invitation.role],
    )
    return page, 422 if request.method == "POST" else 200


def _refuse_others() -> None:
    require(current_user, Permission.ACCOUNT_KEEP, Spot(current_user.region_code, current_user.party_id))


def way_here(here: str = "") -> list[tuple[str, Any]]:
    """From the first page to the list of accounts, or to a page below it."""
    way: list[tuple[str, Any]] = [("Beranda", url_for("home.page")), ("Petugas dan akun", url_for("team.index"))]
    return [*way, (here, None)] if here else [way[0], ("Petugas dan akun", None)]

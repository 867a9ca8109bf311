"""Pelimpahan persetujuan: whom the centre of a party lets approve in its stead, and until when."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from sipol.access.door import open_to
from sipol.access.policy import Permission, may, require
from sipol.extensions import today
from sipol.models.base import Spot
from sipol.rules.errors import Refused
from sipol.rules.regions import Level
from sipol.rules.roles import Audience
from sipol.services.delegations import (
    DelegationDraft,
    delegation_for,
    delegations_for,
    grant_delegation,
    liaisons_for,
    revoke_delegation,
)
from sipol.services.parties import units_for
from sipol.web.forms.delegations import OWN_REGION, DelegationForm

bp = Blueprint("delegations", __name__)

NOBODY = ("", "Pilih akun")


@bp.get("/pelimpahan")
@open_to(Audience.PARTY)
def index() -> ResponseReturnValue:
    """The centre sees all of its party, a liaison officer those of the own region."""
    return render_template(
        "web/delegations/index.html",
        crumbs=[("Beranda", url_for("home.page")), ("Pelimpahan persetujuan", None)],
        delegations=delegations_for(current_user),
        day=today(),
        grants=may(current_user, Permission.DELEGATION_GRANT, _own()),
        needed=current_user.party.centre_approves,
    )


@bp.route("/pelimpahan/baru", methods=["GET", "POST"])
@open_to(Audience.PARTY)
def grant() -> ResponseReturnValue:
    require(current_user, Permission.DELEGATION_GRANT, _own())
    form = DelegationForm()
    people = liaisons_for(current_user)
    named = [(str(one.id), f"{one.name} ({one.login}), {one.region.name}") for one in people]
    form.delegate_id.choices = [NOBODY, *named]
    form.region_code.choices = [("", OWN_REGION), *_regions()]
    if form.validate_on_submit():
        try:
            delegation = grant_delegation(current_user, _draft(form))
        except Refused as refused:
            form[refused.field].errors = [refused.reason]
        else:
            flash(f"{delegation.delegate.name} boleh menyetujui pengajuan di {delegation.region.name}.", "ok")
            return redirect(url_for(".index"), 303)
    page = render_template(
        "web/delegations/form.html",
        crumbs=[
            ("Beranda", url_for("home.page")),
            ("Pelimpahan persetujuan", url_for(".index")),
            ("Limpahkan", None),
        ],
        form=form,
        people=people,
    )
    return page, 422 if form.errors else 200


@bp.post("/pelimpahan/<uuid:delegation_id>/cabut")
@open_to(Audience.PARTY)
def revoke(delegation_id: UUID) -> ResponseReturnValue:
    delegation = delegation_for(current_user, delegation_id)
    if revoke_delegation(current_user, delegation):
        flash(f"Pelimpahan dengan surat Nomor {delegation.letter_number} dicabut dan tidak berlaku lagi.", "ok")
    else:
        flash("Pelimpahan ini sudah dicabut atau sudah berakhir, jadi tidak ada yang berubah.", "info")
    return redirect(url_for(".index"), 303)


def _own() -> Spot:
    return Spot(current_user.region_code, current_user.party_id)


def _draft(form: DelegationForm) -> DelegationDraft:
    assert form.starts_on.data is not None
    assert form.ends_on.data is not None
    return DelegationDraft(
        UUID(form.delegate_id.data),
        form.region_code.data,
        form.starts_on.data,
        form.ends_on.data,
        form.letter_number.data or "",
        form.reason.data or "",
    )


def _regions() -> list[tuple[str, str]]:
    """Provinces and kabupaten/kota in which the party has a body."""
    wide = (unit for unit in units_for(current_user) if unit.level in (Level.PROVINCE, Level.REGENCY))
    return [(unit.region_code, unit.region.name) for unit in wide]

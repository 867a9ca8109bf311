"""Least members: how far parties are, and the numbers that KPU has set."""

import tempfile
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from sipol.access.door import open_to
from sipol.access.policy import Permission, may, require
from sipol.models.base import Spot
from sipol.render import thousands
from sipol.rules.errors import Refused
from sipol.rules.regions import Level, level_of
from sipol.rules.roles import PARTY_ROLES, Audience
from sipol.services.quota_files import import_quotas
from sipol.services.quotas import QuotaDraft, quotas_in, set_quota, standing_for, standings_for
from sipol.web.forms.quota import QuotaFileForm, QuotaForm

bp = Blueprint("quotas", __name__)

ONE, TABLE = "satu", "tabel"
"""Prefixes that tell the two forms of one page apart."""


@bp.get("/kuota")
@open_to(Audience.CASEWORK)
def index() -> ResponseReturnValue:
    """The party's own standing; KPU and Bawaslu see all parties, then the one they chose."""
    crumbs: list[tuple[str, str | None]] = [("Beranda", url_for("home.page"))]
    party_id = request.args.get("partai", type=UUID)
    if current_user.role in PARTY_ROLES:
        party_id = current_user.party_id
        crumbs.append(("Anggota", url_for("members.index")))
    if party_id is None:
        crumbs.append(("Kuota anggota", None))
        single = level_of(current_user.region_code) is Level.REGENCY
        return render_template(
            "web/quotas/parties.html", crumbs=crumbs, standings=standings_for(current_user), single=single
        )
    one = standing_for(current_user, party_id)
    if current_user.role not in PARTY_ROLES:
        crumbs += [("Kuota anggota", url_for(".index")), (one.party.abbreviation, None)]
    else:
        crumbs.append(("Kuota anggota", None))
    return render_template("web/quotas/index.html", crumbs=crumbs, standing=one)


@bp.get("/kuota/angka")
@open_to(Audience.OVERSIGHT)
def numbers() -> ResponseReturnValue:
    return _numbers(QuotaForm(formdata=None, prefix=ONE), QuotaFileForm(formdata=None, prefix=TABLE))


@bp.post("/kuota/angka")
@open_to(Audience.KPU)
def set_one() -> ResponseReturnValue:
    """One number, by a decree."""
    require(current_user, Permission.QUOTA_SET, Spot(current_user.region_code))
    form = QuotaForm(prefix=ONE)
    if form.validate_on_submit() and form.valid_from.data:
        letter, day = form.letter.data or "", form.valid_from.data
        try:
            set_quota(current_user, QuotaDraft(form.region.data, form.number, letter, day))
        except Refused as refused:
            form[refused.field].errors = [refused.reason]
        else:
            flash(f"Kuota {form.region.data} ditetapkan menurut {letter}.", "ok")
            return redirect(url_for(".numbers"), 303)
    return _numbers(form, QuotaFileForm(formdata=None, prefix=TABLE)), 422


@bp.post("/kuota/angka/tabel")
@open_to(Audience.KPU)
def bring() -> ResponseReturnValue:
    """A whole table of them."""
    require(current_user, Permission.QUOTA_SET, Spot(current_user.region_code))
    form = QuotaFileForm(prefix=TABLE)
    if form.validate_on_submit() and form.valid_from.data:
        try:
            with tempfile.TemporaryFile() as file:
                form.file.data.save(file)
                file.seek(0)
                count = import_quotas(current_user, file, form.letter.data or "", form.valid_from.data)
        except Refused as refused:
            form[refused.field].errors = [refused.reason]
        else:
            flash(f"Kuota {thousands(count)} kabupaten/kota ditetapkan menurut {form.letter.data}.", "ok")
            return redirect(url_for(".numbers"), 303)
    return _numbers(QuotaForm(formdata=None, prefix=ONE), form), 422


def _numbers(one: QuotaForm, table: QuotaFileForm) -> str:
    quotas = quotas_in(current_user.region_code)
    one.offer([(quota.region.code, quota.region.name) for quota in quotas])
    return render_template(
        "web/quotas/numbers.html",
        crumbs=[("Beranda", url_for("home.page")), ("Kuota anggota", url_for(".index")), ("Angka", None)],
        quotas=quotas,
        one=one,
        table_form=table,
        may_set=may(current_user, Permission.QUOTA_SET, Spot(current_user.region_code)),
    )

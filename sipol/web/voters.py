"""The voter lists that are kept, and the way a new one comes in."""

import tempfile

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from sipol.access.door import open_to
from sipol.access.policy import Permission, may, require
from sipol.models.base import Spot
from sipol.render import thousands
from sipol.rules.errors import Refused
from sipol.rules.roles import Audience
from sipol.services.quotas import quotas_in
from sipol.services.voter_lists import Brought, import_voters, voter_lists_in
from sipol.web.forms.quota import VoterListForm

bp = Blueprint("voters", __name__)


@bp.get("/daftar-pemilih")
@open_to(Audience.OVERSIGHT)
def index() -> ResponseReturnValue:
    return _page(VoterListForm(formdata=None))


@bp.post("/daftar-pemilih")
@open_to(Audience.KPU)
def bring() -> ResponseReturnValue:
    require(current_user, Permission.VOTER_LIST_KEEP, Spot(current_user.region_code))
    form = VoterListForm()
    if form.validate_on_submit() and form.as_of.data:
        try:
            with tempfile.TemporaryFile() as file:
                form.file.data.save(file)
                file.seek(0)
                brought = import_voters(current_user, file, form.as_of.data, form.region.data)
        except Refused as refused:
            form[refused.field].errors = [refused.reason]
        else:
            flash(_told(brought), "warn" if brought.without_nik or brought.elsewhere else "ok")
            return redirect(url_for(".index"), 303)
    return _page(form), 422


def _told(brought: Brought) -> str:
    told = f"{thousands(brought.rows)} pemilih dimuat, dan anggota di wilayah itu sudah dicocokkan."
    if brought.without_nik:
        told += f" {thousands(brought.without_nik)} baris dilewati karena tidak memuat NIK utuh."
    if brought.elsewhere:
        told += f" {thousands(brought.elsewhere)} baris dilewati karena dari wilayah lain."
    return told


def _page(form: VoterListForm) -> str:
    regions = [quota.region for quota in quotas_in(current_user.region_code)]
    form.offer([(region.code, region.name) for region in regions])
    return render_template(
        "web/voters/index.html",
        crumbs=[("Beranda", url_for("home.page")), ("Daftar pemilih", None)],
        regions=regions,
        lists=voter_lists_in(current_user.region_code),
        form=form,
        may_keep=may(current_user, Permission.VOTER_LIST_KEEP, Spot(current_user.region_code)),
    )

"""Who is in: a unit's members, searched, sieved, and taken away as a file."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from sipol.access.door import open_to
from sipol.access.policy import Permission, may
from sipol.models import Unit
from sipol.render.tables import TableFile
from sipol.rules.disclosures import Medium
from sipol.rules.errors import Refused
from sipol.rules.indications import BLOCKING, INDICATIONS
from sipol.rules.member_life import MEMBER_STATUS_WORDS, STANDING
from sipol.rules.regions import Level, level_of, within
from sipol.rules.roles import Audience
from sipol.services.disclosures import reason_from
from sipol.services.member_export import Wanted, export_members
from sipol.services.member_search import PAGE, Sieve, found_members, members_of
from sipol.services.parties import unit_for
from sipol.services.regions import districts
from sipol.web.downloads import table_download
from sipol.web.forms.disclosures import NOTE_HINT
from sipol.web.forms.members import ExportForm, SearchForm
from sipol.web.frame import zone
from sipol.web.seen import hand_over, show_whole

bp = Blueprint("people", __name__)

NOTES = {code: one for code, one in INDICATIONS.items() if code not in BLOCKING}
"""Indications that a row inside can have."""


@bp.route("/unit/<uuid:unit_id>/anggota", methods=["GET", "POST"])
@open_to(Audience.PARTY)
def index(unit_id: UUID) -> ResponseReturnValue:
    """What is sought comes in the body: names and NIK stand in no address."""
    form = SearchForm()
    sought = form.sought.data if form.validate_on_submit() else ""
    return _page(unit_for(current_user, unit_id), form, sought or "", ExportForm(formdata=None))


def _page(unit: Unit, form: SearchForm, sought: str, exports: ExportForm) -> str:
    sieve = sieve_from(request.args)
    after = request.args.get("dari", type=UUID)
    found = found_members(current_user, unit, sought) if sought else members_of(current_user, unit, sieve, after)
    full = len(found) == PAGE
    kept = query_of(sieve)
    return render_template(
        "web/people/index.html",
        crumbs=[("Beranda", url_for("home.page")), ("Anggota", url_for("members.index")), ("Daftar anggota", None)],
        unit=unit,
        form=form,
        sought=sought,
        people=found,
        sieve=sieve,
        kept=kept,
        narrowed=any(kept.values()),
        further=url_for("people.index", unit_id=unit.id, dari=found[-1].id, **kept) if full and not sought else None,
        full=full,
        labels={code.value: one.label for code, one in INDICATIONS.items()},
        notes=[(code.value, one.label, one.number) for code, one in NOTES.items()],
        standing=[(status.value, MEMBER_STATUS_WORDS[status]) for status in MEMBER_STATUS_WORDS if status in STANDING],
        statuses=MEMBER_STATUS_WORDS,
        places=[(code, name) for code, name in districts() if within(code, unit.region_code) and _is_district(code)],
        exports=exports,
        note_hint=NOTE_HINT,
        may_unmask=may(current_user, Permission.MEMBER_UNMASK, unit),
    )


@bp.post("/unit/<uuid:unit_id>/anggota/unduh")
@open_to(Audience.PARTY)
def export(unit_id: UUID) -> ResponseReturnValue:
    """The sieved members as a file."""
    unit, form = unit_for(current_user, unit_id), ExportForm()
    kind = TableFile(form.form.data) if form.form.data in set(TableFile) else TableFile.XLSX
    whole, remark = bool(form.whole.data), form.remark.data or ""
    if not form.validate():
        return _page(unit, SearchForm(formdata=None), "", form), 422
    try:
        reason = reason_from(form.why.data or "", remark) if whole else None
    except Refused as refused:
        form[refused.field].errors = [refused.reason]
        return _page(unit, SearchForm(formdata=None), "", form), 422
    wanted = Wanted(unit, sieve_from(request.args), kind, whole, zone(), reason, remark if whole else "")
    people: list[UUID] = []
    answer = table_download(
        lambda file: people.extend(export_members(current_user, wanted, file)), kind, f"anggota-{unit.region_code}"
    )
    hand_over(Medium.FILE, unit.id, people)
    if reason is not None:
        show_whole((), reason, remark)
    return answer


def _is_district(code: str) -> bool:
    return level_of(code) is Level.DISTRICT


def sieve_from(asked: Mapping[str, str]) -> Sieve:
    """Words that mean nothing are as if they were not there."""
    code = next((code for code in NOTES if code == asked.get("masalah")), None)
    status = next((status for status in STANDING if status == asked.get("status")), None)
    district = asked.get("kecamatan", "")
    return Sieve(code, status, district if district.replace(".", "").isdigit() else "")


def query_of(sieve: Sieve) -> dict[str, Any]:
    """The inverse of ``sieve_from``; what narrows nothing is None."""
    return {"masalah": sieve.code, "status": sieve.status, "kecamatan": sieve.district or None}

"""What is missing: one page for all units within the visitor's scope, one for each unit."""

from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from sipol.access.door import open_to
from sipol.rules.completeness import LEAST_WOMEN, OBJECT_WORDS, Object
from sipol.rules.roles import PARTY_ROLES, Audience
from sipol.services.completeness import Completeness, completeness_of
from sipol.services.parties import unit_for, units_for
from sipol.services.periods import current_period, name_of

bp = Blueprint("completeness", __name__)

PAGE = 50


@bp.get("/kelengkapan")
@open_to(Audience.CASEWORK)
def index() -> ResponseReturnValue:
    units, period = units_for(current_user), current_period()
    place = min(max(request.args.get("mulai", 0, int), 0), len(units))
    shown = completeness_of(current_user, units[place : place + PAGE], period)
    return render_template(
        "web/completeness/index.html",
        crumbs=[("Beranda", url_for("home.page")), ("Kelengkapan", None)],
        lines=shown,
        words=OBJECT_WORDS,
        objects=tuple(Object),
        period=name_of(period) if period else None,
        total=len(units),
        first=place + 1,
        newer=url_for(".index", mulai=place - PAGE) if place >= PAGE else None,
        older=url_for(".index", mulai=place + PAGE) if place + PAGE < len(units) else None,
    )


@bp.get("/unit/<uuid:unit_id>/kelengkapan")
@open_to(Audience.CASEWORK)
def unit(unit_id: UUID) -> ResponseReturnValue:
    one, period = unit_for(current_user, unit_id), current_period()
    (line,) = completeness_of(current_user, [one], period)
    own = current_user.role in PARTY_ROLES
    return render_template(
        "web/completeness/unit.html",
        crumbs=[("Beranda", url_for("home.page")), ("Kelengkapan", url_for(".index")), (one.name, None)],
        line=line,
        words=OBJECT_WORDS,
        period=name_of(period) if period else None,
        ways={which: _way(line, which) for which in line.objects} if own else {},
        least_women=LEAST_WOMEN,
    )


def _way(line: Completeness, which: Object) -> tuple[str, str]:
    """Where the party mends it: label and address."""
    unit_id = line.unit.id
    if which is Object.MEMBERS:
        return "Buka anggota", url_for("people.index", unit_id=unit_id)
    if which is Object.OFFICE:
        return "Buka data kantor", url_for("offices.edit", unit_id=unit_id)
    if line.decree is not None and line.decree.standing == "draft":
        return "Periksa SK yang disiapkan", url_for("decrees.check", decree_id=line.decree.id)
    return "Unggah SK", url_for("decrees.upload", unit_id=unit_id)

"""Dasbor: party by object by office in a semester, the age of the queue, and the work against the days left."""

from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from sipol.access.door import open_to
from sipol.extensions import now
from sipol.models import Party, Period
from sipol.render import thousands
from sipol.rules.periods import days_left
from sipol.rules.progress import NOT_UPDATED, STAGE_WORDS, Stage
from sipol.rules.regions import Level
from sipol.rules.roles import PARTY_ROLES, Audience
from sipol.rules.workflow import SUBJECT_WORDS
from sipol.services.dashboard import Dashboard, Tallies, dashboard_of
from sipol.services.periods import all_periods, current_period, name_of, period_by
from sipol.services.workload import hands_in, queue_ages
from sipol.web.frame import zone
from sipol.web.grid import pace

bp = Blueprint("dashboard", __name__)

OWN_WORDS = {Level.NATION: "Pusat", Level.PROVINCE: "Tingkat provinsi", Level.REGENCY: "Tingkat kabupaten/kota"}
"""The units of the area itself, in the table of what lies in it."""


@bp.get("/dasbor")
@open_to(Audience.CASEWORK)
def index() -> ResponseReturnValue:
    """KPU and Bawaslu: every party in their region; a party: its own units, drafts too."""
    periods, period = all_periods(), _period_asked()
    crumbs: list[tuple[str, str | None]] = [("Beranda", url_for("home.page")), ("Dasbor", None)]
    if period is None:
        return render_template("web/dashboard/none.html", crumbs=crumbs)
    area = request.args.get("wilayah") or str(current_user.region_code)
    own = current_user.role in PARTY_ROLES
    seen = dashboard_of(current_user, period, area, None if own else request.args.get("partai", type=UUID))
    party_id = seen.party.id if seen.party else None
    queue = queue_ages(current_user, area, party_id)
    moment = now()
    days = days_left(period.deadline, moment, zone())
    return render_template(
        "web/dashboard/index.html",
        crumbs=[*crumbs[:-1], *_way_down(seen, period)],
        seen=seen,
        period=period,
        name=name_of(period),
        periods=[(one.id, name_of(one)) for one in periods],
        own=own,
        subjects=SUBJECT_WORDS,
        stages=STAGE_WORDS | ({Stage.NOT_SENT: NOT_UPDATED} if days < 0 else {}),
        places=_places(seen, period),
        parties=[] if own else [(one, _of_party(seen, period, one), tallies) for one, tallies in seen.parties],
        queue=queue,
        ages=[(age, many, queue.total, None, f"{thousands(many)} pengajuan") for age, many in queue.ages.items()],
        hands=[] if own else hands_in(current_user, period, area, party_id),
        pace=pace(seen.left, days),
        moment=moment,
    )


def _period_asked() -> Period | None:
    """The one in the address, else the one at hand. NotFound for one that is not there."""
    asked = request.args.get("periode", type=UUID)
    return current_period() if asked is None else period_by(asked)


def _at(seen: Dashboard, period: Period, area: str) -> str:
    """This page for another area, the party and the semester as they are."""
    party_id = seen.party.id if seen.party else None
    return url_for(".index", periode=period.id, partai=party_id, wilayah=area)


def _of_party(seen: Dashboard, period: Period, party: Party) -> str:
    return url_for(".index", periode=period.id, partai=party.id, wilayah=seen.area.code)


def _way_down(seen: Dashboard, period: Period) -> list[tuple[str, str | None]]:
    """From the visitor's own region to the one shown; the first is the dashboard itself."""
    way = [*seen.above, seen.area]
    names = ["Dasbor", *(one.name for one in way[1:])]
    return [(name, _at(seen, period, one.code)) for name, one in zip(names, way, strict=True)]


def _places(seen: Dashboard, period: Period) -> list[tuple[str, str | None, Tallies]]:
    """What lies in the area: its name, where it can be looked into, and how far it is."""
    found: list[tuple[str, str | None, Tallies]] = []
    for region, tallies in seen.places:
        if region.code == seen.area.code:
            found.append((OWN_WORDS.get(region.level, region.name), None, tallies))
        else:
            deeper = region.level is not Level.DISTRICT
            found.append((region.name, _at(seen, period, region.code) if deeper else None, tallies))
    return found

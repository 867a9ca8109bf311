"""“Tidak ada perubahan semester ini”: which SK stays in force, and one press to hand that in."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from sipol.access.door import open_to
from sipol.models import Unit
from sipol.rules.errors import Refused
from sipol.rules.roles import Audience, Role
from sipol.rules.workflow import State, Subject
from sipol.services.no_change import decree_that_stays, hand_in_no_change, obstacle_for
from sipol.services.parties import commission_of, unit_for
from sipol.services.periods import current_period, name_of
from sipol.services.senders import obstacle_for_sender

bp = Blueprint("no_change", __name__)


@bp.get("/unit/<uuid:unit_id>/tidak-ada-perubahan")
@open_to(Audience.PARTY)
def page(unit_id: UUID) -> ResponseReturnValue:
    unit = unit_for(current_user, unit_id)
    return _page(unit, obstacle_for_sender(current_user, unit) or obstacle_for(unit, current_period(), Subject.DECREE))


@bp.post("/unit/<uuid:unit_id>/tidak-ada-perubahan")
@open_to(Audience.PARTY)
def hand_in(unit_id: UUID) -> ResponseReturnValue:
    unit = unit_for(current_user, unit_id)
    try:
        submission = hand_in_no_change(current_user, unit, Subject.DECREE)
    except Refused as refused:
        return _page(unit, refused.reason), 422
    if submission.state is State.AWAITING_CENTRE:
        flash("Pernyataan tidak ada perubahan sudah dimintakan persetujuan pusat partai.", "ok")
        return redirect(url_for("handover.review", submission_id=submission.id), 303)
    return redirect(url_for("handover.receipt", submission_id=submission.id), 303)


def _page(unit: Unit, obstacle: str | None) -> str:
    period, office = current_period(), commission_of(unit.region_code)
    return render_template(
        "web/no_change/page.html",
        crumbs=[("Beranda", url_for("home.page")), ("Tidak ada perubahan", None)],
        unit=unit,
        decree=decree_that_stays(unit),
        period=name_of(period) if period else "",
        obstacle=obstacle,
        office=office.name if office else "KPU",
        asks_centre=unit.party.centre_approves and current_user.role is not Role.CENTRE,
    )

"""The first page after signing in: what waits for this person."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from sipol.access.door import open_to
from sipol.rules.roles import PARTY_ROLES, Audience, Role
from sipol.services.papers import last_receipt_for
from sipol.services.parties import units_for
from sipol.services.periods import current_period
from sipol.services.submissions import submissions_for

bp = Blueprint("home", __name__)


@bp.get("/beranda")
@open_to(Audience.SIGNED_IN)
def page() -> ResponseReturnValue:
    if current_user.role is Role.ADMIN:
        return redirect(url_for("accounts.index"), 303)
    if current_user.role not in PARTY_ROLES:
        return redirect(url_for("review.queue"), 303)
    period = current_period()
    submissions = submissions_for(current_user, period) if period else []
    return render_template(
        "web/home/page.html",
        period=period,
        units=units_for(current_user),
        submissions={row.unit_id: row for row in submissions},
        receipt=last_receipt_for(current_user),
    )

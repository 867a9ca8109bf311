"""Riwayat: who did what, when and why."""

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from markupsafe import Markup

from sipol.access.door import open_to
from sipol.audit.trail import card_of
from sipol.models import AuditEntry
from sipol.render import long_moment
from sipol.rules.findings import ANSWER_WORDS
from sipol.rules.reasons import REASON_WORDS
from sipol.rules.roles import ROLE_WORDS, Audience
from sipol.rules.workflow import ACT_WORDS, OUTCOME_WORDS
from sipol.services.history import Stretch, history_for
from sipol.services.parties import unit_for, units_for
from sipol.web.frame import zone

bp = Blueprint("history", __name__)


@dataclass(frozen=True, slots=True)
class Told:
    """One entry in words."""

    at: str
    who: str
    html: Markup


@bp.get("/riwayat")
@open_to(Audience.CASEWORK)
def index() -> ResponseReturnValue:
    unit = unit_for(current_user, chosen) if (chosen := request.args.get("unit", type=UUID)) else None
    before = request.args.get("sebelum", type=int)
    stretch = history_for(current_user, before=before, unit=unit)
    return render_template(
        "web/history/index.html",
        crumbs=[("Beranda", url_for("home.page")), ("Riwayat", None)],
        entries=[_told(entry, stretch) for entry in stretch.entries],
        older=url_for(".index", sebelum=stretch.older, unit=chosen) if stretch.older else None,
        newest=url_for(".index", unit=chosen) if before else None,
        units=units_for(current_user),
        unit=unit,
    )


def _told(entry: AuditEntry, stretch: Stretch) -> Told:
    who = f"{entry.actor.name} ({ROLE_WORDS[entry.actor.role]})" if entry.actor else "Sistem"
    words = {
        "act": ACT_WORDS,
        "answer": ANSWER_WORDS,
        "outcome": OUTCOME_WORDS,
        "reason": REASON_WORDS,
    }
    # Rendered bare: the page's frame would ask the database anew for every card.
    card = current_app.jinja_env.get_template(f"timeline/{card_of(entry.event)}.html").render(
        facts=entry.facts,
        unit=stretch.units.get((entry.party_id, entry.region_code), ""),
        words=words,
    )
    return Told(long_moment(entry.at, zone()), who, Markup(card))  # noqa: S704 - the card escaped its facts

"""Riwayat: who did what, when and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from flask import Blueprint, Response, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from markupsafe import Markup

from sipol.access.door import open_to
from sipol.audit.trail import card_of
from sipol.models import AuditEntry
from sipol.render import long_moment
from sipol.rules.accounts import CAPACITY_WORDS, CLOSURE_WORDS
from sipol.rules.disclosures import SEEING_REASON_WORDS
from sipol.rules.duplicates import SITUATION_WORDS
from sipol.rules.findings import ANSWER_WORDS, Answer
from sipol.rules.member_life import MEMBER_PAPER_WORDS, MEMBER_REASON_WORDS, MEMBER_STATUS_WORDS
from sipol.rules.offices import FILE_WORDS, OFFICE_VISIT_WORDS
from sipol.rules.reasons import REASON_WORDS
from sipol.rules.roles import KPU_ROLES, ROLE_WORDS, WELCOMES, Audience
from sipol.rules.sampling import VISIT_KINDS, VISIT_RESULTS
from sipol.rules.sign_in import SECURITY_ACT_WORDS
from sipol.rules.workflow import ACT_WORDS, DELEGATED_ACT_WORDS, OUTCOME_WORDS, SUBJECT_WORDS
from sipol.services.checkpoints import checkpoints
from sipol.services.history import Stretch, history_for
from sipol.services.parties import unit_for, units_for
from sipol.web.frame import zone

bp = Blueprint("history", __name__)

SAVED = "DecreeSaved"
BREATH = timedelta(minutes=30)
LAST = 2**63 - 1
"""The greatest number an entry can bear."""


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
    before = min(max(request.args.get("sebelum", 0, int), 0), LAST) or None
    stretch = history_for(current_user, before=before, unit=unit)
    return render_template(
        "web/history/index.html",
        crumbs=[("Beranda", url_for("home.page")), ("Riwayat", None)],
        entries=[_told(entries, stretch) for entries in _in_one_breath(stretch.entries)],
        older=url_for(".index", sebelum=stretch.older, unit=chosen) if stretch.older else None,
        newest=url_for(".index", unit=chosen) if before else None,
        units=units_for(current_user),
        unit=unit,
        oversees=current_user.role in WELCOMES[Audience.OVERSIGHT],
    )


def _in_one_breath(entries: Sequence[AuditEntry]) -> list[list[AuditEntry]]:
    """A draft saves itself every few seconds: what one person saved of one decree in a row is told once."""
    breaths: list[list[AuditEntry]] = []
    for entry in entries:
        later = breaths[-1][-1] if breaths else None
        same = later is not None and (later.event, later.subject_id, later.actor_id) == (
            SAVED,
            entry.subject_id,
            entry.actor_id,
        )
        if same and later is not None and entry.event == SAVED and later.at - entry.at < BREATH:
            breaths[-1].append(entry)
        else:
            breaths.append([entry])
    return breaths


@bp.get("/titik-periksa.txt")
@open_to(Audience.OVERSIGHT)
def points() -> ResponseReturnValue:
    """Every signed checkpoint of the log, to be kept outside of the register."""
    return Response("\n\n".join(row.note for row in checkpoints()), mimetype="text/plain; charset=utf-8")


def _told(entries: Sequence[AuditEntry], stretch: Stretch) -> Told:
    """One entry, or several saves of one draft as one; the newest comes first and gives the moment."""
    entry, facts = entries[0], dict(entries[0].facts)
    if len(entries) > 1:
        facts |= {"changed": [name for saved in reversed(entries) for name in saved.facts["changed"]]}
    who = f"{entry.actor.name} ({ROLE_WORDS[entry.actor.role]})" if entry.actor else "Sistem"
    words = {
        "act": ACT_WORDS,
        "answer": ANSWER_WORDS | {Answer.ALIKE: "Sesuai"},
        "capacity": CAPACITY_WORDS,
        "closure": CLOSURE_WORDS,
        "security": {act: text.replace(" Anda", "") for act, text in SECURITY_ACT_WORDS.items()},
        "delegated": DELEGATED_ACT_WORDS,
        "member_paper": MEMBER_PAPER_WORDS,
        "member_reason": MEMBER_REASON_WORDS,
        "member_status": MEMBER_STATUS_WORDS,
        "office_file": FILE_WORDS,
        "office_visit": OFFICE_VISIT_WORDS,
        "outcome": OUTCOME_WORDS,
        "reason": REASON_WORDS,
        "role": ROLE_WORDS,
        "seeing": SEEING_REASON_WORDS,
        "situation": SITUATION_WORDS,
        "subject": SUBJECT_WORDS,
        "visit_kind": VISIT_KINDS,
        "visit_result": VISIT_RESULTS,
    }
    # Rendered bare: the page's frame would ask the database anew for every card.
    card = current_app.jinja_env.get_template(f"timeline/{card_of(entry.event)}.html").render(
        facts=facts,
        times=len(entries),
        unit=stretch.units.get((entry.party_id, entry.region_code), ""),
        words=words,
        for_kpu=current_user.role in KPU_ROLES,
    )
    return Told(long_moment(entry.at, zone()), who, Markup(card))  # noqa: S704 - the card escaped its facts

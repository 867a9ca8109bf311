"""Rekapitulasi, pengumuman, and the letters of an office about a semester."""

from collections.abc import Callable
from typing import Any, TypeAlias
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from sipol.access.door import open_to
from sipol.access.policy import Permission, may
from sipol.extensions import now
from sipol.models import PaperKind, Period
from sipol.models.base import Spot
from sipol.rules.errors import Refused
from sipol.rules.regions import NATION, is_code, jurisdiction, parent_of, within
from sipol.rules.roles import PARTY_ROLES, Audience
from sipol.rules.workflow import Subject
from sipol.services.minutes import cases_for
from sipol.services.office_papers import (
    LetterDraft,
    announce,
    issue_recap,
    lack_of_announcement,
    office_paper_for,
    office_papers_for,
    send_invitations,
    send_reminders,
)
from sipol.services.parties import commission_of
from sipol.services.periods import all_periods, current_period, name_of
from sipol.services.recap import recap_of, states_in_words
from sipol.web.downloads import paper_download
from sipol.web.forms.recap import NumberForm, PlenaryForm

bp = Blueprint("recap", __name__)

Tried: TypeAlias = NumberForm | PlenaryForm

PAPER_WORDS: dict[PaperKind, str] = {
    PaperKind.RECAP: "Rekapitulasi",
    PaperKind.ANNOUNCEMENT: "Pengumuman",
    PaperKind.PLENARY: "Undangan rapat pleno",
    PaperKind.REMINDER: "Surat pengingat",
}


@bp.get("/rekapitulasi")
@open_to(Audience.CASEWORK)
def index() -> ResponseReturnValue:
    return _page()


@bp.post("/rekapitulasi/terbitkan")
@open_to(Audience.KPU)
def issue() -> ResponseReturnValue:
    form = NumberForm(prefix="recap")
    return _done(form, lambda period: issue_recap(current_user, period, form.number.data or ""), "Rekapitulasi terbit.")


@bp.post("/rekapitulasi/umumkan")
@open_to(Audience.KPU)
def publish() -> ResponseReturnValue:
    form = NumberForm(prefix="announce")
    told = "Hasil semester ini sudah diumumkan dan terbuka untuk masyarakat."
    return _done(form, lambda period: announce(current_user, period, form.number.data or ""), told)


@bp.post("/rekapitulasi/undang")
@open_to(Audience.KPU)
def call() -> ResponseReturnValue:
    form = PlenaryForm(prefix="plenary")

    def act(period: Period) -> object:
        zone = _zone()
        moment = form.meeting_at.data.replace(tzinfo=zone) if form.meeting_at.data else None
        draft = LetterDraft(form.number.data or "", moment, form.meeting_place.data or "")
        return send_invitations(current_user, period, draft)

    return _done(form, act, "Undangan diterbitkan untuk setiap partai.")


@bp.post("/rekapitulasi/ingatkan")
@open_to(Audience.KPU)
def warn() -> ResponseReturnValue:
    form = NumberForm(prefix="remind")
    told = "Surat pengingat diterbitkan untuk partai yang belum mengajukan."
    return _done(form, lambda period: send_reminders(current_user, period, LetterDraft(form.number.data or "")), told)


@bp.get("/rekapitulasi/surat/<uuid:office_paper_id>.pdf")
@open_to(Audience.CASEWORK)
def file(office_paper_id: UUID) -> ResponseReturnValue:
    issued = office_paper_for(current_user, office_paper_id)
    return paper_download(issued.paper, f"{issued.paper.kind}-{issued.paper.code}", url_for(".index"))


def _done(form: Tried, act: Callable[[Period], object], told: str) -> ResponseReturnValue:
    period = _asked_period()
    if period is None:
        flash("KPU belum membuka masa pemutakhiran.", "warn")
        return redirect(url_for(".index"), 303)
    if form.validate():
        try:
            act(period)
        except Refused as refused:
            form[refused.field].errors = [refused.reason]
        else:
            flash(told, "ok")
            return redirect(url_for(".index", masa=request.args.get("masa")), 303)
    return _page(form), 422


def _asked_period() -> Period | None:
    """The semester that stands in the address, else the one at hand."""
    asked = request.args.get("masa", "")
    return next((one for one in all_periods() if f"{one.year}-{one.semester}" == asked), None) or current_period()


def _zone() -> ZoneInfo:
    office = commission_of(current_user.region_code)
    return ZoneInfo(office.zone if office else "Asia/Jakarta")


def _area() -> str:
    """The region that is looked at, by the address; nobody looks beyond his own."""
    own: str = current_user.region_code
    asked = request.args.get("wilayah", own)
    return asked if is_code(asked) and within(asked, own) else own


def _forms(tried: Tried | None) -> dict[str, Tried]:
    """The four forms of the page, one of them as it was sent."""
    fresh: dict[str, Tried] = {
        "recap": NumberForm(formdata=None, prefix="recap"),
        "announce": NumberForm(formdata=None, prefix="announce"),
        "plenary": PlenaryForm(formdata=None, prefix="plenary"),
        "remind": NumberForm(formdata=None, prefix="remind"),
    }
    if tried is not None:
        fresh[tried.number.name.partition("-")[0]] = tried
    return fresh


def _page(tried: Tried | None = None) -> str:
    period, area = _asked_period(), _area()
    office = jurisdiction(current_user.region_code)
    acts = may(current_user, Permission.MINUTES_ISSUE, Spot(office))
    context: dict[str, Any] = {"lines": [], "papers": [], "lack": None}
    if period is not None:
        context = {
            "lines": recap_of(current_user, area, period),
            "papers": office_papers_for(current_user, period, office),
            "lack": lack_of_announcement(cases_for(current_user, office, period), period) if acts else None,
        }
    above = parent_of(area)
    return render_template(
        "web/recap/index.html",
        crumbs=[("Beranda", url_for("home.page")), ("Rekapitulasi", None)],
        period=name_of(period) if period else None,
        masa=request.args.get("masa"),
        area=area,
        above=above if above and within(above, current_user.region_code) and area != NATION else None,
        deeper={line.code for line in context["lines"] if line.code != area},
        states=states_in_words,
        moment=now(),
        subjects=(Subject.DECREE, Subject.MEMBERS, Subject.OFFICE),
        acts=acts,
        own=current_user.role in PARTY_ROLES,
        words=PAPER_WORDS,
        forms=_forms(tried),
        tried=tried,
        **context,
    )

"""Masa pemutakhiran: the semester's letter, windows, deadline, extensions and correction rounds; the head sets them."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf import FlaskForm

from sipol.access.door import open_to
from sipol.access.policy import Permission, may, require
from sipol.extensions import local_zone, now, today
from sipol.models import Period
from sipol.render import long_moment
from sipol.rules.errors import Refused
from sipol.rules.periods import EVERY_DAY, WHOLE_DAY, Window, semester_of
from sipol.rules.roles import Audience
from sipol.services.periods import (
    CorrectionDraft,
    ExtensionDraft,
    PeriodDraft,
    all_periods,
    corrections_of,
    extend_period,
    is_open_now,
    letter_of,
    name_of,
    open_correction,
    open_period,
    opens_again,
    period_by,
    top_of_the_register,
)
from sipol.web.downloads import download
from sipol.web.forms.period import CorrectionForm, ExtensionForm, PeriodForm
from sipol.web.frame import zone

bp = Blueprint("periods", __name__)


@bp.get("/masa")
@open_to(Audience.CASEWORK)
def index() -> ResponseReturnValue:
    """Every semester as it was set, the newest first; what was changed, and by which letter."""
    periods = all_periods()
    return render_template(
        "web/periods/index.html",
        crumbs=[("Beranda", url_for("home.page")), ("Masa pemutakhiran", None)],
        periods=[(period, name_of(period), is_open_now(period), corrections_of(period)) for period in periods],
        again=next((moment for period in periods if (moment := opens_again(period))), None),
        over=now(),
        whole_day=WHOLE_DAY,
        every_day=sorted(EVERY_DAY),
        sets=may(current_user, Permission.PERIOD_SET, top_of_the_register()),
    )


@bp.get("/masa/<uuid:period_id>/surat.pdf")
@open_to(Audience.CASEWORK)
def letter(period_id: UUID) -> ResponseReturnValue:
    period = period_by(period_id)
    return download(letter_of(period), "application/pdf", f"surat-semester-{period.semester}-{period.year}.pdf")


@bp.route("/masa/buka", methods=["GET", "POST"])
@open_to(Audience.KPU)
def begin() -> ResponseReturnValue:
    form = PeriodForm(data=_coming())

    def act() -> str:
        typed, file = form.data, form.letter.data
        draft = PeriodDraft(
            typed["year"],
            int(typed["semester"]),
            typed["letter_number"],
            typed["letter_date"],
            _moment(typed["deadline"]),
            tuple(form.opened(local_zone())),
            file.read() if file else None,
        )
        period = open_period(current_user, draft)
        return f"{name_of(period)} sudah dibuka; batasnya {long_moment(period.deadline, zone())}."

    return _set(form, "Buka masa pemutakhiran", act)


@bp.route("/masa/<uuid:period_id>/perpanjang", methods=["GET", "POST"])
@open_to(Audience.KPU)
def extend(period_id: UUID) -> ResponseReturnValue:
    period, form = period_by(period_id), ExtensionForm()

    def act() -> str:
        typed = form.data
        moment = _moment(typed["deadline"])
        draft = ExtensionDraft(typed["letter_number"], typed["letter_date"], typed["reason"], moment)
        extend_period(current_user, period, draft)
        return f"Batas pengajuan {name_of(period)} sekarang {long_moment(moment, zone())}."

    return _set(form, f"Perpanjang batas {name_of(period)}", act, period)


@bp.route("/masa/<uuid:period_id>/perbaikan", methods=["GET", "POST"])
@open_to(Audience.KPU)
def correct(period_id: UUID) -> ResponseReturnValue:
    period, form = period_by(period_id), CorrectionForm()

    def act() -> str:
        typed = form.data
        window = Window(_moment(typed["opens_at"]), _moment(typed["closes_at"]))
        draft = CorrectionDraft(typed["letter_number"], typed["letter_date"], typed["reason"], window)
        open_correction(current_user, period, draft)
        return f"Masa perbaikan {name_of(period)} sudah ditetapkan, sampai {long_moment(window.closes_at, zone())}."

    return _set(form, f"Buka masa perbaikan {name_of(period)}", act, period)


def _set(form: FlaskForm, title: str, act: Callable[[], str], period: Period | None = None) -> ResponseReturnValue:
    """Show a form of the head's, or do what was typed into it."""
    require(current_user, Permission.PERIOD_SET, top_of_the_register())
    if form.validate_on_submit():
        try:
            done = act()
        except Refused as refused:
            field = form[refused.field]
            field.errors = [*field.errors, refused.reason]
        else:
            flash(done, "ok")
            return redirect(url_for(".index"), 303)
    crumbs = [("Beranda", url_for("home.page")), ("Masa pemutakhiran", url_for(".index")), (title, None)]
    page = render_template("web/periods/form.html", crumbs=crumbs, title=title, form=form, period=period)
    return page, 422 if form.errors else 200


def _moment(typed: datetime) -> datetime:
    return typed.replace(tzinfo=local_zone())


def _coming() -> dict[str, object]:
    """The semester at hand, to begin with."""
    year, semester = semester_of(today())
    return {"year": year, "semester": str(semester)}

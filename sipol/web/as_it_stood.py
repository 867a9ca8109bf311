"""Register per tanggal: boards as they stood on a day, and what changed between two days, on screen and as a table."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from sipol.access.door import open_to
from sipol.extensions import now, today
from sipol.names import Change
from sipol.render import long_date
from sipol.render.tables import TableFile, write_table
from sipol.render.watermarks import Watermark
from sipol.rules.disclosures import Medium
from sipol.rules.roles import Audience
from sipol.services.as_it_stood import Compared, chair_of, compared, decrees_on
from sipol.services.parties import unit_for
from sipol.services.periods import all_periods, name_of
from sipol.web.downloads import table_download
from sipol.web.forms.days import DayForm, SpanForm
from sipol.web.frame import zone
from sipol.web.seen import hand_over

bp = Blueprint("as_it_stood", __name__)

HEADER = ("Partai", "Kepengurusan", "Perubahan", "Jabatan semula", "Nama semula", "Jabatan kini", "Nama kini")


@bp.get("/register")
@open_to(Audience.CASEWORK)
def index() -> ResponseReturnValue:
    """Who chaired each unit on a day."""
    form = DayForm(request.args)
    day = form.day(today())
    decrees = decrees_on(current_user, day)
    return render_template(
        "web/as_it_stood/index.html",
        crumbs=[("Beranda", url_for("home.page")), ("Register per tanggal", None)],
        form=form,
        day=day,
        rows=[(decree, chair_of(decree)) for decree in decrees],
    )


@bp.get("/register/unit/<uuid:unit_id>")
@open_to(Audience.CASEWORK)
def unit(unit_id: UUID) -> ResponseReturnValue:
    """One board on a day, fit to be printed."""
    one, form = unit_for(current_user, unit_id), DayForm(request.args)
    day = form.day(today())
    decrees = decrees_on(current_user, day, one)
    return render_template(
        "web/as_it_stood/unit.html",
        crumbs=[
            ("Beranda", url_for("home.page")),
            ("Register per tanggal", url_for(".index", per=f"{day:%d-%m-%Y}")),
            (one.name, None),
        ],
        unit=one,
        form=form,
        day=day,
        decree=decrees[-1] if decrees else None,
    )


@bp.get("/perbandingan")
@open_to(Audience.CASEWORK)
def compare() -> ResponseReturnValue:
    """What changed between two days, unit by unit."""
    form = SpanForm(request.args)
    first, last = form.span(today())
    units = compared(current_user, first, last)
    changed = [one for one in units if one.changed or one.before is None or one.after is None]
    return render_template(
        "web/as_it_stood/compare.html",
        crumbs=[("Beranda", url_for("home.page")), ("Perbandingan", None)],
        form=form,
        first=first,
        last=last,
        changed=changed,
        same=len(units) - len(changed),
        changes=tuple(Change),
        periods=[(name_of(period), period.windows[0].opens_at.date()) for period in all_periods()],
    )


@bp.get("/perbandingan.xlsx")
@open_to(Audience.CASEWORK)
def table() -> ResponseReturnValue:
    first, last = SpanForm(request.args).span(today())
    about = ["Perbandingan kepengurusan", f"{long_date(first)} sampai {long_date(last)}"]
    lines = list(_lines(compared(current_user, first, last)))
    mark = Watermark(about[0], current_user.name, now(), zone(), f"perbandingan {about[1]}")
    answer = table_download(
        lambda file: write_table(file, TableFile.XLSX, about, HEADER, lines, mark=mark),
        TableFile.XLSX,
        f"perbandingan-{first:%Y%m%d}-{last:%Y%m%d}",
    )
    hand_over(Medium.FILE, None, unnamed=len(lines))
    return answer


def _lines(units: Sequence[Compared]) -> Iterator[Sequence[str]]:
    for one in units:
        for row in one.rows:
            if row.change is Change.STAYS:
                continue
            sides = [(side.position, side.name) if side else ("", "") for side in (row.before, row.after)]
            yield one.unit.party.name, one.unit.name, row.change, *sides[0], *sides[1]

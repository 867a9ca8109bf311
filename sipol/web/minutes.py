"""Berita Acara: which parties are ready, the form with its preview, the frozen paper and its files."""

from uuid import UUID

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from sipol.access.door import open_to
from sipol.access.policy import Permission, may
from sipol.models import Advice, Commission, Minutes, Period
from sipol.models.base import Spot
from sipol.render import MinutesSheet, Signer
from sipol.rules.disclosures import Medium
from sipol.rules.errors import NotFound, Refused
from sipol.rules.regions import jurisdiction
from sipol.rules.roles import PARTY_ROLES, Audience
from sipol.rules.workflow import DECIDED, State
from sipol.services.advice import advice_about
from sipol.services.ledger import MinutesDraft
from sipol.services.minutes import (
    PartyCase,
    amended_by,
    case_for,
    cases_for,
    issue_minutes,
    lack_of,
    minutes_for,
    office_of,
    one_minutes_for,
    preview,
    proposed_number,
    today_at,
)
from sipol.services.papers import printed_bytes, sheet_of
from sipol.services.periods import all_periods, current_period, name_of
from sipol.web.forms.minutes import MinutesForm
from sipol.web.seen import hand_over

bp = Blueprint("minutes", __name__)

CRUMB = "Berita Acara"


@bp.get("/berita-acara")
@open_to(Audience.CASEWORK)
def index() -> ResponseReturnValue:
    period, office = _asked_period(), jurisdiction(current_user.region_code)
    cases = cases_for(current_user, office, period) if period else []
    issued = minutes_for(current_user, period) if period else []
    may_issue = may(current_user, Permission.MINUTES_ISSUE, Spot(office))
    return render_template(
        "web/minutes/index.html",
        period=period,
        periods=[(_code(one), name_of(one)) for one in all_periods()],
        chosen=_code(period) if period else "",
        rows=[(case, _counts(case), lack_of(case, period)) for case in cases] if period else [],
        elsewhere=[one for one in issued if one.region_code != office],
        may_issue=may_issue,
        of_party=current_user.role in PARTY_ROLES,
    )


def _code(period: Period) -> str:
    return f"{period.year}-{period.semester}"


def _asked_period() -> Period | None:
    """The semester that stands in the address, else the one at hand."""
    asked = request.args.get("masa", "")
    return next((one for one in all_periods() if _code(one) == asked), None) or current_period()


def _counts(case: PartyCase) -> dict[str, int]:
    states = [submission.state for submission in case.submissions]
    return {
        "sent": sum(submission.receipt is not None for submission in case.submissions),
        "decided": sum(state in DECIDED for state in states),
        "waiting": case.waiting,
        "returned": states.count(State.RETURNED),
        "awaiting_centre": states.count(State.AWAITING_CENTRE),
    }


@bp.route("/berita-acara/baru/<uuid:party_id>", methods=["GET", "POST"])
@open_to(Audience.KPU)
def new(party_id: UUID) -> ResponseReturnValue:
    office, period = office_of(current_user), _asked_period()
    if period is None:
        raise NotFound
    case = case_for(current_user, office.region_code, period, party_id)
    if case.minutes is not None and not case.amending:
        return redirect(url_for("minutes.show", minutes_id=case.minutes.id), 303)
    if request.method == "GET":
        return _form_page(case, office, period, _prefilled(case, office))
    form = MinutesForm()
    act = request.form.get("act", "preview")
    if act == "edit":
        return _form_page(case, office, period, form)
    if not form.validate_on_submit():
        return _form_page(case, office, period, form), 422
    try:
        return _preview_or_issue(act, case, office, period, form)
    except Refused as refused:
        form[refused.field].errors = [refused.reason]
        return _form_page(case, office, period, form), 422


def _preview_or_issue(
    act: str, case: PartyCase, office: Commission, period: Period, form: MinutesForm
) -> ResponseReturnValue:
    draft = _draft(form, office)
    if act != "issue":
        return _preview_page(case, preview(current_user, case, period, draft), period)
    minutes = issue_minutes(current_user, case, period, draft)
    flash(f"Isi Berita Acara Nomor {minutes.number} dibekukan. Sekarang menunggu tanda tangan.", "ok")
    return redirect(url_for("minutes.show", minutes_id=minutes.id), 303)


def _prefilled(case: PartyCase, office: Commission) -> MinutesForm:
    """What is known already: of the advice of Bawaslu, what it said and what KPU answered."""
    day = today_at(office)
    return MinutesForm(
        number=proposed_number(office, day),
        place=f"Kantor {office.name}",
        held_on=day,
        declined=_nobody(office),
        advice="\n".join(_on_one_line(one) for one in advice_about(case.submissions)),
    )


def _on_one_line(advice: Advice) -> str:
    told = f"{advice.text} (jawaban KPU: {advice.answer})" if advice.answer else advice.text
    return " ".join(told.split())


def _nobody(office: Commission) -> list[str]:
    return ["" for _person in office.commissioners]


def _draft(form: MinutesForm, office: Commission) -> MinutesDraft:
    reasons = zip(office.commissioners, form.declined.data, strict=False)
    assert form.held_on.data is not None
    return MinutesDraft(
        place=str(form.place.data).strip(),
        held_on=form.held_on.data,
        number=str(form.number.data).strip(),
        declined=tuple((person.order, reason.strip()) for person, reason in reasons if (reason or "").strip()),
        witnesses=tuple(
            Signer(row["name"].strip(), (row["post"] or "").strip())
            for row in form.witnesses.data
            if (row["name"] or "").strip()
        ),
        advice=_lines(form.advice.data),
        incidents=_lines(form.incidents.data),
        reason=str(form.reason.data or "").strip(),
    )


def _lines(text: str | None) -> tuple[str, ...]:
    return tuple(line.strip() for line in (text or "").splitlines() if line.strip())


def _form_page(case: PartyCase, office: Commission, period: Period, form: MinutesForm) -> str:
    for _missing in range(len(office.commissioners) - len(form.declined.entries)):
        form.declined.append_entry("")
    return render_template(
        "web/minutes/new.html",
        case=case,
        period_name=name_of(period),
        lack=lack_of(case, period),
        form=form,
        signing=list(zip(office.commissioners, form.declined.entries, strict=False)),
        crumbs=_crumbs(f"Buat untuk {case.party.abbreviation}"),
    )


def _preview_page(case: PartyCase, sheet: MinutesSheet, period: Period) -> str:
    carried = [(key, value) for key, value in request.form.items(multi=True) if key not in ("csrf_token", "act")]
    crumbs = _crumbs(f"Pratinjau untuk {case.party.abbreviation}")
    return render_template(
        "web/minutes/preview.html", case=case, sheet=sheet, period_name=name_of(period), carried=carried, crumbs=crumbs
    )


def _crumbs(last: str) -> list[tuple[str, str | None]]:
    return [(CRUMB, url_for("minutes.index")), (last, None)]


@bp.get("/berita-acara/<uuid:minutes_id>")
@open_to(Audience.CASEWORK)
def show(minutes_id: UUID) -> ResponseReturnValue:
    minutes = one_minutes_for(current_user, minutes_id)
    sheet = sheet_of(minutes.paper)
    return render_template(
        "web/minutes/show.html",
        minutes=minutes,
        changed_by=amended_by(minutes),
        may_sign=may(current_user, Permission.MINUTES_ISSUE, minutes),
        sheet=sheet,
        crumbs=_crumbs(minutes.number),
    )


@bp.get("/berita-acara/<uuid:minutes_id>.pdf")
@open_to(Audience.CASEWORK)
def file(minutes_id: UUID) -> ResponseReturnValue:
    minutes = one_minutes_for(current_user, minutes_id)
    answer = Response(printed_bytes(minutes.paper), mimetype="application/pdf")
    return _as_download(answer, minutes, "pdf")


@bp.get("/berita-acara/<uuid:minutes_id>.json")
@open_to(Audience.CASEWORK)
def data(minutes_id: UUID) -> ResponseReturnValue:
    minutes = one_minutes_for(current_user, minutes_id)
    return _as_download(jsonify(minutes.paper.sheet), minutes, "json")


def _as_download(answer: Response, minutes: Minutes, ending: str) -> Response:
    """Named by its code: a file name travels farther than its contents, so it tells no party and no place."""
    answer.headers["Content-Disposition"] = f'attachment; filename="berita-acara-{minutes.paper.code}.{ending}"'
    answer.headers["Cache-Control"] = "private, no-store"
    hand_over(Medium.FILE, minutes.id, unnamed=len(minutes.paper.sheet.get("members", ())))
    return answer

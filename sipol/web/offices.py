"""The permanent office of a unit: the party's form, its papers and photographs, and KPU's visits."""

from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from sipol.access.door import keep_work, open_to
from sipol.access.policy import Permission, may, require
from sipol.extensions import db
from sipol.models import Office, PaperKind, Unit
from sipol.rules.errors import NotFound, Refused
from sipol.rules.offices import FILE_WORDS, NEED_OFFICE, NEEDED, OFFICE_VISIT_WORDS, OfficeVisitResult
from sipol.rules.regions import within
from sipol.rules.roles import PARTY_ROLES, Audience
from sipol.rules.workflow import State, Subject
from sipol.services.handover import period_to_prepare
from sipol.services.no_change import hand_in_no_change, obstacle_for
from sipol.services.office_checks import office_doubts
from sipol.services.office_files import content_of_file, file_for, receive_file
from sipol.services.office_visits import (
    OfficeVisitDraft,
    facts_of_office,
    issue_office_visit_sheet,
    record_office_visit,
)
from sipol.services.offices import (
    OfficeDraft,
    begin_office,
    begun_office,
    office_for,
    offices_for,
    save_office,
    submission_of_office,
)
from sipol.services.papers import newest_paper, paper_for
from sipol.services.parties import unit_for, units_for
from sipol.services.periods import current_period
from sipol.services.regions import districts
from sipol.web.downloads import download, paper_download, unkept
from sipol.web.forms.decree import whole
from sipol.web.forms.office import OfficeForm, OfficeVisitForm

bp = Blueprint("offices", __name__)


@bp.get("/kantor")
@open_to(Audience.CASEWORK)
def index() -> ResponseReturnValue:
    """The offices within the visitor's scope; the party's units that have none yet beside them."""
    offices, period = offices_for(current_user), current_period()
    own = current_user.role in PARTY_ROLES
    held = {office.unit_id for office in offices}
    units = [unit for unit in units_for(current_user) if unit.level in NEED_OFFICE and unit.id not in held]
    return render_template(
        "web/offices/index.html",
        crumbs=[("Beranda", url_for("home.page")), ("Kantor", None)],
        offices=offices,
        doubts=office_doubts(offices, period),
        without=units if own else [],
        own=own,
    )


@bp.route("/unit/<uuid:unit_id>/kantor", methods=["GET", "POST"])
@open_to(Audience.PARTY)
def edit(unit_id: UUID) -> ResponseReturnValue:
    """What a unit states of its office; saved as a draft as often as one likes."""
    unit, form = unit_for(current_user, unit_id), OfficeForm()
    require(current_user, Permission.OFFICE_WRITE, unit)
    period = period_to_prepare(unit)
    if period is None:
        flash("KPU belum membuka masa pemutakhiran.", "warn")
        return redirect(url_for(".index"), 303)
    if unit.level not in NEED_OFFICE:
        raise NotFound
    if not form.is_submitted():
        office = begun_office(unit)
        return _form_page(unit, _filled(form, office) if office else form, office)
    submission = begin_office(current_user, unit, period)
    office = submission.office
    if office is None:
        flash("Kantor untuk semester ini sudah diajukan tanpa perubahan.", "warn")
        return redirect(url_for(".index"), 303)
    right = form.validate()
    # A file that is none loses no word, and a wrong word loses no file: each is kept on its own.
    if all((_files_kept(form, office), right and _words_kept(form, office))):
        flash("Data kantor sudah disimpan.", "ok")
        return redirect(url_for("handover.review", submission_id=submission.id), 303)
    keep_work()
    return _form_page(unit, form, office), 422


def _files_kept(form: OfficeForm, office: Office) -> bool:
    """Keep every file that can be kept; what is wrong with another is told at its field."""
    every = True
    for kind, data in form.files().items():
        try:
            receive_file(current_user, office, kind, data)
        except Refused as refused:
            form[kind.value if refused.field == kind.value else "address"].errors = [refused.reason]
            every = False
    return every


def _words_kept(form: OfficeForm, office: Office) -> bool:
    """Keep what was typed, all or nothing of it."""
    draft = OfficeDraft(
        address=form.address.data or "",
        district_code=form.district.data or None,
        village=form.village.data or "",
        phone=form.phone.data or "",
        tenure=form.stated(),
        valid_until=form.until(),
        letter_number=form.letter_number.data or "",
        letter_date=form.letter_date.data,
        point=form.point.data,
    )
    try:
        save_office(current_user, office, draft, whole(form.version.data) or office.version)
    except Refused as refused:
        form["district" if refused.field == "district_code" else refused.field].errors = [refused.reason]
        return False
    return True


def _filled(form: OfficeForm, office: Office) -> OfficeForm:
    """The form as the office stands."""
    for name in ("address", "village", "phone", "valid_until", "letter_number", "letter_date", "version"):
        form[name].data = getattr(office, name)
    form.district.data = office.district_code
    form.tenure.data = office.tenure.value if office.tenure else None
    form.point.data = (office.latitude, office.longitude) if office.latitude is not None else None
    return form


def _form_page(unit: Unit, form: OfficeForm, office: Office | None) -> str:
    form.offer([(code, name) for code, name in districts() if within(code, unit.region_code)])
    if office is not None:
        db.session.refresh(office, ["version"])
        form.version.data = str(office.version)
    files = {file.kind: file for file in office.files} if office else {}
    return render_template(
        "web/offices/form.html",
        crumbs=[("Beranda", url_for("home.page")), ("Kantor", url_for(".index")), (unit.name, None)],
        unit=unit,
        form=form,
        office=office,
        kinds=NEEDED,
        files=files,
        file_words=FILE_WORDS,
        doubts=office_doubts([office], current_period())[office.id] if office else [],
        obstacle=obstacle_for(unit, current_period(), Subject.OFFICE),
    )


@bp.post("/unit/<uuid:unit_id>/kantor/tetap")
@open_to(Audience.PARTY)
def stay(unit_id: UUID) -> ResponseReturnValue:
    """The office in the register stays; that is handed in too."""
    unit = unit_for(current_user, unit_id)
    try:
        submission = hand_in_no_change(current_user, unit, Subject.OFFICE)
    except Refused as refused:
        flash(refused.reason, "warn")
        return redirect(url_for(".index"), 303)
    return redirect(url_for("handover.review", submission_id=submission.id), 303)


@bp.get("/kantor/<uuid:office_id>")
@open_to(Audience.CASEWORK)
def show(office_id: UUID) -> ResponseReturnValue:
    return _show_page(office_for(current_user, office_id), OfficeVisitForm(formdata=None))


def _show_page(office: Office, form: OfficeVisitForm) -> str:
    submission = submission_of_office(office)
    return render_template(
        "web/offices/show.html",
        crumbs=[("Beranda", url_for("home.page")), ("Kantor", url_for(".index")), (office.unit.name, None)],
        office=office,
        submission=submission,
        facts=facts_of_office(office),
        doubts=office_doubts([office], submission.period)[office.id],
        file_words=FILE_WORDS,
        results=OFFICE_VISIT_WORDS,
        visits=submission.state is State.IN_REVIEW and may(current_user, Permission.SUBMISSION_REVIEW, office),
        paper=newest_paper(current_user, office.id, PaperKind.OFFICE_VISIT),
        form=form,
    )


@bp.get("/kantor/berkas/<uuid:file_id>")
@open_to(Audience.CASEWORK)
def file(file_id: UUID) -> ResponseReturnValue:
    """A photograph to look at, or a PDF to keep."""
    kept = file_for(current_user, file_id)
    data = content_of_file(kept)
    if kept.is_pdf:
        return download(data, "application/pdf", f"kantor-{kept.kind}.pdf")
    return unkept(Response(data, mimetype="image/webp"))


@bp.post("/kantor/<uuid:office_id>/kunjungan")
@open_to(Audience.KPU)
def visit(office_id: UUID) -> ResponseReturnValue:
    """Keep what KPU found at the office."""
    office, form = office_for(current_user, office_id), OfficeVisitForm()
    if form.validate() and form.held_on.data:
        result = OfficeVisitResult(form.result.data)
        try:
            draft = OfficeVisitDraft(form.held_on.data, result, form.note.data or "", form.sent())
            record_office_visit(current_user, office, draft)
        except Refused as refused:
            form[refused.field].errors = [refused.reason]
        else:
            flash("Kunjungan sudah dicatat.", "ok")
            return redirect(url_for(".show", office_id=office.id), 303)
    return _show_page(office, form), 422


@bp.post("/kantor/<uuid:office_id>/lembar-kunjungan")
@open_to(Audience.KPU)
def issue(office_id: UUID) -> ResponseReturnValue:
    office = office_for(current_user, office_id)
    issue_office_visit_sheet(current_user, office)
    flash("Lembar kunjungan sedang dicetak; biasanya selesai dalam beberapa detik.", "ok")
    return redirect(url_for(".show", office_id=office.id), 303)


@bp.get("/kantor/<uuid:office_id>/lembar-kunjungan.pdf")
@open_to(Audience.OVERSIGHT)
def sheet(office_id: UUID) -> ResponseReturnValue:
    office = office_for(current_user, office_id)
    paper = paper_for(current_user, office.id, PaperKind.OFFICE_VISIT)
    name, meanwhile = f"lembar-kunjungan-kantor-{office.region_code}", url_for(".show", office_id=office.id)
    return paper_download(paper, name, meanwhile)

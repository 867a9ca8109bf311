"""The decrees of a unit: upload the paper, check what was read beside it, look at what is in force."""

from uuid import UUID

from flask import Blueprint, Response, flash, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from sipol.access.door import open_to
from sipol.access.policy import Permission, may
from sipol.extensions import now
from sipol.models import Decree, Submission
from sipol.render import clock
from sipol.rules.disclosures import Medium
from sipol.rules.errors import Overtaken, Refused
from sipol.rules.reasons import REASON_WORDS, ReasonCode
from sipol.rules.roles import Audience
from sipol.rules.workflow import DRAFTS, State
from sipol.services.decrees import decree_for, decrees_for, officer_counts, refill, save_decree, start_decree
from sipol.services.documents import copy_of
from sipol.services.findings import findings_of, in_force_for
from sipol.services.handover import period_to_prepare, submissions_of
from sipol.services.no_change import refuse_an_sk_after_no_change
from sipol.services.parties import unit_for, units_for
from sipol.services.periods import is_open_now, name_of
from sipol.services.readings import facts_by_document
from sipol.services.submissions import submission_of_decree
from sipol.web.checking import Checking, blank_form, checking_of, draft_of, grant
from sipol.web.downloads import MARK, page_picture
from sipol.web.findings import Proof
from sipol.web.forms.decree import DecreeForm, UploadForm, asked_of_rows, faults_of, typed_people, whole
from sipol.web.frame import zone
from sipol.web.seen import hand_over

bp = Blueprint("decrees", __name__)

FEW, MANY, MOST_BLANKS = 2, 12, 60
"""Blank rows under a board, under none, and at most."""
PAPER_POLICY = "sandbox; default-src 'none'; frame-ancestors 'none'"


@bp.get("/sk")
@open_to(Audience.CASEWORK)
def index() -> ResponseReturnValue:
    decrees = decrees_for(current_user)
    by_unit: dict[UUID, list[Decree]] = {}
    for decree in decrees:
        by_unit.setdefault(decree.unit_id, []).append(decree)
    units = units_for(current_user)
    return render_template(
        "web/decrees/index.html",
        crumbs=[("Beranda", url_for("home.page")), ("SK", None)],
        units=units,
        decrees=by_unit,
        counts=officer_counts(decrees),
        submissions=submissions_of(decrees),
        writable={unit.id for unit in units if may(current_user, Permission.DECREE_WRITE, unit)},
    )


@bp.route("/unit/<uuid:unit_id>/sk/unggah", methods=["GET", "POST"])
@open_to(Audience.PARTY)
def upload(unit_id: UUID) -> ResponseReturnValue:
    unit, form = unit_for(current_user, unit_id), UploadForm()
    period = period_to_prepare(unit)
    if form.validate_on_submit():
        try:
            if period is None:
                raise Refused("file", "KPU belum menetapkan masa pemutakhiran, sehingga SK belum dapat diunggah.")
            refuse_an_sk_after_no_change(unit, period)
            started = start_decree(current_user, unit, period, form.file.data.read())
        except Refused as refused:
            form.file.errors = [refused.reason]
        else:
            if started.known_file:
                flash("Berkas yang sama sudah pernah diunggah untuk unit ini; berkas itu dipakai kembali.", "info")
            return redirect(url_for("decrees.check", decree_id=started.decree.id), 303)
    page = render_template(
        "web/decrees/upload.html",
        crumbs=[("Beranda", url_for("home.page")), ("SK", url_for("decrees.index")), ("Unggah SK", None)],
        unit=unit,
        period=period,
        period_name=name_of(period) if period else "",
        closed=period is not None and not is_open_now(period),
        form=form,
    )
    return page, 422 if form.errors else 200


@bp.get("/sk/<uuid:decree_id>/periksa")
@open_to(Audience.CASEWORK)
def check(decree_id: UUID) -> ResponseReturnValue:
    decree = decree_for(current_user, decree_id)
    if not _editable(decree):
        return redirect(url_for("decrees.show", decree_id=decree.id), 303)
    return _check_page(checking_of(decree, blank_form(decree)))


@bp.post("/sk/<uuid:decree_id>/periksa")
@open_to(Audience.PARTY)
def save(decree_id: UUID) -> ResponseReturnValue:
    decree, form = decree_for(current_user, decree_id), DecreeForm()
    typed = typed_people("officers", request.form.items(multi=True))
    signers = typed_people("signatories", request.form.items(multi=True))
    faults = faults_of("officers", typed) | faults_of("signatories", signers)
    grant(decree, asked_of_rows(request.form), form, typed)
    status = 422
    if form.validate() and not faults:
        version = whole(form.version.data) or 0
        try:
            save_decree(current_user, decree, draft_of(form, typed, signers), version)
        except Refused as refused:
            if refused.field in form and refused.field != "version":
                form[refused.field].errors = [refused.reason]
            else:
                faults[refused.field] = refused.reason
        except Overtaken:
            status = 409
            faults["version"] = (
                "SK ini sudah diubah dari jendela atau orang lain sejak halaman ini dibuka. Isian Anda masih ada di "
                "bawah ini dan belum disimpan. Simpan sekali lagi untuk memakai isian Anda."
            )
        else:
            return _saved(decree)
    if request.headers.get("X-Autosave"):
        return jsonify(refused=faults | {name: list(told) for name, told in form.errors.items()}), status
    form.version.data = str(decree.version)
    return _check_page(checking_of(decree, form, typed, signers, faults)), status


def _saved(decree: Decree) -> ResponseReturnValue:
    if request.headers.get("X-Autosave"):
        return jsonify(saved_at=clock(now(), zone()), fields={"version": str(decree.version)})
    if "lanjut" in request.form:
        return redirect(url_for("handover.review", submission_id=submission_of_decree(decree).id), 303)
    flash(f"Draf tersimpan {clock(now(), zone())}.", "ok")
    page, blanks = whole(request.form.get("halaman")), whole(request.form.get("baris"))
    return redirect(url_for("decrees.check", decree_id=decree.id, halaman=page, baris=blanks), 303)


@bp.post("/sk/<uuid:decree_id>/isi-ulang")
@open_to(Audience.PARTY)
def fill_again(decree_id: UUID) -> ResponseReturnValue:
    decree = decree_for(current_user, decree_id)
    refill(current_user, decree)
    flash("Isian diganti dengan hasil bacaan SK.", "ok")
    return redirect(url_for("decrees.check", decree_id=decree.id), 303)


@bp.get("/sk/<uuid:decree_id>")
@open_to(Audience.CASEWORK)
def show(decree_id: UUID) -> ResponseReturnValue:
    decree = decree_for(current_user, decree_id)
    findings, facts = findings_of(decree), facts_by_document([decree.document_id])
    reading = facts.get(decree.document_id)
    page = request.args.get("halaman", 1, int)
    hand_over(Medium.PAGE, decree.id, unnamed=len(decree.officers))
    return render_template(
        "web/decrees/show.html",
        crumbs=[("Beranda", url_for("home.page")), ("SK", url_for("decrees.index")), (_caption(decree), None)],
        decree=decree,
        title=_caption(decree),
        submission=submission_of_decree(decree),
        findings=findings,
        proof=Proof.of(findings, facts),
        sizes={seen.number: (seen.width, seen.height) for seen in reading.pages} if reading else {},
        former=decree.replaces or in_force_for(decree),
        page=min(max(page, 1), decree.document.pages),
        editable=_editable(decree),
        may_watch=may(current_user, Permission.DISCLOSURE_READ, decree),
    )


@bp.get("/sk/<uuid:decree_id>/halaman/<int:page>.webp")
@open_to(Audience.CASEWORK)
def picture(decree_id: UUID, page: int) -> ResponseReturnValue:
    return page_picture(decree_for(current_user, decree_id).document, page)


@bp.get("/sk/<uuid:decree_id>/berkas")
@open_to(Audience.CASEWORK)
def file(decree_id: UUID) -> Response:
    """The SK to keep and open elsewhere: a copy without anything that acts."""
    decree = decree_for(current_user, decree_id)
    document = decree.document
    answer = make_response(copy_of(document))
    hand_over(Medium.FILE, decree.id, unnamed=len(decree.officers))
    answer.mimetype = "application/pdf"
    answer.headers["Content-Disposition"] = f'attachment; filename="sk-{document.digest[:MARK]}.pdf"'
    answer.headers["Content-Security-Policy"] = PAPER_POLICY
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _editable(decree: Decree) -> bool:
    return may(current_user, Permission.DECREE_WRITE, decree) and submission_of_decree(decree).state in DRAFTS


def _caption(decree: Decree) -> str:
    return f"SK Nomor {decree.number}" if decree.number else "SK tanpa nomor"


def _returned(submission: Submission) -> tuple[list[str], str] | None:
    """Why KPU gave it back, in words, and the verifier's note."""
    if submission.state is not State.RETURNED or not submission.decisions:
        return None
    ruling = submission.decisions[-1]
    return [REASON_WORDS[ReasonCode(code)] for code in ruling.reasons], ruling.note


def _check_page(shown: Checking) -> str:
    """The page itself; ``halaman`` chooses the page of the SK and ``baris`` the number of blank rows."""
    decree, submission = shown.decree, submission_of_decree(shown.decree)
    page = request.values.get("halaman", shown.first_page(), int)
    blanks = request.values.get("baris", FEW if shown.typed else MANY, int)
    return render_template(
        "web/decrees/waiting.html" if shown.waiting else "web/decrees/check.html",
        crumbs=[("Beranda", url_for("home.page")), ("SK", url_for("decrees.index")), ("Periksa isi SK", None)],
        shown=shown,
        decree=decree,
        submission=submission,
        returned=_returned(submission),
        page=min(max(page, 1), decree.document.pages),
        blanks=min(max(blanks, FEW), MOST_BLANKS),
        polled="X-Poll" in request.headers,
        organs=[organ.name for organ in decree.unit.party.organs],
    )

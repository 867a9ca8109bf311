"""Uji petik: a sample drawn, its list printed, each visit kept, each result told."""

import secrets
from collections import Counter
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from sipol.access.door import open_to
from sipol.access.policy import Permission, may
from sipol.models import PaperKind, Sample, SampledMember, Unit
from sipol.rules.disclosures import Medium
from sipol.rules.errors import NotFound, Refused
from sipol.rules.roles import Audience
from sipol.rules.sampling import VISIT_KINDS, VISIT_RESULTS, VisitKind, VisitResult, next_kind, sample_size
from sipol.rules.workflow import State
from sipol.services.papers import newest_paper, paper_for
from sipol.services.parties import unit_for
from sipol.services.sample_papers import frame_lines, issue_visit_sheet
from sipol.services.samples import (
    SampleDraft,
    VisitDraft,
    draw_sample,
    drawn_in,
    frame_of,
    record_visit,
    replace_drawn,
    replaced_in,
    result_of,
    sample_for,
    sampled_for,
    samples_of,
)
from sipol.services.verification import submission_at
from sipol.web.downloads import download, paper_download
from sipol.web.forms.sampling import DrawForm, ReplaceForm, VisitForm
from sipol.web.seen import hand_over

bp = Blueprint("sampling", __name__)


@bp.route("/verifikasi/unit/<uuid:unit_id>/uji-petik", methods=["GET", "POST"])
@open_to(Audience.OVERSIGHT)
def unit(unit_id: UUID) -> ResponseReturnValue:
    one, form = unit_for(current_user, unit_id), DrawForm()
    submission = submission_at(current_user, one)
    if form.validate_on_submit():
        if submission is None:
            raise NotFound
        draft = SampleDraft(form.seed.data or "", bool(form.stratified.data), form.reason.data or "")
        try:
            sample = draw_sample(current_user, submission, draft)
        except Refused as refused:
            form[refused.field].errors = [refused.reason]
        else:
            return redirect(url_for(".show", sample_id=sample.id), 303)
    elif not form.is_submitted():
        form.seed.data = secrets.token_hex(8)
    frame, samples = len(frame_of(one)) if submission else 0, samples_of(current_user, one)
    reviewed = submission is not None and submission.state is State.IN_REVIEW
    page = render_template(
        "web/sampling/unit.html",
        crumbs=_crumbs(one, None),
        unit=one,
        samples=samples,
        frame=frame,
        size=sample_size(frame),
        form=form,
        draws=reviewed and frame > 0 and may(current_user, Permission.MEMBER_RULE, one),
    )
    return page, 422 if form.errors else 200


@bp.get("/uji-petik/<uuid:sample_id>")
@open_to(Audience.OVERSIGHT)
def show(sample_id: UUID) -> ResponseReturnValue:
    sample = sample_for(current_user, sample_id)
    drawn = drawn_in(sample)
    replaced = replaced_in(drawn)
    asked = [one for one in drawn if one.place not in replaced]
    results = {one.id: result_of(one) for one in drawn}
    counts = Counter(results[one.id] for one in asked)
    return render_template(
        "web/sampling/show.html",
        crumbs=_crumbs(sample.unit, f"Sampel ke-{sample.serial}"),
        sample=sample,
        drawn=drawn,
        replaced=replaced,
        results=results,
        told=len(asked) - counts[None],
        asked=len(asked),
        counts=[(VISIT_RESULTS[result], counts[result]) for result in VisitResult],
        words=VISIT_RESULTS,
        kinds=VISIT_KINDS,
        upcoming={one.id: next_kind([visit.kind for visit in one.visits]) for one in drawn},
        acts=_acts(sample),
        paper=newest_paper(current_user, sample.id, PaperKind.VISITS),
    )


@bp.post("/uji-petik/<uuid:sample_id>/lembar")
@open_to(Audience.KPU)
def issue(sample_id: UUID) -> ResponseReturnValue:
    sample = sample_for(current_user, sample_id)
    issue_visit_sheet(current_user, sample)
    flash("Lembar kunjungan sedang dicetak; biasanya selesai dalam beberapa detik.", "ok")
    return redirect(url_for(".show", sample_id=sample.id), 303)


@bp.get("/uji-petik/<uuid:sample_id>/lembar.pdf")
@open_to(Audience.OVERSIGHT)
def sheet(sample_id: UUID) -> ResponseReturnValue:
    sample = sample_for(current_user, sample_id)
    paper = paper_for(current_user, sample.id, PaperKind.VISITS)
    name, meanwhile = f"lembar-kunjungan-{sample.region_code}-{sample.serial}", url_for(".show", sample_id=sample.id)
    answer = paper_download(paper, name, meanwhile)
    hand_over(Medium.FILE, paper.id, [one.member_id for one in drawn_in(sample)])
    return answer


@bp.get("/uji-petik/<uuid:sample_id>/kerangka.csv")
@open_to(Audience.OVERSIGHT)
def frame(sample_id: UUID) -> ResponseReturnValue:
    """What anyone needs to draw again: numbers and kecamatan, nothing that tells of a person."""
    sample = sample_for(current_user, sample_id)
    data = "".join(frame_lines(sample)).encode()
    return download(data, "text/csv; charset=utf-8", f"kerangka-{sample.region_code}-{sample.serial}.csv")


@bp.route("/uji-petik/orang/<uuid:sampled_id>", methods=["GET", "POST"])
@open_to(Audience.OVERSIGHT)
def person(sampled_id: UUID) -> ResponseReturnValue:
    sampled, form = sampled_for(current_user, sampled_id), VisitForm()
    if form.validate_on_submit() and form.held_on.data:
        draft = VisitDraft(
            VisitKind(form.kind.data), form.held_on.data, VisitResult(form.result.data), form.note.data or ""
        )
        try:
            record_visit(current_user, sampled, draft)
        except Refused as refused:
            form[refused.field].errors = [refused.reason]
        else:
            flash("Kunjungan sudah dicatat.", "ok")
            return redirect(url_for(".show", sample_id=sampled.sample_id), 303)
    return _person_page(sampled, form, ReplaceForm(formdata=None)), 422 if form.errors else 200


@bp.post("/uji-petik/orang/<uuid:sampled_id>/ganti")
@open_to(Audience.KPU)
def replace(sampled_id: UUID) -> ResponseReturnValue:
    sampled, form = sampled_for(current_user, sampled_id), ReplaceForm()
    if form.validate():
        try:
            instead = replace_drawn(current_user, sampled, form.reason.data or "")
        except Refused as refused:
            form.reason.errors = [refused.reason]
        else:
            flash(f"Penggantinya menjadi nomor {instead.place} pada daftar ini.", "ok")
            return redirect(url_for(".show", sample_id=sampled.sample_id), 303)
    return _person_page(sampled, VisitForm(formdata=None), form), 422


def _acts(sample: Sample) -> bool:
    reviewed = sample.submission.state is State.IN_REVIEW
    return reviewed and may(current_user, Permission.MEMBER_RULE, sample)


def _crumbs(one: Unit, here: str | None) -> list[tuple[str, str | None]]:
    """From the queue down; the unit's own page ends there."""
    crumbs: list[tuple[str, str | None]] = [
        ("Antrean", url_for("review.queue")),
        (f"Anggota {one.name}", url_for("verification.unit", unit_id=one.id)),
        ("Uji petik", url_for(".unit", unit_id=one.id) if here else None),
    ]
    return [*crumbs, (here, None)] if here else crumbs


def _person_page(sampled: SampledMember, form: VisitForm, replacing: ReplaceForm) -> str:
    sample = sample_for(current_user, sampled.sample_id)
    upcoming = next_kind([visit.kind for visit in sampled.visits])
    result = result_of(sampled)
    if not form.is_submitted() and upcoming:
        form.kind.data = upcoming.value
    return render_template(
        "web/sampling/person.html",
        crumbs=[*_crumbs(sample.unit, f"Nomor {sampled.place}")],
        sample=sample,
        sampled=sampled,
        member=sampled.member,
        result=VISIT_RESULTS[result] if result else None,
        upcoming=VISIT_KINDS[upcoming] if upcoming else None,
        kinds=VISIT_KINDS,
        results=VISIT_RESULTS,
        acts=_acts(sample) and result is None,
        form=form,
        replacing=replacing,
    )

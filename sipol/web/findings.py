"""Every finding that stands in somebody's scope, with its evidence; the party explains, the verifier settles."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from sipol.access.door import open_to
from sipol.access.policy import Permission, may
from sipol.models import Decree, Finding, Officer
from sipol.names.account_words import percent, signed
from sipol.reading import DecreeReading, Evidence
from sipol.rules.errors import NotFound, Refused
from sipol.rules.findings import Field, answers_to
from sipol.rules.roles import Audience
from sipol.services.cross_papers import cited_for
from sipol.services.desk import line_called, line_of
from sipol.services.findings import finding_for, note_finding, open_ones, standing_findings_for
from sipol.services.readings import facts_by_document
from sipol.web.downloads import page_picture
from sipol.web.forms.finding import NoteForm
from sipol.web.marks import marks_of
from sipol.web.why import way_back, why_of

bp = Blueprint("findings", __name__)

A4 = (595.0, 842.0)

bp.app_template_filter("marks")(marks_of)
bp.app_template_filter("nilai")(signed)
bp.app_template_filter("persen")(percent)
bp.app_template_filter("jawaban")(lambda answer, field: answers_to(field)[answer])


@dataclass(frozen=True, slots=True)
class OtherPaper:
    """The paper a finding was held against, as far as the visitor may know it; ``row``: whom it speaks of."""

    decree: Decree
    row: Officer | None
    line: Evidence | None
    size: tuple[float, float]
    """Of the page of ``line``, in points."""


@dataclass(frozen=True, slots=True)
class Proof:
    """The lines of the SK that findings speak of, by the finding's id, and the sizes of the pages they stand on."""

    lines: dict[UUID, Evidence]
    sizes: dict[UUID, dict[int, tuple[float, float]]]
    """Width and height in points, by decree and page."""
    others: dict[UUID, OtherPaper]
    """The other papers, by the finding's id."""

    @classmethod
    def of(cls, findings: Sequence[Finding], readings: Mapping[UUID, DecreeReading]) -> "Proof":
        """``readings`` by document. A finding against the decree in force shows the line of the new SK."""
        lines, sizes = {}, {}
        for finding in findings:
            reading = readings.get(finding.decree.document_id)
            line = line_of(finding, reading)
            if line is not None:
                lines[finding.id] = line
            if reading is not None:
                sizes[finding.decree_id] = {seen.number: (seen.width, seen.height) for seen in reading.pages}
        return cls(lines, sizes, other_papers(findings))


def other_papers(findings: Sequence[Finding]) -> dict[UUID, OtherPaper]:
    """What the visitor may see of the other papers, by the finding's id; two queries, or none."""
    decrees = cited_for(current_user, findings)
    readings = facts_by_document({decree.document_id for decree in decrees.values()}) if decrees else {}
    return {
        finding.id: _other(decrees[finding.id], finding.other_order, readings.get(decrees[finding.id].document_id))
        for finding in findings
        if finding.id in decrees
    }


def _other(decree: Decree, order: int | None, reading: DecreeReading | None) -> OtherPaper:
    row = next((officer for officer in decree.officers if officer.order == order), None)
    line = line_called(row.name, reading) if row and reading else None
    pages = {seen.number: (seen.width, seen.height) for seen in reading.pages} if reading else {}
    return OtherPaper(decree, row, line, pages.get(line.page if line else 0, A4))


@bp.get("/temuan/<uuid:finding_id>/surat-lain.webp")
@open_to(Audience.CASEWORK)
def other_picture(finding_id: UUID) -> ResponseReturnValue:
    """The page of the other paper with the line that the finding speaks of."""
    finding = finding_for(current_user, finding_id)
    other = other_papers([finding]).get(finding.id)
    if other is None or other.line is None:
        raise NotFound
    return page_picture(other.decree.document, other.line.page)


@bp.get("/temuan")
@open_to(Audience.CASEWORK)
def index() -> ResponseReturnValue:
    return _page()


@bp.get("/temuan/<uuid:finding_id>/mengapa")
@open_to(Audience.CASEWORK)
def why(finding_id: UUID) -> ResponseReturnValue:
    """The whole reasoning of one comparison of names; other findings have none."""
    finding = finding_for(current_user, finding_id)
    if finding.field is not Field.NAME:
        raise NotFound
    return render_template(
        "web/findings/why.html",
        crumbs=[("Beranda", url_for("home.page")), ("Temuan", url_for("findings.index")), ("Mengapa", None)],
        finding=finding,
        decree=finding.decree,
        proof=Proof.of([finding], facts_by_document([finding.decree.document_id])),
        why=why_of(finding),
        back=way_back(finding),
    )


@bp.post("/temuan/<uuid:finding_id>/penjelasan")
@open_to(Audience.PARTY)
def note(finding_id: UUID) -> ResponseReturnValue:
    finding, form = finding_for(current_user, finding_id), NoteForm()
    if form.validate_on_submit():
        try:
            note_finding(current_user, finding, form.note.data or "")
        except Refused as refused:
            form.note.errors = [refused.reason]
        else:
            flash("Penjelasan tersimpan. Verifikator membacanya di samping temuan ini.", "ok")
            return redirect(url_for("findings.index", _anchor=f"f-{finding.id}"), 303)
    return _page(finding, form), 422


def _page(refused: Finding | None = None, typed: NoteForm | None = None) -> str:
    findings = standing_findings_for(current_user)
    asked = [finding for finding in findings if not finding.harmless]
    shown = findings if "semua" in request.args else asked
    by_decree: dict[UUID, list[Finding]] = {}
    for finding in shown:
        by_decree.setdefault(finding.decree_id, []).append(finding)
    return render_template(
        "web/findings/index.html",
        crumbs=[("Beranda", url_for("home.page")), ("Temuan", None)],
        groups=list(by_decree.values()),
        shown=len(shown),
        harmless=len(findings) - len(asked),
        unanswered=len(open_ones(findings)),
        proof=Proof.of(shown, facts_by_document(finding.decree.document_id for finding in shown)),
        forms={
            row.id: _form_for(row, refused, typed) for row in shown if may(current_user, Permission.FINDING_NOTE, row)
        },
        all="semua" in request.args,
        typed=typed,
    )


def _form_for(finding: Finding, refused: Finding | None, typed: NoteForm | None) -> NoteForm:
    """One of many forms on the page: its field has an id of its own."""
    mine = typed is not None and refused is not None and refused.id == finding.id
    form = typed if typed is not None and mine else NoteForm(formdata=None, data={"note": finding.party_note})
    form.note.id = f"note-{finding.id}"
    return form

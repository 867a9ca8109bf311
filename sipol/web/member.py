"""One member: added by the form, looked at with its history, corrected, taken out."""

from collections.abc import Callable, Mapping
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from sipol.access.door import keep_work, open_to
from sipol.models import Member, Unit
from sipol.reading.sheets import Column
from sipol.rules.disclosures import Medium, SeeingReason
from sipol.rules.errors import Refused
from sipol.rules.indications import INDICATIONS, Code
from sipol.rules.member_life import (
    MEMBER_PAPER_WORDS,
    MEMBER_REASON_WORDS,
    MEMBER_STATUS_WORDS,
    REMOVALS,
    STANDING,
    MemberPaperKind,
    MemberStatus,
)
from sipol.rules.regions import within
from sipol.rules.roles import PARTY_ROLES, Audience
from sipol.services.likeness import like
from sipol.services.member_entry import (
    TYPED,
    Faults,
    add_member,
    correct_member,
    member_for,
    remove_member,
    typed_of,
)
from sipol.services.member_life import turns_of
from sipol.services.member_papers import paper_to_see, papers_of, picture_of_paper, receive_paper
from sipol.services.parties import unit_for
from sipol.services.regions import districts
from sipol.web.downloads import unkept
from sipol.web.forms.members import MemberForm, MemberPaperForm, RemovalForm
from sipol.web.seen import hand_over, show_whole

bp = Blueprint("member", __name__)


@bp.route("/unit/<uuid:unit_id>/anggota/tambah", methods=["GET", "POST"])
@open_to(Audience.PARTY)
def add(unit_id: UUID) -> ResponseReturnValue:
    unit, form = unit_for(current_user, unit_id), MemberForm()
    if form.validate_on_submit():
        faults = _tried(form, lambda typed: add_member(current_user, unit, typed))
        if not faults:
            flash("Anggota sudah ditambahkan.", "ok")
            return redirect(url_for("member.add", unit_id=unit.id), 303)
    return _form_page(unit, form, None), 422 if form.errors else 200


@bp.get("/anggota/<uuid:member_id>")
@open_to(Audience.PARTY)
def show(member_id: UUID) -> ResponseReturnValue:
    return _show_page(member_for(current_user, member_id), RemovalForm(formdata=None))


@bp.route("/anggota/<uuid:member_id>/perbaiki", methods=["GET", "POST"])
@open_to(Audience.PARTY)
def correct(member_id: UUID) -> ResponseReturnValue:
    member, form = member_for(current_user, member_id), MemberForm()
    if form.validate_on_submit():
        faults = _tried(form, lambda typed: correct_member(current_user, member, typed))
        if not faults:
            flash("Perbaikan sudah disimpan.", "ok")
            return redirect(url_for("member.show", member_id=member.id), 303)
    elif not form.is_submitted():
        for column, text in typed_of(current_user, member).items():
            form[column.value].data = text
        show_whole([member], SeeingReason.CORRECT)
        # That somebody saw the whole NIK is kept although nothing was changed.
        keep_work()
    return _form_page(member.unit, form, member), 422 if form.errors else 200


@bp.post("/anggota/<uuid:member_id>/keluarkan")
@open_to(Audience.PARTY)
def remove(member_id: UUID) -> ResponseReturnValue:
    member, form = member_for(current_user, member_id), RemovalForm()
    if form.validate():
        reason = next((one for one in REMOVALS if one.value == form.reason.data), None)
        try:
            remove_member(current_user, member, reason, form.note.data or "")
        except Refused as refused:
            field = form.note if refused.field == "note" else form.reason
            field.errors = [refused.reason]
        else:
            flash("Orang itu sudah dikeluarkan dari daftar anggota.", "ok")
            return redirect(url_for("people.index", unit_id=member.unit_id), 303)
    return _show_page(member, form), 422


@bp.post("/anggota/<uuid:member_id>/berkas")
@open_to(Audience.PARTY)
def attach(member_id: UUID) -> ResponseReturnValue:
    member, form = member_for(current_user, member_id), MemberPaperForm()
    kind = next((one for one in MemberPaperKind if one.value == form.kind.data), None)
    if form.validate() and kind is not None:
        try:
            receive_paper(current_user, member, kind, form.file.data.read())
        except Refused as refused:
            form.file.errors = [refused.reason]
        else:
            flash(f"{MEMBER_PAPER_WORDS[kind]} sudah diterima.", "ok")
            return redirect(url_for("member.show", member_id=member.id), 303)
    return _show_page(member, RemovalForm(formdata=None), form), 422


@bp.get("/anggota/berkas/<uuid:paper_id>.webp")
@open_to(Audience.CASEWORK)
def picture(paper_id: UUID) -> ResponseReturnValue:
    """A card or letter; whoever looks at it is kept."""
    paper = paper_to_see(current_user, paper_id)
    answer = unkept(Response(picture_of_paper(paper), mimetype="image/webp"))
    # A KTP-el shows its NIK; a party looks at it to put its row right, others to hold the row against it.
    of_party = current_user.role in PARTY_ROLES
    show_whole([paper.member], SeeingReason.CORRECT if of_party else SeeingReason.MATCH)
    hand_over(Medium.PICTURE, paper.id)
    keep_work()
    return answer


def _tried(form: MemberForm, act: Callable[[Mapping[Column, str]], Faults]) -> Faults:
    """What is the matter with what was typed, told at its fields too."""
    try:
        faults = act({column: form[column.value].data or "" for column in TYPED})
    except Refused as refused:
        faults = {Column.NIK: [refused.reason]}
    for column, sentences in faults.items():
        form[column.value].errors = sentences
    return faults


def _crumbs(unit: Unit, here: str) -> list[tuple[str, str | None]]:
    people = url_for("people.index", unit_id=unit.id)
    return [("Beranda", url_for("home.page")), ("Anggota", url_for("members.index")), (unit.name, people), (here, None)]


def _form_page(unit: Unit, form: MemberForm, member: Member | None) -> str:
    form.offer([(code, name) for code, name in districts() if within(code, unit.region_code)])
    title = "Perbaiki anggota" if member else "Tambah anggota"
    return render_template(
        "web/member/form.html", crumbs=_crumbs(unit, title), title=title, unit=unit, form=form, member=member
    )


def _show_page(member: Member, form: RemovalForm, attaching: MemberPaperForm | None = None) -> str:
    attaching = attaching or MemberPaperForm(formdata=None)
    attaching.offer({kind.value: words for kind, words in MEMBER_PAPER_WORDS.items()})
    form.offer([(reason.value, MEMBER_REASON_WORDS[reason].capitalize()) for reason in REMOVALS])
    return render_template(
        "web/member/show.html",
        crumbs=_crumbs(member.unit, member.name),
        member=member,
        turns=turns_of(member),
        statuses=MEMBER_STATUS_WORDS,
        reasons=MEMBER_REASON_WORDS,
        alike=like(current_user, member),
        notes=[INDICATIONS[Code(code)] for code in member.codes],
        form=form,
        attaching=attaching,
        papers=papers_of(member),
        paper_words=MEMBER_PAPER_WORDS,
        stands=member.status in STANDING,
        mendable=member.status in STANDING - {MemberStatus.NOT_MET},
    )

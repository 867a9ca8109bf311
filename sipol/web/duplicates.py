"""Ganda: members who stand twice, both sides beside one another, the call, what was said, and the ruling."""

from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from sipol.access.door import open_to
from sipol.access.policy import Permission, may
from sipol.models import Member, PaperKind
from sipol.rules.disclosures import Medium
from sipol.rules.duplicates import SITUATION_WORDS
from sipol.rules.errors import Refused
from sipol.rules.indications import INDICATIONS, Code
from sipol.rules.member_life import MEMBER_REASON_WORDS, MEMBER_STATUS_WORDS
from sipol.rules.roles import Audience
from sipol.services.duplicates import (
    CODES,
    Case,
    call_person,
    case_about,
    duplicates_for,
    hear_person,
    settle_duplicate,
)
from sipol.services.member_entry import member_for
from sipol.services.member_search import PAGE
from sipol.services.papers import newest_paper, paper_for
from sipol.web.downloads import paper_download
from sipol.web.forms.duplicates import CallForm, HearForm
from sipol.web.frame import zone
from sipol.web.seen import hand_over

bp = Blueprint("duplicates", __name__)


def kinds() -> list[tuple[str, str, str]]:
    """The kinds of duplicates as (word, label, address), those who are merely alike behind them."""
    by_nik = [(code.value, INDICATIONS[code].label, url_for("duplicates.index", jenis=code.value)) for code in CODES]
    return [*by_nik, ("mirip", "Mirip, NIK berbeda", url_for("likeness.index"))]


@bp.get("/verifikasi/ganda")
@open_to(Audience.OVERSIGHT)
def index() -> ResponseReturnValue:
    code = next((one for one in CODES if one.value == request.args.get("jenis")), Code.CROSS_PARTY)
    found = duplicates_for(current_user, code, request.args.get("dari", type=UUID))
    further = url_for(".index", jenis=code.value, dari=found[-1].id) if len(found) == PAGE else None
    return render_template(
        "web/duplicates/index.html",
        people=found,
        further=further,
        chosen=code,
        kinds=kinds(),
        statuses=MEMBER_STATUS_WORDS,
    )


@bp.get("/verifikasi/ganda/<uuid:person_id>")
@open_to(Audience.OVERSIGHT)
def show(person_id: UUID) -> ResponseReturnValue:
    return _page(member_for(current_user, person_id))


@bp.post("/verifikasi/ganda/<uuid:person_id>/panggil")
@open_to(Audience.KPU)
def call(person_id: UUID) -> ResponseReturnValue:
    member, form = member_for(current_user, person_id), CallForm()
    if form.validate() and form.meeting_at.data:
        moment = form.meeting_at.data.replace(tzinfo=ZoneInfo(zone()))
        try:
            call_person(current_user, member, moment, form.place.data or "")
        except Refused as refused:
            form[refused.field].errors = [refused.reason]
        else:
            flash("Panggilan sudah dicatat; undangannya sedang dicetak.", "ok")
            return redirect(url_for(".show", person_id=member.id), 303)
    return _page(member, calling=form), 422


@bp.post("/verifikasi/ganda/<uuid:person_id>/hasil")
@open_to(Audience.KPU)
def hear(person_id: UUID) -> ResponseReturnValue:
    member, form = member_for(current_user, person_id), HearForm()
    told = form.attended.data or ""
    try:
        chosen = UUID(told.removeprefix("party:")) if told.startswith("party:") else None
    except ValueError:
        told, chosen = "", None
    if not told.startswith(("party:", "none", "absent")):
        form.attended.errors = ["Pilih hasil klarifikasinya."]
    else:
        try:
            hear_person(current_user, member, attended=told != "absent", chosen=chosen)
        except Refused as refused:
            form.attended.errors = [refused.reason]
        else:
            flash("Hasil klarifikasi sudah dicatat.", "ok")
            return redirect(url_for(".show", person_id=member.id), 303)
    return _page(member, hearing=form), 422


@bp.post("/verifikasi/ganda/<uuid:person_id>/putuskan")
@open_to(Audience.KPU)
def settle(person_id: UUID) -> ResponseReturnValue:
    member = member_for(current_user, person_id)
    try:
        changed = settle_duplicate(current_user, member)
    except Refused as refused:
        flash(refused.reason, "warn")
        return _page(member), 422
    flash(f"{changed} baris diputus menurut tabel aturan.", "ok")
    return redirect(url_for(".show", person_id=member.id), 303)


@bp.get("/verifikasi/ganda/<uuid:person_id>/undangan.pdf")
@open_to(Audience.OVERSIGHT)
def invitation(person_id: UUID) -> ResponseReturnValue:
    member = member_for(current_user, person_id)
    paper = paper_for(current_user, member.id, PaperKind.INVITATION)
    answer = paper_download(paper, f"undangan-{paper.code}", url_for(".show", person_id=member.id))
    hand_over(Medium.FILE, paper.id, [member.id])
    return answer


def _page(member: Member, calling: CallForm | None = None, hearing: HearForm | None = None) -> str:
    case = case_about(current_user, member)
    hand_over(Medium.PAGE, member.id, [claim.member.id for claim in case.claims])
    hearing = hearing or HearForm(formdata=None)
    hearing.offer(_parties(case))
    return render_template(
        "web/duplicates/show.html",
        crumbs=[("Ganda", url_for(".index")), (member.name, None)],
        member=member,
        case=case,
        situation=SITUATION_WORDS[case.situation],
        findings=case.findings,
        acts=may(current_user, Permission.MEMBER_RULE, member),
        settles=any(claim.own and claim.open for claim in case.claims),
        calling=calling or CallForm(formdata=None),
        hearing=hearing,
        paper=newest_paper(current_user, member.id, PaperKind.INVITATION),
        statuses=MEMBER_STATUS_WORDS,
        reasons=MEMBER_REASON_WORDS,
    )


def _parties(case: Case) -> list[tuple[str, str]]:
    named = {claim.member.party_id: claim.member.unit.party.name for claim in case.claims}
    return [(str(key), name) for key, name in named.items()]

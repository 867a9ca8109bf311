"""The verifier's table for members: the queue by indication, one row beside its cards, all clean rows at once."""

from collections.abc import Container, Mapping
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from sipol.access.door import keep_work, open_to
from sipol.access.policy import Permission, may
from sipol.models import Member, Unit
from sipol.rules.disclosures import SeeingReason
from sipol.rules.errors import Refused
from sipol.rules.identity import born_in, sex_in, tells_birth
from sipol.rules.indications import INDICATIONS, Code
from sipol.rules.member_life import (
    FAULTS,
    MEMBER_PAPER_WORDS,
    MEMBER_REASON_WORDS,
    MEMBER_STATUS_WORDS,
    NEEDS_MEMBER_REASON,
    RULINGS,
    MemberReason,
    MemberStatus,
)
from sipol.rules.roles import Audience
from sipol.services.disclosures import ask_to_see, standing_reason
from sipol.services.duplicates import CODES
from sipol.services.member_entry import member_for
from sipol.services.member_life import turns_of
from sipol.services.member_papers import papers_of
from sipol.services.member_search import PAGE, Sieve, members_of
from sipol.services.member_submission import handful_of
from sipol.services.parties import unit_for
from sipol.services.verification import (
    HOLD_TO_SEE,
    count_clean,
    first_waiting,
    following,
    is_in_hand,
    last_ruling,
    reasons_to_see,
    rule_clean,
    rule_member,
    submission_at,
    undo_ruling,
    unmask,
)
from sipol.web.forms.disclosures import NOTE_HINT, SeeingForm
from sipol.web.forms.review import OUTCOME_KEYS, MemberRuleForm
from sipol.web.people import query_of, sieve_from
from sipol.web.seen import show_whole

bp = Blueprint("verification", __name__)

CHOICES = {status.value: MEMBER_STATUS_WORDS[status] for status in MEMBER_STATUS_WORDS if status in RULINGS}
REASONS = {reason.value: MEMBER_REASON_WORDS[reason].capitalize() for reason in FAULTS}


@bp.get("/verifikasi/unit/<uuid:unit_id>/anggota")
@open_to(Audience.OVERSIGHT)
def unit(unit_id: UUID) -> ResponseReturnValue:
    one, sieve = unit_for(current_user, unit_id), sieve_from(request.args)
    submission = submission_at(current_user, one)
    found = members_of(current_user, one, sieve, request.args.get("dari", type=UUID))
    kept = query_of(sieve)
    further = url_for(".unit", unit_id=one.id, dari=found[-1].id, **kept) if len(found) == PAGE else None
    return render_template(
        "web/verification/unit.html",
        crumbs=_crumbs(one, None),
        unit=one,
        submission=submission,
        mine=is_in_hand(current_user, submission),
        handful=handful_of(one) if submission else None,
        people=found,
        kept=kept,
        chosen=sieve,
        further=further,
        first=first_waiting(current_user, one, Sieve(sieve.code, MemberStatus.UNCHECKED)),
        clean=count_clean(current_user, one),
        last=last_ruling(current_user, one),
        indications=INDICATIONS,
        labels={code.value: entry.label for code, entry in INDICATIONS.items()},
        statuses=MEMBER_STATUS_WORDS,
    )


@bp.get("/verifikasi/unit/<uuid:unit_id>/anggota/bersih")
@open_to(Audience.KPU)
def clean(unit_id: UUID) -> ResponseReturnValue:
    """What “MS untuk semua baris bersih” covers, before it is done."""
    one = unit_for(current_user, unit_id)
    return render_template(
        "web/verification/clean.html",
        crumbs=_crumbs(one, "Baris bersih"),
        unit=one,
        count=count_clean(current_user, one),
        mine=is_in_hand(current_user, submission_at(current_user, one)),
        indications=list(INDICATIONS.values()),
    )


@bp.post("/verifikasi/unit/<uuid:unit_id>/anggota/bersih")
@open_to(Audience.KPU)
def approve_clean(unit_id: UUID) -> ResponseReturnValue:
    one = unit_for(current_user, unit_id)
    done = rule_clean(current_user, one)
    flash(f"{done.rows} baris bersih ditetapkan MS. Tindakan ini masih dapat diurungkan sekaligus.", "ok")
    return redirect(url_for(".unit", unit_id=one.id), 303)


@bp.post("/verifikasi/unit/<uuid:unit_id>/anggota/urungkan/<uuid:batch_id>")
@open_to(Audience.KPU)
def undo(unit_id: UUID, batch_id: UUID) -> ResponseReturnValue:
    one = unit_for(current_user, unit_id)
    count = undo_ruling(current_user, one, batch_id)
    flash(f"Keputusan atas {count} baris diurungkan.", "ok")
    return redirect(url_for(".unit", unit_id=one.id), 303)


@bp.get("/verifikasi/anggota/<uuid:person_id>")
@open_to(Audience.OVERSIGHT)
def row(person_id: UUID) -> ResponseReturnValue:
    return _row_page(member_for(current_user, person_id), MemberRuleForm(formdata=None))


@bp.post("/verifikasi/anggota/<uuid:person_id>/nik")
@open_to(Audience.KPU)
def show_nik(person_id: UUID) -> ResponseReturnValue:
    """Say why the whole NIK is to be seen; the other rows of the unit need no further reason for half an hour."""
    member, form = member_for(current_user, person_id), SeeingForm()
    if form.validate():
        try:
            ask_to_see(current_user, member, form.why.data or "", form.remark.data or "")
        except Refused as refused:
            form[refused.field].errors = [refused.reason]
        else:
            return redirect(url_for(".row", person_id=member.id, **query_of(sieve_from(request.args))), 303)
    return _row_page(member, MemberRuleForm(formdata=None), form), 422


@bp.post("/verifikasi/anggota/<uuid:person_id>/putuskan")
@open_to(Audience.KPU)
def decide(person_id: UUID) -> ResponseReturnValue:
    member, form, sieve = member_for(current_user, person_id), MemberRuleForm(), sieve_from(request.args)
    status = next((one for one in RULINGS if one.value == form.status.data), None)
    if status is None:
        form.status.errors = ["Pilih keputusan MS, BMS, atau TMS."]
    elif form.validate():
        reason = next((one for one in FAULTS if one.value == form.reason.data), None)
        upcoming = following(current_user, member.unit, sieve, member)
        try:
            rule_member(current_user, member, status, _needed(status, reason), str(form.note.data or ""))
        except Refused as refused:
            form[refused.field].errors = [refused.reason]
        else:
            if upcoming is not None:
                return redirect(url_for(".row", person_id=upcoming.id, **query_of(sieve)), 303)
            flash("Tidak ada baris lagi di belakang yang tadi.", "ok")
            return redirect(url_for(".unit", unit_id=member.unit_id, **query_of(sieve)), 303)
    return _row_page(member, form), 422


def _needed(status: MemberStatus, reason: MemberReason | None) -> MemberReason | None:
    """MS has no reason, whatever was still chosen."""
    return reason if status in NEEDS_MEMBER_REASON else None


def _crumbs(one: Unit, here: str | None) -> list[tuple[str, str | None]]:
    """From the queue down; the unit's own page ends there."""
    above = url_for(".unit", unit_id=one.id) if here else None
    crumbs: list[tuple[str, str | None]] = [("Antrean", url_for("review.queue")), (f"Anggota {one.name}", above)]
    return [*crumbs, (here, None)] if here else crumbs


def _row_page(member: Member, form: MemberRuleForm, asking: SeeingForm | None = None) -> str:
    sieve = sieve_from(request.args)
    submission = submission_at(current_user, member.unit)
    mine = is_in_hand(current_user, submission)
    rules = may(current_user, Permission.MEMBER_RULE, member)
    open_for = reasons_to_see(current_user, submission) if rules else frozenset()
    nik = _whole_nik(member, open_for) if open_for else ""
    form.offer(CHOICES, REASONS)
    before = following(current_user, member.unit, sieve, member, back=True)
    behind = following(current_user, member.unit, sieve, member)
    return render_template(
        "web/verification/row.html",
        crumbs=_crumbs(member.unit, member.name),
        member=member,
        submission=submission,
        mine=mine,
        nik=nik,
        asking=(asking or SeeingForm(formdata=None)) if open_for and not nik else None,
        shut=HOLD_TO_SEE if rules and not mine else "",
        note_hint=NOTE_HINT,
        may_watch=may(current_user, Permission.DISCLOSURE_READ, member),
        told=_told(member),
        notes=[INDICATIONS[Code(code)] for code in member.codes],
        turns=turns_of(member),
        papers=papers_of(member),
        paper_words=MEMBER_PAPER_WORDS,
        stands_twice=any(code.value in member.codes for code in CODES),
        before=url_for(".row", person_id=before.id, **query_of(sieve)) if before else None,
        behind=url_for(".row", person_id=behind.id, **query_of(sieve)) if behind else None,
        last=last_ruling(current_user, member.unit),
        kept=query_of(sieve),
        form=form,
        keys=OUTCOME_KEYS,
        statuses=MEMBER_STATUS_WORDS,
        reasons=MEMBER_REASON_WORDS,
    )


def _whole_nik(member: Member, open_for: Container[SeeingReason]) -> str:
    """The whole NIK for whoever gave a reason that opens it a short while ago; "" where it is to be asked."""
    standing = standing_reason(current_user, member.unit)
    if standing is None or standing[0] not in open_for:
        return ""
    reason, note = standing
    show_whole([member], reason, note)
    # That somebody saw the whole NIK is kept although nothing was changed.
    keep_work()
    return unmask(current_user, member, reason)


def _told(member: Member) -> Mapping[str, object]:
    """What the NIK itself says of its bearer, for holding it against the row."""
    day, month, year = born_in(member.nik)
    return {
        "sex": sex_in(member.nik),
        "alike": sex_in(member.nik) is member.sex,
        "born": f"{day:02}-{month:02}-..{year:02}",
        "dated": tells_birth(member.nik, member.born_on),
    }

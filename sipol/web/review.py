"""The verifier's table: the queue, one submission beside its paper, the answers and the ruling."""

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from markupsafe import Markup

from sipol.access.door import open_to
from sipol.access.policy import Permission, may
from sipol.extensions import now
from sipol.models import Finding, Submission
from sipol.render import clock, long_moment, thousands
from sipol.rules.disclosures import Medium
from sipol.rules.errors import NotFound, Refused
from sipol.rules.findings import ANSWER_KEYS, Answer, answers_to
from sipol.rules.member_life import MEMBER_STATUS_WORDS
from sipol.rules.offices import DoubtCode, OfficeDoubt, OfficeFileKind
from sipol.rules.periods import days_left
from sipol.rules.reasons import NEEDS_REASON, REASON_WORDS, REASONS_OF, ReasonCode
from sipol.rules.regions import jurisdiction
from sipol.rules.roles import Audience, Role
from sipol.rules.workflow import OUTCOME_WORDS, SUBJECT_WORDS, WITH_KPU, Act, Outcome, State, Subject
from sipol.services.advice import open_advice
from sipol.services.desk import Desk, desk_of
from sipol.services.findings import answer_finding, finding_for, undo_answer
from sipol.services.member_submission import handful_of
from sipol.services.minutes import cases_for
from sipol.services.periods import current_period, name_of
from sipol.services.reopening import open_proposals_for
from sipol.services.review import is_held, queue_for, rule, take_up
from sipol.services.submissions import advance, submission_for
from sipol.web.desk import Card, table_of
from sipol.web.findings import Proof
from sipol.web.forms.review import OUTCOME_KEYS, AnswerForm, RuleForm
from sipol.web.frame import zone
from sipol.web.grid import grid_of, pace
from sipol.web.premises import of_office
from sipol.web.seen import hand_over
from sipol.web.waiting import Sieve, lines_of

bp = Blueprint("review", __name__)

REASON_FOR_DOUBT: dict[DoubtCode, ReasonCode] = {
    DoubtCode.OVER: ReasonCode.PROOF,
    DoubtCode.SHORT: ReasonCode.PROOF,
    DoubtCode.SOON: ReasonCode.PROOF,
    DoubtCode.SHARED: ReasonCode.SHARED,
    DoubtCode.LETTER: ReasonCode.ADDRESS,
    DoubtCode.DECREE: ReasonCode.ADDRESS,
    DoubtCode.PHOTO: ReasonCode.PHOTO,
}
"""Why an office goes back when the machine noticed this; the verifier may choose otherwise."""
REASON_FOR_MISSING: dict[OfficeFileKind, ReasonCode] = {
    OfficeFileKind.LETTER: ReasonCode.DOMICILE,
    OfficeFileKind.PROOF: ReasonCode.PROOF,
    OfficeFileKind.BUILDING: ReasonCode.PHOTO,
    OfficeFileKind.BOARD: ReasonCode.PHOTO,
}
NOT_HANDED_IN = frozenset({State.DRAFT, State.AWAITING_CENTRE})


@bp.get("/antrean")
@open_to(Audience.OVERSIGHT)
def queue() -> ResponseReturnValue:
    period, keeps = current_period(), current_user.role is Role.HEAD
    if period is None:
        return render_template("web/review/queue.html", period=None, keeps_accounts=keeps)
    lines = lines_of(current_user, queue_for(current_user))
    sieve = Sieve.from_query(request.args, lines)
    office = jurisdiction(current_user.region_code)
    grid = grid_of(cases_for(current_user, office, period), office, period)
    return render_template(
        "web/review/queue.html",
        period=period,
        lines=lines,
        shown=sieve.pick(lines),
        sieve=sieve,
        oldest=next((line for line in lines if line.may_take), None),
        grid=grid,
        pace=pace(grid.left, grid.days),
        proposals=open_proposals_for(current_user),
        advice=open_advice(current_user),
        keeps_accounts=keeps,
    )


@bp.get("/tinjau/<uuid:submission_id>")
@open_to(Audience.OVERSIGHT)
def show(submission_id: UUID) -> ResponseReturnValue:
    return _page(_handed_in(submission_id))


def _handed_in(submission_id: UUID) -> Submission:
    """KPU verifies only what was submitted: a draft is nobody's business but the party's."""
    submission = submission_for(current_user, submission_id)
    if submission.state in NOT_HANDED_IN:
        raise NotFound
    return submission


def _page(submission: Submission, form: RuleForm | None = None) -> str:
    desk, premises = desk_of(submission), of_office(submission)
    mine, held = _is_mine(submission), is_held(submission, now())
    open_to_take = submission.state in WITH_KPU and not mine and not held
    table = table_of(desk, request.args.get("temuan", type=int), request.args.get("hal", type=int))
    last = desk.last_answer_of(current_user.id) if mine else None
    if submission.decree is not None:
        hand_over(Medium.PAGE, submission.decree.id, unnamed=len(submission.decree.officers))
    form = form or _usual_form(desk, premises.get("doubts", ()))
    form.reasons.choices = {code.value: REASON_WORDS[code] for code in REASONS_OF[submission.subject]}
    return render_template(
        "web/review/show.html",
        submission=submission,
        desk=desk,
        table=table,
        mine=mine,
        held=held,
        may_take=open_to_take and may(current_user, Permission.SUBMISSION_REVIEW, submission),
        last=last,
        last_number=table.number_of(last.id) if last else None,
        form=form,
        answers=_answers(table.at),
        answer_words=answers_to,
        other=Proof.of([table.at.finding], {}).others.get(table.at.finding.id) if table.at else None,
        outcome_keys=OUTCOME_KEYS,
        members=_members(submission),
        **premises,
        reason_words=REASON_WORDS,
        context_line=_context(submission, held=held, mine=mine),
        crumbs=[("Antrean", url_for("review.queue")), (_named(submission), None)],
    )


def _answers(card: Card | None) -> list[tuple[Answer, str, str]]:
    """What can be said of the finding in hand: the answer, its key, its words."""
    offered = answers_to(card.finding.field) if card else {}
    return [(answer, ANSWER_KEYS[answer], words) for answer, words in offered.items()]


def _members(submission: Submission) -> list[tuple[str, str]]:
    """How the members of a submission stand; nothing for one about an SK."""
    if submission.subject is not Subject.MEMBERS:
        return []
    handful = handful_of(submission.unit)
    rows = [("Jumlah anggota", thousands(handful.total))]
    return rows + [(MEMBER_STATUS_WORDS[status], thousands(count)) for status, count in handful.by_status.items()]


def _is_mine(submission: Submission) -> bool:
    return submission.state is State.IN_REVIEW and submission.claimed_by == current_user.id


def _usual_form(desk: Desk, doubts: Sequence[OfficeDoubt]) -> RuleForm:
    """A repair that was asked for leaves only BMS and TMS; the reasons follow from the answers. All can be changed."""
    usual = Outcome.INCOMPLETE.value if desk.to_repair else None
    noticed = {
        REASON_FOR_MISSING[doubt.file] if doubt.file else REASON_FOR_DOUBT[doubt.code]
        for doubt in doubts
        if not doubt.light
    }
    reasons = (*desk.reasons, *sorted(noticed))
    return RuleForm(formdata=None, outcome=usual, reasons=[code.value for code in reasons])


def _named(submission: Submission) -> str:
    return f"{SUBJECT_WORDS[submission.subject]} {submission.unit.party.abbreviation}, {submission.unit.name}"


def _context(submission: Submission, *, held: bool, mine: bool) -> list[str | Markup]:
    chips: list[str | Markup] = [Markup("<b>{}</b>").format(_named(submission))]
    if submission.submitted_at:
        days = -days_left(submission.submitted_at, now(), zone())
        age = f" ({days} hari)" if days and submission.state in WITH_KPU else ""
        chips.append(f"Diajukan {long_moment(submission.submitted_at, zone())}{age}")
    if held and submission.claimed_until:
        holder = "Anda" if mine else submission.claimant.name if submission.claimant else "verifikator lain"
        chips.append(f"Dipegang {holder} sampai {clock(submission.claimed_until, zone())}")
    return [*chips, name_of(submission.period)]


@bp.post("/tinjau/<uuid:submission_id>/ambil")
@open_to(Audience.KPU)
def take(submission_id: UUID) -> ResponseReturnValue:
    submission = _handed_in(submission_id)
    if not (_is_mine(submission) and is_held(submission, now())):
        take_up(current_user, submission)
    return redirect(url_for("review.show", submission_id=submission.id), 303)


@bp.post("/tinjau/<uuid:submission_id>/lepas")
@open_to(Audience.KPU)
def let_go(submission_id: UUID) -> ResponseReturnValue:
    submission = _handed_in(submission_id)
    advance(current_user, submission, Act.LET_GO)
    flash(f"{_named(submission)} dilepas. Jawaban yang sudah Anda beri tetap tersimpan.", "ok")
    return redirect(url_for("review.queue"), 303)


@bp.post("/tinjau/<uuid:submission_id>/temuan/<uuid:finding_id>/jawab")
@open_to(Audience.KPU)
def answer(submission_id: UUID, finding_id: UUID) -> ResponseReturnValue:
    submission, finding, form = *_finding_of(submission_id, finding_id), AnswerForm()
    if not form.validate_on_submit():
        raise Refused("answer", "Pilih salah satu jawaban yang ditawarkan pada temuan ini.")
    answer_finding(current_user, finding, Answer(form.answer.data))
    return redirect(_next_after(submission, finding), 303)


@bp.post("/tinjau/<uuid:submission_id>/temuan/<uuid:finding_id>/urungkan")
@open_to(Audience.KPU)
def undo(submission_id: UUID, finding_id: UUID) -> ResponseReturnValue:
    submission, finding = _finding_of(submission_id, finding_id)
    undo_answer(current_user, finding)
    number = table_of(desk_of(submission), None, None).number_of(finding.id)
    return redirect(url_for("review.show", submission_id=submission.id, temuan=number), 303)


def _finding_of(submission_id: UUID, finding_id: UUID) -> tuple[Submission, Finding]:
    submission, finding = _handed_in(submission_id), finding_for(current_user, finding_id)
    if finding.decree_id != submission.decree_id:
        raise NotFound
    return submission, finding


def _next_after(submission: Submission, finding: Finding) -> str:
    """The next finding that waits, looking on from this one and then from the top; the ruling when none is left."""
    asked = desk_of(submission).asked
    at = next((place for place, row in enumerate(asked) if row.id == finding.id), 0)
    order = [*range(at + 1, len(asked)), *range(at)]
    number = next((place + 1 for place in order if asked[place].answer is None), None)
    anchor = None if number else "keputusan"
    return url_for("review.show", submission_id=submission.id, temuan=number, _anchor=anchor)


@bp.post("/tinjau/<uuid:submission_id>/putuskan")
@open_to(Audience.KPU)
def decide(submission_id: UUID) -> ResponseReturnValue:
    submission, form = _handed_in(submission_id), RuleForm()
    if not form.validate_on_submit():
        return _page(submission, form), 422
    outcome = Outcome(form.outcome.data)
    reasons = [ReasonCode(code) for code in form.reasons.data or []] if outcome in NEEDS_REASON else []
    try:
        rule(current_user, submission, outcome, reasons, str(form.note.data or ""))
    except Refused as refused:
        form[refused.field].errors = [refused.reason]
        return _page(submission, form), 422
    flash(f"{_named(submission)}: {OUTCOME_WORDS[outcome]}. Partai dapat membacanya sekarang.", "ok")
    return redirect(url_for("review.queue"), 303)

"""The main job, as the services do it: from the paper to the Berita Acara."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError, ProgrammingError

from sipol.cli.demo_cast import BOARD_PBS, BOARD_PBS_NEW, BOARD_PCN
from sipol.extensions import db, now, today
from sipol.models import AuditEntry, Decree, Finding, Paper, Period, Standing, Submission
from sipol.render.press import pdf
from sipol.rules.errors import IllegalMove, NotAllowed, NotFound, Overtaken, Refused
from sipol.rules.findings import Against, Answer, Field
from sipol.rules.periods import Window, semester_of
from sipol.rules.reasons import ReasonCode
from sipol.rules.workflow import Act, Outcome, State
from sipol.services.decrees import DecreeDraft, OfficerDraft, decree_for, save_decree, start_decree
from sipol.services.findings import answer_finding, findings_of, open_ones, undo_answer
from sipol.services.handover import send, settle_for_centre
from sipol.services.ledger import MinutesDraft
from sipol.services.minutes import cases_for, issue_minutes
from sipol.services.papers import print_paper, printed_bytes, sheet_of
from sipol.services.periods import PeriodDraft, open_period
from sipol.services.public import Proof, confirm_code, confirm_file
from sipol.services.review import queue_for, rule
from sipol.services.submissions import advance, submission_for, submission_of_decree
from tests.factories.world import World, paper


def test_what_the_machine_reads_fills_the_draft_and_raises_no_doubt(world: World) -> None:
    decree = world.upload()
    assert decree.number == "111/SK/DW-PBS/V/2025"
    assert [(row.organ, row.position, row.name) for row in decree.officers] == list(BOARD_PCN)
    assert findings_of(decree) == []


def test_a_slip_of_the_typist_is_found_and_mending_it_closes_the_finding(world: World) -> None:
    decree = world.upload()
    world.retype(decree, row_2="Junaidi Nur Ilham", number="112/SK/DW-PBS/V/2025")
    found = {(finding.field, finding.order) for finding in findings_of(decree)}
    assert found == {(Field.NUMBER, None), (Field.NAME, 2)}
    world.retype(decree, row_2="Djunaidi Nur Ilham", number="111/SK/DW-PBS/V/2025")
    assert findings_of(decree) == []
    assert {finding.gone_at is None for finding in findings_of(decree, everything=True)} == {False}


def test_an_sk_goes_the_whole_way_to_a_berita_acara_that_anyone_can_check(world: World) -> None:
    submission = world.taken()
    decree = submission.decree
    assert decree is not None
    rule(world.people["verifier"], submission, Outcome.MET, (), "")
    assert (submission.state, decree.standing) == (State.DECIDED, Standing.IN_FORCE)
    (case,) = (case for case in cases_for(world.people["verifier"], "65.01", world.period) if case.ready)
    draft = MinutesDraft("Kantor KPU Kabupaten Bulungan", today())
    minutes = issue_minutes(world.people["verifier"], case, world.period, draft)
    assert submission.state is State.MINUTED
    print_paper(minutes.paper_id, pdf)
    printed = printed_bytes(minutes.paper)
    by_code, by_file = confirm_code(minutes.paper.code.lower().replace("-", " ")), confirm_file(printed)
    assert by_code is not None
    assert by_file is not None
    assert (by_code.number, by_code.proof, by_file.proof) == (minutes.number, Proof.CODE, Proof.FILE)
    altered = confirm_file(printed + b"\n% one more line\n")
    assert altered is not None
    assert altered.proof is Proof.CONTENTS


def test_a_new_decree_replaces_the_one_in_force_and_shows_whose_spelling_changed(world: World) -> None:
    world.decided(board=BOARD_PBS, number="64/KPTS/PBS/V/2021", issued_on=today() - timedelta(days=900))
    first = db.session.scalars(select(Decree)).one()
    db.session.execute(text("UPDATE period SET year = year - 1"))
    db.session.expire_all()
    world.period = _another_period(world)
    second = world.upload(board=BOARD_PBS_NEW)
    doubts = {(f.subject, f.difference, f.harmless) for f in findings_of(second) if f.against is Against.IN_FORCE}
    assert ("Wakil Bendahara", "gelar", True) in doubts
    submission = submission_of_decree(second)
    send(world.people["liaison"], submission)
    advance(world.people["verifier"], submission, Act.TAKE_UP)
    for finding in open_ones(findings_of(second)):
        answer_finding(world.people["verifier"], finding, Answer.ALIKE)
    rule(world.people["verifier"], submission, Outcome.MET, (), "")
    assert (first.standing, second.standing, second.replaces_id) == (Standing.REPLACED, Standing.IN_FORCE, first.id)


def _another_period(world: World) -> Period:
    year, semester = semester_of(today())
    window = Window(now() - timedelta(days=10), now() + timedelta(days=7))
    draft = PeriodDraft(year, semester, "102/PL", window.opens_at.date(), window.closes_at, (window,))
    return open_period(world.people["head"], draft)


def test_a_return_tells_why_and_the_corrected_submission_comes_back(world: World) -> None:
    decree = world.upload()
    world.retype(decree, row_2="Junaidi Nur Ilham")
    submission = submission_of_decree(decree)
    send(world.people["liaison"], submission)
    advance(world.people["verifier"], submission, Act.TAKE_UP)
    (finding,) = open_ones(findings_of(decree))
    with pytest.raises(Refused, match="belum dijawab"):
        rule(world.people["verifier"], submission, Outcome.MET, (), "")
    answer_finding(world.people["verifier"], finding, Answer.FIX_DATA)
    with pytest.raises(Refused, match="perlu diperbaiki"):
        rule(world.people["verifier"], submission, Outcome.MET, (), "")
    with pytest.raises(Refused, match="alasan"):
        rule(world.people["verifier"], submission, Outcome.INCOMPLETE, (), "")
    rule(world.people["verifier"], submission, Outcome.INCOMPLETE, (ReasonCode.NAME,), "Sesuaikan dengan SK.")
    assert (submission.state, submission.outcome) == (State.RETURNED, Outcome.INCOMPLETE)
    world.retype(decree, row_2="Djunaidi Nur Ilham")
    first_receipt = submission.receipt
    send(world.people["liaison"], submission)
    assert submission.receipt != first_receipt
    advance(world.people["verifier"], submission, Act.TAKE_UP)
    rule(world.people["verifier"], submission, Outcome.MET, (), "")
    told = db.session.scalars(select(AuditEntry).where(AuditEntry.subject_id == submission.id).order_by(AuditEntry.seq))
    assert [entry.facts["act"] for entry in told] == ["submit", "take_up", "return", "submit", "take_up", "decide"]


def test_what_a_verifier_calls_alike_is_not_asked_again_unless_taken_back(world: World) -> None:
    submission = world.submitted()
    decree = submission.decree
    assert decree is not None
    advance(world.people["verifier"], submission, Act.TAKE_UP)
    rule(world.people["verifier"], submission, Outcome.INCOMPLETE, (ReasonCode.BOARD,), "")
    world.retype(decree, row_2="Junaidi Nur Ilham")
    send(world.people["liaison"], submission)
    advance(world.people["verifier"], submission, Act.TAKE_UP)
    (finding,) = findings_of(decree)
    answer_finding(world.people["verifier"], finding, Answer.ALIKE)
    # As next semester would find it: the old finding is history, the pair of spellings is remembered.
    finding.answer = finding.answered_at = finding.answered_by = None
    finding.fingerprint = "0" * 64
    finding.gone_at = now()
    db.session.flush()
    rule(world.people["verifier"], submission, Outcome.INCOMPLETE, (ReasonCode.BOARD,), "")
    world.retype(decree, row_2="Junaidi Nur Ilham", number="9/X")
    recalled = next(finding for finding in findings_of(decree) if finding.field is Field.NAME)
    assert (recalled.answer, recalled.recalled) == (Answer.ALIKE, True)
    send(world.people["liaison"], submission)
    advance(world.people["verifier"], submission, Act.TAKE_UP)
    undo_answer(world.people["verifier"], recalled)
    assert recalled.answer is None


def test_a_second_press_on_send_changes_nothing(world: World) -> None:
    submission = world.submitted()
    receipt = submission.receipt
    send(world.people["liaison"], submission)
    assert submission.receipt == receipt
    assert db.session.scalar(select(func.count()).select_from(Paper)) == 1


def test_a_closed_period_keeps_the_draft_and_refuses_to_send(world: World) -> None:
    decree = world.upload()
    world.period.windows[0].closes_at = now() - timedelta(hours=1)
    db.session.flush()
    with pytest.raises(Refused) as refused:
        send(world.people["liaison"], submission_of_decree(decree))
    assert refused.value.field == "period"
    assert "Draf Anda tetap tersimpan" in refused.value.reason
    assert decree.officers


def test_a_party_that_wants_it_has_its_centre_approve(world: World) -> None:
    unit = world.units["TUNAS", "65.01"]
    submission = submission_of_decree(world.upload("liaison_tunas", unit))
    send(world.people["liaison_tunas"], submission)
    assert (submission.state, submission.receipt) == (State.AWAITING_CENTRE, None)
    with pytest.raises(NotAllowed):
        settle_for_centre(world.people["centre"], submission, approved=True, note="")
    settle_for_centre(world.people["centre_tunas"], submission, approved=True, note="")
    assert submission.state is State.SUBMITTED
    assert submission.receipt is not None


def test_the_same_file_twice_is_recognised(world: World) -> None:
    data = paper(world.unit.name, "PBS", "5/SK", today(), BOARD_PCN)
    first = start_decree(world.people["liaison"], world.unit, world.period, data)
    second = start_decree(world.people["liaison"], world.unit, world.period, data)
    assert (first.known_file, second.known_file, second.decree.id) == (False, True, first.decree.id)


def test_a_file_sent_while_the_office_holds_the_submission_is_refused(world: World) -> None:
    world.submitted()
    with pytest.raises(Refused, match="sudah dikirim"):
        world.upload(number="6/SK")


IMPOSSIBLE = [
    pytest.param({"issued_on": lambda today: today.replace(year=1944)}, "issued_on", "1945", id="before 1945"),
    pytest.param({"issued_on": lambda today: today + timedelta(days=2)}, "issued_on", "sesudah hari ini", id="future"),
    pytest.param({"term_start": lambda _: 2025, "term_end": lambda _: 2024}, "term_end", "sebelum dimulai", id="term"),
    pytest.param(
        {"officers": lambda _: (OfficerDraft("Anggota", "Nama Orang"),) * 3000}, "officers", "3000", id="3,000 officers"
    ),
    pytest.param(
        {"officers": lambda _: (OfficerDraft("", "Tanpa Jabatan"),)}, "officers-0-name", "Baris 1", id="no post"
    ),
]


@pytest.mark.parametrize(("typed", "field", "words"), IMPOSSIBLE)
def test_what_cannot_be_is_refused_at_its_field(
    world: World, typed: dict[str, Callable[..., object]], field: str, words: str
) -> None:
    decree = world.upload()
    values = {name: value(today()) for name, value in typed.items()}
    with pytest.raises(Refused, match=words) as refused:
        save_decree(world.people["liaison"], decree, DecreeDraft(number="7/SK", **values), decree.version)  # type: ignore[arg-type]
    assert refused.value.field == field


def test_a_number_of_another_unit_is_refused(world: World) -> None:
    world.upload("neighbour", world.units["PBS", "65.71"], number="88/SK/PBS/2025")
    decree = world.upload()
    with pytest.raises(Refused, match="sudah tercatat pada") as refused:
        world.retype(decree, number="88/SK/PBS/2025")
    assert refused.value.field == "number"


def test_two_windows_on_one_draft_do_not_overwrite_each_other(world: World) -> None:
    decree = world.upload()
    stale = decree.version
    world.retype(decree, row_1="Lannyati L. Erota")
    with pytest.raises(Overtaken):
        save_decree(world.people["liaison"], decree, DecreeDraft(number="x"), stale)


def test_a_claim_keeps_others_out_until_it_runs_out(world: World) -> None:
    submission = world.taken()
    with pytest.raises(Overtaken, match="Verifier"):
        advance(world.people["second"], submission, Act.TAKE_UP)
    with pytest.raises(Overtaken):
        rule(world.people["second"], submission, Outcome.MET, (), "")
    submission.claimed_until = now() - timedelta(minutes=1)
    db.session.flush()
    advance(world.people["second"], submission, Act.TAKE_UP)
    assert submission.claimed_by == world.people["second"].id
    (line,) = queue_for(world.people["second"])
    assert not line.held_by_other


def test_a_neighbour_cannot_see_and_strangers_may_not_act(world: World) -> None:
    submission = world.submitted()
    assert submission.decree_id is not None
    for stranger in ("rival", "neighbour", "far", "admin"):
        with pytest.raises(NotFound):
            submission_for(world.people[stranger], submission.id)
        with pytest.raises(NotFound):
            decree_for(world.people[stranger], submission.decree_id)
    for reader in ("centre", "verifier", "above", "supervisor"):
        assert submission_for(world.people[reader], submission.id) is submission
    for powerless in ("supervisor", "above", "liaison", "centre", "far"):
        with pytest.raises(NotAllowed):
            advance(world.people[powerless], submission, Act.TAKE_UP)


def test_a_decided_submission_takes_no_step_back(world: World) -> None:
    submission = world.decided()
    for act in (Act.SUBMIT, Act.TAKE_UP, Act.RETURN, Act.DECIDE):
        with pytest.raises((IllegalMove, NotAllowed)):
            advance(
                world.people["verifier"],
                submission,
                act,
                outcome=Outcome.INCOMPLETE if act is Act.RETURN else Outcome.MET,
                reasons=(ReasonCode.NAME,),
            )


def test_a_second_berita_acara_for_one_party_and_period_is_refused(world: World) -> None:
    world.decided()
    draft = MinutesDraft("Kantor KPU", today())
    case = next(case for case in cases_for(world.people["verifier"], "65.01", world.period) if case.ready)
    issue_minutes(world.people["verifier"], case, world.period, draft)
    with pytest.raises(Refused, match="sudah dibekukan"):
        issue_minutes(world.people["second"], case, world.period, draft)


def test_the_berita_acara_says_what_was_found_and_how_it_was_settled(world: World) -> None:
    decree = world.upload()
    world.retype(decree, row_2="Junaidi Nur Ilham")
    submission = submission_of_decree(decree)
    send(world.people["liaison"], submission)
    advance(world.people["verifier"], submission, Act.TAKE_UP)
    answer_finding(world.people["verifier"], findings_of(decree)[0], Answer.ALIKE)
    rule(world.people["verifier"], submission, Outcome.MET, (), "")
    case = next(case for case in cases_for(world.people["verifier"], "65.01", world.period) if case.ready)
    minutes = issue_minutes(world.people["verifier"], case, world.period, MinutesDraft("Kantor KPU", today()))
    sheet = sheet_of(minutes.paper)
    assert (sheet.results[0].met, sheet.findings[0].found, sheet.findings[0].settled) == (1, 1, 1)
    (row,) = sheet.officers[0].rows
    assert "".join(piece.text for piece in row.stated) == "Djunaidi Nur Ilham"
    assert "".join(piece.text for piece in row.recorded) == "Junaidi Nur Ilham"
    assert row.difference == "Ejaan"


@pytest.mark.parametrize("meddling", ["UPDATE audit_entry SET event = 'x'", "DELETE FROM audit_entry"])
def test_the_log_refuses_to_be_rewritten(world: World, meddling: str) -> None:
    with pytest.raises(ProgrammingError, match="append-only"):
        db.session.execute(text(meddling))


BROKEN_PROMISES = [
    ("UPDATE submission SET state = 'decided'", "dated_when_decided|met_or_not_when_decided|claimed_when_in_review"),
    ("UPDATE submission SET claimed_by = NULL", "claimed_when_in_review"),
    ("UPDATE submission SET receipt = NULL", "receipted_when_sent"),
    ("UPDATE decree SET standing = 'in_force'", "dated_when_in_force"),
    ("UPDATE decree SET standing = 'mislaid'", "ck_decree_standing"),
]


@pytest.mark.parametrize(("statement", "promise"), BROKEN_PROMISES)
def test_the_database_keeps_its_promises(world: World, statement: str, promise: str) -> None:
    world.taken()
    with pytest.raises(IntegrityError, match=promise):
        db.session.execute(text(statement))


def test_nothing_of_this_leaves_rows_behind(world: World) -> None:
    assert db.session.scalar(select(func.count()).select_from(Submission)) == 0
    assert db.session.scalar(select(func.count()).select_from(Finding)) == 0

"""Members handed in: what stands in the way, what KPU sees from then on, and what may no longer change."""

import pytest
from sqlalchemy import select, text

from sipol.access.scope import visible_to
from sipol.extensions import db
from sipol.models import Member, MemberTurn, Paper, Submission
from sipol.render import ReceiptSheet
from sipol.rules.errors import NotAllowed, Overtaken, Refused
from sipol.rules.member_life import MemberReason, MemberStatus
from sipol.rules.reasons import ReasonCode
from sipol.rules.workflow import Act, Outcome, State
from sipol.services.handover import lacks_of, send
from sipol.services.imports import confirm, undo
from sipol.services.ledger_members import member_results, member_rows
from sipol.services.member_life import turn_members, turns_of, undo_turn
from sipol.services.member_submission import begin_members, handful_of
from sipol.services.papers import sheet_of
from sipol.services.review import rule
from sipol.services.submissions import advance
from tests.factories.world import World

HEADER = "NIK;Nama;Jenis Kelamin;Tempat, Tanggal Lahir;Kode Kecamatan;Pekerjaan\n"
GOOD = "6501011501790001;Budi Santoso;L;Tarakan, 15-01-1979;65.01.01;Petani\n"
SOLDIER = "6501011501800002;Yakub Lawai;L;Malinau, 15-01-1980;65.01.01;TNI\n"
BAD = "650101150179000;Siti;P;Tarakan, 15-01-1979;65.01.01;Petani\n"


def handed_in(world: World, rows: str = GOOD + SOLDIER) -> Submission:
    confirm(world.people["liaison"], world.listed((HEADER + rows).encode()))
    submission = begin_members(world.people["liaison"], world.unit, world.period)
    send(world.people["liaison"], submission)
    return submission


def seen_by(world: World, who: str) -> list[str]:
    query = select(Member.name).where(visible_to(world.people[who], Member)).order_by(Member.name_key)
    return list(db.session.scalars(query))


def test_without_members_or_with_a_list_in_hand_nothing_can_be_handed_in(world: World) -> None:
    submission = begin_members(world.people["liaison"], world.unit, world.period)
    assert [lack.field for lack in lacks_of(submission)] == ["members"]
    with pytest.raises(Refused, match="Belum ada anggota"):
        send(world.people["liaison"], submission)
    world.listed((HEADER + GOOD).encode())
    confirm(world.people["liaison"], world.listed((HEADER + SOLDIER).encode()))
    with pytest.raises(Refused, match="belum dimasukkan"):
        send(world.people["liaison"], submission)


def test_kpu_sees_members_from_the_moment_they_are_handed_in(world: World) -> None:
    confirm(world.people["liaison"], world.listed((HEADER + GOOD).encode()))
    assert seen_by(world, "verifier") == []
    handed_in(world, SOLDIER + BAD)
    assert seen_by(world, "verifier") == seen_by(world, "supervisor") == ["Budi Santoso", "Yakub Lawai"]
    assert seen_by(world, "far") == seen_by(world, "rival") == []


def test_the_receipt_says_how_many_and_carries_a_fingerprint(world: World) -> None:
    submission = handed_in(world, GOOD + SOLDIER + BAD)
    assert submission.state is State.SUBMITTED
    sheet = sheet_of(db.session.scalars(select(Paper).where(Paper.subject_id == submission.id)).one())
    assert isinstance(sheet, ReceiptSheet)
    facts = {fact.label: fact.value for fact in sheet.details}
    assert facts["Jumlah anggota"] == "2 orang"
    assert facts["Baris dengan catatan mesin"] == "Pekerjaan 1"
    assert facts["Baris yang belum dapat masuk"] == "1"
    assert len(facts["Sidik daftar (SHA-256)"]) == 64


def test_while_they_lie_with_kpu_members_cannot_change(world: World) -> None:
    submission = handed_in(world)
    later = world.listed((HEADER + GOOD.replace("0001;Budi", "0009;Rahmat")).encode())
    with pytest.raises(Refused, match="Diajukan"):
        confirm(world.people["liaison"], later)
    advance(world.people["verifier"], submission, Act.TAKE_UP)
    reasons = [ReasonCode.OTHER]
    rule(world.people["verifier"], submission, Outcome.INCOMPLETE, reasons, "Lengkapi surat pernyataan.")
    confirm(world.people["liaison"], later)
    assert handful_of(world.unit).new == 1
    send(world.people["liaison"], submission)
    assert handful_of(world.unit).new == 0


def test_a_list_whose_rows_were_handed_in_is_not_undone_as_a_whole(world: World) -> None:
    submission = handed_in(world)
    advance(world.people["verifier"], submission, Act.TAKE_UP)
    rule(world.people["verifier"], submission, Outcome.INCOMPLETE, [ReasonCode.OTHER], "Lengkapi.")
    sheet = world.listed((HEADER + GOOD + SOLDIER).encode())
    with pytest.raises(Refused, match="satu per satu"):
        undo(world.people["liaison"], sheet)


def test_ms_waits_until_every_row_was_ruled_on(world: World) -> None:
    submission, verifier = handed_in(world), world.people["verifier"]
    advance(verifier, submission, Act.TAKE_UP)
    with pytest.raises(Refused, match="2 anggota yang belum diverifikasi"):
        rule(verifier, submission, Outcome.MET, (), "")
    soldier = Member.name == "Yakub Lawai"
    turn_members(verifier, world.unit, ~soldier, MemberStatus.MET)
    turn_members(verifier, world.unit, soldier, MemberStatus.INCOMPLETE, MemberReason.OCCUPATION)
    with pytest.raises(Refused, match="1 anggota berstatus BMS"):
        rule(verifier, submission, Outcome.MET, (), "")
    turn_members(verifier, world.unit, soldier, MemberStatus.NOT_MET, MemberReason.OCCUPATION)
    rule(verifier, submission, Outcome.MET, (), "")
    (result,) = member_results([submission])
    assert (result.submitted, result.met, result.incomplete, result.not_met) == (2, 1, 0, 1)
    (doubted,) = member_rows([submission])
    assert (doubted.name, doubted.nik, doubted.indication) == ("Yakub Lawai", "650101**********", "Pekerjaan")


def test_every_change_of_status_is_kept_and_the_last_act_can_be_taken_back(world: World) -> None:
    handed_in(world)
    verifier, everyone = world.people["verifier"], Member.unit_id == world.unit.id
    done = turn_members(verifier, world.unit, everyone, MemberStatus.MET)
    assert done.rows == 2
    assert undo_turn(verifier, world.unit, done.batch_id) == 2
    assert set(db.session.scalars(select(Member.status))) == {MemberStatus.UNCHECKED}
    member = db.session.scalars(select(Member)).first()
    assert member is not None
    assert [(one.former, one.status) for one in turns_of(member)] == [
        (MemberStatus.UNCHECKED, MemberStatus.MET),
        (MemberStatus.MET, MemberStatus.UNCHECKED),
    ]
    again = turn_members(verifier, world.unit, everyone, MemberStatus.MET)
    turn_members(verifier, world.unit, Member.id == member.id, MemberStatus.NOT_MET, MemberReason.NIK)
    with pytest.raises(Overtaken):
        undo_turn(verifier, world.unit, again.batch_id)
    with pytest.raises(Overtaken):
        undo_turn(world.people["second"], world.unit, again.batch_id)


def test_bms_tms_and_removal_have_a_reason_and_each_side_does_its_own(world: World) -> None:
    handed_in(world)
    everyone = Member.unit_id == world.unit.id
    with pytest.raises(Refused):
        turn_members(world.people["verifier"], world.unit, everyone, MemberStatus.NOT_MET)
    with pytest.raises(Refused):
        turn_members(world.people["verifier"], world.unit, everyone, MemberStatus.INCOMPLETE, MemberReason.OTHER)
    with pytest.raises(NotAllowed):
        turn_members(world.people["liaison"], world.unit, everyone, MemberStatus.MET)
    with pytest.raises(NotAllowed):
        turn_members(world.people["verifier"], world.unit, everyone, MemberStatus.REMOVED, MemberReason.DIED)
    with pytest.raises(NotAllowed):
        turn_members(world.people["far"], world.unit, everyone, MemberStatus.MET)
    assert db.session.scalars(select(MemberTurn)).all() == []


def test_rows_that_were_not_handed_in_are_not_ruled_on(world: World) -> None:
    confirm(world.people["liaison"], world.listed((HEADER + GOOD).encode()))
    done = turn_members(world.people["verifier"], world.unit, Member.unit_id == world.unit.id, MemberStatus.MET)
    assert done.rows == 0


def test_more_rows_than_a_statement_has_places_for_values_turn_and_turn_back(world: World) -> None:
    handed_in(world, GOOD)
    copied = ", ".join(column.name for column in Member.__table__.columns if column.name not in {"id", "list_row"})
    many = f"INSERT INTO member (list_row, {copied}) SELECT n, {copied} FROM member, generate_series(2, 70000) AS n"
    db.session.execute(text(many))
    # As after an import: the plans of foreign keys that were kept when the table was small would look at all of it.
    db.session.execute(text("ANALYZE member"))
    verifier, everyone = world.people["verifier"], Member.unit_id == world.unit.id
    done = turn_members(verifier, world.unit, everyone, MemberStatus.MET)
    assert done.rows == 70_000
    assert undo_turn(verifier, world.unit, done.batch_id) == 70_000
    assert set(db.session.scalars(select(Member.status).distinct())) == {MemberStatus.UNCHECKED}

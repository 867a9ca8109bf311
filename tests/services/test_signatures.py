"""A frozen Berita Acara waits until each of the office signed, declined or was absent, and stays what it is."""

from datetime import date, timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from sipol.cli.users import users
from sipol.extensions import db
from sipol.models import AuditEntry, Commissioner, Minutes, Notice, Paper, PaperKind, Signature, User
from sipol.render import SignaturesSheet, digest
from sipol.rules.errors import NotAllowed, NotFound, Refused
from sipol.rules.notices import NoticeKind
from sipol.rules.signing import SignerAnswer, SigningWay, Tally
from sipol.rules.workflow import State
from sipol.services.ledger import MinutesDraft
from sipol.services.minutes import case_for, issue_minutes, office_of, today_at
from sipol.services.papers import newest_paper, sheet_of
from sipol.services.public import confirm_code
from sipol.services.signatures import (
    AnswerDraft,
    enter_from_paper,
    link_commissioner,
    sign_by_own_account,
    undo_answer,
)
from tests.factories.world import World

SIGNED, DECLINED, ABSENT = SignerAnswer.SIGNED, SignerAnswer.DECLINED, SignerAnswer.ABSENT
HOME = "65.01"


def today(world: World) -> date:
    return today_at(office_of(world.people["verifier"]))


def frozen(world: World, *declined: tuple[int, str]) -> Minutes:
    world.decided()
    case = case_for(world.people["verifier"], HOME, world.period, world.parties["PBS"].id)
    draft = MinutesDraft("Kantor KPU", today(world), declined=declined)
    return issue_minutes(world.people["verifier"], case, world.period, draft)


def enter(
    world: World, minutes: Minutes, order: int, answer: SignerAnswer, reason: str = "", day: date | None = None
) -> None:
    draft = AnswerDraft(answer, (day or today(world)) if answer is SIGNED else None, reason)
    enter_from_paper(world.people["second"], minutes, order, draft)


def link(world: World, order: int, who: str | None) -> None:
    link_commissioner(world.people["admin"], HOME, order, world.people[who] if who else None)


def counted(minutes: Minutes) -> Tally:
    db.session.refresh(minutes)
    return minutes.signing


def test_freezing_opens_a_place_for_each_who_stands_on_the_sheet(world: World) -> None:
    minutes = frozen(world, (3, "Tidak sepakat dengan hasil"))
    assert [(row.order, row.name, row.post) for row in minutes.signatures] == [
        (1, "Rusdiana Amban", "Ketua"),
        (2, "Marthen Sakai", "Anggota"),
        (3, "Taufan Semaong", "Anggota"),
    ]
    third = minutes.signatures[2]
    assert (third.answer, third.reason, third.way) == (DECLINED, "Tidak sepakat dengan hasil", SigningWay.AT_PLENARY)
    assert minutes.signing == Tally(signed=0, declined=1, absent=0, waiting=2)
    assert not minutes.signing.issued
    assert newest_paper(world.people["verifier"], minutes.id, PaperKind.SIGNATURES) is None


def test_it_is_issued_when_all_are_settled_and_its_own_sheet_and_digest_stay(world: World) -> None:
    minutes = frozen(world, (3, "Tidak sepakat dengan hasil"))
    before = (minutes.paper.digest, dict(minutes.paper.sheet), minutes.paper.code)
    enter(world, minutes, 1, SIGNED)
    assert not counted(minutes).issued
    enter(world, minutes, 2, ABSENT, "Sakit")
    assert counted(minutes) == Tally(signed=1, declined=1, absent=1, waiting=0)
    assert counted(minutes).issued
    db.session.refresh(minutes.paper)
    assert (minutes.paper.digest, minutes.paper.sheet, minutes.paper.code) == before
    assert digest(sheet_of(minutes.paper)) == minutes.paper.digest
    paper = newest_paper(world.people["liaison"], minutes.id, PaperKind.SIGNATURES)
    assert paper is not None
    assert paper.code.startswith("LT-")
    sheet = sheet_of(paper)
    assert isinstance(sheet, SignaturesSheet)
    cited = (sheet.number, sheet.minutes_code, sheet.minutes_digest)
    assert cited == (minutes.number, minutes.paper.code, minutes.paper.digest)
    assert [(row.answer, row.reason, row.signed_on) for row in sheet.signers] == [
        (SIGNED, "", today(world)),
        (ABSENT, "Sakit", None),
        (DECLINED, "Tidak sepakat dengan hasil", None),
    ]
    by_paper, at_plenary = "dicatat sekretariat dari naskah asli", "dinyatakan pada rapat pleno"
    assert [row.way for row in sheet.signers] == [by_paper, by_paper, at_plenary]


def test_a_commissioner_signs_with_their_own_account_and_only_for_themselves(world: World) -> None:
    minutes = frozen(world)
    with pytest.raises(Refused, match="tidak terhubung dengan penanda tangan"):
        sign_by_own_account(world.people["second"], minutes, SIGNED)
    link(world, 2, "second")
    sign_by_own_account(world.people["second"], minutes, SIGNED)
    row = minutes.signatures[1]
    assert (row.answer, row.way, row.signed_on) == (SIGNED, SigningWay.OWN_ACCOUNT, today(world))
    assert row.settled_by == world.people["second"].id
    assert counted(minutes) == Tally(signed=1, declined=0, absent=0, waiting=2)
    with pytest.raises(Refused, match="Jawaban Marthen Sakai sudah dicatat"):
        sign_by_own_account(world.people["second"], minutes, DECLINED, "Berubah pikiran")
    with pytest.raises(Refused, match="sudah dicatat"):
        enter(world, minutes, 2, ABSENT)


def test_with_the_own_account_one_declines_with_a_reason_but_is_never_absent(world: World) -> None:
    minutes = frozen(world)
    link(world, 2, "second")
    with pytest.raises(Refused, match="Isi alasan tidak menandatangani") as refused:
        sign_by_own_account(world.people["second"], minutes, DECLINED, "  ")
    assert refused.value.field == "reason"
    with pytest.raises(Refused, match="Pilih menandatangani atau tidak"):
        sign_by_own_account(world.people["second"], minutes, ABSENT)
    sign_by_own_account(world.people["second"], minutes, DECLINED, " Tidak sepakat ")
    assert (minutes.signatures[1].answer, minutes.signatures[1].reason) == (DECLINED, "Tidak sepakat")


def test_who_declines_says_why_and_who_signs_does_not(world: World) -> None:
    minutes = frozen(world)
    with pytest.raises(Refused, match="Isi alasan tidak menandatangani"):
        enter(world, minutes, 1, DECLINED, " ")
    with pytest.raises(Refused, match="Alasan hanya diisi") as refused:
        enter(world, minutes, 1, SIGNED, "Tidak sepakat")
    assert refused.value.field == "reason"
    assert counted(minutes).waiting == 3


def test_at_least_one_signs(world: World) -> None:
    minutes = frozen(world, (1, "Tidak sepakat"))
    enter(world, minutes, 2, ABSENT)
    for answer, reason in ((DECLINED, "Tidak sepakat"), (ABSENT, "")):
        with pytest.raises(Refused, match="Paling sedikit satu anggota KPU harus menandatangani"):
            enter(world, minutes, 3, answer, reason)
    assert counted(minutes).waiting == 1
    enter(world, minutes, 3, SIGNED)
    assert counted(minutes).issued


@pytest.mark.parametrize("days", [-1, 1], ids=["before the plenary", "tomorrow"])
def test_the_day_on_the_paper_lies_between_the_plenary_and_today(world: World, days: int) -> None:
    minutes = frozen(world)
    with pytest.raises(Refused, match="tanggal pada naskah asli") as refused:
        enter(world, minutes, 1, SIGNED, day=today(world) + timedelta(days=days))
    assert refused.value.field == "signed_on"
    with pytest.raises(Refused, match="tanggal pada naskah asli"):
        enter_from_paper(world.people["second"], minutes, 1, AnswerDraft(SIGNED))


def test_a_slip_is_taken_back_while_others_are_waited_for_and_never_after(world: World) -> None:
    minutes = frozen(world, (3, "Tidak sepakat"))
    second = world.people["second"]
    enter(world, minutes, 1, ABSENT, "Sakit")
    undo_answer(second, minutes, 1)
    assert counted(minutes) == Tally(signed=0, declined=1, absent=0, waiting=2)
    assert minutes.signatures[0].reason == ""
    with pytest.raises(Refused, match="Belum ada jawaban Rusdiana Amban"):
        undo_answer(second, minutes, 1)
    with pytest.raises(Refused, match="tercantum dalam Berita Acara yang sudah dibekukan"):
        undo_answer(second, minutes, 3)
    enter(world, minutes, 1, SIGNED)
    enter(world, minutes, 2, SIGNED)
    with pytest.raises(Refused, match="tidak berubah lagi"):
        undo_answer(second, minutes, 1)
    with pytest.raises(NotFound):
        undo_answer(second, minutes, 9)


def test_what_somebody_signed_themselves_nobody_else_takes_back(world: World) -> None:
    minutes = frozen(world)
    link(world, 2, "second")
    sign_by_own_account(world.people["second"], minutes, SIGNED)
    with pytest.raises(Refused, match="hanya ia yang dapat mengurungkannya"):
        undo_answer(world.people["verifier"], minutes, 2)
    undo_answer(world.people["second"], minutes, 2)
    assert counted(minutes).waiting == 3


@pytest.mark.parametrize("who", ["liaison", "supervisor", "above", "head", "far", "admin"])
def test_only_the_office_itself_keeps_its_signatures(world: World, who: str) -> None:
    minutes = frozen(world)
    with pytest.raises(NotAllowed):
        enter_from_paper(world.people[who], minutes, 1, AnswerDraft(ABSENT))
    with pytest.raises(NotAllowed):
        sign_by_own_account(world.people[who], minutes, SIGNED)
    with pytest.raises(NotAllowed):
        undo_answer(world.people[who], minutes, 1)


def test_an_account_signs_for_one_person_of_its_own_office(world: World) -> None:
    link(world, 1, "verifier")
    with pytest.raises(Refused, match="sudah terhubung dengan penanda tangan lain"):
        link(world, 2, "verifier")
    for who in ("far", "supervisor", "liaison"):
        with pytest.raises(Refused, match="bukan akun KPU yang aktif"):
            link(world, 2, who)
    with pytest.raises(Refused, match="tidak mempunyai penanda tangan ke-9"):
        link(world, 9, "second")
    with pytest.raises(NotAllowed):
        link_commissioner(world.people["verifier"], HOME, 2, None)
    link(world, 1, None)
    link(world, 2, "verifier")


def test_the_command_line_links_an_account_and_lets_it_go(world: World) -> None:
    seat_id = world.offices[HOME].commissioners[1].id
    asked = ["commissioner", "--region", HOME, "--order", "2"]

    def linked() -> str | None:
        user_id = db.session.scalar(select(Commissioner.user_id).where(Commissioner.id == seat_id))
        return db.session.get_one(User, user_id).login if user_id else None

    answer = CliRunner().invoke(users, [*asked, "--login", "Verifier"])
    assert answer.output == "Marthen Sakai: menandatangani dengan akun Verifier.\n"
    assert linked() == "verifier"
    refused = CliRunner().invoke(users, [*asked, "--login", "nobody"]).exception
    assert isinstance(refused, Refused)
    assert refused.reason == "Akun nobody tidak ada."
    assert CliRunner().invoke(users, asked).output == "Marthen Sakai: tanpa akun.\n"
    assert linked() is None


def test_the_submission_is_in_the_berita_acara_at_freezing_and_people_hear_of_it_when_it_is_issued(
    world: World,
) -> None:
    minutes = frozen(world)
    case = case_for(world.people["verifier"], HOME, world.period, world.parties["PBS"].id)
    assert [row.state for row in case.submissions] == [State.MINUTED]
    heard = select(Notice).where(Notice.kind == NoticeKind.MINUTES_ISSUED)
    assert db.session.scalars(heard).all() == []
    for order in (1, 2, 3):
        enter(world, minutes, order, SIGNED)
    told = {one.recipient.login for one in db.session.scalars(heard)}
    assert told == {"liaison", "centre", "verifier", "supervisor"}


def test_every_step_is_in_the_history_without_a_name_or_a_reason(world: World) -> None:
    minutes = frozen(world)
    enter(world, minutes, 1, DECLINED, "Alasan yang rahasia")
    undo_answer(world.people["second"], minutes, 1)
    for order in (1, 2, 3):
        enter(world, minutes, order, SIGNED)
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.subject_id == minutes.id)).all()
    names = [entry.event for entry in entries]
    assert names.count("SignerAnswered") == 4
    assert names.count("SignerAnswerUndone") == names.count("SigningCompleted") == 1
    facts = str([entry.facts for entry in entries])
    assert "rahasia" not in facts
    assert "Rusdiana" not in facts


def test_the_public_check_tells_how_many_and_nobodys_name(world: World) -> None:
    minutes = frozen(world, (3, "Tidak sepakat"))
    told = confirm_code(minutes.paper.code)
    assert told is not None
    assert told.signing == Tally(signed=0, declined=1, absent=0, waiting=2)
    assert told.signing.words == "0 dari 3 menandatangani, 1 tidak menandatangani, 0 tidak hadir, 2 ditunggu"
    enter(world, minutes, 1, SIGNED)
    enter(world, minutes, 2, ABSENT)
    paper = db.session.scalars(select(Paper).where(Paper.kind == PaperKind.SIGNATURES)).one()
    for code in (minutes.paper.code, paper.code):
        told = confirm_code(code)
        assert told is not None
        assert told.signing == Tally(signed=1, declined=1, absent=1, waiting=0)


@pytest.mark.parametrize(
    "broken",
    [
        {"answer": SIGNED},
        {"reason": "Tidak sepakat"},
        {"signed_on": date(2026, 1, 1)},
    ],
    ids=["settled by nobody", "a reason of nobody", "a day without a signature"],
)
def test_the_database_keeps_half_answers_out(world: World, broken: dict[str, object]) -> None:
    minutes = frozen(world)
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(update(Signature).where(Signature.minutes_id == minutes.id).values(**broken))

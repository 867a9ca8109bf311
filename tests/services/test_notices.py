"""Who hears of what: those whose business it is, once, and nobody else; and no notice names a person."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import event, select, text

from sipol.cli.demo_cast import BOARD_PCN
from sipol.extensions import db, now, today
from sipol.models import Notice, Submission, User
from sipol.rules.notices import NoticeKind, Topic, words_of
from sipol.rules.periods import Window
from sipol.rules.reasons import ReasonCode
from sipol.rules.roles import Role
from sipol.rules.signing import SignerAnswer
from sipol.rules.workflow import Act, Outcome
from sipol.services.accounts import UserDraft, add_user, console
from sipol.services.handover import send, settle_for_centre
from sipol.services.inbox import set_mail_wishes
from sipol.services.ledger import MinutesDraft
from sipol.services.minutes import cases_for, issue_minutes, office_of, today_at
from sipol.services.notice_mail import compose
from sipol.services.periods import CorrectionDraft, ExtensionDraft, extend_period, open_correction
from sipol.services.reminders import remind
from sipol.services.review import rule
from sipol.services.signatures import AnswerDraft, enter_from_paper
from sipol.services.submissions import advance, submission_of_decree
from tests.factories.world import PASSWORD, World

EVERYBODY = {
    "liaison", "rival", "neighbour", "centre", "centre_tunas", "liaison_tunas", "verifier", "second", "far", "above",
    "head", "supervisor",
}  # fmt: skip
OF_PARTIES = {"liaison", "rival", "neighbour", "centre", "centre_tunas", "liaison_tunas"}
DAY = timedelta(days=1)


def heard(kind: NoticeKind, world: World) -> set[str]:
    """Who was told this kind of thing; a person who was told twice fails here."""
    names = {user.id: name for name, user in world.people.items()}
    told = [names[one] for one in db.session.scalars(select(Notice.recipient_id).where(Notice.kind == kind))]
    assert len(told) == len(set(told)), (kind, sorted(told))
    return set(told)


def shift(by: timedelta) -> None:
    """Move the register's clock, until the test is over."""
    db.session.execute(text("SELECT set_config('sipol.clock_offset', :by, true)"), {"by": f"{by.total_seconds()} s"})


def issue(world: World, who: str, office: str) -> None:
    person = world.people[who]
    case = next(case for case in cases_for(person, office, world.period) if case.ready)
    minutes = issue_minutes(person, case, world.period, MinutesDraft("Kantor KPU", today()))
    for row in minutes.signatures:
        enter_from_paper(person, minutes, row.order, AnswerDraft(SignerAnswer.SIGNED, today_at(office_of(person))))


def letter(reason: str = "Menurut surat KPU RI.") -> tuple[str, date, str]:
    return "9/SD", today(), reason


def extend(world: World, deadline: datetime) -> None:
    extend_period(world.people["head"], world.period, ExtensionDraft(*letter(), deadline))


def test_each_step_reaches_those_whose_business_it_is_and_nobody_else(world: World) -> None:
    world.decided()
    issue(world, "verifier", "65.01")
    assert heard(NoticeKind.HANDED_IN, world) == {"centre", "verifier", "second", "supervisor"}
    assert heard(NoticeKind.TAKEN_UP, world) == {"liaison", "centre"}
    assert heard(NoticeKind.DECIDED, world) == {"liaison", "centre", "supervisor"}
    assert heard(NoticeKind.MINUTED, world) == {"liaison", "centre"}
    assert heard(NoticeKind.MINUTES_ISSUED, world) == {"liaison", "centre", "second", "supervisor"}


def test_what_a_centre_has_to_settle_stays_within_the_party(world: World) -> None:
    submission = submission_of_decree(world.upload("liaison_tunas", world.units["TUNAS", "65.01"]))
    send(world.people["liaison_tunas"], submission)
    assert heard(NoticeKind.WAITS_FOR_CENTRE, world) == {"centre_tunas"}
    settle_for_centre(world.people["centre_tunas"], submission, approved=False, note="Nama bendahara salah.")
    assert heard(NoticeKind.CENTRE_REFUSED, world) == {"liaison_tunas"}
    send(world.people["liaison_tunas"], submission)
    settle_for_centre(world.people["centre_tunas"], submission, approved=True, note="")
    told = heard(NoticeKind.CENTRE_APPROVED, world)
    assert told == {"liaison_tunas", "verifier", "second", "supervisor"}
    twice = select(Notice).where(Notice.kind == NoticeKind.WAITS_FOR_CENTRE)
    assert len(db.session.scalars(twice).all()) == 2


def test_the_board_of_a_kecamatan_is_the_business_of_its_kabupatens_people(world: World) -> None:
    world.submitted("centre", unit=world.units["PBS", "65.71.01"])
    assert heard(NoticeKind.HANDED_IN, world) == {"neighbour", "far"}


def test_what_comes_back_and_is_handed_in_again_is_told_each_time(world: World) -> None:
    submission = world.taken()
    advance(world.people["verifier"], submission, Act.LET_GO)
    advance(world.people["second"], submission, Act.TAKE_UP)
    assert heard(NoticeKind.TAKEN_UP, world) == {"liaison", "centre"}
    rule(world.people["second"], submission, Outcome.INCOMPLETE, (ReasonCode.NAME,), "")
    assert heard(NoticeKind.RETURNED, world) == {"liaison", "centre", "supervisor"}
    send(world.people["liaison"], submission)
    advance(world.people["second"], submission, Act.TAKE_UP)
    rule(world.people["second"], submission, Outcome.INCOMPLETE, (ReasonCode.NAME,), "")
    again = select(Notice.recipient_id).where(
        Notice.kind == NoticeKind.RETURNED, Notice.recipient_id == world.people["liaison"].id
    )
    assert len(db.session.scalars(again).all()) == 2


def test_a_semester_its_extension_and_a_correction_round_are_told_to_all_who_work_here(world: World) -> None:
    assert heard(NoticeKind.PERIOD_OPENED, world) == EVERYBODY - {"head"}
    extend(world, now() + 9 * DAY)
    assert heard(NoticeKind.PERIOD_EXTENDED, world) == EVERYBODY - {"head"}
    opens = world.period.deadline + DAY
    draft = CorrectionDraft(*letter(), Window(opens, opens + 3 * DAY))
    open_correction(world.people["head"], world.period, draft)
    assert heard(NoticeKind.CORRECTION_OPENED, world) == EVERYBODY - {"head"}


def test_a_locked_account_is_told_nothing(world: World) -> None:
    world.people["second"].active = False
    world.submitted()
    assert "second" not in heard(NoticeKind.HANDED_IN, world)


def test_a_deadline_is_told_once_for_each_day_that_counts(world: World) -> None:
    remind()
    assert heard(NoticeKind.DEADLINE_NEAR, world) == set()
    for ahead, told in ((4, 1), (5, 1), (6, 2), (7, 2)):
        shift(ahead * DAY - timedelta(minutes=1))
        remind()
        remind()
        mine = select(Notice).where(
            Notice.kind == NoticeKind.DEADLINE_NEAR, Notice.recipient_id == world.people["liaison"].id
        )
        notices = db.session.scalars(mine.order_by(Notice.seq)).all()
        assert len(notices) == told, ahead
    assert [one.facts["left"] for one in notices] == ["3 hari lagi", "1 hari lagi"]
    receivers = db.session.scalars(select(Notice.recipient_id).where(Notice.kind == NoticeKind.DEADLINE_NEAR))
    assert set(receivers) == {world.people[name].id for name in OF_PARTIES}


def test_a_deadline_that_moved_is_told_anew(world: World) -> None:
    shift(4 * DAY)
    remind()
    extend(world, now() + 5 * DAY)
    remind()
    assert heard(NoticeKind.DEADLINE_NEAR, world) == OF_PARTIES
    shift(6 * DAY)
    remind()
    moments = select(Notice.facts["moment"].astext).where(Notice.kind == NoticeKind.DEADLINE_NEAR).distinct()
    assert len(db.session.scalars(moments).all()) == 2


def test_of_a_correction_round_those_are_reminded_who_have_something_to_mend(world: World) -> None:
    rule(world.people["verifier"], world.taken(), Outcome.INCOMPLETE, (ReasonCode.NAME,), "")
    world.submitted("rival", unit=world.units["PCN", "65.01"], number="9/PCN")
    opens = world.period.deadline + DAY
    open_correction(world.people["head"], world.period, CorrectionDraft(*letter(), Window(opens, opens + 5 * DAY)))
    shift(opens + 3 * DAY - now())
    remind()
    remind()
    assert heard(NoticeKind.CORRECTION_ENDS, world) == {"liaison", "centre"}


def test_mail_is_wanted_by_those_who_gave_an_address_and_did_not_say_no(world: World) -> None:
    for who in ("liaison", "centre", "verifier"):
        set_mail_wishes(world.people[who], f"{who}@contoh.id", list(Topic))
    set_mail_wishes(world.people["centre"], "centre@contoh.id", [Topic.MINUTES])
    world.decided()
    issue(world, "second", "65.01")
    due = select(Notice).where(Notice.mail_due_at.is_not(None))
    mailed = {(one.recipient.login, one.kind) for one in db.session.scalars(due)}
    assert mailed == {
        ("liaison", NoticeKind.TAKEN_UP),
        ("liaison", NoticeKind.DECIDED),
        ("liaison", NoticeKind.MINUTED),
        ("liaison", NoticeKind.MINUTES_ISSUED),
        ("centre", NoticeKind.MINUTES_ISSUED),
        ("verifier", NoticeKind.HANDED_IN),
        ("verifier", NoticeKind.MINUTES_ISSUED),
    }
    assert heard(NoticeKind.TAKEN_UP, world) == {"liaison", "centre"}


def test_no_notice_and_no_mail_names_a_person(world: World) -> None:
    for number, (login, person) in enumerate(world.people.items()):
        person.name, person.email = f"Orang Rekaan {number}", f"{login}@contoh.id"
    board = tuple((organ, post, f"{name} Tersembunyi") for organ, post, name in BOARD_PCN)
    returned = world.taken(board=board)
    note = "Nama Junaidi Tersembunyi, NIK 6501011501790001, berbeda."
    rule(world.people["verifier"], returned, Outcome.INCOMPLETE, (ReasonCode.NAME, ReasonCode.OTHER), note)
    member = world.member(who="neighbour", name="Budi Tersembunyi", nik="6571011501790001")
    world.handed_in("neighbour")
    world.decided("far", who="neighbour", unit=world.units["PBS", "65.71"], number="9/SK/PBS/2025")
    waiting = submission_of_decree(world.upload("liaison_tunas", world.units["TUNAS", "65.01"], number="8/SK"))
    send(world.people["liaison_tunas"], waiting)
    settle_for_centre(world.people["centre_tunas"], waiting, approved=False, note=note)
    extend(world, now() + 10 * DAY)
    shift(6 * DAY)
    remind()
    notices = db.session.scalars(select(Notice)).all()
    assert len({notice.kind for notice in notices}) > 8
    secrets = ["Tersembunyi", "Orang Rekaan", member.nik, "Junaidi", "6501011501790001", "Rusdiana", "Amban"]
    for notice in notices:
        told = words_of(notice.kind, notice.facts)
        mail = compose(notice)
        whole = f"{notice.facts} {told} {mail['Subject']} {mail['From']} {mail.get_content()}"
        assert [secret for secret in secrets if secret in whole] == []
        assert notice.recipient.email == mail["To"]


def test_a_mail_is_short_and_leads_to_the_page(world: World, app: Flask) -> None:
    set_mail_wishes(world.people["liaison"], "lo@contoh.id", list(Topic))
    submission = world.taken()
    rule(world.people["verifier"], submission, Outcome.INCOMPLETE, (ReasonCode.NAME,), "")
    notice = db.session.scalars(
        select(Notice).where(Notice.kind == NoticeKind.RETURNED, Notice.recipient == world.people["liaison"])
    ).one()
    mail = compose(notice)
    content = mail.get_content()
    assert mail["Subject"] == "SK kepengurusan perlu perbaikan (BMS)"
    assert f"{submission.unit.name}, Semester " in content
    assert f"{app.config['SIPOL_PUBLIC_URL']}/pemberitahuan/{notice.id}\n" in content
    assert len(content.splitlines()) < 12


def test_a_step_is_told_to_many_with_as_few_questions_as_to_few(world: World) -> None:
    few = statements(world.taken)
    for number in range(5):
        draft = UserDraft(f"lagi{number}", "Lagi", PASSWORD, Role.LIAISON, "65.01", world.parties["PCN"].id)
        add_user(console(), draft)
    more = statements(lambda: world.taken("second", who="rival", unit=world.units["PCN", "65.01"], number="9/PCN"))
    told = db.session.scalars(select(Notice).where(Notice.kind == NoticeKind.TAKEN_UP)).all()
    assert len(told) == 2 + 6
    assert more == few == 2


def statements(act: Callable[[], object]) -> int:
    """How often notices were written meanwhile."""
    written: list[str] = []

    def note(*told: object) -> None:
        written.extend([str(told[2])] if "INTO notice" in str(told[2]) else [])

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        act()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len(written)


def test_who_and_what_is_gone_with_the_act_that_is_refused(world: World) -> None:
    before = len(db.session.scalars(select(Notice)).all())
    with pytest.raises(ZeroDivisionError), db.session.begin_nested():
        world.submitted()
        assert len(db.session.scalars(select(Notice)).all()) > before
        raise ZeroDivisionError
    assert len(db.session.scalars(select(Notice)).all()) == before
    assert db.session.scalars(select(Submission)).all() == []
    assert db.session.scalars(select(User.email).where(User.email.is_not(None))).all() == []

"""Two people at once, each with their own connection: one wins, the other is told, nothing is lost."""

import os
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import IntegrityError

from sipol.cli.demo_cast import BOARD_PCN
from sipol.extensions import db, today
from sipol.models import AuditEntry, Decree, Minutes, Paper, PaperKind, Period, Submission, Unit, User
from sipol.render import ReceiptSheet
from sipol.rules.errors import IllegalMove, NotAllowed, Overtaken, Refused
from sipol.rules.reasons import ReasonCode
from sipol.rules.roles import Role
from sipol.rules.signing import SignerAnswer, Tally
from sipol.rules.workflow import Act, Outcome, State
from sipol.services import accounts, readings
from sipol.services.access import KNOCKS, refuse_hasty_knocks
from sipol.services.accounts import UserDraft, add_user, console, open_account
from sipol.services.decrees import DecreeDraft, OfficerDraft, save_decree, start_decree
from sipol.services.handover import send
from sipol.services.leaving import close_account
from sipol.services.ledger import MinutesDraft
from sipol.services.minutes import cases_for, issue_minutes
from sipol.services.papers import sheet_of
from sipol.services.reopening import propose_change, settle_change
from sipol.services.review import rule
from sipol.services.signatures import AnswerDraft, enter_from_paper, link_commissioner, sign_by_own_account
from sipol.services.submissions import advance, submission_of_decree
from tests.conftest import CHEAP_HASHER, read_once
from tests.factories.world import PASSWORD, World, build_world, paper

ROUNDS = int(os.environ.get("SIPOL_ROUNDS", "50"))


@pytest.fixture
def register(make_app: Callable[..., Flask], database: str, monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setattr(accounts, "HASHER", CHEAP_HASHER)
    monkeypatch.setattr(readings, "read_decree_safely", read_once)
    return make_app(database)


def at_once(app: Flask, *acts: Callable[[], None]) -> list[str]:
    """Run each act in its own thread and session, all let go together; "" or the kind of refusal for each."""
    gate = Barrier(len(acts))

    def run(act: Callable[[], None]) -> str:
        with app.app_context():
            gate.wait()
            try:
                act()
                db.session.commit()
            except (Overtaken, IllegalMove, NotAllowed, Refused) as told:
                db.session.rollback()
                return type(told).__name__
            return ""

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def person(login: str) -> User:
    return db.session.scalars(select(User).where(User.login == login)).one()


def test_of_two_heads_who_close_each_other_one_stays(register: Flask) -> None:
    with register.app_context():
        world = build_world()
        for login in ("ketua1", "ketua2"):
            open_account(UserDraft(login, login, PASSWORD, Role.HEAD, "65"))
        first = world.people["head"]
        first.active = False
        db.session.commit()

    def close(by: str, whom: str) -> Callable[[], None]:
        def act() -> None:
            close_account(person(by), person(whom), None)

        return act

    for _ in range(20):
        told = at_once(register, close("ketua1", "ketua2"), close("ketua2", "ketua1"))
        assert sorted(told) == ["", "NotAllowed"]
        with register.app_context():
            heads = [person("ketua1"), person("ketua2")]
            assert sum(one.active for one in heads) == 1
            for one in heads:
                one.active, one.closed_at, one.closed_because = True, None, None
            db.session.commit()


def test_many_knocks_at_once_are_counted_one_by_one(register: Flask) -> None:
    def knock() -> None:
        refuse_hasty_knocks("203.0.113.7")
        # The others get the time to count before this one is written down.
        db.session.execute(select(func.pg_sleep(0.05)))

    told = at_once(register, *[knock] * (KNOCKS + 3))
    assert Counter(told) == Counter({"": KNOCKS, "Refused": 3})


def test_of_two_verifiers_who_take_up_one_submission_one_wins(register: Flask) -> None:
    with register.app_context():
        world = build_world()
        submission_id = world.submitted().id
        db.session.commit()

    def take(login: str) -> Callable[[], None]:
        return lambda: advance(person(login), db.session.get_one(Submission, submission_id), Act.TAKE_UP)

    for _ in range(ROUNDS):
        told = at_once(register, take("verifier"), take("second"))
        assert sorted(told) == ["", "Overtaken"]
        with register.app_context():
            submission = db.session.get_one(Submission, submission_id)
            assert submission.state is State.IN_REVIEW
            assert submission.claimed_by is not None
            advance(db.session.get_one(User, submission.claimed_by), submission, Act.LET_GO)
            db.session.commit()
    with register.app_context():
        # Nothing was lost: every take-up that won, and every letting go, stands in the history once.
        moved = select(AuditEntry.facts["act"].astext).where(AuditEntry.event == "SubmissionMoved")
        told_of = Counter(db.session.scalars(moved))
        assert told_of == {"submit": 1, "take_up": ROUNDS, "let_go": ROUNDS}


def test_of_two_rulings_at_once_one_counts(register: Flask) -> None:
    """The holder in two windows, one says BMS and the other TMS; and the same for the word of a second person."""
    with register.app_context():
        submission_id = build_world().taken().id
        db.session.commit()

    def ruling(outcome: Outcome) -> Callable[[], None]:
        def act() -> None:
            submission = db.session.get_one(Submission, submission_id)
            rule(person("verifier"), submission, outcome, [ReasonCode.UNREADABLE], "")

        return act

    told = at_once(register, ruling(Outcome.NOT_MET), ruling(Outcome.INCOMPLETE))
    assert told.count("") == 1
    with register.app_context():
        submission = db.session.get_one(Submission, submission_id)
        assert [one.outcome for one in submission.decisions] == [submission.outcome]


def test_of_two_who_settle_one_proposal_one_counts(register: Flask) -> None:
    with register.app_context():
        world = build_world()
        submission = world.decided()
        propose_change(world.people["verifier"], submission, "Keliru.", "Surat 1")
        admin = console()
        add_user(admin, UserDraft("third", "Third", PASSWORD, Role.VERIFIER, "65.01", None))
        submission_id = submission.id
        db.session.commit()

    def settle(login: str, *, confirmed: bool) -> Callable[[], None]:
        return lambda: settle_change(person(login), db.session.get_one(Submission, submission_id), confirmed=confirmed)

    told = at_once(register, settle("second", confirmed=True), settle("third", confirmed=False))
    assert sorted(told) == ["", "Overtaken"]


def test_a_double_click_on_send_gives_one_submission_and_one_receipt(register: Flask) -> None:
    with register.app_context():
        submission_id = submission_of_decree(build_world().upload()).id
        db.session.commit()

    def press() -> None:
        send(person("liaison"), db.session.get_one(Submission, submission_id))

    assert at_once(register, press, press, press) == ["", "", ""]
    with register.app_context():
        assert db.session.scalar(select(func.count()).select_from(Paper)) == 1
        moved = select(func.count()).select_from(AuditEntry).where(AuditEntry.event == "SubmissionMoved")
        assert db.session.scalar(moved) == 1


def test_of_two_berita_acara_for_one_party_one_is_issued(register: Flask) -> None:
    with register.app_context():
        build_world().decided()
        db.session.commit()

    def issue(login: str) -> Callable[[], None]:
        def act() -> None:
            period = db.session.scalars(select(Period)).one()
            case = next(case for case in cases_for(person(login), "65.01", period) if case.submissions)
            issue_minutes(person(login), case, period, MinutesDraft("Kantor KPU", today()))

        return act

    told = at_once(register, issue("verifier"), issue("second"))
    assert told.count("") == 1
    with register.app_context():
        assert db.session.scalar(select(func.count()).select_from(Minutes)) == 1


def issuing(login: str, number: str, reason: str = "") -> Callable[[], None]:
    """Somebody of KPU Bulungan freezes a Berita Acara of PBS under a number of their own."""

    def act() -> None:
        period = db.session.scalars(select(Period)).one()
        case = next(case for case in cases_for(person(login), "65.01", period) if case.submissions)
        draft = MinutesDraft("Kantor KPU", today(), number=number, reason=reason)
        issue_minutes(person(login), case, period, draft)

    return act


def issued_now() -> list[Minutes]:
    return list(db.session.scalars(select(Minutes).order_by(Minutes.serial)))


def test_no_second_berita_acara_of_one_party_and_period_comes_into_being_unseen(register: Flask) -> None:
    """Two numbers at one second, over and over: one first one, and each later one cites the one before."""
    with register.app_context():
        build_world().decided()
        db.session.commit()
    told = at_once(register, issuing("verifier", "1/A"), issuing("second", "1/B"), issuing("verifier", "1/C"))
    assert sorted(told) == ["", "Refused", "Refused"]
    for number in range(2, 2 + ROUNDS):
        with register.app_context():
            # Something was decided since, so that both may change the Berita Acara: again, only one does.
            db.session.execute(update(Submission).values(state=State.DECIDED))
            db.session.commit()
        acts = (issuing(who, f"{number}/{who}", "SK diputus") for who in ("verifier", "second"))
        assert sorted(at_once(register, *acts)) == ["", "Refused"]
        with register.app_context():
            chain = issued_now()
            assert [one.amends_id for one in chain] == [None, *(one.id for one in chain[:-1])]
            assert len(chain) == number


def test_the_database_itself_refuses_a_second_first_berita_acara_and_a_second_change_of_one(register: Flask) -> None:
    """Whatever goes around the service (a script, a restored row) meets the same wall."""
    with register.app_context():
        build_world().decided()
        issuing("verifier", "1/A")()
        db.session.execute(update(Submission).values(state=State.DECIDED))
        issuing("second", "2/A", "SK diputus")()
        first, change = issued_now()
        for twin, wall in ((first, "uq_minutes_one_per_party_and_period"), (change, "uq_minutes_amends_id")):
            row = {column.name: getattr(twin, column.name) for column in Minutes.__table__.columns}
            paper = {column.name: getattr(twin.paper, column.name) for column in Paper.__table__.columns}
            paper |= {"id": uuid4(), "code": f"BA-{twin.serial}"}
            with pytest.raises(IntegrityError, match=wall), db.session.begin_nested():
                db.session.execute(insert(Paper).values(paper))
                db.session.execute(
                    insert(Minutes).values(row | {"id": uuid4(), "number": "X", "paper_id": paper["id"]})
                )


def test_two_last_signatures_at_one_second_issue_it_once(register: Flask) -> None:
    with register.app_context():
        world = build_world()
        world.decided()
        issuing("verifier", "1/A")()
        (minutes,) = issued_now()
        minutes_id, second = minutes.id, world.people["second"]
        link_commissioner(world.people["admin"], "65.01", 1, second)
        enter_from_paper(second, minutes, 3, AnswerDraft(SignerAnswer.ABSENT))
        db.session.commit()

    def own() -> None:
        sign_by_own_account(person("second"), db.session.get_one(Minutes, minutes_id), SignerAnswer.SIGNED)

    def enter(login: str, order: int) -> Callable[[], None]:
        draft = AnswerDraft(SignerAnswer.SIGNED, today())
        return lambda: enter_from_paper(person(login), db.session.get_one(Minutes, minutes_id), order, draft)

    with register.app_context():
        acts = (own, enter("verifier", 1), enter("verifier", 2))
    assert sorted(at_once(register, *acts)) == ["", "", "Refused"]
    with register.app_context():
        kinds = select(func.count()).select_from(Paper).where(Paper.kind == PaperKind.SIGNATURES)
        assert db.session.scalar(kinds) == 1
        assert db.session.get_one(Minutes, minutes_id).signing == Tally(signed=2, declined=0, absent=1, waiting=0)
        completed = select(func.count()).select_from(AuditEntry).where(AuditEntry.event == "SigningCompleted")
        assert db.session.scalar(completed) == 1


def test_the_first_upload_pressed_twice_gives_one_draft(register: Flask) -> None:
    with register.app_context():
        world: World = build_world()
        world.upload("neighbour", world.units["PBS", "65.71"])
        unit_id: UUID = world.unit.id
        data = paper(world.unit.name, "PBS", "5/SK", today(), BOARD_PCN)
        db.session.commit()

    def press() -> None:
        unit = db.session.get_one(Unit, unit_id)
        start_decree(person("liaison"), unit, db.session.scalars(select(Period)).one(), data)

    assert at_once(register, press, press) == ["", ""]
    with register.app_context():
        assert db.session.scalar(select(func.count()).select_from(Decree).where(Decree.unit_id == unit_id)) == 1


def test_what_was_receipted_is_what_the_register_holds(register: Flask) -> None:
    with register.app_context():
        decree_id = build_world().upload(number="1/ASLI").id
        db.session.commit()

    def save() -> None:
        decree = db.session.get_one(Decree, decree_id)
        draft = DecreeDraft(
            number="2/DIGANTI",
            issued_on=decree.issued_on,
            officers=tuple(OfficerDraft(row.position, row.name, row.organ) for row in decree.officers),
        )
        save_decree(person("liaison"), decree, draft, decree.version)

    def hand_in() -> None:
        send(person("liaison"), submission_of_decree(db.session.get_one(Decree, decree_id)))

    assert at_once(register, save, hand_in)[1] == ""
    with register.app_context():
        receipted = sheet_of(db.session.scalars(select(Paper)).one())
        assert isinstance(receipted, ReceiptSheet)
        assert receipted.decree is not None
        assert receipted.decree.number == db.session.get_one(Decree, decree_id).number

"""Who may hand in: named by letter, or on the board; who only prepares may do all but that."""

from datetime import timedelta

import pytest
from sqlalchemy import event

from sipol.access.policy import Permission, may
from sipol.cli.demo_cast import BOARD_PBS, BOARD_PCN
from sipol.extensions import db, today
from sipol.models import Submission, User
from sipol.rules.accounts import Capacity
from sipol.rules.errors import NotAllowed, Refused
from sipol.rules.roles import Role
from sipol.rules.workflow import Act, State, Subject
from sipol.services.accounts import UserDraft, open_account
from sipol.services.delegations import DelegationDraft, grant_delegation, liaisons_for
from sipol.services.handover import send, settle_for_centre
from sipol.services.member_submission import begin_members
from sipol.services.no_change import hand_in_no_change
from sipol.services.senders import obstacle_for_sender, senders_for
from sipol.services.submissions import advance, awaiting_word_of, submission_of_decree
from tests.factories.world import PASSWORD, World

CHAIR = BOARD_PCN[0][2]


@pytest.fixture
def draft(world: World) -> Submission:
    return submission_of_decree(world.upload())


def acting(world: World, capacity: Capacity, name: str = "Seorang Lain", who: str = "liaison") -> User:
    person = world.people[who]
    person.capacity, person.name = capacity, name
    db.session.flush()
    return person


def beside(world: World, name: str = "Yuliana Apui", capacity: Capacity = Capacity.LIAISON) -> User:
    draft = UserDraft(name.split(maxsplit=1)[0].lower(), name, PASSWORD, Role.LIAISON, "65.01", world.parties["PBS"].id)
    user = open_account(draft)
    user.capacity = capacity
    db.session.flush()
    return user


def test_an_operator_prepares_all_and_hands_in_nothing(world: World, draft: Submission) -> None:
    operator = acting(world, Capacity.OPERATOR)
    world.retype(draft.decree, row_2="Junaidi Nur Ilham")  # type: ignore[arg-type]
    world.member()
    office = world.office()
    members = begin_members(operator, world.unit, world.period)
    for submission in (draft, office, members):
        with pytest.raises(Refused, match="akun operator") as refused:
            send(operator, submission)
        assert refused.value.field == "sender"
        # The table of permissions holds by itself too.
        for act in (Act.SUBMIT, Act.ASK_CENTRE):
            with pytest.raises(NotAllowed):
                advance(operator, submission, act)
        assert submission.state is State.DRAFT
    with pytest.raises(Refused, match="akun operator"):
        hand_in_no_change(operator, world.units["PBS", "65.01"], Subject.OFFICE)
    colleague = beside(world)
    send(colleague, draft)
    assert draft.state is State.SUBMITTED


@pytest.mark.parametrize(
    ("name", "may"),
    [(CHAIR, True), (f"Dr. {CHAIR.upper()}, M.Si.", True), ("Orang Yang Lain", False), (BOARD_PBS[0][2], False)],
)
def test_whoever_sits_on_the_board_that_is_handed_in_may(world: World, draft: Submission, name: str, may: bool) -> None:
    person = acting(world, Capacity.BOARD, name)
    if may:
        send(person, draft)
        assert draft.state is State.SUBMITTED
        return
    with pytest.raises(Refused, match="tidak tercantum dalam susunan pengurus"):
        send(person, draft)


def test_the_board_in_force_counts_for_all_that_the_body_hands_in(world: World) -> None:
    world.decided()
    office = world.office()
    person = acting(world, Capacity.BOARD, CHAIR)
    send(person, office)
    assert office.state is State.SUBMITTED


def test_a_board_that_nobody_handed_in_makes_nobody_a_sender(world: World, draft: Submission) -> None:
    office = world.office()
    person = acting(world, Capacity.BOARD, CHAIR)
    with pytest.raises(Refused, match="tidak tercantum"):
        send(person, office)
    send(person, draft)
    send(person, office)
    assert office.state is State.SUBMITTED


def test_a_name_that_was_only_typed_makes_nobody_a_sender(world: World, draft: Submission) -> None:
    person = acting(world, Capacity.BOARD, "Orang Yang Lain")
    assert draft.decree is not None
    world.retype(draft.decree, row_1="Orang Yang Lain")
    with pytest.raises(Refused, match="tidak tercantum"):
        send(person, draft)
    # Nor does it once somebody else handed that board in.
    office = world.office()
    person.capacity = Capacity.LIAISON
    send(person, draft)
    assert draft.state is State.SUBMITTED
    person.capacity = Capacity.BOARD
    with pytest.raises(Refused, match="tidak tercantum"):
        send(person, office)


def test_who_may_send_is_told_in_as_many_queries_however_many_there_are(world: World) -> None:
    operator = acting(world, Capacity.OPERATOR)
    beside(world, "Tanpa Jabatan", Capacity.BOARD)

    def asked_for() -> int:
        ran: list[str] = []
        engine = db.engine

        def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            ran.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        try:
            senders_for(operator, world.unit)
        finally:
            event.remove(engine, "before_cursor_execute", note)
        return len(ran)

    few = asked_for()
    for name in ("Satu Orang", "Dua Orang", "Tiga Orang"):
        beside(world, name, Capacity.BOARD)
    assert asked_for() == few


def test_the_board_of_another_party_or_place_counts_for_nothing(world: World) -> None:
    world.decided(who="rival", unit=world.units["PCN", "65.01"], number="9/PCN")
    world.decided("far", who="neighbour", unit=world.units["PBS", "65.71"], number="9/PBS")
    person = acting(world, Capacity.BOARD, CHAIR)
    assert obstacle_for_sender(person, world.unit) is not None
    assert obstacle_for_sender(person, world.units["PBS", "65.71"]) is None


def test_the_sentence_names_who_may(world: World) -> None:
    operator = acting(world, Capacity.OPERATOR)
    assert "Yang dapat mengajukan: pusat partai, atau petugas penghubung" in str(
        obstacle_for_sender(operator, world.unit)
    )
    beside(world)
    beside(world, "Pengamat Saja", Capacity.OPERATOR)
    beside(world, "Tanpa Jabatan", Capacity.BOARD)
    told = str(obstacle_for_sender(operator, world.unit))
    assert told.endswith("Yang dapat mengajukan: Yuliana Apui, atau pusat partai.")
    assert obstacle_for_sender(world.people["neighbour"], world.units["PBS", "65.71"]) is None


def test_an_operator_neither_speaks_for_the_centre_nor_is_let_to(world: World) -> None:
    submission = submission_of_decree(world.upload("liaison_tunas", world.units["TUNAS", "65.01"]))
    send(world.people["liaison_tunas"], submission)
    centre = acting(world, Capacity.OPERATOR, "Operator Pusat", "centre_tunas")
    assert list(awaiting_word_of(centre)) == []
    for approved in (True, False):
        with pytest.raises(NotAllowed):
            settle_for_centre(centre, submission, approved=approved, note="Ulangi.")
    operator = acting(world, Capacity.OPERATOR)
    head = world.people["centre"]
    assert operator not in liaisons_for(head)
    letter = DelegationDraft(operator.id, "", today(), today() + timedelta(days=1), "1/DPP", "Berkongres")
    with pytest.raises(Refused, match="akun operator"):
        grant_delegation(head, letter)


def test_an_operator_looks_after_nobody(world: World) -> None:
    person, centre = world.people["liaison_tunas"], acting(world, Capacity.OPERATOR, "Operator Pusat", "centre_tunas")
    keeps = (
        Permission.DELEGATION_GRANT,
        Permission.ACCOUNT_KEEP,
        Permission.ACCOUNT_REOPEN,
        Permission.FACTOR_RESET,
    )
    assert not [one for one in keeps if may(centre, one, person)]
    centre.capacity = Capacity.LIAISON
    assert all(may(centre, one, person) for one in keeps)


def test_outsiders_are_told_nothing(world: World, draft: Submission) -> None:
    for who in ("rival", "neighbour", "verifier", "admin"):
        with pytest.raises(NotAllowed):
            send(world.people[who], draft)

"""A person leaves: what was in hand has another owner, and the last who can invite others stays."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from sipol.extensions import db, now, today
from sipol.models import AuditEntry, Delegation, Notice, SignIn, User
from sipol.rules.accounts import Capacity, Closure
from sipol.rules.errors import NotAllowed, NotFound, Overtaken, Refused
from sipol.rules.notices import NoticeKind
from sipol.rules.roles import Role
from sipol.rules.workflow import Outcome
from sipol.services.accounts import UserDraft, console, open_account, sign_in
from sipol.services.delegations import DelegationDraft, grant_delegation
from sipol.services.findings import findings_of, open_ones
from sipol.services.invitations import accept_invitation, invitation_behind
from sipol.services.leaving import close_account, is_the_last, open_work_of, reopen_account, shut, successors_for
from sipol.services.review import rule
from sipol.services.sessions import Device, begin_session, complete_session, recall
from sipol.services.signatures import link_commissioner
from sipol.services.submissions import submission_of_decree
from tests.factories.access import invited, link_of
from tests.factories.world import PASSWORD, World


@pytest.fixture
def colleague(world: World) -> User:
    """Another liaison officer of the same body."""
    return open_account(
        UserDraft("rekan", "Rekan", PASSWORD, Role.LIAISON, "65.01", world.parties["PBS"].id, "rekan@contoh.id")
    )


@pytest.fixture
def chief(world: World) -> User:
    """A head of the office of Bulungan."""
    return open_account(UserDraft("ketua", "Ketua", PASSWORD, Role.HEAD, "65.01"))


def head_over(world: World) -> User:
    return world.people["head"]


def test_a_verifiers_work_goes_to_a_colleague_who_goes_on_with_it(world: World) -> None:
    submission = world.taken()
    verifier, second = world.people["verifier"], world.people["second"]
    with pytest.raises(Refused, match="Pilih rekan"):
        close_account(head_over(world), verifier, None)
    assert verifier.active
    work = close_account(head_over(world), verifier, second.id)
    assert (work.to_hand_over, work.told) == (1, "1 verifikasi")
    assert (submission.claimed_by, verifier.active, verifier.closed_because) == (second.id, False, "left")
    assert submission.claimed_until is not None
    assert submission.claimed_until > now() + timedelta(minutes=59)
    assert submission.decree is not None
    assert not open_ones(findings_of(submission.decree))
    rule(second, submission, Outcome.MET, (), "")
    assert open_work_of(verifier).to_hand_over == 0
    told = db.session.scalars(select(Notice).where(Notice.kind == NoticeKind.WORK_HANDED_OVER)).one()
    assert told.recipient_id == second.id
    assert told.facts["object"] == "1 verifikasi"


def test_a_commissioner_whose_account_is_closed_signs_on_paper(world: World) -> None:
    second, seat = world.people["second"], world.offices["65.01"].commissioners[1]
    link_commissioner(console(), "65.01", 2, second)
    close_account(world.people["head"], second, None)
    assert seat.user_id is None
    last = select(AuditEntry.facts).where(AuditEntry.event == "CommissionerLinked").order_by(AuditEntry.seq.desc())
    assert db.session.scalars(last).first() == {"order": 2, "linked": False}


def test_a_closed_account_does_nothing_more(world: World) -> None:
    verifier = world.people["verifier"]
    submission = world.taken()
    session = begin_session(verifier, Device("Mozilla/5.0", "mark", "10.0.0.1"))
    complete_session(session)
    close_account(head_over(world), verifier, world.people["second"].id)
    assert recall(verifier.id, session.id) is None
    with pytest.raises(Refused):
        sign_in("verifier", PASSWORD, "10.0.0.1")
    with pytest.raises(NotAllowed):
        rule(verifier, submission, Outcome.MET, (), "")


def test_drafts_of_a_body_go_to_the_colleague_or_the_centre(world: World, colleague: User) -> None:
    liaison, centre = world.people["liaison"], world.people["centre"]
    draft = submission_of_decree(world.upload())
    assert list(successors_for(centre, liaison)) == [colleague, centre]
    assert list(open_work_of(liaison).drafts) == [draft]
    with pytest.raises(Refused):
        close_account(centre, liaison, None)
    close_account(centre, liaison, colleague.id)
    # Whoever took over has it in hand now, and must hand it on in turn.
    assert list(open_work_of(colleague).drafts) == [draft]
    with pytest.raises(Refused):
        close_account(centre, colleague, None)
    close_account(centre, colleague, centre.id)
    event = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "WorkHandedOver")).all()[-1]
    assert (event.facts["successor"], event.facts["drafts"]) == (str(centre.id), 1)


@pytest.mark.parametrize("other", ["rival", "neighbour", "centre_tunas", "verifier", "liaison"])
def test_only_a_colleague_in_the_same_place_takes_over(world: World, other: str) -> None:
    world.upload()
    with pytest.raises(Refused):
        close_account(world.people["centre"], world.people["liaison"], world.people[other].id)
    assert world.people["liaison"].active


def test_a_delegation_ends_with_the_account(world: World) -> None:
    liaison, centre = world.people["liaison_tunas"], world.people["centre_tunas"]
    delegation = grant_delegation(
        centre, DelegationDraft(liaison.id, "", today(), today() + timedelta(days=9), "1/DPP", "Berkongres")
    )
    work = close_account(centre, liaison, None)
    assert (len(work.delegations), work.to_hand_over) == (1, 0)
    assert delegation.revoked_at is not None


def with_all_that_rests_on_it(world: World) -> tuple[User, Delegation, SignIn]:
    """A liaison officer of Bahari who is signed in and may approve for the centre."""
    liaison = world.people["liaison"]
    letter = DelegationDraft(liaison.id, "", today(), today() + timedelta(days=9), "1/DPP", "Berkongres")
    delegation = grant_delegation(world.people["centre"], letter)
    session = begin_session(liaison, Device("Mozilla/5.0", "mark", "10.0.0.1"))
    complete_session(session)
    return liaison, delegation, session


@pytest.mark.parametrize("because", [Closure.LEFT, Closure.DORMANT])
def test_what_rests_on_an_account_ends_with_it_and_stays_so_when_it_comes_back(world: World, because: Closure) -> None:
    liaison, delegation, session = with_all_that_rests_on_it(world)
    assert recall(liaison.id, session.id) is session
    shut(None if because is Closure.DORMANT else world.people["centre"], liaison, because)
    assert reopen_account(world.people["centre"], liaison)
    db.session.refresh(session)
    assert recall(liaison.id, session.id) is None
    assert delegation.revoked_at is not None
    by = console() if because is Closure.DORMANT else world.people["centre"]
    assert delegation.revoked_by == by.id


def test_the_invitations_that_somebody_gave_open_nothing_when_they_are_gone(world: World) -> None:
    centre = world.people["centre"]
    other = open_account(UserDraft("pusat2", "Dua", PASSWORD, Role.CENTRE, "ID", world.parties["PBS"].id))
    first = invited(world)
    token = link_of(first)
    close_account(other, centre, None)
    assert first.revoked_by == other.id
    # Nor do they once the account is back, or where it was taken out of use in another way.
    assert reopen_account(other, centre)
    with pytest.raises(NotFound):
        invitation_behind(token)
    second = link_of(invited(world, email="lain@contoh.id"))
    centre.active = False
    db.session.flush()
    with pytest.raises(NotFound):
        accept_invitation(second, PASSWORD)


def test_the_last_who_can_invite_stays(world: World, chief: User) -> None:
    for who in ("centre", "head"):
        assert is_the_last(world.people[who])
        with pytest.raises(Refused, match="terakhir"):
            close_account(world.people[who], world.people[who], None)
    assert is_the_last(chief)
    other = open_account(UserDraft("pusat2", "Dua", PASSWORD, Role.CENTRE, "ID", world.parties["PBS"].id))
    close_account(other, world.people["centre"], None)
    assert is_the_last(other)
    assert not is_the_last(world.people["verifier"])


def test_neither_a_province_nor_an_operator_stands_in_for_the_nation(world: World) -> None:
    centre, party = world.people["centre"], world.parties["PBS"].id
    below = open_account(UserDraft("provinsi", "Provinsi", PASSWORD, Role.CENTRE, "65", party))
    assert is_the_last(centre)
    assert not is_the_last(below)
    operator = open_account(UserDraft("operator", "Operator", PASSWORD, Role.CENTRE, "ID", party))
    assert not is_the_last(centre)
    operator.capacity = Capacity.OPERATOR
    db.session.flush()
    assert is_the_last(centre)
    assert not is_the_last(operator)


@pytest.mark.parametrize("who", ["liaison", "neighbour", "centre_tunas", "verifier", "supervisor", "admin", "head"])
def test_nobody_but_the_level_above_closes_or_reopens(world: World, who: str) -> None:
    person = world.people["rival" if who == "centre_tunas" else "liaison"]
    with pytest.raises(NotAllowed):
        close_account(world.people[who], person, None)
    # What nobody looks after any more the administrator gives back.
    if who != "admin":
        with pytest.raises(NotAllowed):
            reopen_account(world.people[who], person)


def test_whoever_comes_back_finds_the_account_as_it_was(world: World) -> None:
    liaison, centre = world.people["liaison"], world.people["centre"]
    close_account(centre, liaison, None)
    with pytest.raises(Refused, match="sudah ditutup"):
        close_account(centre, liaison, None)
    assert reopen_account(centre, liaison)
    assert not reopen_account(centre, liaison)
    assert (liaison.active, liaison.closed_at, liaison.closed_because) == (True, None, None)
    assert sign_in("liaison", PASSWORD, "10.0.0.1") is liaison
    # An account that the administrator took out of use is not for the centre to give back.
    liaison.active = False
    assert not reopen_account(centre, liaison)


def test_what_was_decided_meanwhile_is_left_alone(world: World) -> None:
    submission = world.decided()
    work = close_account(head_over(world), world.people["verifier"], None)
    assert work.to_hand_over == 0
    assert submission.claimed_by is None
    with pytest.raises((NotAllowed, Overtaken)):
        rule(world.people["verifier"], submission, Outcome.MET, (), "")

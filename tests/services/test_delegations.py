"""Who may approve for a party's centre: only whom it let, where it let them, on the days it let them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from sipol.access.policy import Permission, may
from sipol.extensions import db, today
from sipol.models import AuditEntry, Delegation, Notice, Submission, User
from sipol.rules.errors import NotAllowed, NotFound, Refused
from sipol.rules.notices import NoticeKind
from sipol.rules.roles import Role
from sipol.rules.workflow import State
from sipol.services import accounts, readings
from sipol.services.accounts import UserDraft, add_user, console
from sipol.services.delegations import (
    DelegationDraft,
    delegation_for,
    delegations_for,
    grant_delegation,
    liaisons_for,
    revoke_delegation,
)
from sipol.services.handover import send, settle_for_centre
from sipol.services.submissions import awaiting_word_of, submission_of_decree
from tests.conftest import CHEAP_HASHER, read_once
from tests.factories.world import PASSWORD, World, build_world
from tests.services.test_notices import heard
from tests.services.test_races import at_once, person

DAY = timedelta(days=1)


def provincial(world: World, party: str = "TUNAS") -> User:
    """A liaison officer of the province, who is one of the world's people from then on."""
    draft = UserDraft("province", "Province", PASSWORD, Role.LIAISON, "65", world.parties[party].id)
    world.people["province"] = add_user(console(), draft)
    return world.people["province"]


def draft_for(
    delegate: User, region: str = "", *, starts: date | None = None, ends: date | None = None
) -> DelegationDraft:
    day = today()
    return DelegationDraft(delegate.id, region, starts or day, ends or day + 9 * DAY, "7/DPP/2025", "Pusat berkongres.")


def waiting(world: World, code: str = "65.01", who: str = "liaison_tunas") -> Submission:
    submission = submission_of_decree(world.upload(who, world.units["TUNAS", code], number=f"{code}/SK"))
    send(world.people[who], submission)
    return submission


def test_nobody_but_the_centre_approves_until_it_lets_somebody(world: World) -> None:
    delegate, submission = provincial(world), waiting(world)
    assert not may(delegate, Permission.SUBMISSION_APPROVE, submission)
    assert awaiting_word_of(delegate) == []
    with pytest.raises(NotAllowed):
        settle_for_centre(delegate, submission, approved=True, note="")
    grant_delegation(world.people["centre_tunas"], draft_for(delegate))
    assert awaiting_word_of(delegate) == [submission]
    settle_for_centre(delegate, submission, approved=True, note="")
    assert (submission.state, submission.submitted_by) == (State.SUBMITTED, delegate.id)
    assert (submission.asked_at, submission.asked_by) == (None, None)


def test_the_history_says_by_which_delegation_it_was_approved(world: World) -> None:
    delegate, submission = provincial(world), waiting(world)
    delegation = grant_delegation(world.people["centre_tunas"], draft_for(delegate))
    settle_for_centre(delegate, submission, approved=True, note="")
    moves = select(AuditEntry).where(AuditEntry.event == "SubmissionMoved").order_by(AuditEntry.seq)
    asked, approved = db.session.scalars(moves)
    assert (asked.facts["delegation"], asked.facts["letter"]) == ("", "")
    assert (approved.facts["delegation"], approved.facts["letter"]) == (str(delegation.id), "7/DPP/2025")
    assert approved.actor_id == delegate.id
    granted = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "DelegationGranted")).one()
    assert (granted.subject_id, granted.region_code) == (delegation.id, "65")
    assert delegate.name not in str(granted.facts)


def test_a_delegate_gives_back_with_a_reason_as_the_centre_does(world: World) -> None:
    delegate, submission = provincial(world), waiting(world)
    grant_delegation(world.people["centre_tunas"], draft_for(delegate))
    with pytest.raises(Refused, match="Tulis alasan"):
        settle_for_centre(delegate, submission, approved=False, note=" ")
    settle_for_centre(delegate, submission, approved=False, note="Tanggal keliru.")
    assert submission.state is State.DRAFT


def test_what_one_sent_another_approves(world: World) -> None:
    delegate = provincial(world)
    grant_delegation(world.people["centre_tunas"], draft_for(delegate))
    submission = waiting(world, who="province")
    assert awaiting_word_of(delegate) == []
    for approved in (True, False):
        with pytest.raises(Refused, match="Anda ajukan sendiri"):
            settle_for_centre(delegate, submission, approved=approved, note="Tidak jadi.")
    assert submission.state is State.AWAITING_CENTRE
    grant_delegation(world.people["centre_tunas"], draft_for(world.people["liaison_tunas"]))
    assert awaiting_word_of(world.people["liaison_tunas"]) == [submission]
    settle_for_centre(world.people["liaison_tunas"], submission, approved=True, note="")
    assert submission.state is State.SUBMITTED


def over(delegation: Delegation, _world: World) -> None:
    delegation.starts_on, delegation.ends_on = today() - 9 * DAY, today() - DAY


def to_come(delegation: Delegation, _world: World) -> None:
    delegation.starts_on = today() + DAY


def revoked(delegation: Delegation, world: World) -> None:
    assert revoke_delegation(world.people["centre_tunas"], delegation)


def of_another_region(delegation: Delegation, _world: World) -> None:
    delegation.region_code = "65.71"


def of_another_party(delegation: Delegation, world: World) -> None:
    delegation.party_id = world.parties["PBS"].id


def of_one_who_changed_the_party(delegation: Delegation, world: World) -> None:
    delegation.delegate.party_id = world.parties["PBS"].id


def of_one_who_may_not_sign_in(delegation: Delegation, _world: World) -> None:
    delegation.delegate.active = False


def of_one_who_moved_away(delegation: Delegation, _world: World) -> None:
    delegation.delegate.region_code = "65.71"


REASONS_TO_REFUSE = [
    over, to_come, revoked, of_another_region, of_another_party, of_one_who_changed_the_party,
    of_one_who_may_not_sign_in, of_one_who_moved_away,
]  # fmt: skip


@pytest.mark.parametrize("spoil", REASONS_TO_REFUSE)
def test_a_delegation_that_does_not_hold_there_and_now_lets_nobody_approve(
    world: World, spoil: Callable[[Delegation, World], None]
) -> None:
    delegate, submission = provincial(world), waiting(world)
    delegation = grant_delegation(world.people["centre_tunas"], draft_for(delegate))
    assert may(delegate, Permission.SUBMISSION_APPROVE, submission)
    spoil(delegation, world)
    db.session.flush()
    assert not may(delegate, Permission.SUBMISSION_APPROVE, submission)
    if spoil is not of_one_who_may_not_sign_in:
        assert awaiting_word_of(delegate) == []
    with pytest.raises(NotAllowed):
        settle_for_centre(delegate, submission, approved=True, note="")
    assert submission.state is State.AWAITING_CENTRE


def test_a_delegation_reaches_what_lies_below_and_nothing_above(world: World) -> None:
    sender = provincial(world)
    draft = UserDraft("city", "City", PASSWORD, Role.LIAISON, "65.71", world.parties["TUNAS"].id)
    delegate = add_user(console(), draft)
    district, city = waiting(world, "65.71.01", "province"), waiting(world, "65.71", "province")
    delegation = grant_delegation(world.people["centre_tunas"], draft_for(delegate))
    assert awaiting_word_of(delegate) == [district, city]
    delegation.region_code = "65.71.01"
    assert awaiting_word_of(delegate) == [district]
    assert may(delegate, Permission.SUBMISSION_APPROVE, district)
    assert not may(delegate, Permission.SUBMISSION_APPROVE, city)
    assert not may(sender, Permission.SUBMISSION_APPROVE, district)


@pytest.mark.parametrize("role", [Role.VERIFIER, Role.HEAD, Role.SUPERVISOR, Role.ADMIN])
def test_no_official_approves_though_a_row_said_so(world: World, role: Role) -> None:
    delegate, submission = provincial(world), waiting(world)
    grant_delegation(world.people["centre_tunas"], draft_for(delegate))
    delegate.role, delegate.party_id, delegate.capacity = role, None, None
    db.session.flush()
    assert awaiting_word_of(delegate) == []
    assert not may(delegate, Permission.SUBMISSION_APPROVE, submission)


def test_only_the_centre_of_the_party_grants_and_revokes(world: World) -> None:
    delegate = provincial(world)
    delegation = grant_delegation(world.people["centre_tunas"], draft_for(delegate))
    for stranger in ("centre", "liaison_tunas", "province", "head", "admin"):
        with pytest.raises(NotAllowed):
            revoke_delegation(world.people[stranger], delegation)
    for stranger in ("liaison_tunas", "province", "head", "admin"):
        with pytest.raises(NotAllowed):
            grant_delegation(world.people[stranger], draft_for(world.people["liaison_tunas"]))
    assert delegation.revoked_at is None
    assert revoke_delegation(world.people["centre_tunas"], delegation)
    assert not revoke_delegation(world.people["centre_tunas"], delegation)
    told = select(AuditEntry).where(AuditEntry.event == "DelegationRevoked")
    assert len(db.session.scalars(told).all()) == 1


def test_a_centre_finds_its_own_people_and_delegations_and_nobody_elses(world: World) -> None:
    delegate = provincial(world)
    delegation = grant_delegation(world.people["centre_tunas"], draft_for(delegate))
    assert {one.login for one in liaisons_for(world.people["centre_tunas"])} == {"liaison_tunas", "province"}
    assert delegations_for(world.people["centre_tunas"]) == [delegation]
    for stranger in ("centre", "liaison_tunas", "verifier", "supervisor", "admin"):
        assert delegations_for(world.people[stranger]) == []
        with pytest.raises(NotFound):
            delegation_for(world.people[stranger], delegation.id)
    for official in ("verifier", "head", "supervisor", "admin"):
        assert liaisons_for(world.people[official]) == []


@pytest.mark.parametrize(
    ("field", "changes", "told"),
    [
        ("letter_number", {"letter_number": " "}, "Isi nomor surat"),
        ("reason", {"reason": ""}, "Isi alasan"),
        ("starts_on", {"starts_on": date(2020, 1, 1)}, "tidak berlaku surut"),
        ("ends_on", {"ends_on": date(2020, 1, 1)}, "tidak boleh sebelum hari pertama"),
        ("region_code", {"region_code": "65.71"}, "Akun ini bekerja di Kabupaten Bulungan"),
        ("region_code", {"region_code": "65"}, "Akun ini bekerja di Kabupaten Bulungan"),
        ("region_code", {"region_code": "65.01.99"}, "Akun ini bekerja di Kabupaten Bulungan"),
        ("delegate_id", {"delegate_id": uuid4()}, "Pilih akun petugas penghubung"),
    ],
)
def test_what_cannot_be_granted_is_refused_at_its_field(
    world: World, field: str, changes: dict[str, object], told: str
) -> None:
    draft = replace(draft_for(world.people["liaison_tunas"]), **changes)
    with pytest.raises(Refused, match=told) as refused:
        grant_delegation(world.people["centre_tunas"], draft)
    assert refused.value.field == field
    assert db.session.scalars(select(Delegation)).all() == []


@pytest.mark.parametrize("who", ["liaison", "centre_tunas", "verifier"])
def test_nobody_of_another_party_no_centre_and_no_official_is_let(world: World, who: str) -> None:
    with pytest.raises(Refused, match="Pilih akun petugas penghubung"):
        grant_delegation(world.people["centre_tunas"], draft_for(world.people[who]))


def test_one_account_has_one_delegation_for_a_region_at_a_time(world: World) -> None:
    centre, delegate = world.people["centre_tunas"], provincial(world)
    first = grant_delegation(centre, draft_for(delegate, ends=today() + 3 * DAY))
    with pytest.raises(Refused, match="sudah mendapat pelimpahan untuk wilayah itu dengan surat Nomor 7/DPP/2025"):
        grant_delegation(centre, draft_for(delegate, starts=today() + 3 * DAY))
    grant_delegation(centre, draft_for(delegate, "65.71"))
    grant_delegation(centre, draft_for(delegate, starts=today() + 4 * DAY))
    revoke_delegation(centre, first)
    grant_delegation(centre, draft_for(delegate, ends=today() + 2 * DAY))


def test_who_may_approve_hears_that_something_waits(world: World) -> None:
    delegate = provincial(world)
    grant_delegation(world.people["centre_tunas"], draft_for(delegate))
    waiting(world)
    assert heard(NoticeKind.WAITS_FOR_CENTRE, world) == {"centre_tunas", "province"}


def test_a_delegate_hears_nothing_of_what_lies_elsewhere_or_was_sent_by_the_same_account(world: World) -> None:
    delegate = provincial(world)
    grant_delegation(world.people["centre_tunas"], draft_for(delegate, "65.71"))
    waiting(world)
    waiting(world, "65.71", "province")
    told = select(Notice).where(Notice.kind == NoticeKind.WAITS_FOR_CENTRE, Notice.recipient_id == delegate.id)
    assert db.session.scalars(told).all() == []


def test_a_delegation_revoked_a_moment_ago_approves_nothing(
    make_app: Callable[..., Flask], database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accounts, "HASHER", CHEAP_HASHER)
    monkeypatch.setattr(readings, "read_decree_safely", read_once)
    register = make_app(database)
    with register.app_context():
        world = build_world()
        delegate, submission = provincial(world), waiting(world)
        delegation_id = grant_delegation(world.people["centre_tunas"], draft_for(delegate)).id
        db.session.commit()

        def revoke() -> None:
            revoke_delegation(person("centre_tunas"), db.session.get_one(Delegation, delegation_id))

        # What this session knows was true when it looked.
        assert may(delegate, Permission.SUBMISSION_APPROVE, submission)
        assert at_once(register, revoke) == [""]
        with pytest.raises(NotAllowed):
            settle_for_centre(delegate, submission, approved=True, note="")
        assert submission.state is State.AWAITING_CENTRE

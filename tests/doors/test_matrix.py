"""Every endpoint, every role, one's own row and a neighbour's, by GET and by POST."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient
from sqlalchemy import select, true

from sipol.extensions import db, today
from sipol.models import Finding, Likeness, LikenessSource, Notice, PaperKind, Passkey, SecondLook, Submission
from sipol.render.press import pdf
from sipol.rules.accounts import Capacity
from sipol.rules.member_life import MemberPaperKind
from sipol.rules.roles import Role
from sipol.rules.signing import SignerAnswer
from sipol.rules.workflow import Act
from sipol.services.accounts import UserDraft, open_account
from sipol.services.advice import AdviceDraft, give_advice
from sipol.services.delegations import DelegationDraft, grant_delegation
from sipol.services.factor_resets import ask_reset
from sipol.services.handover import send
from sipol.services.ledger import MinutesDraft
from sipol.services.likeness import Alike, keep
from sipol.services.member_papers import receive_paper
from sipol.services.member_submission import begin_members
from sipol.services.minutes import cases_for, issue_minutes
from sipol.services.office_papers import LetterDraft, send_reminders
from sipol.services.papers import newest_paper, print_paper
from sipol.services.samples import SampleDraft, draw_sample, drawn_in
from sipol.services.sessions import Device, begin_session, complete_session
from sipol.services.signatures import AnswerDraft, enter_from_paper
from sipol.services.submissions import advance, submission_of_decree
from tests.doors.matrix import MATRIX, NOT_YET_HANDED_IN, ONLY_PREPARES, WHO
from tests.factories.access import asked_and_invited
from tests.factories.photographs import photograph
from tests.factories.world import PASSWORD, World

FILES = {"static", "bootstrap.static"}
MAY_BE_KEPT = {"portal.calendar"}
"""Answers that a browser may keep; a page of a scan too, under the mark of its file."""


@pytest.fixture
def rows(world: World) -> dict[str, Any]:
    """The rows that the addresses of the matrix name."""
    decree = world.upload()
    world.retype(decree, row_2="Junaidi Nur Ilham")
    submission = submission_of_decree(decree)
    send(world.people["liaison"], submission)
    advance(world.people["verifier"], submission, Act.TAKE_UP)
    tarakan = world.units["PBS", "65.71"]
    world.decided("far", who="neighbour", unit=tarakan, number="9/SK/PBS/2025")
    case = next(case for case in cases_for(world.people["far"], "65.71", world.period) if case.ready)
    look = SecondLook(
        decision_id=case.submissions[0].decisions[-1].id,
        submission_id=case.submissions[0].id,
        party_id=case.party.id,
        region_code=tarakan.region_code,
        decided_by=world.people["far"].id,
    )
    db.session.add(look)
    minutes = issue_minutes(world.people["far"], case, world.period, MinutesDraft("Kantor KPU", today()))
    print_paper(minutes.paper_id, pdf)
    for place in minutes.signatures:
        enter_from_paper(world.people["far"], minutes, place.order, AnswerDraft(SignerAnswer.SIGNED, today()))
    signed = newest_paper(world.people["far"], minutes.id, PaperKind.SIGNATURES)
    assert signed is not None
    print_paper(signed.id, pdf)
    finding = db.session.scalars(select(Finding).where(Finding.decree_id == decree.id)).one()
    card = receive_paper(world.people["liaison"], member := world.member(), MemberPaperKind.KTP, photograph())
    person = world.member("6571011501790001", who="neighbour")
    alike = world.member("6571011501790002", who="neighbour")
    premises = world.office()
    send(world.people["liaison"], premises)
    advance(world.people["verifier"], premises, Act.TAKE_UP)
    assert premises.office is not None
    members = world.handed_in("neighbour")
    advance(world.people["far"], members, Act.TAKE_UP)
    sample = draw_sample(world.people["far"], members, SampleDraft("a seed"))
    keep([Alike(person.id, alike.id, 0.9)], LikenessSource.NEARBY)
    told = select(Notice.id).where(Notice.subject_id == submission.id, Notice.recipient == world.people["liaison"])
    sent = send_reminders(world.people["verifier"], world.period, LetterDraft("9/PL"))
    letter = next(one for one in sent if one.party is world.parties["PCN"])
    delegation = grant_delegation(
        world.people["centre"],
        DelegationDraft(world.people["neighbour"].id, "", today(), today(), "1/DPP", "Berhalangan"),
    )
    begun = begin_session(liaison := world.people["liaison"], Device("Firefox/140 Linux", "another", "192.0.2.9"))
    complete_session(begun)
    passkey = Passkey(user_id=liaison.id, name="Ponsel", credential=b"-", credential_id=b"-", counter=0)
    db.session.add(passkey)
    db.session.flush()
    asked, invitation, token = asked_and_invited(world)
    leaver = open_account(UserDraft("leaver", "Leaver", PASSWORD, Role.LIAISON, "65", world.parties["PBS"].id))
    return {
        "session_id": begun.id,
        "passkey_id": passkey.id,
        "reset_id": ask_reset(world.people["admin"], liaison.id, "Ponsel hilang.").id,
        "request_id": asked.id,
        "invitation_id": invitation.id,
        "token": token,
        "user_id": leaver.id,
        "delegation_id": delegation.id,
        "likeness_id": db.session.scalars(select(Likeness.id)).one(),
        "office_id": premises.office_id,
        "file_id": premises.office.files[0].id,
        "look_id": look.id,
        "notice_id": db.session.scalars(told).one(),
        "office_paper_id": letter.id,
        "period_id": world.period.id,
        "sample_id": sample.id,
        "sampled_id": drawn_in(sample)[0].id,
        "person_id": person.id,
        "batch_id": uuid4(),
        "decree_id": decree.id,
        "submission_id": submission.id,
        "advice_id": give_advice(world.people["supervisor"], submission, AdviceDraft("Periksa.", today())).id,
        "finding_id": finding.id,
        "unit_id": world.unit.id,
        "party_id": world.parties["PBS"].id,
        "minutes_id": minutes.id,
        "list_id": world.listed().id,
        "member_id": member.id,
        "paper_id": card.id,
        "order": 1,
        "row": 1,
        "code": "PG-0000-0000-0000",
        "page": 1,
        "typed": minutes.paper.code,
    }


def doors(app: Flask) -> list[tuple[str, str]]:
    return sorted(
        (rule.endpoint, method)
        for rule in app.url_map.iter_rules()
        if rule.endpoint not in FILES
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    )


def address(app: Flask, endpoint: str, rows: dict[str, Any]) -> str:
    rule = next(rule for rule in app.url_map.iter_rules() if rule.endpoint == endpoint)
    with app.test_request_context():
        return url_for(endpoint, **{name: rows[name] for name in rule.arguments})


def test_every_door_stands_in_the_matrix_and_no_other(app: Flask) -> None:
    assert set(doors(app)) == set(MATRIX)


@pytest.mark.parametrize("who", WHO)
def test_every_door_answers_as_the_matrix_says(
    app: Flask, rows: dict[str, Any], client: FlaskClient, sign_in: Callable[[str], FlaskClient], who: str
) -> None:
    told, expected = {}, {}
    kept: set[str] = set()
    for endpoint, method in doors(app):
        visitor = client if who == "stranger" else sign_in(who)
        with visitor.open(address(app, endpoint, rows), method=method) as answer:
            told[endpoint, method] = answer.status_code
            if "no-store" not in answer.headers["Cache-Control"]:
                kept.add(endpoint)
        expected[endpoint, method] = int(MATRIX[endpoint, method].split()[WHO.index(who)])
    assert told == expected
    assert kept <= MAY_BE_KEPT


def test_who_only_prepares_finds_every_door_as_the_liaison_does_but_those_that_hand_in(
    app: Flask, world: World, rows: dict[str, Any], sign_in: Callable[[str], FlaskClient]
) -> None:
    draft = begin_members(world.people["liaison"], world.unit, world.period)
    world.people["liaison"].capacity = Capacity.OPERATOR
    told, expected = {}, {}
    for endpoint, method in doors(app):
        named = rows | ({"submission_id": draft.id} if (endpoint, method) in ONLY_PREPARES else {})
        with sign_in("liaison").open(address(app, endpoint, named), method=method) as answer:
            told[endpoint, method] = answer.status_code
        as_liaison = int(MATRIX[endpoint, method].split()[WHO.index("liaison")])
        expected[endpoint, method] = ONLY_PREPARES.get((endpoint, method), as_liaison)
    assert told == expected


@pytest.mark.parametrize("who", WHO)
def test_a_decree_that_was_never_handed_in_is_the_partys_alone(
    app: Flask, world: World, client: FlaskClient, sign_in: Callable[[str], FlaskClient], who: str
) -> None:
    decree = world.upload()
    world.retype(decree, row_2="Junaidi Nur Ilham")
    finding = db.session.scalars(select(Finding).where(Finding.decree_id == decree.id)).one()
    submission = submission_of_decree(decree)
    named = {"decree_id": decree.id, "finding_id": finding.id, "submission_id": submission.id, "page": 1}
    told, expected = {}, {}
    for endpoint, method in NOT_YET_HANDED_IN:
        visitor = client if who == "stranger" else sign_in(who)
        with visitor.open(address(app, endpoint, named), method=method) as answer:
            told[endpoint, method] = answer.status_code
        expected[endpoint, method] = int(NOT_YET_HANDED_IN[endpoint, method].split()[WHO.index(who)])
    assert told == expected
    if who in ("verifier", "second", "above", "head", "supervisor"):
        for page in ("/sk", "/temuan", "/riwayat"):
            text = sign_in(who).get(page).text
            assert str(decree.id) not in text
            assert "Draf SK" not in text
            assert "Junaidi" not in text


def test_a_query_without_its_scope_would_be_caught(
    world: World,
    rows: dict[str, Any],
    sign_in: Callable[[str], FlaskClient],
    app: Flask,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The matrix is worth something: with the scope broken on purpose, a neighbour's row no longer answers 404."""
    url = address(app, "decrees.show", rows)
    assert sign_in("rival").get(url).status_code == 404
    monkeypatch.setattr("sipol.services.decrees.visible_to", lambda _actor, _rows: true())
    assert sign_in("rival").get(url).status_code == 200


def test_a_view_that_says_nothing_is_closed(app: Flask, sign_in: Callable[[str], FlaskClient]) -> None:
    view = app.view_functions["home.page"]
    app.view_functions["home.page"] = lambda: "secret"
    try:
        assert sign_in("admin").get("/beranda").status_code == 403
        assert sign_in("head").get("/beranda").status_code == 403
    finally:
        app.view_functions["home.page"] = view


def test_the_rows_of_the_matrix_are_what_it_says(world: World, rows: dict[str, Any]) -> None:
    submission = db.session.get_one(Submission, rows["submission_id"])
    assert submission.claimed_by == world.people["verifier"].id

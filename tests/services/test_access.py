"""Asking the centre for an account: the same answer for all, a word of the centre, and what KPU sees meanwhile."""

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from sipol.extensions import db, now
from sipol.models import AccessRequest, Notice
from sipol.render import Participation
from sipol.rules.accounts import Capacity
from sipol.rules.errors import NotAllowed, NotFound, Overtaken, Refused
from sipol.rules.notices import NoticeKind
from sipol.rules.progress import Stage
from sipol.rules.workflow import Subject
from sipol.services import letters
from sipol.services.access import (
    KNOCKS,
    AccessDraft,
    ask_for_access,
    grant_access,
    mail_refusal,
    refuse_access,
    refuse_hasty_knocks,
    request_for,
    requests_for,
)
from sipol.services.dashboard import dashboard_of
from sipol.services.invitations import accept_invitation
from sipol.services.ledger import participation_of
from sipol.services.minutes import cases_for
from sipol.services.recap import standings_in
from sipol.web.grid import grid_of
from tests.factories.access import asked, link_of, named, newest_mail
from tests.factories.photographs import photograph
from tests.factories.world import PASSWORD, World


@pytest.fixture
def unserved(world: World) -> World:
    """Nobody of Bahari can sign in for Tarakan."""
    world.people["neighbour"].active = False
    db.session.flush()
    return world


def many() -> int:
    return db.session.scalar(select(func.count()).select_from(AccessRequest)) or 0


def test_the_centre_is_told_reads_and_grants(world: World) -> None:
    request = asked(world)
    told = db.session.scalars(select(Notice).where(Notice.kind == NoticeKind.ACCESS_ASKED)).all()
    assert [one.recipient_id for one in told] == [world.people["centre"].id]
    assert "Sulastri" not in str(told[0].facts)
    invitation = grant_access(world.people["centre"], request, Capacity.LIAISON)
    user = accept_invitation(link_of(invitation), PASSWORD)
    assert (user.name, user.region_code, user.party_id) == ("Sulastri Wijaya", "65.71", world.parties["PBS"].id)
    assert invitation.letter_digest == request.letter_digest
    with pytest.raises(Overtaken):
        refuse_access(world.people["centre"], request, "Keliru.")


def test_a_refusal_has_a_reason_and_is_mailed(world: World) -> None:
    request = asked(world)
    with pytest.raises(Refused, match="alasan"):
        refuse_access(world.people["centre"], request, " ")
    refuse_access(world.people["centre"], request, "Surat tidak bernomor.")
    mail_refusal(request.id)
    mail = newest_mail(str(request.id))
    assert "Surat tidak bernomor." in mail
    assert "Partai Bahari Sejahtera, Kota Tarakan" in mail
    with pytest.raises(Overtaken):
        grant_access(world.people["centre"], request, Capacity.LIAISON)


@pytest.mark.parametrize("who", ["centre_tunas", "liaison", "neighbour", "verifier", "head", "supervisor", "admin"])
def test_nobody_else_sees_or_answers_a_request(world: World, who: str) -> None:
    request = asked(world)
    assert list(requests_for(world.people[who])) == []
    with pytest.raises(NotFound):
        request_for(world.people[who], request.id)
    with pytest.raises(NotAllowed):
        grant_access(world.people[who], request, Capacity.LIAISON)
    with pytest.raises(NotAllowed):
        refuse_access(world.people[who], request, "Bukan anggota.")


def test_of_a_request_that_is_dropped_no_letter_is_kept(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[str] = []
    monkeypatch.setattr(letters, "store", lambda path, _data: kept.append(path))
    asked(world)
    assert len(kept) == 1
    ask_for_access(AccessDraft(world.parties["PBS"].id, "65.01.01", named("lain@contoh.id")))
    assert (len(kept), many()) == (1, 1)


def test_a_request_sent_twice_is_one_and_a_flood_buries_none(world: World) -> None:
    for number in range(9):
        asked(world, email=f"banjir{number}@contoh.id")
    asked(world)
    asked(world)
    assert many() == 10
    # Who knows the address of somebody does not keep that person's own letter out.
    letter = named(letter=photograph("Surat yang lain", (700, 900)))
    ask_for_access(AccessDraft(world.parties["PBS"].id, "65.71", letter))
    assert many() == 11
    shown = requests_for(world.people["centre"])
    assert len(shown) == 11
    assert [one.created_at for one in shown] == sorted((one.created_at for one in shown), reverse=True)


def test_one_place_may_not_ask_without_end(world: World) -> None:
    for _ in range(KNOCKS):
        refuse_hasty_knocks("203.0.113.9")
    with pytest.raises(Refused, match="Tunggu satu jam"):
        refuse_hasty_knocks("203.0.113.9")
    refuse_hasty_knocks("10.0.0.1")


def stages(world: World, who: str, subject: Subject = Subject.DECREE) -> Counter[Stage]:
    seen = dashboard_of(world.people[who], world.period, world.people[who].region_code, world.parties["PBS"].id)
    return seen.sums[subject].counts


def test_a_request_says_nothing_of_a_body_that_has_an_account(world: World) -> None:
    asked(world)
    assert stages(world, "far") == Counter({Stage.NOT_SENT: 2})
    case = next(one for one in cases_for(world.people["far"], "65.71", world.period) if one.party.abbreviation == "PBS")
    assert (case.has_account, case.access_since) == (True, None)
    assert participation_of([], [], has_account=True, asks_access=True) is Participation.NOT_UPDATED
    there = [one for one in standings_in(world.people["above"], "65.71", world.period) if one.party is case.party]
    assert [(one.participation, one.access_since) for one in there] == [(Participation.NOT_UPDATED, None)]


def test_kpu_sees_a_body_that_waits_for_an_account_apart_from_one_that_is_silent(unserved: World) -> None:
    world = unserved
    assert stages(world, "far") == Counter({Stage.NO_ACCOUNT: 2})
    request = asked(world)
    assert stages(world, "far") == Counter({Stage.AWAITING_ACCESS: 2})
    assert stages(world, "above")[Stage.AWAITING_ACCESS] == 2
    assert stages(world, "verifier") == Counter({Stage.NOT_SENT: 1})
    world.period.deadline = now() + timedelta(seconds=30)
    case = next(one for one in cases_for(world.people["far"], "65.71", world.period) if one.party.abbreviation == "PBS")
    assert case.access_since == request.created_at
    grid = grid_of([case], "65.71", world.period)
    assert (grid.awaiting_centre, grid.not_sent) == (2, 0)
    own = grid.rows[0].own
    assert own is not None
    assert "akun diminta kepada pusat partai" in own.note
    states = {
        one.office: one for one in standings_in(world.people["above"], "65", world.period) if one.party is case.party
    }
    assert states["65.71"].participation is Participation.AWAITING_ACCESS
    assert states["65.71"].access_since == request.created_at
    assert states["65.01"].participation is Participation.NOT_UPDATED


def test_what_the_centre_answered_in_time_is_silence_and_what_it_did_not_is_waiting(unserved: World) -> None:
    world = unserved
    request = asked(world)
    refuse_access(world.people["centre"], request, "Surat tidak bernomor.")
    assert stages(world, "far") == Counter({Stage.NO_ACCOUNT: 2})
    world.period.deadline = now() - timedelta(hours=1)
    request.created_at = now() - timedelta(days=2)
    db.session.flush()
    assert stages(world, "far") == Counter({Stage.AWAITING_ACCESS: 2})
    request.created_at = now() - timedelta(minutes=5)
    db.session.flush()
    assert stages(world, "far") == Counter({Stage.NO_ACCOUNT: 2})


def test_what_was_handed_in_is_what_counts(world: World) -> None:
    world.submitted("neighbour", unit=world.units["PBS", "65.71"])
    world.people["neighbour"].active = False
    asked(world)
    assert stages(world, "far") == Counter({Stage.SUBMITTED: 1, Stage.AWAITING_ACCESS: 1})
    states = {one.office: one for one in standings_in(world.people["above"], "65", world.period)
              if one.party is world.parties["PBS"]}  # fmt: skip
    assert states["65.71"].participation is Participation.UPDATED

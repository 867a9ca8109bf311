"""Where a party stood on a day: by its own decrees and members, for each only what lies in their scope."""

from datetime import date, timedelta
from io import StringIO

import pytest

from sipol.extensions import db, today
from sipol.models import Member, Region, Unit
from sipol.rules.coverage import WomenSeen
from sipol.rules.errors import NotFound
from sipol.rules.member_life import MemberReason, MemberStatus
from sipol.rules.regions import Level
from sipol.rules.roles import Role
from sipol.services.accounts import UserDraft, add_user, console
from sipol.services.as_it_stood import decrees_on
from sipol.services.coverage import Coverage, RegencyLine, coverage_of, parties_on
from sipol.services.member_life import turn_members
from sipol.services.parties import open_unit
from sipol.services.quotas import QuotaDraft, set_quota
from sipol.services.regions import import_regions, read_regions
from tests.doors.test_budgets import counted
from tests.factories.world import PASSWORD, World

YESTERDAY, LONG_AGO = timedelta(days=1), timedelta(days=400)


def seen_by(world: World, who: str, area: str, day: date | None = None, party: str = "PBS") -> Coverage:
    return coverage_of(world.people[who], world.parties[party].id, area, day or today())


def line_of(coverage: Coverage, code: str) -> RegencyLine:
    return next(line for one in coverage.provinces for line in one.regencies if line.region.code == code)


def in_force(world: World, unit: Unit, since: timedelta, who: str = "liaison", verifier: str = "verifier") -> None:
    """Let a unit have a decree that has been in force for so long."""
    decree = world.decided(verifier, who=who, unit=unit, number=f"1/{unit.region_code}").decree
    assert decree is not None
    decree.in_force_from = today() - since
    db.session.flush()


@pytest.fixture
def spread(world: World) -> World:
    """PBS in Bulungan for long; in Tarakan and one of its kecamatan since yesterday; PCN in Bulungan."""
    in_force(world, world.units["PBS", "65.01"], LONG_AGO)
    in_force(world, world.units["PBS", "65.71"], YESTERDAY, "neighbour", "far")
    in_force(world, world.units["PBS", "65.71.01"], YESTERDAY, "neighbour", "far")
    in_force(world, world.units["PCN", "65.01"], LONG_AGO, "rival")
    return world


def test_the_province_is_counted_by_the_decrees_in_force_on_the_day(spread: World) -> None:
    (province,) = seen_by(spread, "centre", "65").provinces
    assert province.whole
    assert (province.board, province.seen.needed, province.seen.with_board, province.seen.full) == (None, 4, 2, 0)
    assert len(province.regencies) == 5
    (then,) = seen_by(spread, "centre", "65", today() - timedelta(days=30)).provinces
    assert [line.region.code for line in then.regencies if line.board] == ["65.01"]
    assert not any(one.board for one in seen_by(spread, "centre", "65", date(2001, 1, 1)).provinces[0].regencies)


def test_kecamatan_are_counted_against_all_there_are(spread: World) -> None:
    tarakan = line_of(seen_by(spread, "centre", "65"), "65.71").seen
    assert (tarakan.covered, tarakan.districts, tarakan.needed) == (1, 4, 2)
    drawn = seen_by(spread, "centre", "65.71").districts
    assert [(line.region.code, line.board is not None) for line in drawn][:2] == [
        ("65.71.01", True),
        ("65.71.02", False),
    ]
    assert line_of(seen_by(spread, "centre", "65"), "65.02").seen.districts == 0


def test_a_region_that_was_not_there_yet_is_not_asked_for(spread: World) -> None:
    born = today() - timedelta(days=10)
    import_regions(console(), read_regions(StringIO(f"kode,nama,berlaku_mulai\n65.72,Kota Baru,{born}\n")))
    now, then = (seen_by(spread, "centre", "65", day).provinces[0] for day in (today(), born - YESTERDAY))
    assert (len(now.regencies), len(then.regencies)) == (6, 5)
    assert (now.seen.needed, then.seen.needed) == (5, 4)


def test_members_count_from_when_they_came_until_they_were_taken_out(spread: World) -> None:
    first, second = spread.member(), spread.member("6501011501790002", "Joko")
    db.session.get_one(Member, first.id).created_at -= timedelta(days=60)
    db.session.flush()
    assert line_of(seen_by(spread, "liaison", "65.01"), "65.01").seen.members == 2
    past = today() - timedelta(days=30)
    assert line_of(seen_by(spread, "liaison", "65.01", past), "65.01").seen.members == 1
    turn_members(
        spread.people["liaison"], spread.unit, Member.id.in_([first.id, second.id]), MemberStatus.REMOVED,
        MemberReason.DIED,
    )  # fmt: skip
    assert line_of(seen_by(spread, "liaison", "65.01"), "65.01").seen.members == 0
    assert line_of(seen_by(spread, "liaison", "65.01", past), "65.01").seen.members == 1


def test_kpu_counts_members_from_when_they_were_handed_in(spread: World) -> None:
    spread.member()
    assert line_of(seen_by(spread, "verifier", "65.01"), "65.01").seen.members == 0
    spread.handed_in()
    assert line_of(seen_by(spread, "verifier", "65.01"), "65.01").seen.members == 1
    assert line_of(seen_by(spread, "verifier", "65.01", today() - YESTERDAY), "65.01").seen.members == 0


def test_the_least_number_is_that_of_the_day(spread: World) -> None:
    set_quota(spread.people["head"], QuotaDraft("65.01", 250, "Kpt 9", today() - timedelta(days=5)))
    numbers = [
        line_of(seen_by(spread, "head", "65", today() - timedelta(days=ago)), "65.01").seen.least for ago in (0, 5, 6)
    ]
    assert numbers == [250, 250, 171]


def test_women_are_counted_among_the_organs_that_count(spread: World) -> None:
    decree = decrees_on(spread.people["liaison"], today(), spread.unit)[0]
    counting = [officer for officer in decree.officers if officer.organ != "Dewan Penasihat"]
    assert len(counting) < len(decree.officers)
    for officer in decree.officers:
        officer.sex = "L"
    for officer in counting[:2]:
        officer.sex = "P"
    counting[2].sex = None
    db.session.flush()
    board = line_of(seen_by(spread, "verifier", "65.01"), "65.01").board
    assert board is not None
    assert board.women == WomenSeen(len(counting), 2, 1)


def test_each_sees_what_lies_in_their_scope(spread: World) -> None:
    with pytest.raises(NotFound):
        seen_by(spread, "rival", "65.01")
    for who, area in (("liaison", "65"), ("verifier", "65.71"), ("above", "ID"), ("far", "65.01"), ("liaison", "x")):
        with pytest.raises(NotFound):
            seen_by(spread, who, area)
    theirs = line_of(seen_by(spread, "rival", "65.01", party="PCN"), "65.01").board
    assert theirs is not None
    assert theirs.name == spread.units["PCN", "65.01"].name
    assert not seen_by(spread, "verifier", "65.01").provinces[0].whole
    assert [one.party.abbreviation for one in parties_on(spread.people["rival"], today())] == ["PCN"]


def test_a_draft_is_no_board(world: World) -> None:
    world.upload()
    world.submitted("rival", unit=world.units["PCN", "65.01"], number="9/PCN")
    for who, party in (("liaison", "PBS"), ("verifier", "PBS"), ("rival", "PCN")):
        assert line_of(seen_by(world, who, "65.01", party=party), "65.01").board is None


def test_kpu_chooses_among_parties_with_their_boards_of_the_day(spread: World) -> None:
    def boards(day: date) -> dict[str, int]:
        return {
            one.party.abbreviation: one.boards.get(Level.REGENCY, 0) for one in parties_on(spread.people["above"], day)
        }

    assert boards(today()) == {"PBS": 2, "PCN": 1, "LENTERA": 0, "TUNAS": 0}
    assert boards(today() - timedelta(days=30))["PBS"] == 1


def test_it_asks_as_often_for_many_units_as_for_few(world: World) -> None:
    def asked(area: str) -> int:
        db.session.expire_all()
        with counted() as statements:
            seen_by(world, "national", area)
        return len(statements)

    world.people["national"] = add_user(console(), UserDraft("nasional", "Nasional", PASSWORD, Role.HEAD, "ID", None))
    in_force(world, world.unit, YESTERDAY)
    asked("ID")
    few = {area: asked(area) for area in ("ID", "65", "65.01")}
    for code in ("65.01.01", "65.01.02"):
        unit = open_unit(console(), world.parties["PBS"], db.session.get_one(Region, code))
        in_force(world, unit, YESTERDAY)
    in_force(world, world.units["PBS", "65.71"], YESTERDAY, "neighbour", "far")
    # Rows that the session happens to hold no longer are asked for once more; never one query for each unit.
    assert all(asked(area) <= first + 1 for area, first in few.items())
    assert max(few.values()) <= 14

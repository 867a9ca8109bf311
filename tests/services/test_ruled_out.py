"""Somebody found TMS does not come back with a list; of a person's two rows the one that stays is no obstacle."""

import pytest
from sqlalchemy import select

from sipol.extensions import db, now
from sipol.models import BlockedRow, Member, MemberList
from sipol.reading.sheets import Column
from sipol.rules.errors import Refused
from sipol.rules.indications import Code
from sipol.rules.member_life import MemberReason, MemberStatus
from sipol.services.imports import confirm
from sipol.services.member_life import turn_members
from sipol.services.repairs import outside_of, repair
from tests.factories.world import World

ONE, OTHER = "6501011501790001", "6501011501790002"


def ruled_out(world: World, member: Member) -> None:
    member.handed_in_at = now()
    db.session.flush()
    turned = turn_members(
        world.people["verifier"], member.unit, Member.id == member.id, MemberStatus.NOT_MET, MemberReason.NIK, "palsu"
    )
    assert turned.rows == 1


def listed(world: World, *niks: str) -> MemberList:
    rows = "".join(f"{nik};Budi Santoso;15-01-1979;L;65.01.01\n" for nik in niks)
    return world.listed(f"NIK;Nama;Tanggal Lahir;JK;Kode Kecamatan\n{rows}".encode())


def test_the_row_stays_outside_and_says_why(world: World) -> None:
    ruled_out(world, world.member(ONE))
    sheet = listed(world, ONE, OTHER)
    assert (sheet.clean, sheet.blocked) == (1, 1)
    (outside,) = outside_of(sheet)
    assert [problem.code for problem in outside.problems] == [Code.RULED_OUT]
    assert outside.repairs == [Column.NIK]
    still = repair(world.people["liaison"], sheet, outside.row, {Column.NAME: "Budi S."})
    assert still is not None
    assert repair(world.people["liaison"], sheet, outside.row, {Column.NIK: "6501011501790003"}) is None
    assert db.session.scalars(select(BlockedRow)).all() == []


def test_another_party_may_name_the_person(world: World) -> None:
    ruled_out(world, world.member(ONE, who="rival"))
    assert listed(world, ONE).blocked == 0


def test_the_row_that_stays_of_two_is_no_obstacle(world: World) -> None:
    world.member(ONE)
    confirm(world.people["liaison"], sheet := listed(world, ONE))
    ruled_out(world, db.session.scalars(select(Member).where(Member.list_id == sheet.id)).one())
    assert listed(world, ONE, OTHER).blocked == 0


def test_whoever_was_found_tms_meanwhile_holds_the_list_up(world: World) -> None:
    member = world.member(ONE)
    sheet = listed(world, ONE)
    ruled_out(world, member)
    with pytest.raises(Refused, match="dinyatakan TMS"):
        confirm(world.people["liaison"], sheet)

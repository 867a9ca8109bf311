"""Rows that wait outside: what is the matter, and what comes in when it is put right."""

import pytest
from sqlalchemy import func, select

from sipol.extensions import db
from sipol.models import BlockedRow, Member, MemberList
from sipol.reading.sheets import Column
from sipol.rules.errors import NotAllowed, NotFound, Refused
from sipol.rules.indications import Code
from sipol.rules.member_life import MemberStatus
from sipol.services.imports import confirm, undo
from sipol.services.repairs import counts_outside, outside_of, repair
from tests.factories.world import World

HEADER = "NIK;Nama;Jenis Kelamin;Tempat, Tanggal Lahir;Kode Kecamatan\n"
GOOD = "6501011501790001;Budi Santoso;L;Tarakan, 15-01-1979;65.01.01\n"
BAD = "650101150179000;;L;Tarakan, 31-02-1979;65.99.99\n"


@pytest.fixture
def sheet(world: World) -> MemberList:
    return world.listed((HEADER + GOOD + BAD).encode())


def test_a_row_outside_tells_all_that_is_the_matter_and_what_to_type(sheet: MemberList) -> None:
    (one,) = outside_of(sheet)
    assert (one.row, one.line) == (2, 3)
    assert {problem.code for problem in one.problems} == {Code.NIK_FORM, Code.NAME_MISSING, Code.DATE, Code.REGION}
    assert set(one.repairs) == {Column.NIK, Column.NAME, Column.BIRTH_DATE, Column.DISTRICT}
    assert counts_outside(sheet) == dict.fromkeys((problem.code for problem in one.problems), 1)
    assert outside_of(sheet, Code.AGE) == []


def test_what_was_typed_is_kept_until_the_row_is_right_and_then_it_comes_in(world: World, sheet: MemberList) -> None:
    liaison = world.people["liaison"]
    still = repair(liaison, sheet, 2, {Column.NAME: "Siti Aminah", Column.BIRTH_DATE: "15-01-1979"})
    assert still is not None
    assert {problem.code for problem in still.problems} == {Code.NIK_FORM, Code.REGION}
    assert outside_of(sheet)[0].cells.name == "Siti Aminah"
    assert repair(liaison, sheet, 2, {Column.NIK: "6501015501790002", Column.DISTRICT: "65.01.02"}) is None
    member = db.session.scalars(select(Member).where(Member.list_row == 2)).one()
    assert (member.status, member.codes) == (MemberStatus.PENDING, [Code.NIK_SEX.value])
    assert (member.birth_place, member.region_code) == ("Tarakan", "65.01.02")
    assert (sheet.rows, sheet.clean, sheet.noted, sheet.blocked) == (2, 1, 1, 0)
    assert db.session.scalar(select(func.count()).select_from(BlockedRow)) == 0


def test_a_row_put_right_after_its_list_was_taken_in_is_a_member_at_once(world: World, sheet: MemberList) -> None:
    liaison = world.people["liaison"]
    confirm(liaison, sheet)
    typed = {
        Column.NIK: "6501011501790001", Column.NAME: "Budi Santoso", Column.BIRTH_DATE: "15-01-1979",
        Column.DISTRICT: "65.01.01",
    }  # fmt: skip
    assert repair(liaison, sheet, 2, typed) is None
    found = db.session.execute(select(Member.status, Member.codes).order_by(Member.list_row)).all()
    assert [tuple(row) for row in found] == [(MemberStatus.UNCHECKED, [Code.IDENTICAL.value])] * 2


def test_a_row_of_a_list_that_was_undone_is_gone(world: World, sheet: MemberList) -> None:
    liaison = world.people["liaison"]
    with pytest.raises(NotFound):
        repair(liaison, sheet, 1, {})
    undo(liaison, sheet)
    with pytest.raises(Refused):
        repair(liaison, sheet, 2, {})


def test_only_the_partys_own_people_put_rows_right(world: World, sheet: MemberList) -> None:
    with pytest.raises(NotAllowed):
        repair(world.people["verifier"], sheet, 2, {})

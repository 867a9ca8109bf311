"""A member has its unit, party, list and region, whatever way it comes, and they stay while it is here."""

import pytest
from sqlalchemy import delete, select, text
from sqlalchemy.exc import IntegrityError

from sipol.extensions import db
from sipol.models import Member, Region, Unit
from sipol.models.sealed import keys
from sipol.reading.sheets import Column, reader_of
from sipol.rules.member_life import MemberStatus
from sipol.services.member_copy import enrol, lines_of
from sipol.services.members import Arrivals, Home, columns_of, driver
from tests.factories.world import World

ODD = r"Jl. \N  dan \\t „Ujung“"
COLUMNS = {Column.NIK: 0, Column.NAME: 1, Column.SEX: 2, Column.BIRTH_DATE: 3, Column.ADDRESS: 4, Column.CARD: 5}


def put(home: Home, address: str = "Jl. Cendana") -> None:
    table = reader_of(COLUMNS)([["6501014107900001", "Siti\\Rahma", "P", "01-07-1990", address, ""]])
    with driver().cursor() as cursor:
        enrol(cursor, lines_of(columns_of(Arrivals(table, [["usia"]]), home, keys(), MemberStatus.UNCHECKED)))


def test_what_was_written_comes_back_to_the_letter(world: World) -> None:
    put(Home.of(world.unit), f"{ODD}\t\r\nx")
    member = db.session.scalars(select(Member)).one()
    assert (member.name, member.address, member.card_number) == ("Siti\\Rahma", f"{ODD}\t\r\nx", "")
    assert (member.nik, member.born, member.married, member.codes) == ("6501014107900001", "1990-07-01", None, ["usia"])


@pytest.mark.parametrize("wrong", ["unit", "party", "region"])
def test_a_member_without_a_home_is_refused(world: World, wrong: str) -> None:
    unit, other = world.unit, world.people["rival"].party_id
    assert other is not None
    homes = {
        "unit": Home(other, unit.party_id, unit.region_code),
        "party": Home(unit.id, other, unit.region_code),
        "region": Home(unit.id, unit.party_id, "99.99"),
    }
    with pytest.raises(Exception, match="no unit, list or region"):
        put(homes[wrong])


def test_a_member_of_a_list_of_another_unit_is_refused(world: World) -> None:
    put(Home.of(world.unit))
    with pytest.raises(IntegrityError, match="no unit, list or region"):
        db.session.execute(
            text(
                "INSERT INTO member (unit_id, party_id, region_code, list_id, list_row, status, nik, nik_hash, "
                "person_hash, name, name_key, birth_place, born, occupation, address, card_number, codes) "
                "SELECT unit_id, party_id, region_code, gen_random_uuid(), 1, status, nik, nik_hash, person_hash, "
                "name, name_key, birth_place, born, occupation, address, card_number, codes FROM member"
            )
        )


@pytest.mark.parametrize("which", ["unit", "region"])
def test_a_home_with_members_stays(world: World, which: str) -> None:
    put(Home.of(world.unit))
    gone = {
        "unit": delete(Unit).where(Unit.id == world.unit.id),
        "region": delete(Region).where(Region.code == world.unit.region_code),
    }
    with pytest.raises(IntegrityError, match="members are still here"):
        db.session.execute(gone[which])

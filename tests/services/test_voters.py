"""Voter lists: what they say of members, when it is said, and that nobody can be read out of what is kept."""

import tempfile
from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select, text

from sipol.audit.events import VoterListImported
from sipol.extensions import db
from sipol.models import AuditEntry, Member, Voter, VoterList
from sipol.models.sealed import keys
from sipol.reading.sheets.voters import status_column, status_of
from sipol.rules.errors import NotAllowed, Refused
from sipol.rules.indications import INDICATIONS, Code
from sipol.rules.member_life import MemberReason
from sipol.rules.voters import VOTER_CODES, VoterFact, VoterStatus, voter_codes, with_voter_codes
from sipol.services import voter_lists
from sipol.services.imports import confirm, undo
from sipol.services.member_entry import remove_member
from sipol.services.voter_lists import Brought, import_voters, voter_lists_in
from sipol.services.voters import mark_voters
from tests.factories.world import World

HEADER = "NIK;Nama;Jenis Kelamin;Tanggal Lahir;Kode Kecamatan;Keterangan\n"
MEMBERS = (
    "6501011501790001;Budi Santoso;L;15-01-1979;65.01.01;PBS-1\n"
    "6501015501790002;Siti Aminah;P;15-01-1979;65.01.02;PBS-2\n"
    "6501011501790003;Amir Hamzah;L;15-01-1979;65.01.01;PBS-3\n"
    "6501011501790004;Darius Lawai;L;15-01-1979;65.01.01;PBS-4\n"
    "6501011501790005;Rahmat Surya;L;15-01-1979;65.01.01;PBS-5\n"
)
VOTERS = (
    "6501011501790001;BUDI SANTOSO;L;15/01/1979;65.01.01;\n",
    "6501015501790002;Siti Amina;P;15-01-1979;65.01.02;\n",
    "6501011501790003;Amir Hamzah;L;15-01-1979;65.01.01;Meninggal dunia\n",
    "6501011501790004;Darius Lawai;L;15-01-1979;65.01.01;Anggota TNI\n",
)
EXPECTED = {1: [], 2: ["nama_beda"], 3: ["meninggal"], 4: ["tni_polri"], 5: ["bukan_pemilih"]}
DAY = date(2026, 1, 31)


def kept(
    world: World, rows: Sequence[str] = VOTERS, area: str = "65.01", day: date = DAY, who: str = "head"
) -> Brought:
    return brought_in(world, HEADER + "".join(rows), area, day, who)


def brought_in(world: World, content: str, area: str, day: date = DAY, who: str = "head") -> Brought:
    with tempfile.TemporaryFile() as file:
        file.write(content.encode())
        file.seek(0)
        return import_voters(world.people[who], file, day, area)


def sent(world: World) -> None:
    confirm(world.people["liaison"], world.listed((HEADER.replace("Keterangan", "Nomor KTA") + MEMBERS).encode()))


def noted() -> dict[int | None, list[str]]:
    return {row: codes for row, codes in db.session.execute(select(Member.list_row, Member.codes))}  # noqa: C416 - typed


def test_members_are_marked_when_a_voter_list_comes_in(world: World) -> None:
    sent(world)
    assert set(map(tuple, noted().values())) == {()}
    brought = kept(world)
    assert (brought.rows, brought.without_nik, brought.elsewhere) == (4, 0, 0)
    assert noted() == EXPECTED


def test_members_are_marked_when_they_come_in_after_it(world: World) -> None:
    kept(world)
    sheet = world.listed((HEADER.replace("Keterangan", "Nomor KTA") + MEMBERS).encode())
    assert noted() == EXPECTED
    assert (sheet.clean, sheet.noted) == (1, 4)
    undo(world.people["liaison"], sheet)
    assert world.member("6501011501790005", "Rahmat Surya").codes == ["bukan_pemilih"]
    assert world.member("6501011501790001", "Budi Santosa").codes == ["nama_beda"]


def test_a_newer_list_takes_the_place_of_the_older_and_what_it_said(world: World) -> None:
    sent(world)
    kept(world)
    better = [*VOTERS[:2], VOTERS[2].replace("Meninggal dunia", ""), "6501011501790005;Rahmat Surya;L;15-01-1979;;\n"]
    kept(world, better, day=date(2026, 2, 28))
    assert noted() == {1: [], 2: ["nama_beda"], 3: [], 4: ["bukan_pemilih"], 5: []}
    assert db.session.scalar(select(func.count()).select_from(Voter)) == 4
    (only,) = voter_lists_in("65").values()
    assert (only.region_code, only.as_of, only.rows) == ("65.01", date(2026, 2, 28), 4)
    with pytest.raises(Refused, match="lebih baru"):
        kept(world)


def test_a_removed_member_is_left_alone_and_other_notes_stay(world: World) -> None:
    member = world.member("6501011501790005", "Rahmat Surya")
    db.session.execute(text("UPDATE member SET codes = '{usia,pekerjaan}'"))
    kept(world)
    assert noted() == {None: ["usia", "pekerjaan", "bukan_pemilih"]}
    db.session.refresh(member)
    remove_member(world.people["liaison"], member, MemberReason.RESIGNED, "")
    kept(world, [*VOTERS, "6501011501790005;Rahmat Surya;L;15-01-1979;;\n"])
    assert noted() == {None: ["usia", "pekerjaan", "bukan_pemilih"]}


def test_nothing_is_said_where_there_is_no_list(world: World) -> None:
    sent(world)
    other = [row.replace("65.01.0", "65.71.0") for row in VOTERS]
    kept(world, other, area="65.71")
    # Whoever is a voter elsewhere is known there; of the fifth nobody can say that no list has him.
    assert noted() == EXPECTED | {5: []}


def test_one_file_may_hold_a_whole_province(world: World) -> None:
    rows = [*VOTERS[:2], "6571011501790009;Yohana Apui;P;15-01-1979;65.71.01;\n"]
    odd = ["65010115******09;Samar;L;15-01-1979;65.01.01;\n", "3171011501790009;Jauh Sekali;L;15-01-1979;31.71.01;\n"]
    brought = kept(world, [*rows, *odd], area="65")
    assert (dict(brought.kept), brought.without_nik, brought.elsewhere) == ({"65.01": 2, "65.71": 1}, 1, 1)
    assert set(voter_lists_in("65")) == {"65.01", "65.71"}
    assert set(voter_lists_in("65.71")) == {"65.71"}


def test_pieces_are_as_good_as_a_whole(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voter_lists, "PIECE", 1)
    sent(world)
    kept(world)
    assert noted() == EXPECTED


def test_what_is_kept_tells_of_nobody(world: World) -> None:
    kept(world)
    rows = db.session.execute(text("SELECT nik_hash, person_hash FROM voter")).all()
    assert {len(row.nik_hash) for row in rows} == {16}
    assert keys().hashed("6501011501790001") in {bytes(row.nik_hash) for row in rows}
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.event == VoterListImported.__name__)).one()
    assert (entry.region_code, entry.facts) == ("65.01", {"region": "65.01", "as_of": "31-01-2026", "rows": 4})


def test_a_list_without_names_says_nothing_of_names(world: World) -> None:
    sent(world)
    rows = "\n".join(row.split(";")[0] + ";65.01.01" for row in VOTERS)
    brought_in(world, f"NIK;Kode Kecamatan\n{rows}\n", "65.01")
    assert noted() == {1: [], 2: [], 3: [], 4: [], 5: ["bukan_pemilih"]}


@pytest.mark.parametrize(
    ("content", "area", "day", "field"),
    [
        ("bukan;daftar\n1;2\n", "65.01", DAY, "file"),
        ("NIK;Nama\n65010115******01;Samar\n", "65.01", DAY, "file"),
        ("NIK;Nama\n6501011501790001;Budi\n", "65", DAY, "file"),
        ("NIK;Nama\n6501011501790001;Budi\n", "65.01", date(2099, 1, 1), "as_of"),
    ],
)
def test_a_list_that_cannot_be_used_is_refused(world: World, content: str, area: str, day: date, field: str) -> None:
    with pytest.raises(Refused) as refused:
        brought_in(world, content, area, day)
    assert refused.value.field == field
    assert db.session.scalar(select(func.count()).select_from(VoterList)) == 0


@pytest.mark.parametrize("who", ["liaison", "verifier", "supervisor", "above"])
def test_only_a_head_or_the_administrator_brings_lists(world: World, who: str) -> None:
    with pytest.raises(NotAllowed):
        kept(world, who=who)


def test_a_live_service_is_asked_through_the_same_port(world: World) -> None:
    sent(world)
    dead = keys().hashed("6501011501790001")

    class Service:
        def covered(self) -> set[str]:
            return {"65.01"}

        def look_up(self, hashes: Sequence[bytes]) -> dict[bytes, VoterFact]:
            return {one: VoterFact(VoterStatus.DEAD if one == dead else VoterStatus.VOTER) for one in hashes}

    mark_voters(Member.region_code.startswith("65.01."), Service())
    assert noted() == {1: ["meninggal"], 2: [], 3: [], 4: [], 5: []}


def test_the_four_indications_have_words_for_the_party() -> None:
    assert {INDICATIONS[code].number for code in VOTER_CODES} == {4, 8, 9}
    assert all(INDICATIONS[code].advice.endswith(".") for code in VOTER_CODES)


@pytest.mark.parametrize(
    ("cell", "status"),
    [
        ("", VoterStatus.VOTER), ("B", VoterStatus.VOTER), ("Kawin", VoterStatus.VOTER),
        ("MENINGGAL", VoterStatus.DEAD),
        ("TMS - Meninggal Dunia", VoterStatus.DEAD), ("wafat", VoterStatus.DEAD), ("Polri", VoterStatus.POLICE),
        ("Anggota Kepolisian", VoterStatus.POLICE), ("TNI-AD", VoterStatus.MILITARY), ("TNI/Polri", VoterStatus.POLICE),
        ("Pensiunan TNI", VoterStatus.VOTER), ("Pindah domisili", VoterStatus.STRUCK), ("Ganda", VoterStatus.STRUCK),
        ("di bawah umur", VoterStatus.STRUCK), ("Martini", VoterStatus.VOTER), ("Bukan TNI", VoterStatus.VOTER),
    ],
)  # fmt: skip
def test_what_a_cell_says_of_a_person(cell: str, status: VoterStatus) -> None:
    assert status_of(cell) is status


def test_the_column_that_says_so_is_the_surer_of_two() -> None:
    assert status_column(["NIK", "Status", "Nama", "Ket."]) == 3
    assert status_column(["NIK", "Status", "Nama"]) == 1
    assert status_column(["NIK", "Nama"]) == -1


FACTS = st.builds(VoterFact, st.sampled_from(VoterStatus), st.frozensets(st.binary(min_size=1, max_size=2), max_size=3))


@given(FACTS, FACTS, st.binary(min_size=1, max_size=2), st.booleans())
def test_two_rows_of_a_nik_are_one_whichever_comes_first(
    one: VoterFact, other: VoterFact, person: bytes, covered: bool
) -> None:
    assert one.beside(other) == other.beside(one)
    assert one.beside(one) == one
    told = voter_codes(one.beside(other), person, covered=covered)
    assert told <= VOTER_CODES
    assert (Code.NOT_A_VOTER in told) <= covered


@given(
    st.lists(st.sampled_from([code.value for code in Code]), unique=True), st.sets(st.sampled_from(sorted(VOTER_CODES)))
)
def test_other_notes_stay_in_their_order(codes: list[str], told: set[Code]) -> None:
    after = with_voter_codes(codes, told)
    assert [code for code in after if Code(code) not in VOTER_CODES] == [
        code for code in codes if Code(code) not in VOTER_CODES
    ]
    assert VOTER_CODES.intersection(map(Code, after)) == told

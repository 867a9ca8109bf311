"""Member lists on their way in: every row counted, none twice, all of it taken back as if it had never come."""

import random
from collections import Counter
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from sipol.audit.member_events import MemberListReceived
from sipol.extensions import db, today
from sipol.jobs.tasks import leave_list_unread, read_members
from sipol.models import AuditEntry, BlockedRow, ListStage, Member, MemberList, MemberPaper
from sipol.rules.errors import Busy, NotAllowed, Refused
from sipol.rules.member_life import MemberPaperKind, MemberReason, MemberStatus
from sipol.services import imports
from sipol.services.imports import confirm, receive, undo
from sipol.services.member_entry import remove_member
from sipol.services.member_papers import receive_paper
from tests.factories.member_lists import LAYOUTS, as_csv, as_rows, member_list
from tests.factories.member_lists import MemberList as Made
from tests.factories.photographs import photograph
from tests.factories.world import World


def made(seed: int, rows: int = 120, share: float = 0.2) -> Made:
    """Invented members of Bulungan."""
    found = member_list(seed, rows, share)
    for one in found.people:
        if one.district.startswith("65.71"):
            one.district = "65.01.01"
    return found


def content(people: Made) -> bytes:
    return as_csv(as_rows(people, LAYOUTS["plain"]), ";", "utf-8")


def sent(world: World, data: bytes, who: str = "liaison") -> MemberList:
    sheet = receive(world.people[who], world.unit, "anggota.csv", data).sheet
    read_members(sheet.id)
    return sheet


def counted() -> Counter[str]:
    rows = db.session.execute(select(Member.status, func.count()).group_by(Member.status))
    return Counter({status.value: count for status, count in rows})


def test_a_list_is_sorted_and_every_row_is_counted_once(world: World) -> None:
    people = made(7)
    sheet = sent(world, content(people))
    blocking = {"nik_bentuk", "wilayah", "nama_kosong", "tanggal"}
    outside = {row for row, code in people.plants if code in blocking}
    noted = {row for row, code in people.plants if row not in outside}
    assert sheet.stage is ListStage.CHECKED
    assert (sheet.rows, sheet.blocked, sheet.noted) == (120, len(outside), len(noted))
    assert set(db.session.scalars(select(BlockedRow.row))) == outside
    assert counted() == {"pending": 120 - len(outside)}
    codes = {row: set(found) for row, found in db.session.execute(select(Member.list_row, Member.codes))}
    assert {(row, code) for row, found in codes.items() for code in found} == {
        (row, code) for row, code in people.plants if row not in outside
    } | {(row, code) for row, found in codes.items() for code in found if code in ("ganda_identik", "potensi_ganda")}
    assert all(codes[row] for row, code in people.plants if row not in outside)


def test_what_is_kept_of_a_person_is_sealed(world: World) -> None:
    people = made(8, share=0)
    sent(world, content(people))
    member = db.session.scalars(select(Member).where(Member.list_row == 1)).one()
    first = people.people[0]
    assert (member.nik, member.born_on, member.name) == (first.nik, first.born, first.name)
    raw = db.session.execute(text("SELECT nik, born, nik_hash FROM member WHERE list_row = 1")).one()
    assert first.nik.encode() not in bytes(raw.nik)
    assert str(first.born).encode() not in bytes(raw.born)
    facts = db.session.scalars(select(AuditEntry).where(AuditEntry.event == MemberListReceived.__name__)).one().facts
    assert set(facts) == {"size"}


def test_a_confirmed_list_counts_and_the_same_file_again_changes_nothing(world: World) -> None:
    data = content(made(9))
    sheet = sent(world, data)
    confirm(world.people["liaison"], sheet)
    before = counted()
    again = receive(world.people["liaison"], world.unit, "salinan.csv", data)
    assert again.known
    assert again.sheet is sheet
    read_members(sheet.id)
    assert counted() == before == {"unchecked": sheet.clean + sheet.noted}
    with pytest.raises(Refused):
        confirm(world.people["liaison"], sheet)


def test_an_undone_list_leaves_nothing_and_may_come_again(world: World) -> None:
    data = content(made(10))
    sheet = sent(world, data)
    confirm(world.people["liaison"], sheet)
    rows = (sheet.rows, sheet.clean, sheet.noted, sheet.blocked)
    undo(world.people["liaison"], sheet)
    assert counted() == {}
    assert db.session.scalar(select(func.count()).select_from(BlockedRow)) == 0
    assert sent(world, data) is sheet
    assert (sheet.stage, (sheet.rows, sheet.clean, sheet.noted, sheet.blocked)) == (ListStage.CHECKED, rows)


def test_a_list_goes_out_with_the_papers_and_changes_of_its_members(world: World) -> None:
    liaison, sheet = world.people["liaison"], sent(world, content(made(16, 10, 0)))
    confirm(liaison, sheet)
    first, second = db.session.scalars(select(Member).order_by(Member.list_row).limit(2))
    receive_paper(liaison, first, MemberPaperKind.KTP, photograph())
    remove_member(liaison, second, MemberReason.RESIGNED, "")
    undo(liaison, sheet)
    assert counted() == {}
    assert db.session.scalars(select(MemberPaper)).all() == []


def test_the_same_person_in_another_party_is_found_and_pending_rows_of_others_are_not(world: World) -> None:
    ours, theirs = made(11, 30, 0), made(12, 30, 0)
    theirs.people[4] = replace(ours.people[2], card=theirs.people[4].card)
    rival = world.units["PCN", "65.01"]
    first = receive(world.people["rival"], rival, "a.csv", content(ours)).sheet
    read_members(first.id)
    sheet = sent(world, content(theirs))
    assert not any(db.session.scalars(select(Member.codes).where(Member.list_id == sheet.id)))
    undo(world.people["liaison"], sheet)
    confirm(world.people["rival"], first)
    sent(world, content(theirs))
    rivals = select(Member.codes).where(Member.list_id == first.id, Member.list_row == 3)
    assert db.session.scalars(rivals).one() == []
    found = dict(db.session.execute(select(Member.list_row, Member.codes).where(Member.list_id == sheet.id)).all())
    assert {row: codes for row, codes in found.items() if codes} == {5: ["ganda_eksternal"]}
    confirm(world.people["liaison"], sheet)
    assert db.session.scalars(rivals).one() == ["ganda_eksternal"]
    undo(world.people["liaison"], sheet)
    assert db.session.scalars(rivals).one() == []


def test_one_card_for_two_people_of_a_party_is_noted_on_both(world: World) -> None:
    rows = "NIK;Nama;Tanggal Lahir;Kode Kecamatan;Nomor KTA\n" + "".join(
        f"650101150179000{n};Orang {n};15-01-1979;65.01.01;{card}\n"
        for n, card in enumerate(("PBS-1", "PBS-1", "PBS-2", "", ""), start=1)
    )
    sheet = sent(world, rows.encode())
    codes = select(Member.codes).where(Member.list_id == sheet.id).order_by(Member.list_row)
    assert db.session.scalars(codes).all() == [["kta_ganda"], ["kta_ganda"], [], [], []]
    assert (sheet.clean, sheet.noted) == (3, 2)
    confirm(world.people["liaison"], sheet)
    again = sent(world, rows.replace("650101150179", "650101160179").replace("15-01", "16-01").encode(), "liaison")
    assert db.session.scalars(codes).all() == [["kta_ganda"], ["kta_ganda"], [], [], []]
    confirm(world.people["liaison"], again)
    assert db.session.scalars(codes).all() == [["kta_ganda"], ["kta_ganda"], ["kta_ganda"], [], []]
    undo(world.people["liaison"], again)
    assert db.session.scalars(codes).all() == [["kta_ganda"], ["kta_ganda"], [], [], []]


def test_a_file_that_is_no_list_asks_what_its_columns_hold(world: World) -> None:
    odd, empty = (
        receive(world.people["liaison"], world.unit, "a.csv", data).sheet
        for data in (b"bukan;daftar\n1;2\n", b"NIK;Nama;Tanggal Lahir\n")
    )
    db.session.commit()
    for sheet in (odd, empty):
        read_members(sheet.id)
    assert odd.stage is ListStage.UNTOLD
    assert empty.stage is ListStage.FAILED
    assert "satu baris data pun" in (empty.failure or "")


def test_a_machine_without_room_blames_no_list(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = receive(world.people["liaison"], world.unit, "a.csv", content(made(15))).sheet
    db.session.commit()

    def busy(_file: object) -> None:
        raise Busy("penuh")

    monkeypatch.setattr(imports, "plain_safely", busy)
    with pytest.raises(Busy):
        read_members(sheet.id)
    assert sheet.stage is ListStage.WAITING


def test_a_list_that_no_worker_could_read_says_so(world: World) -> None:
    sheet = receive(world.people["liaison"], world.unit, "a.csv", content(made(13))).sheet
    leave_list_unread(sheet.id)
    assert sheet.stage is ListStage.FAILED


@pytest.mark.parametrize("who", ["neighbour", "rival", "verifier", "supervisor", "admin"])
def test_only_the_partys_own_people_send_its_members(world: World, who: str) -> None:
    with pytest.raises(NotAllowed):
        receive(world.people[who], world.unit, "a.csv", b"NIK;Nama\n")


def test_a_worker_killed_at_any_moment_goes_on_where_it_was(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "CHUNK", 7)
    people = made(14, 100)
    rng, real = random.Random(3), imports.enrol
    sheet = receive(world.people["liaison"], world.unit, "a.csv", content(people)).sheet
    db.session.commit()

    def die(cursor: object, rows: object) -> None:
        real(cursor, rows)  # type: ignore[arg-type]
        if rng.random() < 0.3:
            raise KeyboardInterrupt

    monkeypatch.setattr(imports, "enrol", die)
    deaths = 0
    while sheet.stage is ListStage.WAITING:
        try:
            read_members(sheet.id)
        except KeyboardInterrupt:
            db.session.rollback()
            deaths += 1
    assert deaths > 3
    assert sheet.rows == 100
    assert counted()[MemberStatus.PENDING.value] == sheet.clean + sheet.noted
    assert db.session.scalar(select(func.count()).select_from(BlockedRow)) == sheet.blocked


def test_an_offices_own_terms_reach_every_row(world: World, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    own = {"barred": ("nelayan",), "voting_age": 50, "oldest": 60}
    monkeypatch.setitem(app.config, "SIPOL_MEMBER_TERMS", own)
    rows = (
        f"6501011501790001;Budi;15-01-{today().year - 47};TNI\n"
        f"6501011501790002;Siti;15-01-{today().year - 55};Nelayan\n"
        f"6501011501790003;Amir;15-01-{today().year - 70};Petani\n"
    )
    sheet = world.listed(f"NIK;Nama;Tanggal Lahir;Pekerjaan\n{rows}".encode())
    codes = {row: found for row, found in db.session.execute(select(Member.list_row, Member.codes))}  # noqa: C416 - typed
    assert {row: set(found) & {"usia", "pekerjaan"} for row, found in codes.items()} == {1: {"usia"}, 2: {"pekerjaan"}}
    assert [codes[-1] for codes in db.session.scalars(select(BlockedRow.codes))] == ["tanggal"]
    assert sheet.blocked == 1

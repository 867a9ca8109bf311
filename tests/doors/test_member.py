"""One member by hand: added, corrected, taken out; what is wrong stands at its field, and nothing typed is lost."""

from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy import select

from sipol.audit.member_events import MemberUnmasked
from sipol.extensions import db
from sipol.models import AuditEntry, Member
from sipol.rules.member_life import MemberReason, MemberStatus
from sipol.rules.reasons import ReasonCode
from sipol.rules.workflow import Act, Outcome
from sipol.services.member_life import turn_members
from sipol.services.review import rule
from sipol.services.submissions import advance
from tests.doors.test_decrees import words
from tests.factories.world import World

SignIn = Callable[[str], FlaskClient]
TYPED = {
    "nik": "6501015501800002",
    "name": "Siti Aminah",
    "sex": "P",
    "birth_place": "Tarakan",
    "birth_date": "15-01-1980",
    "marital": "Kawin",
    "occupation": "Petani",
    "address": "Jl. Cendana 4",
    "district": "65.01.02",
    "card": "PBS-2",
}


def added(world: World, client: FlaskClient, **changed: str) -> int:
    return client.post(f"/unit/{world.unit.id}/anggota/tambah", data=TYPED | changed).status_code


def returned(world: World, status: MemberStatus, reason: MemberReason) -> Member:
    """A member that KPU found so, in a submission that came back to the party."""
    member = world.member()
    submission = world.handed_in()
    advance(world.people["verifier"], submission, Act.TAKE_UP)
    turn_members(world.people["verifier"], world.unit, Member.id == member.id, status, reason)
    rule(world.people["verifier"], submission, Outcome.INCOMPLETE, [ReasonCode.OTHER], "Perbaiki.")
    return member


def test_a_member_is_added_by_the_form_as_a_list_would_bring_it(world: World, sign_in: SignIn) -> None:
    assert added(world, sign_in("liaison")) == 303
    member = db.session.scalars(select(Member)).one()
    assert (member.name, member.nik, member.status) == ("Siti Aminah", "6501015501800002", MemberStatus.UNCHECKED)
    assert (member.region_code, member.married, member.codes, member.list_id) == ("65.01.02", True, [], None)


def test_what_blocks_stands_at_its_field_and_what_was_typed_stays(world: World, sign_in: SignIn) -> None:
    wrong = {"nik": "650101550180000", "birth_date": "31-02-1980", "name": "", "district": ""}
    answer = sign_in("liaison").post(f"/unit/{world.unit.id}/anggota/tambah", data=TYPED | wrong)
    assert answer.status_code == 422
    for sentence in ("NIK 15 angka, harus 16", "bukan tanggal", "Nama kosong", "Kode kecamatan kosong"):
        assert sentence in words(answer)
    assert 'value="650101550180000"' in answer.text
    assert 'value="Jl. Cendana 4"' in answer.text
    assert db.session.scalars(select(Member)).all() == []


def test_a_note_keeps_nobody_out(world: World, sign_in: SignIn) -> None:
    assert added(world, sign_in("liaison"), occupation="Anggota TNI") == 303
    assert db.session.scalars(select(Member.codes)).one() == ["pekerjaan"]


def test_one_nik_and_one_card_is_one_person_of_the_party(world: World, sign_in: SignIn) -> None:
    client = sign_in("liaison")
    assert added(world, client) == 303
    again = client.post(f"/unit/{world.unit.id}/anggota/tambah", data=TYPED)
    assert "NIK ini sudah terdaftar dalam partai Anda" in words(again)
    assert "Nomor KTA ini sudah dipakai" in words(again)
    assert added(world, client, nik="6501015501800003", card="") == 303
    assert added(world, client, nik="6501015501800004", card="") == 303


def test_a_person_of_another_party_comes_in_with_a_note_that_names_no_party(world: World, sign_in: SignIn) -> None:
    rival = world.units["PCN", "65.01"]
    assert sign_in("rival").post(f"/unit/{rival.id}/anggota/tambah", data=TYPED).status_code == 303
    assert added(world, sign_in("liaison")) == 303
    assert db.session.scalars(select(Member.codes)).all() == [["ganda_eksternal"], ["ganda_eksternal"]]
    ours = db.session.scalars(select(Member).where(Member.unit_id == world.unit.id)).one()
    page = sign_in("liaison").get(f"/anggota/{ours.id}")
    assert "Ganda antarpartai" in words(page)
    assert "PCN" not in page.text


def test_the_whole_nik_is_shown_to_whoever_corrects_the_row_and_that_is_kept(world: World, sign_in: SignIn) -> None:
    member, client = world.member(), sign_in("liaison")
    assert member.nik not in client.get(f"/anggota/{member.id}").text
    assert db.session.scalars(select(AuditEntry).where(AuditEntry.event == MemberUnmasked.__name__)).all() == []
    page = client.get(f"/anggota/{member.id}/perbaiki")
    assert f'value="{member.nik}"' in page.text
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.event == MemberUnmasked.__name__)).one()
    assert entry.actor_id == world.people["liaison"].id


def test_a_row_found_bms_is_put_right_and_looked_at_anew(world: World, sign_in: SignIn) -> None:
    member = returned(world, MemberStatus.INCOMPLETE, MemberReason.NAME)
    answer = sign_in("liaison").post(
        f"/anggota/{member.id}/perbaiki", data=TYPED | {"nik": member.nik, "name": "Budi S."}
    )
    assert answer.status_code == 303
    assert (member.name, member.status) == ("Budi S.", MemberStatus.UNCHECKED)
    page = words(sign_in("liaison").get(answer.location))
    assert "nama berbeda dengan KTP-el" in page
    assert "diajukan ke KPU" in page


def test_who_was_found_tms_is_not_put_right_and_does_not_come_again(world: World, sign_in: SignIn) -> None:
    member, client = returned(world, MemberStatus.NOT_MET, MemberReason.NIK), sign_in("liaison")
    assert "sudah TMS" in words(client.post(f"/anggota/{member.id}/perbaiki", data=TYPED))
    again = client.post(f"/unit/{world.unit.id}/anggota/tambah", data=TYPED | {"nik": member.nik})
    assert "sudah dinyatakan TMS" in words(again)
    assert "masukkan orang lain" in words(again)


def test_a_member_goes_out_with_a_reason_and_stays_in_the_history(world: World, sign_in: SignIn) -> None:
    member, client = world.member(), sign_in("liaison")
    assert "Pilih alasannya" in words(client.post(f"/anggota/{member.id}/keluarkan"))
    assert "Tulis alasan lain" in words(client.post(f"/anggota/{member.id}/keluarkan", data={"reason": "other"}))
    assert client.post(f"/anggota/{member.id}/keluarkan", data={"reason": "resigned"}).status_code == 303
    assert member.status is MemberStatus.REMOVED
    assert "Budi Santoso" not in client.get(f"/unit/{world.unit.id}/anggota").text
    assert "mengundurkan diri" in words(client.get(f"/anggota/{member.id}"))
    assert added(world, client, nik=member.nik) == 303


def test_while_the_list_lies_with_kpu_nobody_is_added(world: World, sign_in: SignIn) -> None:
    world.member()
    world.handed_in()
    answer = sign_in("liaison").post(f"/unit/{world.unit.id}/anggota/tambah", data=TYPED)
    assert "tidak dapat diubah sampai ada hasilnya" in words(answer)

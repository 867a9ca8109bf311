"""The verifier's table for members: one row after another, all clean ones at once, and every step back."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from sipol.audit.member_events import MemberUnmasked
from sipol.extensions import db
from sipol.models import AuditEntry, Member, Submission
from sipol.rules.member_life import MemberStatus
from sipol.rules.workflow import Act, State
from sipol.services.imports import confirm
from sipol.services.submissions import advance
from tests.doors.test_budgets import counted
from tests.doors.test_decrees import words
from tests.factories.world import World

SignIn = Callable[[str], FlaskClient]
HEADER = "NIK;Nama;Jenis Kelamin;Tanggal Lahir;Kode Kecamatan;Pekerjaan;Nomor KTA\n"
ROWS = (
    "6501011501790001;Budi Santoso;L;15-01-1979;65.01.01;Petani;PBS-1\n"
    "6501015501790002;Siti Aminah;P;15-01-1979;65.01.02;TNI;PBS-2\n"
    "6501011501790003;Joko Widada;P;16-01-1979;65.01.01;Nelayan;PBS-3\n"
    "6501011501790004;Agus Lawai;L;15-01-1979;65.01.01;Nelayan;PBS-4\n"
)


@pytest.fixture
def submission(world: World) -> Submission:
    confirm(world.people["liaison"], world.listed((HEADER + ROWS).encode()))
    submission = world.handed_in()
    advance(world.people["verifier"], submission, Act.TAKE_UP)
    return submission


def table(world: World) -> str:
    return f"/verifikasi/unit/{world.unit.id}/anggota"


def person(name: str) -> Member:
    return db.session.scalars(select(Member).where(Member.name == name)).one()


def names(text: str) -> list[str]:
    return re.findall(r'scope="row"><a[^>]*>([^<]+)<', text)


def test_the_table_sorts_rows_by_what_is_noted(world: World, submission: Submission, sign_in: SignIn) -> None:
    page = sign_in("verifier").get(table(world))
    assert names(page.text) == ["Agus Lawai", "Budi Santoso", "Joko Widada", "Siti Aminah"]
    assert "MS untuk semua baris bersih (2)" in words(page)
    assert names(sign_in("verifier").get(f"{table(world)}?masalah=pekerjaan").text) == ["Siti Aminah"]
    queue = sign_in("verifier").get(f"/tinjau/{submission.id}")
    assert table(world) in queue.text


def test_supervisors_read_the_same_rows_and_press_nothing(
    world: World, submission: Submission, sign_in: SignIn
) -> None:
    page = sign_in("supervisor").get(table(world))
    assert names(page.text) == names(sign_in("verifier").get(table(world)).text)
    row = sign_in("supervisor").get(f"/verifikasi/anggota/{person('Budi Santoso').id}")
    assert "Putuskan dan lanjut" not in row.text
    assert "6501011501790001" not in row.text
    assert sign_in("supervisor").post(f"{table(world)}/bersih").status_code == 403


def test_the_whole_nik_is_shown_on_the_case_and_kept_who_saw_it(
    world: World, submission: Submission, sign_in: SignIn
) -> None:
    client, url = sign_in("verifier"), f"/verifikasi/anggota/{person('Joko Widada').id}"
    assert "6501011501790003" not in client.get(url).text
    assert client.post(f"{url}/nik", data={"why": "match"}).status_code == 303
    page = client.get(url)
    assert "6501011501790003" in page.text
    assert "menurut NIK: laki-laki" in words(page)
    assert "menurut NIK: 15-01-..79" in words(page)
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.event == MemberUnmasked.__name__)).first()
    assert entry is not None
    assert (entry.actor_id, entry.facts) == (world.people["verifier"].id, {"reason": "match"})
    assert "6501011501790003" not in sign_in("second").get(table(world)).text


def test_a_ruling_leads_on_to_the_next_row_of_the_same_kind(
    world: World, submission: Submission, sign_in: SignIn
) -> None:
    client, first = sign_in("verifier"), person("Budi Santoso")
    url = f"/verifikasi/anggota/{first.id}/putuskan?status=unchecked"
    answer = client.post(url, data={"status": "met", "reason": "nik"})
    assert answer.location == f"/verifikasi/anggota/{person('Joko Widada').id}?status=unchecked"
    assert first.status is MemberStatus.MET
    last = client.post(
        f"/verifikasi/anggota/{person('Siti Aminah').id}/putuskan?masalah=pekerjaan",
        data={"status": "not_met", "reason": "occupation"},
    )
    assert last.location == f"{table(world)}?masalah=pekerjaan"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Pilih keputusan"),
        ({"status": "removed"}, "Pilih keputusan"),
        ({"status": "incomplete"}, "Pilih alasannya"),
        ({"status": "not_met", "reason": "other"}, "Tulis alasan lain"),
        ({"status": "not_met", "reason": "died"}, "Pilih alasannya"),
    ],
)
def test_a_ruling_that_says_too_little_is_refused(
    world: World, submission: Submission, sign_in: SignIn, typed: dict[str, str], sentence: str
) -> None:
    member = person("Budi Santoso")
    answer = sign_in("verifier").post(f"/verifikasi/anggota/{member.id}/putuskan", data=typed)
    assert answer.status_code == 422
    assert sentence in words(answer)
    assert member.status is MemberStatus.UNCHECKED


def test_all_clean_rows_are_met_at_once_and_that_is_taken_back_at_once(
    world: World, submission: Submission, sign_in: SignIn
) -> None:
    client = sign_in("verifier")
    page = words(client.get(f"{table(world)}/bersih"))
    assert "Yang tercakup: 2 baris" in page
    assert "Ganda antarpartai" in page
    assert client.post(f"{table(world)}/bersih").status_code == 303
    assert {one.name for one in db.session.scalars(select(Member).where(Member.status == MemberStatus.MET))} == {
        "Agus Lawai",
        "Budi Santoso",
    }
    undo = re.search(r'action="(/verifikasi/unit/[^"]+/urungkan/[^"]+)"', client.get(table(world)).text)
    assert undo is not None
    assert client.post(undo.group(1)).status_code == 303
    assert set(db.session.scalars(select(Member.status))) == {MemberStatus.UNCHECKED}
    assert "/urungkan/" not in client.get(table(world)).text


def test_one_card_is_one_ms_member(world: World, submission: Submission, sign_in: SignIn) -> None:
    first, second = person("Budi Santoso"), person("Agus Lawai")
    second.card_number = first.card_number
    client = sign_in("verifier")
    for member, status in ((first, 303), (second, 422)):
        answer = client.post(f"/verifikasi/anggota/{member.id}/putuskan", data={"status": "met"})
        assert answer.status_code == status
    assert "sudah dimiliki anggota lain" in words(answer)


def test_only_who_holds_the_submission_rules(world: World, submission: Submission, sign_in: SignIn) -> None:
    member = person("Budi Santoso")
    for who in ("second", "head"):
        answer = sign_in(who).post(f"/verifikasi/anggota/{member.id}/putuskan", data={"status": "met"})
        assert answer.status_code in (403, 409)
    assert sign_in("far").get(table(world)).status_code == 404
    assert member.status is MemberStatus.UNCHECKED


def test_a_submission_of_members_is_returned_with_reasons_of_its_own(
    world: World, submission: Submission, sign_in: SignIn
) -> None:
    client, url = sign_in("verifier"), f"/tinjau/{submission.id}"
    page = words(client.get(url))
    assert "Sebagian anggota perlu diperbaiki" in page
    assert "Masa bakti pada SK" not in page
    refused = client.post(f"{url}/putuskan", data={"outcome": "met"})
    assert "4 anggota yang belum diverifikasi" in words(refused)
    assert (
        client.post(f"{url}/putuskan", data={"outcome": "incomplete", "reasons": ["members_doubted"]}).status_code
        == 303
    )
    assert submission.state is State.RETURNED


def test_a_table_of_many_rows_asks_the_database_no_more_often(
    world: World, submission: Submission, sign_in: SignIn
) -> None:
    client, counts = sign_in("verifier"), []
    for url in (f"{table(world)}?masalah=pekerjaan", table(world)):
        client.get(url)
        with counted() as statements:
            assert client.get(url).status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1]

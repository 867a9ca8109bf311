"""Somebody in two parties: what each side sees, the papers, the call, what was said, the ruling."""

import io
from collections.abc import Callable
from datetime import timedelta

import pypdfium2
import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select

from sipol.audit.member_events import MemberPaperOpened
from sipol.extensions import db, now
from sipol.models import AuditEntry, DuplicateCase, Member, Paper, PaperKind
from sipol.render.press import pdf
from sipol.rules.member_life import MemberReason, MemberStatus
from sipol.rules.workflow import Act
from sipol.services.member_life import turns_of
from sipol.services.papers import print_paper
from sipol.services.submissions import advance
from tests.doors.test_decrees import words
from tests.factories.photographs import photograph
from tests.factories.world import World

SignIn = Callable[[str], FlaskClient]
NIK = "6501011501790001"


@pytest.fixture
def sides(world: World) -> tuple[Member, Member]:
    """One person in two parties of Bulungan, both lists in the verifier's hands."""
    both = world.member(NIK), world.member(NIK, "Budi Santosa", who="rival")
    for who in ("liaison", "rival"):
        advance(world.people["verifier"], world.handed_in(who), Act.TAKE_UP)
    return both


def attached(client: FlaskClient, member: Member, data: bytes, kind: str = "statement") -> str:
    answer = client.post(f"/anggota/{member.id}/berkas", data={"kind": kind, "file": (io.BytesIO(data), "surat.jpg")})
    return "" if answer.status_code == 303 else words(answer)


def called(client: FlaskClient, member: Member, days: float = 3) -> int:
    moment = (now() + timedelta(days=days)).strftime("%d-%m-%Y %H.%M")
    url = f"/verifikasi/ganda/{member.id}/panggil"
    return client.post(url, data={"meeting_at": moment, "place": "Kantor KPU Bulungan"}).status_code


def test_kpu_sees_both_sides_and_a_party_only_that_there_is_another(
    sides: tuple[Member, Member], sign_in: SignIn
) -> None:
    page = words(sign_in("verifier").get("/verifikasi/ganda"))
    assert "Budi Santoso" in page
    assert "Budi Santosa" in page
    case = sign_in("verifier").get(f"/verifikasi/ganda/{sides[0].id}")
    for told in (sides[0].unit.party.name, sides[1].unit.party.name, "Budi Santoso", "Budi Santosa"):
        assert told in case.text
    assert NIK not in case.text
    own = sign_in("liaison").get(f"/anggota/{sides[0].id}")
    assert "Ganda antarpartai" in words(own)
    assert "Budi Santosa" not in own.text
    supervised = sign_in("supervisor").get(f"/verifikasi/ganda/{sides[0].id}")
    assert "Budi Santosa" in supervised.text
    assert "Terapkan menurut aturan" not in supervised.text


def test_one_statement_decides_both_rows(world: World, sides: tuple[Member, Member], sign_in: SignIn) -> None:
    assert attached(sign_in("liaison"), sides[0], photograph("Surat pernyataan")) == ""
    client, url = sign_in("verifier"), f"/verifikasi/ganda/{sides[0].id}"
    assert "Satu partai mempunyai surat pernyataan" in words(client.get(url))
    assert client.post(f"{url}/putuskan").status_code == 303
    assert [one.status for one in sides] == [MemberStatus.MET, MemberStatus.NOT_MET]
    assert [one.reason for one in turns_of(sides[1])] == [MemberReason.OTHER_PARTY]


def test_without_statements_the_person_is_called_and_says_it(
    world: World, sides: tuple[Member, Member], sign_in: SignIn
) -> None:
    client, url = sign_in("verifier"), f"/verifikasi/ganda/{sides[0].id}"
    assert client.post(f"{url}/putuskan").status_code == 303
    assert {one.status for one in sides} == {MemberStatus.INCOMPLETE}
    assert called(client, sides[0]) == 303
    paper = db.session.scalars(select(Paper).where(Paper.kind == PaperKind.INVITATION)).one()
    print_paper(paper.id, pdf)
    with pypdfium2.PdfDocument(client.get(f"{url}/undangan.pdf").data) as document:
        text = document[0].get_textpage().get_text_range()
    assert "Budi Santoso" in text
    assert "650101**********" in text
    assert NIK not in text
    chosen = {"attended": f"party:{sides[1].party_id}"}
    assert client.post(f"{url}/hasil", data=chosen).status_code == 303
    assert client.post(f"{url}/putuskan").status_code == 303
    assert [one.status for one in sides] == [MemberStatus.NOT_MET, MemberStatus.MET]


def test_who_does_not_come_is_a_member_of_none_but_not_before_the_time(
    world: World, sides: tuple[Member, Member], sign_in: SignIn
) -> None:
    client, url = sign_in("verifier"), f"/verifikasi/ganda/{sides[0].id}"
    assert called(client, sides[0]) == 303
    early = client.post(f"{url}/hasil", data={"attended": "absent"})
    assert "belum lewat" in words(early)
    db.session.scalars(select(DuplicateCase)).one().meeting_at = now() - timedelta(hours=1)
    assert client.post(f"{url}/hasil", data={"attended": "absent"}).status_code == 303
    assert client.post(f"{url}/putuskan").status_code == 303
    assert {one.status for one in sides} == {MemberStatus.NOT_MET}


@pytest.mark.parametrize("told", ["", "party:no", "party:00000000-0000-0000-0000-000000000000", "maybe"])
def test_what_was_said_must_be_one_of_the_choices(sides: tuple[Member, Member], sign_in: SignIn, told: str) -> None:
    client, url = sign_in("verifier"), f"/verifikasi/ganda/{sides[0].id}"
    called(client, sides[0])
    assert client.post(f"{url}/hasil", data={"attended": told}).status_code == 422
    assert db.session.scalars(select(DuplicateCase)).one().attended is None


def test_a_call_needs_a_time_to_come_and_a_place(sides: tuple[Member, Member], sign_in: SignIn) -> None:
    client, url = sign_in("verifier"), f"/verifikasi/ganda/{sides[0].id}/panggil"
    assert called(client, sides[0], days=-1) == 422
    assert "Isi waktu klarifikasi" in words(client.post(url, data={"place": "Kantor"}))
    moment = (now() + timedelta(days=3)).strftime("%d-%m-%Y %H.%M")
    assert "Isi tempat klarifikasi" in words(client.post(url, data={"meeting_at": moment, "place": " "}))


def test_a_row_of_another_office_is_left_to_it(world: World, sides: tuple[Member, Member], sign_in: SignIn) -> None:
    ours, theirs = sides
    elsewhere = world.units["PCN", "65.71"]
    theirs.unit_id, theirs.region_code = elsewhere.id, elsewhere.region_code
    db.session.flush()
    assert attached(sign_in("liaison"), ours, photograph("Surat pernyataan")) == ""
    client, url = sign_in("verifier"), f"/verifikasi/ganda/{ours.id}"
    page = words(client.get(url))
    assert "Budi Santosa" in page
    assert "diputus kantor KPU wilayahnya" in page
    assert client.post(f"{url}/putuskan").status_code == 303
    assert [one.status for one in sides] == [MemberStatus.MET, MemberStatus.UNCHECKED]
    assert client.get(f"/verifikasi/ganda/{theirs.id}").status_code == 404


def test_who_stands_once_is_not_ruled_on_here(world: World, sign_in: SignIn) -> None:
    alone = world.member(NIK)
    advance(world.people["verifier"], world.handed_in(), Act.TAKE_UP)
    assert sign_in("verifier").post(f"/verifikasi/ganda/{alone.id}/putuskan").status_code == 422
    assert alone.status is MemberStatus.UNCHECKED


def test_a_photograph_is_kept_sealed_and_shown_without_what_the_camera_wrote(
    world: World, sides: tuple[Member, Member], sign_in: SignIn
) -> None:
    assert attached(sign_in("liaison"), sides[0], photograph("KTP"), "ktp") == ""
    assert attached(sign_in("liaison"), sides[0], photograph("KTP"), "ktp") == ""
    client = sign_in("verifier")
    client.post(f"/verifikasi/anggota/{sides[0].id}/nik", data={"why": "match"})
    page = client.get(f"/verifikasi/anggota/{sides[0].id}").text
    (url,) = {part.split('"')[0] for part in page.split('src="') if part.startswith("/anggota/berkas/")}
    answer = sign_in("verifier").get(url)
    with Image.open(io.BytesIO(answer.data)) as picture:
        assert (picture.format, picture.size) == ("WEBP", (800, 500))
        assert not picture.getexif()
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert sign_in("rival").get(url).status_code == 404
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.event == MemberPaperOpened.__name__)).one()
    assert entry.actor_id == world.people["verifier"].id


@pytest.mark.parametrize(
    "data", [b"", b"teks", b"%PDF-1.7 rusak", b"GIF89a" + bytes(50)], ids=["empty", "text", "pdf", "gif"]
)
def test_what_is_no_photograph_is_refused_with_a_sentence(
    sides: tuple[Member, Member], sign_in: SignIn, data: bytes
) -> None:
    told = attached(sign_in("liaison"), sides[0], data)
    assert "unggah" in told.lower()

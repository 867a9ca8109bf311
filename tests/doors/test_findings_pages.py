"""The page of findings: what stands, with its proof; the party explains, others read."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from sipol.cli.demo_cast import BOARD_TUNAS
from sipol.models import Finding
from sipol.services.findings import findings_of
from sipol.services.handover import send
from sipol.services.submissions import submission_of_decree
from tests.factories.pages import words
from tests.factories.statements import statements
from tests.factories.world import World

SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def finding(world: World) -> Finding:
    decree = world.upload()
    world.retype(decree, row_2="Junaidi Nur Ilham")
    send(world.people["liaison"], submission_of_decree(decree))
    return findings_of(decree)[0]


def test_a_finding_shows_both_spellings_its_class_and_the_line_of_the_sk(
    world: World, sign_in: SignIn, finding: Finding
) -> None:
    for reader in ("liaison", "centre", "verifier", "supervisor"):
        page = sign_in(reader).get("/temuan")
        assert "1 temuan pada SK yang belum diputus; 1 belum dijawab KPU." in words(page)
        assert "Ejaan" in page.text
        assert "Potongan SK halaman 2: Djunaidi Nur Ilham" in page.text
        assert f"/sk/{finding.decree_id}/halaman/2.webp" in page.text


def test_a_party_explains_a_finding_and_the_verifier_reads_it(world: World, sign_in: SignIn, finding: Finding) -> None:
    client = sign_in("liaison")
    answer = client.post(f"/temuan/{finding.id}/penjelasan", data={"note": "Pada KTP tertulis Djunaidi."})
    assert answer.location == f"/temuan#f-{finding.id}"
    assert "Penjelasan partai: Pada KTP tertulis Djunaidi." in words(client.get("/temuan"))
    assert "Pada KTP tertulis Djunaidi." in sign_in("verifier").get("/temuan").text


def test_too_long_an_explanation_is_refused_at_its_field_and_kept(
    world: World, sign_in: SignIn, finding: Finding
) -> None:
    answer = sign_in("liaison").post(f"/temuan/{finding.id}/penjelasan", data={"note": "panjang " * 300})
    assert answer.status_code == 422
    assert f'href="#note-{finding.id}"' in answer.text
    assert "paling panjang 2.000 huruf" in words(answer)
    assert "panjang panjang panjang" in answer.text
    assert finding.party_note == ""


@pytest.mark.parametrize(
    ("who", "status"), [("rival", 404), ("neighbour", 404), ("verifier", 403), ("supervisor", 403), ("admin", 403)]
)
def test_others_explain_nothing(world: World, sign_in: SignIn, finding: Finding, who: str, status: int) -> None:
    client = sign_in(who)
    assert client.post(f"/temuan/{finding.id}/penjelasan", data={"note": "x"}).status_code == status
    if who != "admin":
        assert "Beri penjelasan" not in client.get("/temuan").text


def test_strangers_see_no_finding(world: World, sign_in: SignIn, finding: Finding) -> None:
    for stranger in ("rival", "neighbour", "far"):
        page = sign_in(stranger).get("/temuan")
        assert "Tidak ada temuan" in page.text
        assert "Junaidi" not in page.text


def test_titles_are_folded_away_until_asked_for(world: World, sign_in: SignIn) -> None:
    world.retype(world.upload(), row_6="Liriana Rosidah")
    client = sign_in("liaison")
    assert "Tampilkan juga 1 perbedaan gelar" in words(client.get("/temuan"))
    assert "Gelar, tidak perlu tindakan" in words(client.get("/temuan?semua=1"))


def test_more_findings_ask_the_database_no_more(world: World, sign_in: SignIn, finding: Finding) -> None:
    client = sign_in("verifier")
    few = statements(client, "/temuan")
    other = world.upload("rival", world.units["PCN", "65.01"], number="1/PCN", board=BOARD_TUNAS)
    world.retype(other, "rival", row_1="Boti Surjadi Setia", row_2="Maulidina Jubed", row_3="Abdulah Tarikan")
    send(world.people["rival"], submission_of_decree(other))
    assert "Maulidina Jubed" in client.get("/temuan").text
    assert statements(client, "/temuan") == few

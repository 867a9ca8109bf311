"""What anyone may ask without an account: the start page, and whether a paper is genuine."""

from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from sipol.extensions import db, today
from sipol.models import Minutes
from sipol.portal import pages
from sipol.render.press import pdf
from sipol.services.ledger import MinutesDraft
from sipol.services.minutes import case_for, issue_minutes
from sipol.services.papers import print_paper, printed_bytes
from tests.factories import sheets
from tests.factories.world import World


@pytest.fixture
def minutes(world: World) -> Minutes:
    world.decided()
    verifier = world.people["verifier"]
    case = case_for(verifier, "65.01", world.period, world.parties["PBS"].id)
    return issue_minutes(verifier, case, world.period, MinutesDraft("Kantor KPU", today()))


def heading(page: str) -> str:
    return BeautifulSoup(page, "html5lib").h1.get_text()  # type: ignore[union-attr]


def ask(client: FlaskClient, data: bytes, name: str = "berkas.pdf") -> str:
    answer = client.post("/periksa-dokumen", data={"file": (BytesIO(data), name)})
    assert answer.status_code == 200
    return answer.text


def test_the_start_page_needs_no_account_and_tells_the_semester(world: World, client: FlaskClient) -> None:
    page = client.get("/").text
    assert "Periksa dokumen" in page
    assert "batas pengajuan" in page
    assert 'href="/masuk"' in page


def test_the_start_page_stands_before_the_first_semester(client: FlaskClient) -> None:
    assert client.get("/").status_code == 200


def test_a_code_is_confirmed_however_it_was_typed(minutes: Minutes, client: FlaskClient) -> None:
    code = minutes.paper.code
    for typed in (code, code.lower(), code.replace("-", " "), f"  {code.replace('-', '')} "):
        answer = client.post("/periksa-dokumen", data={"code": typed})
        assert answer.status_code == 303
        page = client.get(answer.location)
        assert page.status_code == 200
        assert heading(page.text) == "Kode ini tercatat"
        assert minutes.number in page.text
        assert minutes.paper.digest in page.text


def test_the_qr_leads_to_the_same_answer(minutes: Minutes, client: FlaskClient) -> None:
    assert minutes.number in client.get(f"/periksa-dokumen/{minutes.paper.code}").text


def test_codes_cannot_be_told_apart_by_their_answers(minutes: Minutes, client: FlaskClient) -> None:
    said = set()
    for code in ("BA-0000-0000-0000", "TT-0000-0000-0001", "QQ", minutes.paper.code[:-1], "x" * 500):
        answer = client.get(f"/periksa-dokumen/{code}")
        assert answer.status_code == 404
        said.add(answer.text.replace(code, ""))
    assert len(said) == 1
    assert "Kode ini tidak tercatat" in said.pop()


@pytest.mark.parametrize("typed", ["", "  -- ", "%%%"])
def test_an_empty_code_is_asked_for_again(world: World, client: FlaskClient, typed: str) -> None:
    answer = client.post("/periksa-dokumen", data={"code": typed})
    assert answer.status_code == 422
    page = BeautifulSoup(answer.text, "html5lib")
    assert page.select_one("#code-err") is not None
    assert page.select_one("#code")["value"] == typed  # type: ignore[index]


def test_the_file_as_it_was_issued_and_a_file_with_the_same_contents(minutes: Minutes, client: FlaskClient) -> None:
    print_paper(minutes.paper_id, pdf)
    printed = printed_bytes(minutes.paper)
    assert heading(ask(client, printed)) == "Berkas ini asli"
    again = ask(client, printed + b"\n% one more line\n", "lain.pdf")
    assert heading(again) == "Isinya sama, tetapi berkasnya lain"
    assert minutes.number in again


def test_a_file_of_another_register_is_not_ours(world: World, client: FlaskClient) -> None:
    assert heading(ask(client, pdf(sheets.minutes()))) == "Berkas ini bukan dari register"


def test_a_file_that_is_no_paper_is_told_plainly(world: World, client: FlaskClient) -> None:
    page = ask(client, b"not a pdf at all")
    assert heading(page) == "Berkas ini tidak dapat diperiksa"
    assert "bukan PDF" in page


@pytest.mark.parametrize(
    ("data", "sentence"),
    [(b"", "Pilih berkas PDF"), (b"%PDF-" + b"0" * 1000, "lebih besar dari 20 MB")],
    ids=["empty", "too large"],
)
def test_a_file_that_cannot_be_taken_is_told_at_its_field(
    world: World, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, data: bytes, sentence: str
) -> None:
    monkeypatch.setattr(pages, "LARGEST", 1000)
    answer = client.post("/periksa-dokumen", data={"file": (BytesIO(data), "x.pdf")})
    assert answer.status_code == 422
    mark = BeautifulSoup(answer.text, "html5lib").select_one("#file-err")
    assert mark is not None
    assert sentence in mark.get_text()


def test_a_question_changes_nothing(minutes: Minutes, client: FlaskClient) -> None:
    before = db.session.scalar(db.text("SELECT count(*) FROM audit_entry"))
    client.get(f"/periksa-dokumen/{minutes.paper.code}")
    ask(client, b"%PDF-1.7 broken")
    assert db.session.scalar(db.text("SELECT count(*) FROM audit_entry")) == before


def test_the_answer_names_no_person(minutes: Minutes, client: FlaskClient) -> None:
    page = client.get(f"/periksa-dokumen/{minutes.paper.code}").text
    assert "Djunaidi" not in page
    assert "Rusdiana" not in page

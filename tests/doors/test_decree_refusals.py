"""Bad input on the pages of a decree: a plain sentence at the right field, and nothing typed is lost."""

import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from flask.testing import FlaskClient

from sipol.extensions import db, now
from sipol.models import Decree, Document, Reading, ReadingStatus, Submission
from sipol.rules.errors import Unreadable
from sipol.services import readings
from sipol.services.decrees import fill
from sipol.services.readings import read_document, reading_of
from tests.factories.pages import next_semester, save, send_file, sk, typed, words
from tests.factories.world import World, read

SignIn = Callable[[str], FlaskClient]


BAD_FILES = [
    pytest.param(b"", "kosong", id="empty"),
    pytest.param(b"PK\x03\x04 a spreadsheet", "bukan PDF", id="wrong type"),
    pytest.param(b"%PDF-1.7\nnothing behind", "rusak", id="broken"),
    pytest.param(None, "Pilih berkas PDF", id="none chosen"),
]


@pytest.mark.parametrize(("data", "sentence"), BAD_FILES)
def test_a_bad_file_is_refused_beside_the_field(
    world: World, sign_in: SignIn, data: bytes | None, sentence: str
) -> None:
    form = {"file": (BytesIO(data), "sk.pdf")} if data is not None else {}
    answer = sign_in("liaison").post(f"/unit/{world.unit.id}/sk/unggah", data=form)
    assert answer.status_code == 422
    assert sentence in words(answer)
    assert 'href="#file"' in answer.text
    assert db.session.query(Document).count() == 0


def test_a_file_with_a_password_is_refused(world: World, sign_in: SignIn) -> None:
    locked = BytesIO()
    with pikepdf.open(BytesIO(sk(world))) as document:
        document.save(locked, encryption=pikepdf.Encryption(user="rahasia", owner="rahasia"))
    answer = send_file(sign_in("liaison"), world, locked.getvalue())
    assert answer.status_code == 422
    assert "dikunci dengan kata sandi" in words(answer)


def test_a_file_with_500_pages_is_refused(world: World, sign_in: SignIn) -> None:
    document = pypdfium2.PdfDocument.new()
    for _ in range(500):
        document.new_page(300, 300)
    kept = BytesIO()
    document.save(kept)
    document.close()
    answer = send_file(sign_in("liaison"), world, kept.getvalue())
    assert answer.status_code == 422
    assert "500 halaman" in words(answer)


def test_a_file_that_is_known_is_said(world: World, sign_in: SignIn) -> None:
    client = sign_in("liaison")
    send_file(client, world, sk(world))
    answer = send_file(client, world, sk(world))
    read(db.session.query(Decree).one())
    assert "Berkas yang sama sudah pernah diunggah" in client.get(answer.location).text
    assert db.session.query(Document).count() == 1


BAD_WORDS = [
    pytest.param({"issued_on": "10-05-1944"}, "issued_on", "sebelum tahun 1945", id="before 1945"),
    pytest.param({"issued_on": "10-05-2199"}, "issued_on", "sesudah hari ini", id="in the future"),
    pytest.param({"issued_on": "31-02-2025"}, "issued_on", "HH-BB-TTTT", id="no such day"),
    pytest.param({"term_start": "20255"}, "term_start", "empat angka", id="no year"),
    pytest.param({"term_start": "2030", "term_end": "2025"}, "term_end", "sebelum dimulai", id="ends first"),
    pytest.param({"number": "9" * 201}, "number", "paling panjang 200", id="too long"),
    pytest.param({"officers_2_position": ""}, "officers-2-name", "Baris 3: isi nama dan jabatan", id="no post"),
    pytest.param({"officers_2_name": "x" * 201}, "officers-2-name", "paling banyak 200", id="long name"),
    pytest.param({"officers_2_sex": "X"}, "officers-2-sex", "Baris 3: pilih perempuan", id="no such sex"),
]


@pytest.mark.parametrize(("changes", "field", "sentence"), BAD_WORDS)
def test_bad_words_are_refused_at_their_field_and_nothing_typed_is_lost(
    world: World, sign_in: SignIn, changes: dict[str, str], field: str, sentence: str
) -> None:
    decree = world.upload()
    answer = save(sign_in("liaison"), decree, issued_in="Belum tersimpan", **changes)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert f'id="{field}-err"' in answer.text
    assert sentence in words(answer)
    assert 'value="Belum tersimpan"' in answer.text
    for text in filter(None, changes.values()):
        assert text in answer.text or text == "X"
    assert decree.issued_in != "Belum tersimpan"


def test_a_number_of_another_unit_is_refused_at_the_number(world: World, sign_in: SignIn) -> None:
    world.upload("neighbour", world.units["PBS", "65.71"], number="88/SK/PBS/2025")
    answer = save(sign_in("liaison"), world.upload(), number="88/SK/PBS/2025")
    assert answer.status_code == 422
    assert "sudah tercatat pada" in words(answer)
    assert 'href="#number"' in answer.text


def test_a_form_with_3000_officers_gets_the_sentence_and_loses_no_row(world: World, sign_in: SignIn) -> None:
    decree = world.upload()
    rows = {f"officers_{n}_{part}": f"{part} {n}" for n in range(3000) for part in ("position", "name", "organ")}
    answer = save(sign_in("liaison"), decree, **rows)
    assert answer.status_code == 422
    assert "paling banyak 500 pengurus; isian ini memuat 3000" in words(answer)
    assert 'href="#officers"' in answer.text
    assert ">name 2999<" in answer.text or 'value="name 2999"' in answer.text
    assert len(re.findall(r'name="officers-\d+-name"', answer.text)) >= 3000


def test_signs_that_no_paper_prints_do_no_harm(world: World, sign_in: SignIn) -> None:
    decree = world.upload()
    assert save(sign_in("liaison"), decree, number="7\x00/SK", officers_1_name="Ani\x07\r\nBudi").status_code == 303
    assert (decree.number, decree.officers[1].name) == ("7 /SK", "Ani Budi")


def test_a_closed_period_lets_a_party_draft_and_says_so(world: World, sign_in: SignIn) -> None:
    world.period.windows[0].closes_at = now() - timedelta(hours=1)
    db.session.flush()
    client = sign_in("liaison")
    assert "sedang tidak dibuka" in client.get(f"/unit/{world.unit.id}/sk/unggah").text
    assert send_file(client, world, sk(world)).status_code == 303


def test_before_the_first_period_opens_a_party_prepares_its_sk(world: World, sign_in: SignIn) -> None:
    window = world.period.windows[0]
    window.opens_at, window.closes_at = now() + timedelta(days=1), now() + timedelta(days=9)
    db.session.flush()
    client = sign_in("liaison")
    assert "sedang tidak dibuka" in client.get(f"/unit/{world.unit.id}/sk/unggah").text
    assert send_file(client, world, sk(world)).status_code == 303
    assert db.session.query(Submission).one().period_id == world.period.id


def test_after_a_semester_the_next_sk_is_prepared_for_the_coming_one(world: World, sign_in: SignIn) -> None:
    submission = world.decided()
    world.period.deadline = world.period.windows[0].closes_at = now() - timedelta(days=1)
    next_semester(world)
    world.period.windows[0].opens_at = now() + timedelta(days=1)
    db.session.flush()
    assert send_file(sign_in("liaison"), world, sk(world, number="2/SK")).status_code == 303
    assert {row.period_id for row in db.session.query(Submission)} == {submission.period_id, world.period.id}


def test_without_any_period_the_file_waits_and_the_page_says_why(world: World, sign_in: SignIn) -> None:
    db.session.delete(world.period.windows[0])
    db.session.flush()
    db.session.delete(world.period)
    db.session.flush()
    client = sign_in("liaison")
    assert "KPU belum menetapkan masa pemutakhiran" in client.get(f"/unit/{world.unit.id}/sk/unggah").text
    answer = send_file(client, world, sk(world))
    assert answer.status_code == 422
    assert 'href="#file"' in answer.text


def test_words_typed_before_the_session_ended_come_back(world: World, sign_in: SignIn) -> None:
    decree = world.upload()
    stranger = sign_in("liaison")
    with stranger.session_transaction() as kept:
        kept.clear()
    answer = stranger.post(
        f"/sk/{decree.id}/periksa",
        data=typed(decree, number="diketik semalaman"),
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert answer.status_code == 401
    assert "diketik semalaman" in answer.text
    assert decree.number != "diketik semalaman"


def test_a_file_that_cannot_be_read_is_typed_by_hand(
    world: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def give_up(_data: bytes) -> None:
        raise Unreadable("Berkas ini terlalu rumit.")

    monkeypatch.setattr(readings, "read_decree_safely", give_up)
    client = sign_in("liaison")
    address = send_file(client, world, sk(world)).location
    decree = db.session.query(Decree).one()
    reading = reading_of(decree.document)
    assert reading is not None
    read_document(reading.id)
    assert reading.status is ReadingStatus.FAILED
    page = client.get(address)
    assert "Isi data SK dengan tangan" in page.text
    assert "Berkas ini terlalu rumit." in page.text
    assert 'name="officers-11-name"' in page.text
    form = {"version": decree.version, "number": "5/SK", "officers-4-position": "Ketua", "officers-4-name": "Ani"}
    assert client.post(address, data=form).status_code == 303
    assert [row.name for row in decree.officers] == ["Ani"]


def test_scanned_pages_are_said_and_typed_by_hand(world: World, sign_in: SignIn) -> None:
    decree = world.upload()
    reading = db.session.query(Reading).one()
    assert reading.facts is not None
    scans = [page | {"kind": "scan"} for page in reading.facts["pages"]]
    empty = {name: [] if isinstance(value, list) else None for name, value in reading.facts.items()}
    reading.facts = reading.facts | empty | {"pages": scans, "evidence": {}, "engine": reading.facts["engine"]}
    fill(decree)
    page = sign_in("liaison").get(f"/sk/{decree.id}/periksa")
    assert "Halaman 1, 2 berupa gambar pindaian" in words(page)
    assert f"/sk/{decree.id}/halaman/1.webp" in page.text


NONSENSE = [
    {"version": "9" * 5000},
    {"hapus": "9" * 5000},
    {"tambah": "x"},
    {"pakai": "officers-99-name"},
    {"pakai": "csrf_token"},
]


@pytest.mark.parametrize("words_of_a_robot", NONSENSE)
def test_nonsense_in_the_buttons_changes_nothing(
    world: World, sign_in: SignIn, words_of_a_robot: dict[str, str]
) -> None:
    decree = world.upload()
    before = [row.name for row in decree.officers]
    assert save(sign_in("liaison"), decree, **words_of_a_robot).status_code in (303, 409)
    assert [row.name for row in decree.officers] == before

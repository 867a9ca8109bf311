"""The pages of the Berita Acara: who is ready, form, preview, freeze, the paper and its files."""

import json
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import func, select

from sipol.extensions import db, now
from sipol.models import Minutes, Submission
from sipol.render import digest_of
from sipol.render.press import pdf
from sipol.render.seals import KeySeal
from sipol.render.signet import LOCAL_NAME
from sipol.rules.workflow import State
from sipol.services.ledger import MinutesDraft
from sipol.services.minutes import case_for, issue_minutes, office_of, today_at
from sipol.services.papers import print_paper
from tests.factories import seals
from tests.factories.world import World

SignIn = Callable[[str], FlaskClient]
Typed = dict[str, str]


def soup(page: str) -> BeautifulSoup:
    return BeautifulSoup(page, "html5lib")


def issued(world: World) -> Minutes:
    world.decided()
    verifier = world.people["verifier"]
    case = case_for(verifier, "65.01", world.period, world.parties["PBS"].id)
    return issue_minutes(verifier, case, world.period, MinutesDraft("Kantor KPU", today_at(office_of(verifier))))


def new_url(world: World, party: str = "PBS") -> str:
    return f"/berita-acara/baru/{world.parties[party].id}"


@pytest.fixture
def typed(world: World) -> Typed:
    """The form as a verifier sends it."""
    return {
        "number": "7/PL.01.1-BA/6501/2026",
        "place": "Aula Kantor KPU",
        "held_on": today_at(office_of(world.people["verifier"])).strftime("%d-%m-%Y"),
        "declined-0": "",
        "declined-1": "",
        "declined-2": "Tidak sepakat dengan hasil",
        "witnesses-0-name": "Yohana Padanti",
        "witnesses-0-post": "Bawaslu",
        "advice": "Segerakan perbaikan.\n\nCantumkan tanggal.",
        "incidents": "",
    }


def count() -> int:
    return db.session.scalar(select(func.count()).select_from(Minutes)) or 0


def line_of(client: FlaskClient, party: str, address: str = "/berita-acara") -> str:
    rows = soup(client.get(address).text).select("#h-partai ~ table tbody tr")
    told = {row.select_one("th span").get_text(): " ".join(row.get_text(" ").split()) for row in rows}  # type: ignore[union-attr]
    return told[party]


def test_the_list_tells_who_is_ready_and_why_the_others_are_not(world: World, sign_in: SignIn) -> None:
    world.decided()
    world.submitted("rival", unit=world.units["PCN", "65.01"], number="9/PCN/2025")
    client = sign_in("verifier")
    assert "1 1 0 Siap dibuat" in line_of(client, "PBS")
    assert "1 0 1 Belum dapat dibuat Masih ada 1 pengajuan partai ini yang belum diputus." in line_of(client, "PCN")
    assert "batas pengajuan belum lewat" in line_of(client, "TUNAS")
    world.period.deadline = now() - timedelta(hours=1)
    assert "Siap dibuat" in line_of(client, "TUNAS")


def test_only_the_office_itself_finds_the_button(world: World, sign_in: SignIn) -> None:
    world.decided()
    for who, buttons in (("verifier", 1), ("supervisor", 0), ("liaison", 0), ("above", 0)):
        assert len(soup(sign_in(who).get("/berita-acara").text).select("a[href*='/berita-acara/baru/']")) == buttons


def test_the_form_comes_filled_with_what_the_register_knows(world: World, sign_in: SignIn) -> None:
    world.decided()
    page = soup(sign_in("verifier").get(new_url(world)).text)
    year = today_at(office_of(world.people["verifier"])).year
    assert page.select_one("#number")["value"] == f"1/PL.01.1-BA/6501/{year}"  # type: ignore[index]
    assert page.select_one("#place")["value"] == "Kantor KPU Kabupaten Bulungan"  # type: ignore[index]
    assert "Rusdiana Amban, Ketua: alasan tidak menandatangani" in page.get_text()


def test_form_preview_and_freeze(world: World, sign_in: SignIn, typed: Typed) -> None:
    submission = world.decided()
    client = sign_in("verifier")
    shown = client.post(new_url(world), data=typed | {"act": "preview"})
    assert shown.status_code == 200
    assert count() == 0
    told = " ".join(soup(shown.text).get_text(" ").split())
    for word in (
        typed["number"],
        "Aula Kantor KPU",
        "Tidak sepakat dengan hasil",
        "Yohana Padanti",
        "Cantumkan tanggal.",
    ):
        assert word in told
    carried = {str(field["name"]): str(field["value"]) for field in soup(shown.text).select("main input[type=hidden]")}
    changed = client.post(new_url(world), data=carried | {"act": "edit"})
    assert soup(changed.text).select_one("#declined-2")["value"] == "Tidak sepakat dengan hasil"  # type: ignore[index]
    frozen = client.post(new_url(world), data=carried | {"act": "issue"})
    assert frozen.status_code == 303
    page = client.get(frozen.location).text
    assert f"Berita Acara Nomor {typed['number']}" in page
    assert submission.state is State.MINUTED
    assert client.get(new_url(world)).location == frozen.location
    again = client.post(new_url(world), data=carried | {"act": "issue"})
    assert (again.status_code, again.location, count()) == (303, frozen.location, 1)


REFUSED = [
    pytest.param({"number": ""}, "number", "Isi nomor Berita Acara.", id="no number"),
    pytest.param({"number": "x"}, "number", "antara 3 dan 80 huruf", id="short number"),
    pytest.param({"place": "  "}, "place", "Isi tempat rapat pleno", id="no place"),
    pytest.param({"held_on": "31-02-2026"}, "held_on", "Tulis tanggal sebagai HH-BB-TTTT", id="no such day"),
    pytest.param({"held_on": "01-01-1999"}, "held_on", "dalam masa pemutakhiran ini", id="before the period"),
    pytest.param({"held_on": "01-01-2999"}, "held_on", "tidak sesudah hari ini", id="in the future"),
    pytest.param({"witnesses-0-name": ""}, "witnesses-0-name", "Isi nama saksi ini", id="a witness without a name"),
    pytest.param({"advice": "x" * 4001}, "advice", "paling panjang 4.000 huruf", id="long advice"),
]


@pytest.mark.parametrize("act", ["preview", "issue"])
@pytest.mark.parametrize(("wrong", "field", "sentence"), REFUSED)
def test_what_is_wrong_is_told_at_its_field_and_nothing_typed_is_lost(
    world: World, sign_in: SignIn, typed: Typed, wrong: Typed, field: str, sentence: str, act: str
) -> None:
    world.decided()
    answer = sign_in("verifier").post(new_url(world), data=typed | wrong | {"act": act})
    assert answer.status_code == 422
    page = soup(answer.text)
    assert sentence in page.select_one(f"#{field}-err").get_text()  # type: ignore[union-attr]
    assert page.select_one(f"[data-errors] a[href='#{field}']") is not None
    assert page.select_one("#declined-2")["value"] == "Tidak sepakat dengan hasil"  # type: ignore[index]
    for name, value in wrong.items():
        kept = page.select_one(f"#{name}")
        assert kept is not None
        assert (kept.get("value") if kept.name == "input" else kept.get_text().strip("\r\n")) == value
    assert count() == 0


def test_somebody_must_sign(world: World, sign_in: SignIn, typed: Typed) -> None:
    world.decided()
    nobody = {f"declined-{place}": "Berhalangan" for place in range(3)}
    answer = sign_in("verifier").post(new_url(world), data=typed | nobody | {"act": "issue"})
    assert answer.status_code == 422
    assert "Paling sedikit satu anggota KPU harus menandatangani" in answer.text


def test_a_number_taken_by_another_party_is_refused(world: World, sign_in: SignIn, typed: Typed) -> None:
    taken = issued(world)
    world.decided(who="rival", unit=world.units["PCN", "65.01"], number="9/PCN/2025")
    data = typed | {"number": taken.number, "act": "issue"}
    answer = sign_in("verifier").post(new_url(world, "PCN"), data=data)
    assert answer.status_code == 422
    assert "sudah dipakai" in answer.text


def test_a_party_with_work_left_gets_none(world: World, sign_in: SignIn, typed: Typed) -> None:
    world.submitted()
    client = sign_in("verifier")
    assert "Masih ada 1 pengajuan" in client.get(new_url(world)).text
    answer = client.post(new_url(world), data=typed | {"act": "issue"})
    assert answer.status_code == 422
    assert count() == 0


def test_the_paper_is_said_to_be_printing_until_it_is_there(world: World, sign_in: SignIn) -> None:
    minutes = issued(world)
    client, address = sign_in("verifier"), f"/berita-acara/{minutes.id}"
    waiting = soup(client.get(address).text)
    assert waiting.select_one(f"#cetak[data-poll='{address}']") is not None
    assert client.get(f"{address}.pdf").status_code == 404
    print_paper(minutes.paper_id, pdf)
    ready = soup(client.get(address).text)
    assert ready.select_one("#cetak[data-poll]") is None
    file = client.get(f"{address}.pdf")
    assert file.mimetype == "application/pdf"
    assert sha256(file.data).hexdigest() == minutes.paper.file_digest
    assert file.headers["Content-Disposition"] == f'attachment; filename="berita-acara-{minutes.paper.code}.pdf"'


@pytest.mark.parametrize(("seal", "named"), [(seals.local(), True), (None, False)])
def test_the_page_names_the_seal_of_a_file_that_carries_one(
    world: World, sign_in: SignIn, seal: KeySeal | None, named: bool
) -> None:
    minutes = issued(world)
    print_paper(minutes.paper_id, pdf, seal)
    shown = soup(sign_in("verifier").get(f"/berita-acara/{minutes.id}").text).get_text()
    assert "PDF siap diunduh" in shown
    assert (f"Berkas ini memuat segel elektronik: {LOCAL_NAME}." in shown, "segel" in shown) == (named, named)


def test_the_data_carry_their_own_digest(world: World, sign_in: SignIn) -> None:
    minutes = issued(world)
    answer = sign_in("supervisor").get(f"/berita-acara/{minutes.id}.json")
    data = json.loads(answer.data)
    assert digest_of(data) == data["digest"] == minutes.paper.digest


@pytest.mark.parametrize(
    ("who", "status"),
    [
        *((who, 200) for who in ("liaison", "centre", "supervisor", "above", "head", "second")),
        *((who, 404) for who in ("rival", "neighbour", "far")),
        ("admin", 403),
    ],
)
def test_who_may_read_it(world: World, sign_in: SignIn, who: str, status: int) -> None:
    minutes = issued(world)
    print_paper(minutes.paper_id, pdf)
    client = sign_in(who)
    for ending in ("", ".pdf", ".json"):
        assert client.get(f"/berita-acara/{minutes.id}{ending}").status_code == status
    if status != 403:
        assert (minutes.number in client.get("/berita-acara").text) is (status == 200)


@pytest.mark.parametrize("who", ["liaison", "centre", "supervisor", "admin"])
def test_only_kpu_may_make_one(world: World, sign_in: SignIn, typed: Typed, who: str) -> None:
    world.decided()
    client = sign_in(who)
    assert client.get(new_url(world)).status_code == 403
    assert client.post(new_url(world), data=typed | {"act": "issue"}).status_code == 403
    assert count() == 0


def test_a_party_that_is_not_there_and_a_paper_that_is_not_there(world: World, sign_in: SignIn) -> None:
    client = sign_in("verifier")
    assert client.get(f"/berita-acara/baru/{uuid4()}").status_code == 404
    assert client.get(f"/berita-acara/{uuid4()}").status_code == 404


def test_another_office_makes_its_own_and_takes_nothing_of_this_one(
    world: World, sign_in: SignIn, typed: Typed
) -> None:
    submission = world.decided()
    answer = sign_in("far").post(new_url(world), data=typed | {"act": "issue"})
    assert answer.status_code == 422
    assert db.session.get_one(Submission, submission.id).state is State.DECIDED


def test_the_list_of_a_former_semester_can_be_opened(world: World, sign_in: SignIn) -> None:
    minutes = issued(world)
    period = world.period
    client = sign_in("verifier")
    assert minutes.number in client.get(f"/berita-acara?masa={period.year}-{period.semester}").text
    assert minutes.number in client.get("/berita-acara?masa=nonsense").text


def test_signs_that_no_paper_prints_are_left_out(world: World, sign_in: SignIn, typed: Typed) -> None:
    world.decided()
    client = sign_in("verifier")
    odd = {"place": "Aula\x00 Kantor", "advice": "Satu\x07.\nDua.", "witnesses-0-name": "Yohana\x00", "act": "issue"}
    page = client.get(client.post(new_url(world), data=typed | odd).location).text
    assert "Aula Kantor" in page
    assert "<li>Satu.</li><li>Dua.</li>" in page


def test_a_later_decision_is_offered_as_a_change_and_both_papers_name_each_other(
    world: World, sign_in: SignIn, typed: Typed
) -> None:
    client = sign_in("far")
    world.decided("far", who="neighbour", unit=world.units["PBS", "65.71"], number="1/SK")
    first = client.post(new_url(world), data=typed | {"act": "issue"}).location
    world.decided("far", who="neighbour", unit=world.units["PBS", "65.71.01"], number="2/SK")
    assert "Perlu perubahan" in line_of(client, "PBS")
    assert "Buat perubahan" in line_of(client, "PBS")
    change = typed | {"number": "8/PL.01.1-BA/6571/2026", "act": "issue"}
    assert "Isi alasan perubahan" in client.post(new_url(world), data=change).text
    second = client.post(new_url(world), data=change | {"reason": "SK kecamatan diputus"})
    assert (second.status_code, count()) == (303, 2)
    assert "mengubah Berita Acara Nomor 7/" in soup(client.get(second.location).text).get_text()
    assert "diubah dengan Berita Acara Nomor 8/" in soup(client.get(first).text).get_text()
    again = client.post(new_url(world), data=change | {"reason": "SK kecamatan diputus"})
    assert (again.location, count()) == (second.location, 2)

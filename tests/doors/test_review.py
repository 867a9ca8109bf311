"""The verifier's pages through real requests: queue, answers, ruling, and everybody who may only look."""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import event, text

from sipol.cli.demo_cast import BOARD_LENTERA, BOARD_PBS, BOARD_PBS_NEW
from sipol.extensions import db, now, today
from sipol.models import Submission
from sipol.rules.findings import Answer
from sipol.rules.workflow import Act, Outcome, State
from sipol.services import desk
from sipol.services.findings import answer_finding, findings_of
from sipol.services.periods import name_of
from sipol.services.submissions import advance, submission_of_decree
from tests.factories.pages import next_semester
from tests.factories.world import World

SignIn = Callable[[str], FlaskClient]

POSTS = ("ambil", "lepas", "putuskan", "temuan/{finding}/jawab", "temuan/{finding}/urungkan")


def soup(page: str) -> BeautifulSoup:
    return BeautifulSoup(page, "html5lib")


def slipped(world: World, taken_by: str = "", **slips: str) -> Submission:
    """A submission with slips of the typist, perhaps already in somebody's hands."""
    decree = world.upload()
    world.retype(decree, **(slips or {"row_2": "Junaidi Nur Ilham", "row_4": "Moh. Silaenan"}))
    submission = submission_of_decree(decree)
    advance(world.people["liaison"], submission, Act.SUBMIT)
    if taken_by:
        advance(world.people[taken_by], submission, Act.TAKE_UP)
    return submission


def findings(submission: Submission) -> list[str]:
    assert submission.decree is not None
    return [str(finding.id) for finding in findings_of(submission.decree)]


def url(submission: Submission, *rest: str) -> str:
    return "/".join((f"/tinjau/{submission.id}", *rest))


def state_of(submission: Submission) -> tuple[State, Outcome | None]:
    db.session.expire_all()
    return submission.state, submission.outcome


def test_the_queue_tells_age_findings_and_holder(world: World, sign_in: SignIn) -> None:
    submission = slipped(world)
    submission.submitted_at = now() - timedelta(days=4)
    db.session.flush()
    page = soup(sign_in("verifier").get("/antrean").text)
    row = page.select_one("tbody tr")
    assert row is not None
    told = " ".join(row.get_text(" ").split())
    assert "4 hari" in told
    assert "2 terbuka dari 2" in told
    assert "Belum ada" in told
    assert row.select_one(f'form[action="{url(submission, "ambil")}"] button') is not None


def test_filters_stand_in_the_address_and_nonsense_is_passed_over(world: World, sign_in: SignIn) -> None:
    world.submitted()
    world.submitted("rival", unit=world.units["PCN", "65.01"], number="9/PCN/2025")
    client = sign_in("verifier")
    assert "2 dari 2 pengajuan" in client.get("/antrean").text
    assert "1 dari 2 pengajuan" in client.get("/antrean?partai=PCN&urut=partai").text
    assert "2 dari 2 pengajuan" in client.get("/antrean?partai=X&objek=Y&pemegang=Z&urut=W").text
    assert "Tidak ada yang cocok dengan saringan" in client.get("/antrean?pemegang=saya").text


def test_a_new_semester_leaves_what_waits_in_the_queue(world: World, sign_in: SignIn) -> None:
    submission = world.submitted()
    before = name_of(world.period)
    assert before not in soup(sign_in("verifier").get("/antrean").text).select("tbody")[0].get_text()
    next_semester(world)
    client = sign_in("verifier")
    page = soup(client.get("/antrean").text)
    assert before in page.select("tbody")[0].get_text()
    assert client.post(url(submission, "ambil")).status_code == 303


def test_a_press_takes_it_up_and_shows_the_first_finding(world: World, sign_in: SignIn) -> None:
    submission = slipped(world)
    client = sign_in("verifier")
    answer = client.post(url(submission, "ambil"))
    assert (answer.status_code, answer.location) == (303, url(submission))
    page = soup(client.get(answer.location).text)
    assert page.h1 is not None
    assert page.h1.get_text().startswith("Temuan 1 dari 2")
    keys = {str(part["data-key"]) for part in page.select("[data-key]")}
    assert keys >= {"s", "d", "k", "o", "j", "m", "b", "t", "p"}
    assert page.select_one("svg image") is not None


def test_each_answer_leads_to_the_next_finding_and_then_to_the_ruling(world: World, sign_in: SignIn) -> None:
    submission = slipped(world, "verifier")
    client = sign_in("verifier")
    first, second = findings(submission)
    answer = client.post(url(submission, "temuan", first, "jawab"), data={"answer": "alike"})
    assert (answer.status_code, answer.location) == (303, url(submission) + "?temuan=2")
    answer = client.post(url(submission, "temuan", second, "jawab"), data={"answer": "fix_data"})
    assert answer.location == url(submission) + "#keputusan"
    page = soup(client.get(answer.location).text)
    chosen = {str(part.get("value")) for part in page.select("input:checked")}
    assert {"incomplete", "name"} <= chosen
    told = page.select_one("#keputusan")
    assert told is not None
    assert "Bila dikembalikan, partai membaca" in told.get_text()


def test_an_answer_can_be_taken_back(world: World, sign_in: SignIn) -> None:
    submission = slipped(world, "verifier")
    client = sign_in("verifier")
    first = findings(submission)[0]
    client.post(url(submission, "temuan", first, "jawab"), data={"answer": "other_person"})
    page = soup(client.get(url(submission)).text)
    undo = page.select_one("form:has([data-key=z])")
    assert undo is not None
    answer = client.post(str(undo["action"]))
    assert answer.location == url(submission) + "?temuan=1"
    assert "Temuan 1 dari 2" in client.get(answer.location).text


def test_an_answer_that_is_none_of_the_four_is_refused(world: World, sign_in: SignIn) -> None:
    submission = slipped(world, "verifier")
    target = url(submission, "temuan", findings(submission)[0], "jawab")
    for data in ({}, {"answer": "perhaps"}):
        answer = sign_in("verifier").post(target, data=data)
        assert answer.status_code == 422
        assert "Pilih salah satu jawaban" in answer.text


def test_the_same_pair_of_spellings_is_remembered_once(world: World, sign_in: SignIn) -> None:
    submission = slipped(world, "verifier")
    client = sign_in("verifier")
    first = findings(submission)[0]
    db.session.execute(
        text(
            "INSERT INTO finding (id, decree_id, party_id, region_code, fingerprint, field, against, subject, stated,"
            " found, harmless, party_note, recalled, doubtful) SELECT gen_random_uuid(), decree_id, party_id,"
            " region_code, 'twin', field, 'in_force', subject, stated, found, false, '', false, false"
            " FROM finding WHERE id = :id"
        ),
        {"id": first},
    )
    both = findings(submission)
    assert len(both) == 3
    for one in both:
        assert client.post(url(submission, "temuan", one, "jawab"), data={"answer": "alike"}).status_code == 303
    kept = "SELECT count(*) FROM known_spelling WHERE withdrawn_at IS NULL"
    assert db.session.scalar(text(kept)) == 2
    client.post(url(submission, "temuan", first, "urungkan"))
    assert db.session.scalar(text(kept)) == 2


def test_a_clean_sk_is_decided_with_two_keys(world: World, sign_in: SignIn) -> None:
    submission = world.taken()
    client = sign_in("verifier")
    page = soup(client.get(url(submission)).text)
    assert page.h1 is not None
    assert page.h1.get_text() == "Tidak ada temuan"
    assert [str(part["value"]) for part in page.select("[data-key=m]")] == ["met"]
    answer = client.post(url(submission, "putuskan"), data={"outcome": "met"})
    assert (answer.status_code, answer.location) == (303, "/antrean")
    assert state_of(submission) == (State.DECIDED, Outcome.MET)
    assert "Memenuhi syarat (MS)" in client.get("/antrean").text


REFUSED_RULINGS = [
    pytest.param({"note": "tetap ada"}, "Pilih keputusan MS, BMS, atau TMS.", id="no ruling"),
    pytest.param(
        {"outcome": "perhaps", "note": "tetap ada"}, "Pilih keputusan MS, BMS, atau TMS.", id="unknown ruling"
    ),
    pytest.param({"outcome": "met", "note": "tetap ada"}, "Masih ada 2 temuan yang belum dijawab", id="doubts stand"),
    pytest.param({"outcome": "incomplete", "note": "tetap ada"}, "Pilih paling sedikit satu alasan", id="no reason"),
    pytest.param(
        {"outcome": "not_met", "reasons": "weather", "note": "tetap ada"}, "Pilih alasan dari daftar ini", id="uncoded"
    ),
    pytest.param(
        {"outcome": "incomplete", "reasons": "other"}, "Tulis alasan lain itu pada catatan", id="other, no note"
    ),
    pytest.param(
        {"outcome": "incomplete", "reasons": "name", "note": "x" * 2001}, "paling panjang 2.000", id="long note"
    ),
]


@pytest.mark.parametrize(("typed", "sentence"), REFUSED_RULINGS)
def test_a_ruling_that_cannot_stand_is_told_at_its_field(
    world: World, sign_in: SignIn, typed: dict[str, str], sentence: str
) -> None:
    submission = slipped(world, "verifier")
    answer = sign_in("verifier").post(url(submission, "putuskan"), data=typed)
    assert answer.status_code == 422
    page = soup(answer.text)
    assert sentence in page.select_one("[data-errors]").get_text()  # type: ignore[union-attr]
    assert any(sentence in mark.get_text() for mark in page.select(".err"))
    note = page.select_one("textarea[name=note]")
    assert note is not None
    assert note.get_text().strip() == typed.get("note", "")
    assert state_of(submission)[0] is State.IN_REVIEW


def test_a_return_goes_back_with_its_reasons_and_a_refusal_of_ms_drops_them(world: World, sign_in: SignIn) -> None:
    submission = slipped(world, "verifier")
    client = sign_in("verifier")
    data = {"outcome": "incomplete", "reasons": ["name", "board"], "note": "Sesuaikan\x00 dengan SK."}
    assert client.post(url(submission, "putuskan"), data=data).status_code == 303
    assert state_of(submission) == (State.RETURNED, Outcome.INCOMPLETE)
    page = client.get(url(submission)).text
    assert "Nama pengurus pada data berbeda dengan SK" in page
    assert "Sesuaikan dengan SK." in page
    assert 'data-key="p"' not in page
    clean = world.taken(who="rival", unit=world.units["PCN", "65.01"], number="9/PCN/2025", board=BOARD_LENTERA)
    client.post(url(clean, "putuskan"), data={"outcome": "met", "reasons": ["name"]})
    db.session.expire_all()
    assert [ruling.reasons for ruling in clean.decisions] == [[]]


def test_of_two_verifiers_the_second_is_told_who_holds_it(world: World, sign_in: SignIn) -> None:
    submission = slipped(world)
    first, second = sign_in("verifier"), sign_in("second")
    assert first.post(url(submission, "ambil")).status_code == 303
    late = second.post(url(submission, "ambil"))
    assert late.status_code == 409
    assert "sedang diverifikasi oleh Verifier" in late.text
    one = findings(submission)[0]
    for target, data in (
        ("temuan/" + one + "/jawab", {"answer": "alike"}),
        ("putuskan", {"outcome": "not_met", "reasons": "name"}),
    ):
        answer = second.post(url(submission, target), data=data)
        assert answer.status_code == 409
        assert "tidak sedang Anda pegang" in answer.text
    assert second.post(url(submission, "lepas")).status_code == 409
    page = second.get(url(submission)).text
    assert "Sedang dipegang Verifier" in page
    assert 'data-key="s"' not in page
    assert first.post(url(submission, "temuan", one, "jawab"), data={"answer": "alike"}).status_code == 303


def test_a_claim_that_ran_out_may_be_taken_over_with_its_answers(world: World, sign_in: SignIn) -> None:
    submission = slipped(world, "verifier")
    assert submission.decree is not None
    answer_finding(world.people["verifier"], findings_of(submission.decree)[0], Answer.ALIKE)
    submission.claimed_until = now() - timedelta(minutes=1)
    db.session.flush()
    second = sign_in("second")
    assert "Ambil untuk diverifikasi" in second.get(url(submission)).text
    assert second.post(url(submission, "ambil")).status_code == 303
    assert "Temuan 2 dari 2" in second.get(url(submission)).text
    lost = sign_in("verifier").post(
        url(submission, "temuan", findings(submission)[1], "jawab"), data={"answer": "alike"}
    )
    assert lost.status_code == 409


def test_letting_go_puts_it_back_into_the_queue(world: World, sign_in: SignIn) -> None:
    submission = world.taken()
    client = sign_in("verifier")
    assert client.post(url(submission, "lepas")).location == "/antrean"
    assert state_of(submission)[0] is State.SUBMITTED
    assert "dilepas" in client.get("/antrean").text


@pytest.mark.parametrize("reader", ["supervisor", "above", "head"])
def test_readers_see_all_of_it_and_no_button(world: World, sign_in: SignIn, reader: str) -> None:
    submission = slipped(world, "verifier")
    client = sign_in(reader)
    for page in (client.get("/antrean"), client.get(url(submission)), client.get(url(submission) + "?temuan=2&hal=1")):
        assert page.status_code == 200
        forms = [form for form in soup(page.text).select("form[method=post]") if "keluar" not in str(form["action"])]
        assert forms == []


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("supervisor", 403),
        ("above", 403),
        ("head", 403),
        ("liaison", 403),
        ("centre", 403),
        ("admin", 403),
        ("far", 404),
    ],
)
def test_nobody_else_may_act(world: World, sign_in: SignIn, who: str, status: int) -> None:
    submission = slipped(world, "verifier" if who == "head" else "")
    client, one = sign_in(who), findings(submission)[0]
    for path in POSTS:
        target = url(submission, path.format(finding=one))
        data = {"answer": "alike", "outcome": "not_met", "reasons": "name"}
        assert client.post(target, data=data).status_code == status, path
    assert state_of(submission)[0] is (State.IN_REVIEW if who == "head" else State.SUBMITTED)


@pytest.mark.parametrize(("who", "status"), [("liaison", 403), ("centre", 403), ("admin", 403), ("far", 404)])
def test_strangers_do_not_see_it(world: World, sign_in: SignIn, who: str, status: int) -> None:
    submission = world.submitted()
    assert sign_in(who).get(url(submission)).status_code == status


def test_a_draft_and_what_waits_for_the_centre_are_not_kpus_to_read(world: World, sign_in: SignIn) -> None:
    draft = submission_of_decree(world.upload())
    waiting = world.submitted("liaison_tunas", unit=world.units["TUNAS", "65.01"], number="3/TUNAS/2025")
    client = sign_in("verifier")
    for submission in (draft, waiting):
        assert client.get(url(submission)).status_code == 404
        assert client.post(url(submission, "ambil")).status_code == 404


def test_a_finding_of_another_submission_is_not_there(world: World, sign_in: SignIn) -> None:
    submission = slipped(world, "verifier")
    other = world.taken(who="rival", unit=world.units["PCN", "65.01"], number="9/PCN/2025")
    client = sign_in("verifier")
    for finding in (findings(submission)[0], str(uuid4())):
        answer = client.post(url(other, "temuan", finding, "jawab"), data={"answer": "alike"})
        assert answer.status_code == 404


def grid(client: FlaskClient) -> dict[str, str]:
    """What the grid says of each party's own SK."""
    table = soup(client.get("/antrean").text).select("#h-kisi ~ table tbody tr")
    return {
        row.select_one("th span").get_text(): " ".join(row.select_one("td").get_text(" ").split())  # type: ignore[union-attr]
        for row in table
    }


def test_the_grid_never_takes_waiting_for_not_begun(world: World, sign_in: SignIn) -> None:
    world.submitted("liaison_tunas", unit=world.units["TUNAS", "65.01"], number="3/TUNAS/2025")
    world.upload("rival", world.units["PCN", "65.01"], number="9/PCN/2025")
    client = sign_in("verifier")
    told = grid(client)
    assert re.fullmatch(r"Menunggu pusat sejak hari ini pukul [\d.]+ WITA; belum sampai ke KPU", told["TUNAS"])
    assert told["PCN"] == "Draf"
    assert told["PBS"] == "Belum mulai"
    assert told["LENTERA"] == "Belum mulai akun petugas penghubung belum dibuat"
    world.period.deadline = now() - timedelta(hours=1)
    db.session.flush()
    told = grid(client)
    assert told["TUNAS"].startswith("Menunggu pusat")
    assert told["PCN"] == "Tidak memutakhirkan draf tidak diajukan"
    assert told["PBS"] == "Tidak memutakhirkan"


def test_the_former_decree_and_harmless_titles_are_told_apart(world: World, sign_in: SignIn) -> None:
    world.decided(board=BOARD_PBS, number="64/KPTS/PBS/V/2021", issued_on=today() - timedelta(days=900))
    # As if that had been a semester ago: the decree stays in force, this semester has nothing yet.
    db.session.execute(text("DELETE FROM decision"))
    db.session.execute(text("DELETE FROM submission"))
    db.session.expunge_all()
    submission = world.taken(board=BOARD_PBS_NEW)
    page = soup(sign_in("verifier").get(url(submission)).text)
    told = " ".join(page.get_text(" ").split())
    assert "SK sebelumnya, 64/KPTS/PBS/V/2021, menulis Yantini Fahreza Azrafi, S.H., M.H." in told
    assert "Gelar – tidak perlu tindakan" in told
    assert "SK lama" in told


def test_a_very_long_board_is_held_against_the_former_one_by_equal_names_alone(
    world: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "MOST_COMPARED", 10)
    world.decided(number="64/KPTS/PBS/V/2021", issued_on=today() - timedelta(days=900))
    db.session.execute(text("DELETE FROM decision"))
    db.session.execute(text("DELETE FROM submission"))
    db.session.expunge_all()
    decree = world.upload()
    world.retype(decree, row_2="Junaidi Nur Ilham")
    submission = submission_of_decree(decree)
    advance(world.people["liaison"], submission, Act.SUBMIT)
    page = sign_in("verifier").get(url(submission)).text
    assert "SK sebelumnya, 64/KPTS/PBS/V/2021, tidak memuat nama atau jabatan yang sepadan." in page


def test_a_paper_without_letters_is_left_to_the_eye(world: World, sign_in: SignIn) -> None:
    submission = world.taken()
    db.session.execute(text("UPDATE reading SET status = 'failed', facts = NULL, failure = 'x'"))
    page = sign_in("verifier").get(url(submission)).text
    assert "belum dibandingkan" in page
    assert "Gambar halaman tidak tersedia" in page
    assert "baris bersih" not in page


def test_no_change_is_ruled_on_beside_the_decree_in_force(world: World, sign_in: SignIn) -> None:
    submission = world.taken()
    db.session.execute(text("UPDATE submission SET decree_id = NULL, no_change = true"))
    db.session.expire_all()
    client = sign_in("verifier")
    assert "Tidak ada perubahan" in client.get(url(submission)).text
    assert client.post(url(submission, "putuskan"), data={"outcome": "met"}).status_code == 303
    assert state_of(submission) == (State.DECIDED, Outcome.MET)


def queries(client: FlaskClient, address: str) -> int:
    """How many statements one page sends."""
    sent: list[str] = []

    def count(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    event.listen(db.engine.engine, "before_cursor_execute", count)
    try:
        assert client.get(address).status_code == 200
    finally:
        event.remove(db.engine.engine, "before_cursor_execute", count)
    return len(sent)


def test_the_queue_asks_no_more_when_it_is_longer(world: World, sign_in: SignIn) -> None:
    slipped(world)
    client = sign_in("verifier")
    client.get("/antrean")
    one = queries(client, "/antrean")
    world.submitted("rival", unit=world.units["PCN", "65.01"], number="9/PCN/2025")
    assert queries(client, "/antrean") == one > 0


def test_the_review_page_asks_no_more_when_the_board_is_longer(world: World, sign_in: SignIn) -> None:
    few = slipped(world, "verifier", row_2="Junaidi Nur Ilham")
    many = world.taken(who="rival", unit=world.units["PCN", "65.01"], number="9/PCN/2025", board=BOARD_PBS)
    client = sign_in("verifier")
    db.session.expire_all()
    first = queries(client, url(few))
    db.session.expire_all()
    assert abs(queries(client, url(many)) - first) <= 2

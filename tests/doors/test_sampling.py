"""Uji petik on pages: drawn once, visited in order, replaced with a reason, ruled by what was found."""

import io
import re
from collections.abc import Callable

import pikepdf
import pypdfium2
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from sipol.extensions import db, now
from sipol.models import Paper, Sample, SampledMember, Submission
from sipol.render.press import pdf
from sipol.rules.member_life import MemberStatus
from sipol.rules.sampling import draw
from sipol.rules.workflow import Act
from sipol.services.imports import confirm
from sipol.services.papers import print_paper
from sipol.services.samples import digest_of_frame, drawn_in
from sipol.services.submissions import advance
from tests.doors.test_budgets import counted
from tests.doors.test_decrees import words
from tests.factories.world import World

SignIn = Callable[[str], FlaskClient]
HEADER = "NIK;Nama;Jenis Kelamin;Tanggal Lahir;Kode Kecamatan;Alamat\n"
ROWS = "".join(
    f"6501011501790{n:03};Orang {n:03};L;15-01-1979;65.01.0{1 + n % 2};Jl. Cendana {n}\n" for n in range(1, 61)
)


@pytest.fixture
def submission(world: World) -> Submission:
    confirm(world.people["liaison"], world.listed((HEADER + ROWS).encode()))
    submission = world.handed_in()
    advance(world.people["verifier"], submission, Act.TAKE_UP)
    return submission


def drawn(world: World, client: FlaskClient, **typed: str) -> Sample:
    url = f"/verifikasi/unit/{world.unit.id}/uji-petik"
    answer = client.post(url, data={"seed": "undian 17-4", **typed})
    assert answer.status_code == 303, words(answer)
    return db.session.scalars(select(Sample).order_by(Sample.serial.desc())).first()  # type: ignore[return-value]


def visited(client: FlaskClient, sampled: SampledMember, kind: str, result: str) -> int:
    typed = {"kind": kind, "result": result, "held_on": now().strftime("%d-%m-%Y")}
    return client.post(f"/uji-petik/orang/{sampled.id}", data=typed).status_code


def test_a_sample_is_drawn_as_the_page_says_and_anyone_can_repeat_it(
    world: World, submission: Submission, sign_in: SignIn
) -> None:
    client = sign_in("verifier")
    page = words(client.get(f"/verifikasi/unit/{world.unit.id}/uji-petik"))
    assert "Dari 60 anggota yang diajukan akan ditarik 52 orang" in page
    sample = drawn(world, client)
    people = drawn_in(sample)
    assert [one.number for one in people] == draw("undian 17-4", [""] * 60, 52, stratified=False)
    assert sample.digest == digest_of_frame(list(zip(sample.frame, sample.strata, strict=True)))
    assert [sample.frame[one.number - 1] for one in people] == [one.member_id for one in people]
    frame = client.get(f"/uji-petik/{sample.id}/kerangka.csv").text.splitlines()
    assert len(frame) == 61
    assert "Orang" not in "".join(frame)


def test_it_is_not_drawn_anew_unseen(world: World, submission: Submission, sign_in: SignIn) -> None:
    client, url = sign_in("verifier"), f"/verifikasi/unit/{world.unit.id}/uji-petik"
    first = drawn(world, client)
    again = client.post(url, data={"seed": "lain"})
    assert again.status_code == 422
    assert "Tulis alasan penarikan ulang" in words(again)
    second = drawn(world, client, seed="lain", reason="Diperintahkan pleno", stratified="y")
    assert (first.serial, second.serial) == (1, 2)
    for who in ("verifier", "supervisor"):
        page = words(sign_in(who).get(url))
        assert "Sampel ke-1" in page
        assert "Sampel ke-2" in page
    assert "acuan penarikan" in words(client.post(url, data={"seed": " ", "reason": "x"}))


def test_visits_go_in_order_and_rule_the_row(world: World, submission: Submission, sign_in: SignIn) -> None:
    client = sign_in("verifier")
    met, denied, lost, *_ = drawn_in(drawn(world, client))
    assert visited(client, met, "home", "confirmed") == 303
    assert met.member.status is MemberStatus.MET
    assert visited(client, met, "gathered", "denied") == 409
    assert visited(client, denied, "gathered", "denied") == 422
    assert visited(client, denied, "home", "not_met") == 303
    assert visited(client, denied, "gathered", "denied") == 303
    assert denied.member.status is MemberStatus.NOT_MET
    for kind in ("home", "gathered"):
        assert visited(client, lost, kind, "not_met") == 303
        assert lost.member.status is MemberStatus.UNCHECKED
    assert visited(client, lost, "video", "not_met") == 303
    assert lost.member.status is MemberStatus.NOT_MET
    page = words(client.get(f"/uji-petik/{met.sample_id}"))
    assert "3 dari 52 orang sudah ada hasilnya" in page
    assert "tidak dapat ditemui dalam verifikasi faktual" in words(client.get(f"/verifikasi/anggota/{lost.member_id}"))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Pilih cara menemui"),
        ({"kind": "home", "result": "confirmed"}, "Isi tanggal kunjungan"),
        ({"kind": "home", "held_on": "01-01-2020", "result": "confirmed"}, "sesudah penarikan"),
        ({"kind": "home", "held_on": "32-01-2026", "result": "confirmed"}, "HH-BB-TTTT"),
        ({"kind": "video", "held_on": "TODAY", "result": "confirmed"}, "Urutannya"),
        ({"kind": "home", "held_on": "TODAY", "result": "maybe"}, "Pilih hasil"),
    ],
)
def test_a_visit_that_cannot_be_is_told_at_its_field(
    world: World, submission: Submission, sign_in: SignIn, typed: dict[str, str], sentence: str
) -> None:
    client = sign_in("verifier")
    sampled = drawn_in(drawn(world, client))[0]
    told = {name: text.replace("TODAY", now().strftime("%d-%m-%Y")) for name, text in typed.items()}
    answer = client.post(f"/uji-petik/orang/{sampled.id}", data=told)
    assert answer.status_code == 422
    assert sentence in words(answer)


@pytest.mark.parametrize("stratified", ["", "y"])
def test_a_replacement_is_the_next_in_the_order_drawn(
    world: World, submission: Submission, sign_in: SignIn, stratified: str
) -> None:
    client = sign_in("verifier")
    sample = drawn(world, client, **({"stratified": stratified} if stratified else {}))
    first = drawn_in(sample)[0]
    url = f"/uji-petik/orang/{first.id}/ganti"
    assert "Tulis alasan penggantian" in words(client.post(url))
    assert client.post(url, data={"reason": "Meninggal dunia"}).status_code == 303
    instead = drawn_in(sample)[-1]
    assert (instead.place, instead.instead_of) == (53, 1)
    taken = {one.number for one in drawn_in(sample)[:-1]}
    free = [number for number in draw(sample.seed, sample.strata, 60, stratified=False) if number not in taken]
    here = sample.strata[first.number - 1]
    assert instead.number == next(number for number in free if not stratified or sample.strata[number - 1] == here)
    assert client.post(url, data={"reason": "Sekali lagi"}).status_code == 422


def test_the_list_for_the_visits_is_a_paper_with_masked_nik(
    world: World, submission: Submission, sign_in: SignIn
) -> None:
    client = sign_in("verifier")
    sample = drawn(world, client)
    assert client.post(f"/uji-petik/{sample.id}/lembar").status_code == 303
    paper = db.session.scalars(select(Paper).where(Paper.subject_id == sample.id)).one()
    print_paper(paper.id, pdf)
    answer = client.get(f"/uji-petik/{sample.id}/lembar.pdf")
    with pypdfium2.PdfDocument(answer.data) as document:
        text = "".join(page.get_textpage().get_text_range() for page in document)
    assert "LEMBAR KUNJUNGAN" in text
    assert len(set(re.findall(r"Orang \d{3}", text))) == 52
    assert not re.search(r"\d{16}", text)
    with pikepdf.open(io.BytesIO(answer.data)) as document:
        assert "lembar-kunjungan.json" in document.attachments
    public = words(client.get(f"/periksa-dokumen/{paper.code}"))
    assert "Lembar Kunjungan" in public
    assert "Orang" not in public


def test_supervisors_read_it_and_the_party_does_not(world: World, submission: Submission, sign_in: SignIn) -> None:
    sample = drawn(world, sign_in("verifier"))
    assert sign_in("supervisor").get(f"/uji-petik/{sample.id}").status_code == 200
    assert sign_in("liaison").get(f"/uji-petik/{sample.id}").status_code == 403
    sampled = drawn_in(sample)[0]
    assert visited(sign_in("supervisor"), sampled, "home", "confirmed") == 403


def test_a_page_of_many_visits_asks_the_database_no_more_often(
    world: World, submission: Submission, sign_in: SignIn
) -> None:
    client, counts = sign_in("verifier"), []
    sample = drawn(world, client)
    url = f"/uji-petik/{sample.id}"
    for _ in range(2):
        client.get(url)
        with counted() as statements:
            assert client.get(url).status_code == 200
        counts.append(len(statements))
        for sampled in drawn_in(sample)[:3]:
            visited(client, sampled, "home", "confirmed")
    assert counts[0] == counts[1]

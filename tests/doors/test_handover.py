"""Handing in: the verifier's checks beforehand, one submission however often one presses, the receipt, the centre."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from sipol.extensions import db, now
from sipol.models import AuditEntry, Paper
from sipol.render.press import pdf
from sipol.rules.workflow import State
from sipol.services.papers import print_paper
from sipol.services.submissions import submission_of_decree
from tests.factories.pages import save, words
from tests.factories.statements import statements
from tests.factories.world import World

SignIn = Callable[[str], FlaskClient]


def test_a_checked_sk_is_handed_in_and_answered_with_a_receipt(world: World, sign_in: SignIn) -> None:
    decree = world.upload()
    client = sign_in("liaison")
    review = save(client, decree, lanjut="1").location
    page = client.get(review)
    assert "tidak menemukan perbedaan" in words(page)
    assert "Ajukan ke KPU Kabupaten Bulungan" in page.text
    submission = submission_of_decree(decree)
    answer = client.post(f"/pengajuan/{submission.id}/ajukan")
    assert answer.status_code == 303
    receipt = client.get(answer.location)
    assert submission.receipt is not None
    assert f"Tanda terima {submission.receipt}" in words(receipt)
    assert "WITA" in receipt.text
    assert "sedang dicetak" in receipt.text
    assert 'data-poll="' in receipt.text


def test_the_receipt_is_a_pdf_once_it_is_printed(world: World, sign_in: SignIn) -> None:
    submission = world.submitted()
    client = sign_in("liaison")
    address = f"/pengajuan/{submission.id}/tanda-terima"
    assert client.get(f"{address}.pdf").location == address
    print_paper(db.session.scalars(select(Paper.id)).one(), pdf)
    page = client.get(address)
    assert "Unduh tanda terima (PDF" in page.text
    assert "data-poll" not in page.text
    printed = client.get(f"{address}.pdf")
    assert printed.data.startswith(b"%PDF-")
    assert submission.receipt in printed.headers["Content-Disposition"]


def test_a_double_click_gives_one_submission_and_the_same_receipt(world: World, sign_in: SignIn) -> None:
    submission = submission_of_decree(world.upload())
    client = sign_in("liaison")
    first, second = (client.post(f"/pengajuan/{submission.id}/ajukan") for _ in range(2))
    assert first.location == second.location
    assert db.session.scalar(select(func.count()).select_from(Paper)) == 1
    moves = select(AuditEntry).where(AuditEntry.event == "SubmissionMoved")
    assert len(db.session.scalars(moves).all()) == 1


def test_the_party_sees_the_very_findings_the_verifier_will_see(world: World, sign_in: SignIn) -> None:
    decree = world.upload()
    world.retype(decree, row_2="Junaidi Nur Ilham", number="112/SK")
    page = sign_in("liaison").get(f"/pengajuan/{submission_of_decree(decree).id}/tinjau-jawaban")
    assert "Periksa seperti KPU – 2 temuan" in words(page)
    assert "Ejaan" in page.text
    assert "Nomor berbeda" in page.text
    assert "Potongan SK halaman 2: Djunaidi Nur Ilham" in page.text
    assert f'href="/sk/{decree.id}/periksa#number"' in page.text


def test_what_is_lacking_leads_to_its_field_and_there_is_no_button(world: World, sign_in: SignIn) -> None:
    decree = world.upload()
    client = sign_in("liaison")
    save(client, decree, number="")
    submission = submission_of_decree(decree)
    page = client.get(f"/pengajuan/{submission.id}/tinjau-jawaban")
    assert f'<a href="/sk/{decree.id}/periksa#number">Isi nomor SK seperti tertulis pada surat.</a>' in page.text
    assert "Ajukan ke KPU" not in page.text
    answer = client.post(f"/pengajuan/{submission.id}/ajukan")
    assert answer.status_code == 422
    assert "Isi nomor SK" in words(answer)
    assert submission.state is State.DRAFT


def test_a_closed_period_is_said_and_the_draft_stays(world: World, sign_in: SignIn) -> None:
    submission = submission_of_decree(world.upload())
    world.period.windows[0].closes_at = now() - timedelta(hours=1)
    db.session.flush()
    answer = sign_in("liaison").post(f"/pengajuan/{submission.id}/ajukan")
    assert answer.status_code == 422
    assert "sedang tidak dibuka. Draf Anda tetap tersimpan." in words(answer)
    assert submission.state is State.DRAFT


def test_a_party_that_wants_it_asks_its_centre_first(world: World, sign_in: SignIn) -> None:
    submission = submission_of_decree(world.upload("liaison_tunas", world.units["TUNAS", "65.01"]))
    liaison, centre = sign_in("liaison_tunas"), sign_in("centre_tunas")
    review = f"/pengajuan/{submission.id}/tinjau-jawaban"
    assert "Mintakan persetujuan pusat" in liaison.get(review).text
    assert liaison.post(f"/pengajuan/{submission.id}/ajukan").location == review
    told = liaison.get(review)
    assert "Menunggu pusat sejak hari ini pukul" in words(told)
    assert "Setujui" not in told.text
    assert "Menunggu pusat sejak hari ini" in words(liaison.get("/beranda"))
    assert "Menunggu persetujuan Anda" in words(centre.get("/beranda"))
    assert "Setujui dan ajukan ke KPU Kabupaten Bulungan" in centre.get(review).text
    answer = centre.post(f"/pengajuan/{submission.id}/persetujuan-pusat", data={"act": "approve"})
    assert "Tanda terima" in centre.get(answer.location).text
    assert submission.state is State.SUBMITTED


def test_a_centre_that_gives_back_says_why(world: World, sign_in: SignIn) -> None:
    submission = submission_of_decree(world.upload("liaison_tunas", world.units["TUNAS", "65.01"]))
    liaison, centre = sign_in("liaison_tunas"), sign_in("centre_tunas")
    liaison.post(f"/pengajuan/{submission.id}/ajukan")
    address = f"/pengajuan/{submission.id}/persetujuan-pusat"
    silent = centre.post(address, data={"act": "refuse", "note": " "})
    assert silent.status_code == 422
    assert 'href="#note"' in silent.text
    assert "Tulis alasan pengembalian" in words(silent)
    assert liaison.post(address, data={"act": "approve"}).status_code == 403
    assert centre.post(address, data={"act": "refuse", "note": "Tanggal keliru"}).status_code == 303
    assert "Dikembalikan pusat partai: Tanggal keliru." in words(liaison.get("/beranda"))


@pytest.mark.parametrize("stranger", ["rival", "neighbour"])
def test_a_neighbours_submission_is_not_there(world: World, sign_in: SignIn, stranger: str) -> None:
    submission = world.submitted()
    client = sign_in(stranger)
    for page in ("tinjau-jawaban", "tanda-terima", "tanda-terima.pdf"):
        assert client.get(f"/pengajuan/{submission.id}/{page}").status_code == 404
    for act in ("ajukan", "persetujuan-pusat"):
        assert client.post(f"/pengajuan/{submission.id}/{act}").status_code == 404


@pytest.mark.parametrize("reader", ["verifier", "supervisor", "above"])
def test_officials_read_the_receipt_and_hand_nothing_in(world: World, sign_in: SignIn, reader: str) -> None:
    submission = world.submitted()
    client = sign_in(reader)
    assert client.get(f"/pengajuan/{submission.id}/tanda-terima").status_code == 200
    assert client.get(f"/pengajuan/{submission.id}/tinjau-jawaban").status_code == 403
    for act in ("ajukan", "persetujuan-pusat"):
        assert client.post(f"/pengajuan/{submission.id}/{act}").status_code == 403


def test_there_is_no_receipt_before_anything_was_sent(world: World, sign_in: SignIn) -> None:
    submission = submission_of_decree(world.upload())
    assert sign_in("liaison").get(f"/pengajuan/{submission.id}/tanda-terima").status_code == 404


def test_the_review_asks_the_database_no_more_for_more_findings(world: World, sign_in: SignIn) -> None:
    decree = world.upload()
    address = f"/pengajuan/{submission_of_decree(decree).id}/tinjau-jawaban"
    client = sign_in("liaison")
    world.retype(decree, row_2="Junaidi Nur Ilham")
    few = statements(client, address)
    world.retype(decree, row_2="Junaidi Nur Ilham", row_3="Us Anggini", row_4="Moh. Silaenan", row_5="Reinaldis")
    assert statements(client, address) == few

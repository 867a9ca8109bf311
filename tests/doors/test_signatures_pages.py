"""The pages of the signatures: who is waited for, what is entered, one's own signature, and what everybody reads."""

from collections.abc import Callable
from datetime import timedelta

from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import func, select

from sipol.extensions import db
from sipol.models import Minutes, Paper, PaperKind
from sipol.render.press import pdf
from sipol.rules.signing import SignerAnswer, SigningWay, Tally
from sipol.services.ledger import MinutesDraft
from sipol.services.minutes import case_for, issue_minutes, office_of, today_at
from sipol.services.papers import print_paper
from sipol.services.signatures import link_commissioner
from tests.doors.test_budgets import counted
from tests.factories.world import World

SignIn = Callable[[str], FlaskClient]
Typed = dict[str, str]


def words(page: str) -> str:
    return " ".join(BeautifulSoup(page, "html5lib").main.get_text(" ").split())  # type: ignore[union-attr]


def frozen(world: World, *declined: tuple[int, str]) -> Minutes:
    world.decided()
    verifier = world.people["verifier"]
    case = case_for(verifier, "65.01", world.period, world.parties["PBS"].id)
    draft = MinutesDraft("Kantor KPU", today_at(office_of(verifier)), declined=declined)
    return issue_minutes(verifier, case, world.period, draft)


def url(minutes: Minutes, more: str = "") -> str:
    return f"/berita-acara/{minutes.id}/penandatanganan{more}"


def typed(world: World, *answers: str) -> Typed:
    """What the secretariat sends, for signers 1, 2, …; each ``answer`` or ``answer:reason``."""
    sent: Typed = {}
    for order, told in enumerate(answers, start=1):
        answer, _, reason = told.partition(":")
        day = today_at(office_of(world.people["verifier"])).strftime("%d-%m-%Y") if answer == "signed" else ""
        row = {"order": str(order), "answer": answer, "signed_on": day, "reason": reason}
        sent |= {f"signers-{order - 1}-{part}": value for part, value in row.items()}
    return sent


def answers(minutes: Minutes) -> list[SignerAnswer | None]:
    db.session.refresh(minutes)
    return [row.answer for row in minutes.signatures]


def test_a_frozen_berita_acara_says_that_it_waits_wherever_it_is_shown(world: World, sign_in: SignIn) -> None:
    minutes = frozen(world, (3, "Tidak sepakat"))
    counted = "0 dari 3 menandatangani, 1 tidak menandatangani, 0 tidak hadir, 2 ditunggu"
    for who in ("verifier", "liaison", "supervisor"):
        client = sign_in(who)
        for page in ("/berita-acara", f"/berita-acara/{minutes.id}", url(minutes)):
            told = words(client.get(page).text)
            assert "Menunggu tanda tangan" in told, (who, page)
            assert counted in told, (who, page)
            assert "Sudah terbit" not in told
    assert "Menunggu tanda tangan" in words(sign_in("above").get("/berita-acara").text)


def test_the_public_answer_counts_and_claims_no_issue_before_it(
    world: World, sign_in: SignIn, client: FlaskClient
) -> None:
    minutes = frozen(world, (3, "Tidak sepakat"))
    told = words(client.get(f"/periksa-dokumen/{minutes.paper.code}").text)
    assert "Belum terbit. Berita Acara ini belum terbit" in told
    assert "1 tidak menandatangani, 0 tidak hadir, 2 ditunggu" in told
    assert "diterbitkan lewat register" not in told
    assert "Taufan" not in told
    assert sign_in("second").post(url(minutes), data=typed(world, "signed", "absent")).status_code == 303
    told = words(client.get(f"/periksa-dokumen/{minutes.paper.code}").text)
    assert "diterbitkan lewat register" in told
    assert "1 dari 3 menandatangani, 1 tidak menandatangani, 1 tidak hadir, menurut catatan register" in told
    assert "bukan tanda tangan elektronik bersertifikat" in told
    assert "Belum terbit" not in told
    paper = db.session.scalars(select(Paper).where(Paper.kind == PaperKind.SIGNATURES)).one()
    sheet = words(client.get(f"/periksa-dokumen/{paper.code.lower()}").text)
    assert f"Lembar Penandatanganan Nomor {minutes.number}" in sheet
    assert minutes.paper.code in sheet


def test_the_secretariat_enters_several_at_once_and_the_last_issues_it(world: World, sign_in: SignIn) -> None:
    minutes = frozen(world)
    client = sign_in("second")
    assert len(BeautifulSoup(client.get(url(minutes)).text, "html5lib").select("main [role=group]")) == 3
    first = client.post(url(minutes), data=typed(world, "signed", "", "declined:Tidak sepakat"))
    assert "Masih ditunggu: 1 penanda tangan" in client.get(first.location).text
    assert answers(minutes) == [SignerAnswer.SIGNED, None, SignerAnswer.DECLINED]
    only = {name: value for name, value in typed(world, "", "absent").items() if name.startswith("signers-1")}
    page = client.get(client.post(url(minutes), data=only).location).text
    told = words(page)
    assert f"Berita Acara Nomor {minutes.number} terbit" in BeautifulSoup(page, "html5lib").get_text()
    assert "Sudah terbit" in told
    assert "Alasan: Tidak sepakat. Dicatat sekretariat dari naskah asli." in told
    assert "Lembar sedang dicetak" in told
    assert "Urungkan" not in told


def test_what_is_refused_stands_under_its_field_and_keeps_what_was_typed(world: World, sign_in: SignIn) -> None:
    minutes = frozen(world)
    answer = sign_in("second").post(url(minutes), data=typed(world, "signed", "declined", "absent:Sakit"))
    page = BeautifulSoup(answer.text, "html5lib")
    assert answer.status_code == 422
    assert "Isi alasan tidak menandatangani" in page.select_one("#signers-1-reason-err").get_text()  # type: ignore[union-attr]
    assert page.select_one("#signers-2-reason")["value"] == "Sakit"  # type: ignore[index]
    assert page.select_one("#signers-0-answer option[selected]")["value"] == "signed"  # type: ignore[index]
    assert answers(minutes) == [None, None, None]
    assert db.session.scalar(select(func.count()).select_from(Paper).where(Paper.kind == PaperKind.SIGNATURES)) == 0


def test_the_other_refusals_of_the_form(world: World, sign_in: SignIn) -> None:
    minutes = frozen(world)
    client = sign_in("second")
    later = (today_at(office_of(world.people["verifier"])) + timedelta(days=1)).strftime("%d-%m-%Y")
    for sent, sentence in (
        (typed(world, "", ""), "Pilih jawaban paling sedikit satu penanda tangan."),
        ({}, "Pilih jawaban paling sedikit satu penanda tangan."),
        (typed(world, "sungkan"), "Pilih salah satu jawaban."),
        (typed(world, "signed") | {"signers-0-signed_on": later}, "tidak sesudah hari ini"),
        (typed(world, "signed") | {"signers-0-signed_on": "kemarin"}, "Tulis tanggal sebagai HH-BB-TTTT"),
        (typed(world, "absent:" + "a" * 301), "Alasan paling panjang 300 huruf."),
        (typed(world, "absent", "declined:Tidak sepakat", "absent"), "Paling sedikit satu anggota KPU"),
    ):
        answer = client.post(url(minutes), data=sent)
        assert (answer.status_code, sentence in answer.text) == (422, True), sentence
    assert client.post(url(minutes), data=typed(world, "absent") | {"signers-0-order": "9"}).status_code == 404
    assert answers(minutes) == [None, None, None]


def test_a_linked_account_finds_its_own_form_and_others_do_not(world: World, sign_in: SignIn) -> None:
    minutes = frozen(world)
    link_commissioner(world.people["admin"], "65.01", 1, world.people["second"])
    assert "Tanda tangan Anda" not in sign_in("verifier").get(url(minutes)).text
    client = sign_in("second")
    assert "Anda tercatat sebagai Rusdiana Amban, Ketua" in words(client.get(url(minutes)).text)
    for sent, sentence in (
        ({}, "Pilih salah satu jawaban."),
        ({"answer": "absent"}, "Pilih salah satu jawaban."),
        ({"answer": "declined"}, "Isi alasan tidak menandatangani"),
    ):
        answer = client.post(url(minutes, "/sendiri"), data=sent)
        assert (answer.status_code, sentence in answer.text) == (422, True), sentence
    assert client.post(url(minutes, "/sendiri"), data={"answer": "signed"}).status_code == 303
    db.session.refresh(minutes)
    assert minutes.signatures[0].way is SigningWay.OWN_ACCOUNT
    assert "Tanda tangan Anda" not in client.get(url(minutes)).text
    assert "Lewat akunnya sendiri." in words(sign_in("liaison").get(url(minutes)).text)
    refused = sign_in("verifier").post(url(minutes, "/sendiri"), data={"answer": "signed"})
    assert "tidak terhubung dengan penanda tangan" in refused.text


def test_a_slip_is_undone_on_the_page(world: World, sign_in: SignIn) -> None:
    minutes = frozen(world, (3, "Tidak sepakat"))
    client = sign_in("second")
    client.post(url(minutes), data=typed(world, "absent"))
    buttons = BeautifulSoup(client.get(url(minutes)).text, "html5lib").select("form[action$=urungkan]")
    assert [button["action"] for button in buttons] == [url(minutes, "/1/urungkan")]
    assert client.post(url(minutes, "/1/urungkan")).status_code == 303
    assert answers(minutes) == [None, None, SignerAnswer.DECLINED]
    again = client.post(url(minutes, "/3/urungkan"))
    assert again.status_code == 422
    assert "sudah dibekukan" in again.text


def test_who_only_reads_finds_nothing_to_send(world: World, sign_in: SignIn) -> None:
    minutes = frozen(world)
    for who in ("liaison", "centre", "supervisor", "above", "head"):
        page = BeautifulSoup(sign_in(who).get(url(minutes)).text, "html5lib")
        assert page.select("main form") == [], who
    above = sign_in("above").post(url(minutes), data=typed(world, "signed"))
    assert above.status_code == 403


def test_the_printed_sheet_is_downloaded_by_those_who_may_see_the_berita_acara(world: World, sign_in: SignIn) -> None:
    minutes = frozen(world)
    assert sign_in("second").get(url(minutes, ".pdf")).status_code == 404
    sign_in("second").post(url(minutes), data=typed(world, "signed", "signed", "signed"))
    db.session.refresh(minutes)
    assert minutes.signing == Tally(3, 0, 0, 0)
    paper = db.session.scalars(select(Paper).where(Paper.kind == PaperKind.SIGNATURES)).one()
    print_paper(paper.id, pdf)
    with sign_in("liaison").get(url(minutes, ".pdf")) as answer:
        assert answer.data.startswith(b"%PDF")
        assert paper.code in answer.headers["Content-Disposition"]
    assert "Unduh lembar" in sign_in("liaison").get(url(minutes)).text
    assert sign_in("rival").get(url(minutes, ".pdf")).status_code == 404


def test_the_history_tells_each_step(world: World, sign_in: SignIn) -> None:
    minutes = frozen(world)
    client = sign_in("second")
    client.post(url(minutes), data=typed(world, "absent"))
    client.post(url(minutes, "/1/urungkan"))
    client.post(url(minutes), data=typed(world, "signed", "signed", "declined:Tidak sepakat"))
    told = words(sign_in("liaison").get("/riwayat").text)
    number = f"Berita Acara Nomor {minutes.number}"
    for sentence in (
        f"{number} dibekukan",
        f"Penanda tangan ke-1 {number} : tidak hadir, dicatat dari naskah asli.",
        f"Catatan penanda tangan ke-1 {number} diurungkan; sebelumnya tidak hadir.",
        f"{number} terbit: 2 menandatangani, 1 tidak menandatangani, 0 tidak hadir.",
    ):
        assert sentence in told
    assert "sepakat" not in told


def test_the_list_asks_as_often_for_two_as_for_one(world: World, sign_in: SignIn) -> None:
    def ask() -> int:
        client = sign_in("above")
        with counted() as statements:
            assert client.get("/berita-acara").status_code == 200
        return len(statements)

    frozen(world)
    ask()
    few = ask()
    world.decided("far", who="neighbour", unit=world.units["PBS", "65.71"], number="2/SK")
    far = world.people["far"]
    case = case_for(far, "65.71", world.period, world.parties["PBS"].id)
    issue_minutes(far, case, world.period, MinutesDraft("Kantor KPU", today_at(office_of(far))))
    assert ask() == few

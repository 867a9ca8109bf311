"""The pages of a decree, by real requests: the way through, who may, and what is shown beside the paper."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from threading import BoundedSemaphore

import pikepdf
import pytest
from flask.testing import FlaskClient

from sipol.cli.demo_cast import BOARD_PBS, BOARD_PBS_NEW
from sipol.extensions import db, today
from sipol.models import Decree
from sipol.reading import child
from sipol.sandbox import parent
from sipol.services.documents import content_of
from tests.factories.pages import next_semester, save, send_file, sk, typed, words
from tests.factories.statements import statements
from tests.factories.world import World, read

SignIn = Callable[[str], FlaskClient]


def test_an_sk_is_chosen_read_and_shown_beside_its_page(world: World, sign_in: SignIn) -> None:
    client = sign_in("liaison")
    answer = send_file(client, world, sk(world))
    assert answer.status_code == 303
    waiting = client.get(answer.location)
    assert "SK sedang dibaca" in waiting.text
    assert 'data-poll="' in waiting.text
    assert "Muat ulang" in waiting.text
    decree = db.session.query(Decree).one()
    read(decree)
    page = client.get(answer.location)
    assert 'value="111/SK/DW-PBS/V/2025"' in page.text
    assert "Djunaidi Nur Ilham" in page.text
    assert f"/sk/{decree.id}/halaman/" in page.text
    assert "data-poll" not in page.text


def test_the_page_that_polls_is_told_that_the_reading_is_done(world: World, sign_in: SignIn) -> None:
    decree = world.upload()
    page = sign_in("liaison").get(f"/sk/{decree.id}/periksa", headers={"X-Poll": "1"})
    assert 'id="pembacaan"' in page.text
    assert "SK sudah selesai dibaca: 7 pengurus." in words(page)


def test_a_new_sk_is_compared_with_the_one_in_force(world: World, sign_in: SignIn) -> None:
    world.decided(board=BOARD_PBS, number="64/KPTS/PBS/2025")
    next_semester(world)
    decree = world.upload(board=BOARD_PBS_NEW, number="127/SK/2025")
    page = words(sign_in("liaison").get(f"/sk/{decree.id}/periksa"))
    assert "Dibanding SK yang berlaku – Nomor 64/KPTS/PBS/2025" in page
    assert "Tetap 21 pengurus Penulisan berubah 3 nama Pindah jabatan tidak ada Masuk 1 orang Keluar 1 orang" in page
    assert "Gelar, tidak perlu tindakan" in page
    assert "keluar: Ernawati Hidayun" in page


def test_a_slip_shows_both_spellings_its_class_and_the_line_of_the_sk(world: World, sign_in: SignIn) -> None:
    decree = world.upload()
    client = sign_in("liaison")
    assert save(client, decree, officers_1_name="Junaidi Nur Ilham").status_code == 303
    page = client.get(f"/sk/{decree.id}/periksa")
    assert "Berbeda dengan SK – 1 baris" in words(page)
    assert "Ejaan" in page.text
    assert "(hanya di sini: </span>D<" in page.text
    assert "Potongan SK halaman 2: baris 2, Junaidi Nur Ilham" in page.text


def test_one_press_takes_the_words_of_the_sk(world: World, sign_in: SignIn) -> None:
    decree = world.upload()
    client = sign_in("liaison")
    save(client, decree, officers_1_name="Junaidi Nur Ilham", number="112/SK", officers_2_position="Wakil Sekretaris")
    day = f"{today() - timedelta(days=3):%d-%m-%Y}"
    save(client, decree, issued_on=day, pakai="issued_on")
    for field in ("officers-1-name", "number", "officers-2-position"):
        assert save(client, decree, pakai=field).status_code == 303
    assert (decree.number, decree.officers[1].name) == ("111/SK/DW-PBS/V/2025", "Djunaidi Nur Ilham")
    assert decree.officers[2].position == "Wakil Ketua"
    assert decree.issued_on == today() - timedelta(days=20)


def test_rows_are_added_emptied_and_removed_without_a_script(world: World, sign_in: SignIn) -> None:
    decree = world.upload()
    client = sign_in("liaison")
    save(
        client,
        decree,
        officers_7_position="Anggota",
        officers_7_name="Orang Baru",
        officers_0_name="",
        officers_0_position="",
    )
    assert [row.name for row in decree.officers][::6] == ["Djunaidi Nur Ilham", "Orang Baru"]
    save(client, decree, hapus="6")
    assert len(decree.officers) == 6
    assert "Tambahkan baris ini ke data" in client.get(f"/sk/{decree.id}/periksa").text
    save(client, decree, tambah="1")
    assert decree.officers[0].name == "Lannyati Listra Erota"


def test_a_draft_saves_itself_and_tells_the_version_that_now_stands(world: World, sign_in: SignIn) -> None:
    decree = world.upload()
    client = sign_in("liaison")
    address, header = f"/sk/{decree.id}/periksa", {"X-Autosave": "1"}
    answer = client.post(address, data=typed(decree, number="7/SK"), headers=header)
    assert answer.status_code == 200
    assert answer.json is not None
    assert answer.json["fields"] == {"version": str(decree.version)}
    assert answer.json["saved_at"].endswith("WITA")
    wrong = client.post(address, data=typed(decree, issued_on="31-02-2025"), headers=header)
    assert wrong.status_code == 422
    assert decree.number == "7/SK"


def test_an_unchanged_first_save_tells_the_version_too(world: World, sign_in: SignIn) -> None:
    data = sk(world)
    client = sign_in("liaison")
    send_file(client, world, data)
    decree = db.session.query(Decree).one()
    answer = client.post(f"/sk/{decree.id}/periksa", data={"version": decree.version}, headers={"X-Autosave": "1"})
    db.session.refresh(decree)
    assert answer.json is not None
    assert answer.json["fields"]["version"] == str(decree.version)


def test_two_windows_lose_nothing(world: World, sign_in: SignIn) -> None:
    decree = world.upload()
    client = sign_in("liaison")
    stale = typed(decree, number="dari jendela kedua")
    save(client, decree, number="dari jendela pertama")
    answer = client.post(f"/sk/{decree.id}/periksa", data=stale)
    assert answer.status_code == 409
    assert "sudah diubah dari jendela atau orang lain" in words(answer)
    assert 'value="dari jendela kedua"' in answer.text
    assert f'name="version" value="{decree.version}"' in answer.text
    assert decree.number == "dari jendela pertama"


def test_what_was_typed_gives_way_to_the_reading_only_when_asked(world: World, sign_in: SignIn) -> None:
    decree = world.upload()
    client = sign_in("liaison")
    save(client, decree, number="keliru")
    client.post(f"/sk/{decree.id}/isi-ulang")
    assert decree.number == "111/SK/DW-PBS/V/2025"


def test_a_picture_is_small_private_and_kept_for_long(world: World, sign_in: SignIn) -> None:
    decree = world.upload()
    client = sign_in("liaison")
    mark = decree.document.digest[:12]
    for _ in range(2):
        answer = client.get(f"/sk/{decree.id}/halaman/2.webp?v={mark}")
        assert (answer.status_code, answer.mimetype) == (200, "image/webp")
        assert answer.data[8:12] == b"WEBP"
        assert len(answer.data) < 40_000
        assert "private" in answer.headers["Cache-Control"]
        assert "immutable" in answer.headers["Cache-Control"]
    assert "immutable" not in client.get(f"/sk/{decree.id}/halaman/2.webp?v=other").headers.get("Cache-Control", "")
    assert client.get(f"/sk/{decree.id}/halaman/3.webp").status_code == 404


def test_the_pdf_comes_as_a_copy_that_cannot_act(world: World, sign_in: SignIn) -> None:
    decree = world.submitted().decree
    assert decree is not None
    answer = sign_in("verifier").get(f"/sk/{decree.id}/berkas")
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF-")
    mark = decree.document.digest[:12]
    assert answer.headers["Content-Disposition"] == f'attachment; filename="sk-{mark}.pdf"'
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_a_script_in_an_sk_reaches_nobody_and_the_evidence_keeps_its_bytes(world: World, sign_in: SignIn) -> None:
    out = BytesIO()
    with pikepdf.open(BytesIO(sk(world))) as pdf:
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    client = sign_in("liaison")
    send_file(client, world, out.getvalue())
    decree = db.session.query(Decree).one()
    for _ in range(2):
        copy = client.get(f"/sk/{decree.id}/berkas").data
        with pikepdf.open(BytesIO(copy)) as pdf:
            assert "/OpenAction" not in pdf.Root
    assert b"app.alert" in out.getvalue()
    assert content_of(decree.document) == out.getvalue()


def test_an_sk_without_a_safe_copy_says_so(world: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    decree = world.upload(number="tanpa salinan")
    hasty = replace(child.COPY, seconds=0)
    monkeypatch.setattr(child, "COPY", hasty)
    answer = sign_in("liaison").get(f"/sk/{decree.id}/berkas")
    assert answer.status_code == 422
    assert "Salinan SK ini tidak dapat dibuat dengan aman" in words(answer)


def test_when_too_many_files_are_at_work_a_picture_is_asked_for_again(
    world: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    decree = world.upload(number="banyak berkas")
    monkeypatch.setattr(child, "PICTURE", replace(child.PICTURE, patience=0.05))
    monkeypatch.setattr(parent, "_places", BoundedSemaphore(1))
    with parent._place(None):
        answer = sign_in("liaison").get(f"/sk/{decree.id}/halaman/1.webp")
    assert answer.status_code == 503
    assert "Tunggu satu menit" in words(answer)
    assert sign_in("liaison").get(f"/sk/{decree.id}/halaman/1.webp").status_code == 200


PAGES = ["/sk/{}", "/sk/{}/periksa", "/sk/{}/berkas", "/sk/{}/halaman/1.webp"]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("stranger", ["rival", "neighbour", "far"])
def test_a_neighbours_decree_is_not_there(world: World, sign_in: SignIn, stranger: str, page: str) -> None:
    decree = world.upload()
    assert sign_in(stranger).get(page.format(decree.id)).status_code == 404
    if stranger != "far":
        assert save(sign_in(stranger), decree, number="x").status_code == 404
        assert sign_in(stranger).post(f"/sk/{decree.id}/isi-ulang").status_code == 404
        assert sign_in(stranger).get(f"/unit/{world.unit.id}/sk/unggah").status_code == 404


@pytest.mark.parametrize("reader", ["verifier", "above", "supervisor"])
def test_officials_read_a_decree_and_find_no_way_to_change_it(world: World, sign_in: SignIn, reader: str) -> None:
    decree = world.submitted().decree
    assert decree is not None
    client = sign_in(reader)
    page = client.get(f"/sk/{decree.id}")
    assert page.status_code == 200
    assert "Djunaidi Nur Ilham" in page.text
    assert "Periksa dan lengkapi" not in page.text
    assert "Unggah SK baru" not in client.get("/sk").text
    assert client.get(f"/sk/{decree.id}/periksa").location == f"/sk/{decree.id}"
    assert save(client, decree, number="x").status_code == 403
    assert send_file(client, world, b"").status_code == 403
    assert client.post(f"/sk/{decree.id}/isi-ulang").status_code == 403


def test_what_was_handed_in_is_read_only(world: World, sign_in: SignIn) -> None:
    decree = world.submitted().decree
    assert decree is not None
    client = sign_in("liaison")
    assert client.get(f"/sk/{decree.id}/periksa").status_code == 303
    answer = save(client, decree, number="x")
    assert answer.status_code == 422
    assert "tidak dapat diubah" in words(answer)


def test_the_list_shows_every_unit_with_what_is_in_force_and_what_is_a_draft(world: World, sign_in: SignIn) -> None:
    world.decided()
    page = sign_in("liaison").get("/sk")
    assert "111/SK/DW-PBS/V/2025" in page.text
    assert "Berlaku" in page.text
    assert world.unit.name in page.text
    assert world.units["PCN", "65.01"].name not in page.text


def test_the_list_asks_the_database_no_more_for_more_decrees(world: World, sign_in: SignIn) -> None:
    world.decided()
    client = sign_in("verifier")
    few = statements(client, "/sk")
    world.submitted("rival", unit=world.units["PCN", "65.01"], number="1/PCN")
    assert "1/PCN" in client.get("/sk").text
    assert statements(client, "/sk") == few


def test_the_list_tells_an_sk_that_was_handed_in_from_a_draft(world: World, sign_in: SignIn) -> None:
    world.submitted()
    page = words(sign_in("supervisor").get("/sk"))
    assert "111/SK/DW-PBS/V/2025 Diajukan" in page


def test_a_replaced_file_keeps_the_words_and_points_to_the_reading(world: World, sign_in: SignIn) -> None:
    decree = world.upload()
    client = sign_in("liaison")
    send_file(client, world, sk(world, number="2/SK", board=BOARD_PBS))
    read(decree)
    page = client.get(f"/sk/{decree.id}/periksa")
    assert decree.number == "111/SK/DW-PBS/V/2025"
    assert "Sebagian besar isian yang tersimpan berbeda dengan SK ini" in words(page)
    client.post(f"/sk/{decree.id}/isi-ulang")
    assert (decree.number, len(decree.officers)) == ("2/SK", len(BOARD_PBS))

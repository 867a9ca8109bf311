"""The first page says what waits for whom, and why."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from sipol.extensions import db, now
from sipol.models import Period, Reading
from sipol.rules.reasons import ReasonCode
from sipol.rules.workflow import Outcome
from sipol.services.handover import send
from sipol.services.periods import name_of
from sipol.services.review import rule
from sipol.services.submissions import submission_of_decree
from tests.factories.pages import next_semester, send_file, sk, words
from tests.factories.statements import statements
from tests.factories.world import World

SignIn = Callable[[str], FlaskClient]


def home(sign_in: SignIn, who: str = "liaison") -> str:
    return words(sign_in(who).get("/beranda"))


def test_before_anything_the_page_asks_for_an_sk(world: World, sign_in: SignIn) -> None:
    page = home(sign_in)
    assert "Belum ada SK dalam register. Unggah SK kepengurusan yang berlaku. Belum mulai" in page
    assert "7 hari lagi" in page


def test_a_file_that_is_being_read_is_said(world: World, sign_in: SignIn) -> None:
    send_file(sign_in("liaison"), world, sk(world))
    assert "SK sudah diunggah dan sedang dibaca mesin." in home(sign_in)


def test_a_draft_says_how_many_differences_are_left(world: World, sign_in: SignIn) -> None:
    decree = world.upload()
    assert "sudah terbaca dan tidak ada perbedaan" in home(sign_in)
    world.retype(decree, row_2="Junaidi Nur Ilham", number="112/SK")
    assert "SK Nomor 112/SK sudah terbaca. Dua perbedaan perlu Anda periksa. Draf" in home(sign_in)


def test_what_was_sent_says_when_and_at_whom_it_waits(world: World, sign_in: SignIn) -> None:
    submission = world.submitted()
    page = home(sign_in)
    assert "Menunggu KPU Kabupaten Bulungan. Diajukan" in page
    assert "KPU Kabupaten Bulungan 1 SK, sejak hari ini, 1 belum diambil verifikator." in page
    assert submission.receipt is not None
    assert submission.receipt in page


def test_what_came_back_says_why(world: World, sign_in: SignIn) -> None:
    note = "Sesuaikan baris ke-4 dengan SK"
    rule(world.people["verifier"], world.taken(), Outcome.INCOMPLETE, (ReasonCode.NAME,), note)
    page = home(sign_in)
    assert "Dikembalikan KPU. Nama pengurus pada data berbeda dengan SK. Sesuaikan baris ke-4 dengan SK." in page
    assert "Perlu perbaikan (BMS)" in page


def test_a_new_semester_takes_nothing_unfinished_off_the_page(world: World, sign_in: SignIn) -> None:
    rule(world.people["verifier"], world.taken(), Outcome.INCOMPLETE, (ReasonCode.NAME,), "Perbaiki nama")
    world.submitted("neighbour", unit=world.units["PBS", "65.71"], number="9/PBS")
    before = world.period
    next_semester(world)
    for who, told in (("liaison", "Dikembalikan KPU."), ("centre", "Dikembalikan KPU."), ("neighbour", "Menunggu KPU")):
        page = home(sign_in, who)
        assert "Dari semester lain, belum selesai" in page
        assert f", {name_of(before)}" in page
        assert told in page


def test_what_was_decided_is_told(world: World, sign_in: SignIn) -> None:
    world.decided()
    assert "SK Nomor 111/SK/DW-PBS/V/2025 memenuhi syarat. Memenuhi syarat (MS)" in home(sign_in)


def test_units_below_stand_in_a_panel_of_their_own(world: World, sign_in: SignIn) -> None:
    page = home(sign_in, "neighbour")
    assert page.index("Kota Tarakan SK kepengurusan") < page.index("SK kepengurusan kecamatan Kecamatan Tarakan Barat")


def test_a_centre_sees_what_waits_for_its_word_and_what_others_prepare(world: World, sign_in: SignIn) -> None:
    assert "Menunggu persetujuan Anda Tidak ada saat ini." in home(sign_in, "centre_tunas")
    decree = world.upload("liaison_tunas", world.units["TUNAS", "65.01"])
    assert "Sedang disiapkan atau diperbaiki petugas penghubung" in home(sign_in, "centre_tunas")
    send(world.people["liaison_tunas"], submission_of_decree(decree))
    assert "Menunggu persetujuan Anda sejak hari ini" in home(sign_in, "centre_tunas")


def test_without_a_period_the_page_says_so(world: World, sign_in: SignIn) -> None:
    world.period.windows[0].opens_at = now() + timedelta(days=1)
    db.session.flush()
    assert "KPU belum membuka masa pemutakhiran." in home(sign_in)
    assert db.session.scalars(select(Period)).one()


@pytest.mark.parametrize(
    ("who", "door"),
    [("verifier", "/antrean"), ("head", "/antrean"), ("supervisor", "/antrean"), ("admin", "/akun")],
)
def test_others_are_led_to_their_own_first_page(world: World, sign_in: SignIn, who: str, door: str) -> None:
    assert sign_in(who).get("/beranda").location == door


def test_more_units_and_submissions_ask_the_database_no_more(world: World, sign_in: SignIn) -> None:
    client = sign_in("neighbour")
    world.submitted("neighbour", unit=world.units["PBS", "65.71"], number="1/T")
    few = statements(client, "/beranda")
    world.submitted("neighbour", unit=world.units["PBS", "65.71.01"], number="2/T")
    assert db.session.scalars(select(Reading)).all()
    assert statements(client, "/beranda") == few

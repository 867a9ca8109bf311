"""A stranger's file at every door that takes one: a sentence, never a broken page, and the next visitor is served."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from sipol import reading
from sipol.extensions import db
from sipol.models import Decree
from sipol.reading import child
from sipol.render import child as checking
from sipol.services import documents, readings
from tests.factories import hostile
from tests.factories.pages import send_file, words
from tests.factories.world import World, read

SignIn = Callable[[str], FlaskClient]


@pytest.fixture(autouse=True)
def _in_children(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The world reads in its own process to be quick; here it is done as in earnest."""
    monkeypatch.setattr(documents, "inspect_safely", reading.inspect_safely)
    monkeypatch.setattr(readings, "read_decree_safely", reading.read_decree_safely)


@pytest.mark.parametrize("make", [hostile.swelling_page, hostile.nested_forms], ids=["swelling", "nested"])
def test_an_upload_that_would_exhaust_the_server_is_refused_at_its_field(
    world: World, sign_in: SignIn, make: Callable[[], bytes]
) -> None:
    client = sign_in("liaison")
    answer = send_file(client, world, make())
    assert answer.status_code == 422
    mark = BeautifulSoup(answer.text, "html5lib").select_one("#file-err")
    assert mark is not None
    assert "Cetak ulang SK menjadi PDF baru" in mark.get_text()
    assert db.session.query(Decree).count() == 0
    assert client.get("/beranda").status_code == 200


def test_an_sk_that_cannot_be_drawn_or_read_in_time_is_told_so_and_filled_by_hand(
    world: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child, "PICTURE", replace(child.PICTURE, seconds=1))
    monkeypatch.setattr(readings, "read_decree_safely", lambda data: reading.read_decree_safely(data, seconds=1))
    client = sign_in("liaison")
    answer = send_file(client, world, hostile.huge_image(times=2000))
    assert answer.status_code == 303
    decree = db.session.query(Decree).one()
    read(decree)
    page = client.get(answer.location)
    assert page.status_code == 200
    assert "terlalu rumit untuk dibaca dalam 1 detik" in words(page)
    assert "diisi dengan tangan" in words(page)
    assert client.get(f"/sk/{decree.id}/halaman/1.webp").status_code == 404
    assert client.get(f"/sk/{decree.id}/berkas").status_code == 200


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (hostile.swelling_page, "bukan Berita Acara atau tanda terima"),
        (lambda: hostile.swelling_objects(450), "bukan PDF yang dapat dibuka"),
        (lambda: hostile.paper_with_swelling_data("berita-acara.json", 450), "rusak atau tidak lengkap"),
    ],
    ids=["page", "objects", "data"],
)
def test_anybody_may_send_a_hostile_file_to_be_checked_and_gets_a_sentence(
    client: FlaskClient, make: Callable[[], bytes], sentence: str
) -> None:
    answer = client.post("/periksa-dokumen", data={"file": (BytesIO(make()), "berkas.pdf")})
    assert answer.status_code == 200
    assert sentence in words(answer)


def test_a_file_that_cannot_be_checked_in_time_gets_a_sentence(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "CARRIED", replace(checking.CARRIED, seconds=0))
    answer = client.post("/periksa-dokumen", data={"file": (BytesIO(hostile.swelling_page()), "berkas.pdf")})
    assert answer.status_code == 200
    assert "Berkas ini tidak dapat diperiksa dengan aman" in words(answer)
    assert "kode yang tercetak" in words(answer)

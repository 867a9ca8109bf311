"""What is seen when a part of the machine is down: a page that says what to do, and every typed word given back."""

import gc
import io
import socket
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import IO

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from sipol import extensions
from sipol.app import create_app
from sipol.cli.demo_cast import BOARD_PCN
from sipol.embedded import Cluster
from sipol.extensions import db
from sipol.reading import inspect_safely
from sipol.rules.errors import NoRoom, StoreDown
from sipol.services import accounts, documents, readings
from sipol.services.documents import fetch, store
from tests.conftest import CHEAP_HASHER, inspect_once, read_once, settings
from tests.doors.test_decrees import typed
from tests.factories.world import PASSWORD, build_world, paper
from tests.faults.site import fresh_database
from tests.faults.small_disk import small_disk

OURS = {"Sec-Fetch-Site": "same-origin"}
BUSY_TITLE = "Sistem sedang terganggu sebentar"


@dataclass
class House:
    app: Flask
    cluster: Cluster
    files: Path
    unit: str
    decree: str
    typed: dict[str, str]

    def enter(self) -> FlaskClient:
        client = self.app.test_client()
        answer = client.post("/masuk", data={"login": "liaison", "password": PASSWORD})
        assert answer.status_code == 303, words(answer)
        return client

    def count(self, question: str) -> int:
        with self.app.app_context():
            return int(db.session.scalar(text(question)) or 0)


def words(answer: TestResponse) -> str:
    return " ".join(BeautifulSoup(answer.text, "html5lib").get_text(" ").split())


def told(answer: TestResponse) -> str:
    """The words of a page about an outage, which is one in every part."""
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30"), words(answer)
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    page = words(answer)
    assert BUSY_TITLE in page
    assert "Data yang sudah tersimpan tetap aman." in page
    return page


@pytest.fixture(scope="module")
def draft(brittle: Cluster) -> tuple[str, str, dict[str, str]]:
    """A unit and its draft, in the database ``outages`` that every test has a copy of; and the draft as it is sent."""
    app = create_app(settings(fresh_database(brittle, "sipol", "outages"), brittle.home))
    with app.app_context(), pytest.MonkeyPatch.context() as quick:
        quick.setattr(accounts, "HASHER", CHEAP_HASHER)
        quick.setattr(readings, "read_decree_safely", read_once)
        quick.setattr(documents, "inspect_safely", inspect_once)
        world = build_world()
        decree = world.upload()
        found = str(world.unit.id), str(decree.id), typed(decree, number="77/SK")
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    return found


@pytest.fixture
def house(brittle: Cluster, draft: tuple[str, str, dict[str, str]], tmp_path: Path) -> Iterator[House]:
    """A register on a server that may be stopped, with one draft in it."""
    address = fresh_database(brittle, "outages", f"outage_{time.monotonic_ns()}")
    app = create_app(settings(address, brittle.home) | {"TESTING": False, "SIPOL_FILES": (tmp_path / "f").as_uri()})
    yield House(app, brittle, tmp_path / "f", draft[0], draft[1], dict(draft[2]))
    assert brittle.process is not None
    if brittle.process.poll() is not None:
        brittle.start()
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def dark(house: House) -> Iterator[Callable[[], None]]:
    """Stops the database; it comes back by the function, or at the end."""
    process = house.cluster.process
    assert process is not None
    process.kill()
    process.wait(30)

    def back() -> None:
        if house.cluster.process is process:
            house.cluster.start()

    yield back
    back()


def test_without_the_database_every_page_says_so_and_what_to_do(house: House, dark: Callable[[], None]) -> None:
    client = house.app.test_client()
    with client.session_transaction() as kept:
        kept["_user_id"], kept["_fresh"], kept["sign_in"] = house.unit, True, house.unit
    for path in ("/beranda", "/", "/pengumuman", "/antrean"):
        page = told(client.get(path))
        assert "Basis data sedang tidak dapat dihubungi" in page
        assert "Tunggu satu menit, lalu muat ulang halaman ini." in page
    assert client.get("/static/app.css").status_code == 200


def test_typed_words_come_back_with_the_page_and_are_kept_when_sent_again(house: House) -> None:
    client, path = house.enter(), f"/sk/{house.decree}/periksa"
    house.app.config["WTF_CSRF_ENABLED"] = True
    token = BeautifulSoup(client.get(path).text, "html5lib").select_one("#isi-sk input[name=csrf_token]")
    assert token is not None
    house.typed["csrf_token"] = str(token["value"])
    process = house.cluster.process
    assert process is not None
    process.kill()
    process.wait(30)
    answer = client.post(path, data=house.typed, headers=OURS)
    assert "Kiriman Anda belum tersimpan, tetapi isiannya masih ada di halaman ini." in told(answer)
    form = BeautifulSoup(answer.text, "html5lib").select_one("main form")
    assert form is not None
    again = {str(field["name"]): str(field["value"]) for field in form.select("input")}
    assert (form["action"], again) == (path, house.typed)
    elsewhere = client.post(path, data=house.typed, headers={"Sec-Fetch-Site": "cross-site"})
    assert "77/SK" not in elsewhere.text
    secret = client.post("/masuk", data={"login": "liaison", "password": PASSWORD}, headers=OURS)
    assert PASSWORD not in secret.text
    told(secret)
    house.cluster.start()
    assert client.post(path, data=again, headers=OURS).status_code == 303
    assert house.count("SELECT count(*) FROM decree WHERE number = '77/SK'") == 1


def test_who_cannot_know_whether_it_was_kept_is_told_to_look(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    client, path = house.enter(), f"/sk/{house.decree}/periksa"
    commit = db.session.commit

    def dies() -> None:
        with db.engine.connect() as other:
            mine = db.session.scalar(text("SELECT pg_backend_pid()"))
            other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": mine})
        commit()

    with monkeypatch.context() as broken:
        broken.setattr(db.session, "commit", dies)
        page = told(client.post(path, data=house.typed, headers=OURS))
    assert "mungkin sudah tersimpan, mungkin belum" in page
    assert client.get(path).status_code == 200


def test_a_full_disk_for_files_is_told_and_a_file_is_whole_or_not_there(house: House) -> None:
    client = house.enter()
    with small_disk(house.files, 64), house.app.app_context():
        upload = {"file": (io.BytesIO(a_list(5_000)), "anggota.csv")}
        answer = client.post(f"/unit/{house.unit}/anggota/unggah", data=upload, headers=OURS)
        page = told(answer)
        assert "Ruang penyimpanan peladen sedang penuh" in page
        assert "pilih berkas itu sekali lagi" in page
        assert [path for path in house.files.rglob("*") if path.is_file()] == []
    assert house.count("SELECT count(*) FROM member_list") == 0
    upload = {"file": (io.BytesIO(a_list(5_000)), "anggota.csv")}
    assert client.post(f"/unit/{house.unit}/anggota/unggah", data=upload, headers=OURS).status_code == 303


def a_list(rows: int) -> bytes:
    return b"NIK;Nama\n" + b"".join(b"6501011501790001;Orang %d\n" % number for number in range(rows))


@pytest.mark.filterwarnings("ignore:Exception ignored in:pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore:[Uu]nclosed file:ResourceWarning")
def test_no_room_even_to_take_a_form_in_is_told_too(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, kind = house.enter(), "multipart/form-data; boundary=x"
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
    body = head + a_list(60_000) + b"\r\n--x--\r\n"
    with small_disk(tmp_path / "tmp", 64) as cramped:
        monkeypatch.setattr(tempfile, "tempdir", str(cramped))
        answer = client.post(f"/unit/{house.unit}/anggota/unggah", data=body, content_type=kind, headers=OURS)
        gc.collect()
    assert "Ruang penyimpanan peladen sedang penuh" in told(answer)


def test_a_child_without_room_for_its_answer_does_not_blame_the_file(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual, opened = tempfile.TemporaryFile, iter(range(3))

    def file() -> IO[bytes]:
        return Path("/dev/full").open("r+b", buffering=0) if next(opened) == 1 else usual()

    monkeypatch.setattr(tempfile, "TemporaryFile", file)
    with house.app.app_context():
        data = paper("DPD PBS Bulungan", "PBS", "1/SK/2025", date(2025, 1, 15), BOARD_PCN)
    with pytest.raises(NoRoom, match="Ruang penyimpanan peladen sedang penuh"):
        inspect_safely(data)


@pytest.mark.parametrize("answers", [False, True], ids=["closed port", "silent port"])
def test_a_file_store_that_is_away_keeps_nobody_waiting_for_minutes(
    brittle: Cluster, answers: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        if answers:
            door.listen()
        monkeypatch.setattr(extensions, "S3_ANSWERS", timedelta(seconds=1))
        monkeypatch.setattr(extensions, "S3_RETRIES", timedelta(seconds=1))
        keys = {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "AWS_REGION": "id"}
        for name, value in (keys | {"AWS_ENDPOINT": f"https://127.0.0.1:{door.getsockname()[1]}"}).items():
            monkeypatch.setenv(name, value)
        app = create_app(settings(brittle.url(), brittle.home) | {"SIPOL_FILES": "s3://berkas/sipol", "TESTING": False})
        with app.test_request_context():
            begun = time.monotonic()
            with pytest.raises(StoreDown):
                store("papers/aa/aa", b"x")
            assert time.monotonic() - begun < 15
            page = app.make_response(app.handle_user_exception(StoreDown(full=False)))
            assert page.status_code == 503
            assert "Tempat penyimpanan berkas sedang tidak dapat dihubungi" in page.get_data(as_text=True)


def test_what_a_power_cut_tore_is_made_whole_when_it_comes_again(house: House) -> None:
    with house.app.app_context():
        store("documents/aa/aabb", b"whole")
        (house.files / "documents" / "aa" / "aabb").write_bytes(b"")
        store("documents/aa/aabb", b"whole")
        assert fetch("documents/aa/aabb") == b"whole"


FULL = """
    CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE disk_full USING MESSAGE = 'could not extend file'; END $$;
    CREATE TRIGGER full_disk BEFORE UPDATE ON decree EXECUTE FUNCTION full_disk()
"""


def test_a_full_disk_of_the_database_is_told_as_such(house: House) -> None:
    client = house.enter()
    with house.app.app_context(), db.engine.begin() as connection:
        connection.execute(text(FULL))
    page = told(client.post(f"/sk/{house.decree}/periksa", data=house.typed, headers=OURS))
    assert "Ruang penyimpanan peladen sedang penuh" in page

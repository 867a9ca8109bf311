"""What a page may weigh on the wire, and that it asks the database no more often when there is more to show."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from sipol.extensions import db
from sipol.rules.workflow import Act
from sipol.services.findings import findings_of
from sipol.services.handover import send
from sipol.services.review import queue_for
from sipol.services.submissions import advance, submission_of_decree
from tests.factories.world import World

SignIn = Callable[[str], FlaskClient]
FIRST, LATER, PICTURE = 100_000, 30_000, 40_000
"""Bytes, compressed: a first page with all it needs, a later one, and the picture of an SK's page."""

ASSET = re.compile(r'(?:href|src)="(/(?:static|bootstrap)/[^"#]+)')


def fetched(client: FlaskClient, url: str) -> tuple[bytes, str]:
    with client.get(url, headers={"Accept-Encoding": "br, gzip"}) as answer:
        assert answer.status_code == 200, url
        packed = answer.data
    with client.get(url) as answer:
        return packed, answer.text if answer.mimetype.startswith("text/") else ""


def pages(world: World) -> list[tuple[str, str]]:
    typed = world.upload()
    world.retype(typed, row_2="Junaidi Nur Ilham")
    submission = submission_of_decree(typed)
    send(world.people["liaison"], submission)
    advance(world.people["verifier"], submission, Act.TAKE_UP)
    decree, (finding,) = submission.decree_id, findings_of(typed)
    return [
        ("liaison", "/beranda"),
        ("liaison", "/sk"),
        ("liaison", f"/unit/{world.unit.id}/sk/unggah"),
        ("liaison", f"/sk/{decree}"),
        ("liaison", f"/pengajuan/{submission.id}/tinjau-jawaban"),
        ("liaison", "/temuan"),
        ("liaison", f"/temuan/{finding.id}/mengapa"),
        ("liaison", "/riwayat"),
        ("liaison", "/anggota"),
        ("liaison", f"/unit/{world.unit.id}/anggota"),
        ("liaison", f"/anggota/daftar/{world.listed().id}"),
        ("verifier", "/antrean"),
        ("verifier", f"/tinjau/{submission.id}"),
        ("verifier", "/berita-acara"),
        ("supervisor", "/antrean"),
        ("admin", "/akun"),
    ]


def test_every_page_stays_within_its_budget(world: World, sign_in: SignIn, client: FlaskClient) -> None:
    for who, url in [*pages(world), ("", "/"), ("", "/masuk"), ("", "/periksa-dokumen")]:
        visitor = sign_in(who) if who else client
        packed, html = fetched(visitor, url)
        assert len(packed) <= LATER, f"{url}: {len(packed)} bytes"
        assets = sum(len(fetched(visitor, asset)[0]) for asset in sorted(set(ASSET.findall(html))))
        assert len(packed) + assets <= FIRST, f"{url} as a first page: {len(packed) + assets} bytes"


def test_the_form_of_a_board_of_25_stays_within_its_budget(world: World, sign_in: SignIn) -> None:
    board = tuple(("Pengurus Harian", f"Wakil Ketua Bidang {word}", f"Rahmat {word}") for word in WORDS)
    decree = world.upload(board=board)
    assert len(decree.officers) == len(WORDS)
    packed, _ = fetched(sign_in("liaison"), f"/sk/{decree.id}/periksa")
    assert len(packed) <= LATER


WORDS = [
    "Organisasi",
    "Kaderisasi",
    "Pertanian",
    "Kelautan",
    "Perikanan",
    "Pendidikan",
    "Kesehatan",
    "Hukum",
    "Lingkungan",
    "Pemuda",
    "Olahraga",
    "Seni",
    "Budaya",
    "Agama",
    "Buruh",
    "Koperasi",
    "Pariwisata",
    "Energi",
    "Pertambangan",
    "Kehutanan",
    "Perhubungan",
    "Informatika",
    "Perempuan",
    "Kepemiluan",
    "Logistik",
]


def test_the_picture_of_an_sk_is_light(world: World, sign_in: SignIn) -> None:
    decree = world.upload()
    for page in range(1, decree.document.pages + 1):
        with sign_in("liaison").get(f"/sk/{decree.id}/halaman/{page}.webp") as answer:
            assert answer.mimetype == "image/webp"
            assert len(answer.data) <= PICTURE


@contextmanager
def counted() -> Iterator[list[str]]:
    statements: list[str] = []

    def note(*told: object) -> None:
        statements.append(str(told[2]))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


@pytest.mark.parametrize(
    ("who", "url"),
    [
        ("centre", "/beranda"),
        ("centre", "/sk"),
        ("centre", "/temuan"),
        ("above", "/antrean"),
        ("above", "/berita-acara"),
        ("above", "/dasbor"),
        ("centre", "/sebaran"),
        ("above", "/riwayat"),
        ("admin", "/akun"),
    ],
)
def test_more_rows_ask_no_more_questions(world: World, sign_in: SignIn, who: str, url: str) -> None:
    def ask() -> int:
        client = sign_in(who)
        with counted() as statements:
            assert client.get(url).status_code == 200
        return len(statements)

    def hand_in(who: str, code: str, number: str) -> None:
        decree = world.upload(who, world.units["PBS", code], number=number)
        world.retype(decree, who, row_2="Junaidi Nur Ilham")
        send(world.people[who], submission_of_decree(decree))

    # One board in two places is a finding that cites another paper.
    for code, number in (("65.71", "2/SK"), ("65.71.01", "3/SK")):
        hand_in("neighbour", code, number)
    ask()
    few = ask()
    hand_in("liaison", "65.01", "1/SK")
    assert ask() == few


def test_the_queue_asks_as_often_for_three_as_for_one(world: World) -> None:
    world.submitted()
    db.session.expire_all()
    with counted() as few:
        assert len(queue_for(world.people["above"])) == 1
    world.submitted("rival", unit=world.units["PCN", "65.01"], number="9/PCN")
    world.submitted("neighbour", unit=world.units["PBS", "65.71"], number="9/PBS")
    db.session.expire_all()
    with counted() as more:
        assert len(queue_for(world.people["above"])) == 3
    assert len(more) == len(few)

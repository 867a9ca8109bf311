"""A file with malware goes nowhere, and where the scanner says nothing no file goes anywhere."""

import socket
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from sipol.extensions import db
from sipol.models import AccessRequest, AuditEntry, Document, MemberList
from sipol.rules.regions import NATION
from sipol.services import scanner
from sipol.web.uploads import FOUND, UNKNOWN
from tests.factories.clamd import EICAR, clamd
from tests.factories.world import World

SignIn = Callable[[str], FlaskClient]
UseScanner = Callable[[str], None]
LIST = b"NIK;Nama\n6501011501790001;Budi Santoso\n"


@pytest.fixture
def use(app: Flask, monkeypatch: pytest.MonkeyPatch) -> UseScanner:
    return lambda address: monkeypatch.setitem(app.config, scanner.SETTING, address)


def send(client: FlaskClient, world: World, data: bytes) -> tuple[int, str]:
    answer = client.post(f"/unit/{world.unit.id}/anggota/unggah", data={"file": (BytesIO(data), "anggota.csv")})
    return answer.status_code, answer.text


def lists() -> int:
    return db.session.scalar(select(func.count()).select_from(MemberList)) or 0


def entries() -> list[AuditEntry]:
    return list(db.session.scalars(select(AuditEntry).where(AuditEntry.event == "MalwareRefused")))


@pytest.mark.parametrize("by_path", [False, True])
def test_a_clean_file_is_scanned_whole_and_then_received(
    world: World, sign_in: SignIn, use: UseScanner, tmp_path: Path, by_path: bool
) -> None:
    long = LIST + b"x;y\n" * 50_000
    with clamd(tmp_path / "clamd.ctl" if by_path else None) as daemon:
        use(daemon.address)
        assert send(sign_in("liaison"), world, long)[0] == 303
    assert daemon.heard == [long]
    assert db.session.scalars(select(MemberList.size)).one() == len(long)
    assert entries() == []


def test_malware_is_refused_and_told_to_kpu_alone(world: World, sign_in: SignIn, use: UseScanner) -> None:
    with clamd() as daemon:
        use(daemon.address)
        status, page = send(sign_in("liaison"), world, EICAR)
        assert (status, FOUND in page, "Eicar" in page) == (422, True, False)
    assert lists() == 0
    (entry,) = entries()
    assert (entry.actor_id, entry.region_code, entry.party_id) == (world.people["liaison"].id, "65.01", None)
    assert entry.facts == {"signature": "Eicar-Signature", "size": len(EICAR), "door": "members.upload"}
    told = {who: sign_in(who).get("/riwayat").text for who in ("verifier", "liaison", "centre", "supervisor", "rival")}
    assert {who for who, text in told.items() if "Eicar-Signature" in text} == {"verifier"}
    assert {who for who, text in told.items() if "program jahat" in text} == {"verifier", "supervisor"}


def test_malware_among_several_files_and_at_another_door_is_found(
    world: World, sign_in: SignIn, use: UseScanner
) -> None:
    client, unit = sign_in("liaison"), world.unit.id
    office = {"letter": (BytesIO(b"%PDF-1.7"), "a.pdf"), "board": (BytesIO(EICAR), "b.png")}
    with clamd() as daemon:
        use(daemon.address)
        assert client.post(f"/unit/{unit}/kantor", data=office).status_code == 422
        answer = client.post(f"/unit/{unit}/sk/unggah", data={"file": (BytesIO(EICAR), "sk.pdf")})
        assert answer.status_code == 422
    assert [entry.facts["door"] for entry in entries()] == ["offices.edit", "decrees.upload"]
    assert db.session.scalar(select(func.count()).select_from(Document)) == 0


@pytest.mark.parametrize("answer", [None, b"INSTREAM size limit exceeded. ERROR\0", b"\0", b"x" * 5000])
def test_without_a_verdict_nothing_is_received(
    world: World, sign_in: SignIn, use: UseScanner, monkeypatch: pytest.MonkeyPatch, answer: bytes | None
) -> None:
    monkeypatch.setattr(scanner, "PATIENCE", 0.3)
    with clamd(answer=answer) as daemon:
        use(daemon.address)
        status, page = send(sign_in("liaison"), world, LIST)
    assert (status, UNKNOWN in page) == (503, True)
    assert (lists(), entries()) == (0, [])


def test_where_nobody_listens_nothing_is_received(
    world: World, sign_in: SignIn, use: UseScanner, tmp_path: Path
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        nobody = f"127.0.0.1:{taken.getsockname()[1]}"
        for address in (nobody, str(tmp_path / "none.ctl")):
            use(address)
            assert send(sign_in("liaison"), world, LIST)[0] == 503
    assert lists() == 0


def test_whoever_may_not_send_is_sent_away_before_anything_is_scanned(
    world: World, sign_in: SignIn, client: FlaskClient, use: UseScanner
) -> None:
    with clamd() as daemon:
        use(daemon.address)
        assert send(client, world, EICAR)[0] in (400, 401)
        assert send(sign_in("verifier"), world, EICAR)[0] == 403
    assert (daemon.heard, entries()) == ([], [])


def test_a_letter_of_a_stranger_is_scanned_too(world: World, client: FlaskClient, use: UseScanner) -> None:
    with clamd() as daemon:
        use(daemon.address)
        answer = client.post("/minta-akun", data={"letter": (BytesIO(EICAR), "surat.pdf")})
        assert (answer.status_code, FOUND in answer.text) == (422, True)
        client.post("/periksa-dokumen", data={"file": (BytesIO(b"%PDF-1.7"), "sk.pdf")})
    assert daemon.heard == [EICAR]
    (entry,) = entries()
    assert (entry.actor_id, entry.region_code, entry.facts["door"]) == (None, NATION, "access.ask")
    assert db.session.scalar(select(func.count()).select_from(AccessRequest)) == 0


def test_where_no_scanner_answers_a_stranger_is_told_to_come_again(
    world: World, client: FlaskClient, use: UseScanner, tmp_path: Path
) -> None:
    use(str(tmp_path / "none.ctl"))
    assert client.post("/minta-akun", data={"letter": (BytesIO(LIST), "surat.pdf")}).status_code == 503


def test_without_the_setting_nobody_is_asked(world: World, sign_in: SignIn) -> None:
    assert send(sign_in("liaison"), world, LIST)[0] == 303

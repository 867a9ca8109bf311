"""Sealing everything anew with the newest key, killed at any moment: each value opens before, between and after."""

import multiprocessing
import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from click.testing import CliRunner
from flask import Flask
from obstore.store import from_url
from sqlalchemy import LargeBinary, func, select, type_coerce, update

from sipol.app import create_app
from sipol.cli.keys import keys as keys_command
from sipol.extensions import db, files
from sipol.models import AuditEntry, BlockedRow, Member, MemberList
from sipol.models.sealed import Keys, Sealed, Unsealable, keys
from sipol.rules.errors import NotAllowed
from sipol.rules.member_life import MemberPaperKind
from sipol.services import accounts, data_keys
from sipol.services.accounts import console
from sipol.services.data_keys import FOLDERS, keys_in_use, rotate, sealed_columns
from sipol.services.documents import fetch, store
from sipol.services.imports import file_of
from sipol.services.letters import letter_of
from sipol.services.member_papers import papers_of, picture_of_paper, receive_paper
from tests.conftest import CHEAP_HASHER, settings
from tests.factories.access import invited
from tests.factories.member_lists import LAYOUTS, as_csv, as_rows, member_list
from tests.factories.photographs import photograph
from tests.factories.world import World, build_world

KILLS, ROWS, SHEETS = 20, 150, 25
"""Deaths at least, rows of a list, and sealed files besides."""
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["sipol.app", "tests.services.test_data_keys"])
PATIENCE = 60.0
NIK = "6501011501790001"


def key(number: int) -> bytes:
    return bytes([number]) * 32


def hold(app: Flask, *numbers: int) -> None:
    """From now on the app holds these keys, and no others."""
    made = {number: app.config["SIPOL_DATA_KEYS"][1] if number == 1 else key(number) for number in numbers}
    app.extensions["sipol_keys"] = Keys.of(made, app.config["SIPOL_INDEX_KEY"])


@pytest.fixture
def own(app: Flask, world: World, tmp_path: Path) -> Iterator[World]:
    """A world with a file store of its own, in which the keys may be changed."""
    former = {name: app.extensions[name] for name in ("sipol_keys", "sipol_files")}
    app.extensions["sipol_files"] = from_url((tmp_path / "files").as_uri(), mkdir=True)
    try:
        yield world
    finally:
        app.extensions.update(former)


def rotated() -> list[data_keys.Headway]:
    return list(rotate(console()))


def test_after_a_rotation_everything_opens_with_the_new_key_alone(app: Flask, own: World) -> None:
    liaison = own.people["liaison"]
    member, sheet = own.member(), own.listed()
    paper = receive_paper(liaison, member, MemberPaperKind.KTP, photograph("KTP", (300, 200)))
    before = picture_of_paper(paper)
    invitation = invited(own)
    letter = letter_of(invitation.letter_digest)
    hold(app, 1, 2)
    steps = rotated()
    assert sum(step.done for step in steps) == 2 + 1 + 2 + 1
    hold(app, 2)
    db.session.expire_all()
    assert (member.nik, member.born) == (NIK, "1979-01-15")
    assert "650101150179000" in db.session.scalars(select(BlockedRow.written)).one()
    with file_of(sheet) as file:
        assert b"Budi Santoso" in file.read()
    assert picture_of_paper(papers_of(member)[0]) == before
    assert letter_of(invitation.letter_digest) == letter
    assert {number for counts in keys_in_use().values() for number in counts} == {2}
    told = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "KeysRotated")).one()
    assert told.facts == {"newest": 2, "rows": 2, "files": 4, "unopened": 0}


def test_every_sealed_column_and_every_folder_is_known() -> None:
    """A place that is sealed and not listed would be lost with the old key."""
    assert {f"{table.name}.{name}" for table, sealed in sealed_columns() for name in sealed} == {
        "member.nik",
        "member.born",
        "blocked_row.written",
        "authenticator_app.secret",
    }
    assert set(FOLDERS) == {"lists", "member-papers", "appointments"}
    source = "".join(path.read_text() for path in Path(accounts.__file__).parent.glob("*.py"))
    assert source.count("SEALED_AS = ") == len(FOLDERS)


def test_a_second_run_finds_nothing_to_do(app: Flask, own: World) -> None:
    own.member()
    hold(app, 1, 2)
    rotated()
    assert rotated() == []


def test_what_no_key_opens_is_left_as_it_is_and_told(app: Flask, own: World) -> None:
    strange, member_id = Keys.of({9: key(9)}, b"i" * 32), own.member().id
    lost = strange.seal(b"1", "member.nik")
    db.session.execute(update(Member).where(Member.id == member_id).values(nik=raw(lost)))
    store("lists/00/lost", strange.seal(b"a file", "member_list.file"))
    store("lists/00/empty", b"")
    db.session.commit()
    hold(app, 1, 2)
    assert sum(step.unopened for step in rotated()) == 3
    assert sealed_nik(member_id) == lost
    assert fetch("lists/00/empty") == b""
    done = CliRunner().invoke(keys_command, ["status"])
    assert done.exit_code == 1
    assert "Kunci 9 (TIDAK ADA" in done.output


def raw(value: bytes) -> object:
    """Bytes for a sealed column, as they are."""
    return type_coerce(func.substring(value, 1, type_=LargeBinary), Sealed("member.nik"))


def sealed_nik(member_id: UUID) -> bytes:
    return db.session.scalars(select(type_coerce(Member.nik, LargeBinary)).where(Member.id == member_id)).one()


def test_only_who_keeps_the_register_may(own: World) -> None:
    with pytest.raises(NotAllowed):
        list(rotate(own.people["head"]))


def test_the_command_says_when_an_old_key_may_go(app: Flask, own: World) -> None:
    own.member()
    db.session.commit()
    hold(app, 1, 2)
    before = CliRunner().invoke(keys_command, ["status"])
    assert before.exit_code == 1
    assert "Kunci 1 (masih dipakai, jangan dihapus): member.nik 1, member.born 1" in before.output
    done = CliRunner().invoke(keys_command, ["rotate"])
    assert done.exit_code == 0, done.output
    assert "member: 1 disegel ulang" in done.output
    assert "Kunci 1 (boleh dihapus; simpan bersama cadangan lama): tidak menyegel apa pun" in done.output
    assert CliRunner().invoke(keys_command, ["status"]).exit_code == 0
    assert NIK not in before.output + done.output


def labour(url: str, home: Path, held: dict[int, bytes], begun: Callable[[], None]) -> None:
    """The life of whoever seals anew: small pieces, so that there are many moments to die in."""
    data_keys.ROWS, data_keys.FILES = 5, 2
    app = create_app(settings(url, home) | {"SIPOL_DATA_KEYS": held, "SIPOL_FILES": home.as_uri()})
    with app.app_context():
        seal = rotate(console())
        begun()
        for _ in seal:
            db.session.commit()
        db.session.commit()
    os._exit(0)


def filled(app: Flask) -> None:
    world = build_world()
    data = as_csv(as_rows(member_list(7, ROWS), LAYOUTS["plain"]), ";", "utf-8")
    sheet = world.listed(data)
    assert sheet.blocked > 5
    for number in range(SHEETS):
        store(f"lists/aa/{number}", keys().seal(f"sheet {number}".encode(), "member_list.file"))
    db.session.commit()


def opened(app: Flask, held: dict[int, bytes]) -> list[str]:
    """Everything that is sealed, in clear, by these keys alone; raises Unsealable where one does not open."""
    app.extensions["sipol_keys"] = Keys.of(held, app.config["SIPOL_INDEX_KEY"])
    with app.app_context():
        people = db.session.execute(select(Member.nik, Member.born).order_by(Member.id))
        rows = [f"{nik} {born}" for nik, born in people]
        rows += db.session.scalars(select(BlockedRow.written).order_by(BlockedRow.list_id, BlockedRow.row))
        kept = [str(one["path"]) for piece in files().list("lists") for one in piece]
        texts = [keys().opened(fetch(path), "member_list.file").hex() for path in sorted(kept)]
        assert db.session.scalars(select(func.count()).select_from(MemberList)).one() == 1
    return [*rows, *texts]


def test_killed_twenty_times_nothing_is_lost_and_only_the_newest_key_remains(
    database: str, make_app: Callable[..., Flask], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(accounts, "HASHER", CHEAP_HASHER)
    tmp_path.chmod(0o755)
    app = make_app(database, SIPOL_DATA_KEYS={1: key(1)}, SIPOL_FILES=tmp_path.as_uri())
    with app.app_context():
        filled(app)
    held = {1: key(1)}
    truth = opened(app, held)
    assert len(truth) == ROWS + SHEETS + 1
    rng, deaths, middles = random.Random(20), 0, 0
    while deaths < KILLS:
        held[max(held) + 1] = key(max(held) + 1)
        for _ in range(KILLS):
            died = killed(database, tmp_path, held, rng.random() * 0.25)
            assert opened(app, held) == truth
            if not died:
                break
            deaths += 1
            middles += is_half_done(app, held)
        else:
            assert killed(database, tmp_path, held, PATIENCE) is False
        newest = max(held)
        assert opened(app, {newest: held[newest]}) == truth
    with pytest.raises(Unsealable):
        opened(app, {1: key(1)})
    # The deaths were no formality: many of them came in the middle.
    assert middles >= 5


def killed(url: str, home: Path, held: dict[int, bytes], after: float) -> bool:
    """Let somebody seal anew, and kill them so many seconds after they begin; False when they were done before that."""
    begun = FORKS.Event()
    worker = FORKS.Process(target=labour, args=(url, home, held, begun.set))
    worker.start()
    assert begun.wait(PATIENCE)
    worker.join(after)
    if worker.exitcode is None:
        worker.kill()
    worker.join(PATIENCE)
    assert worker.exitcode in (0, -9), worker.exitcode
    return worker.exitcode == -9


def is_half_done(app: Flask, held: dict[int, bytes]) -> bool:
    with app.app_context():
        return len({number for counts in keys_in_use().values() for number in counts}) > 1

"""The child process that opens strangers' files: what it may use, what it is told, and how its death is read."""

import os
import resource
import signal
import time
from dataclasses import replace
from pathlib import Path
from threading import BoundedSemaphore, Thread

import pytest

from sipol.rules.errors import Busy, Unreadable
from sipol.sandbox import Task, parent, run

SLOW, DEAD = "Terlalu lama: {seconds} detik.", "Tidak dapat dibuka."


def task(deed: str, **limits: object) -> Task:
    plain = Task(f"{__name__}:{deed}", 20, 256, too_slow=SLOW, gave_up=DEAD, output_mb=1)
    return replace(plain, **limits)


def echo(data: bytes, times: int = 1) -> bytes:
    return data * times


def facts(data: bytes) -> dict[str, object]:
    bounds = (resource.RLIMIT_AS, resource.RLIMIT_CORE, resource.RLIMIT_FSIZE, resource.RLIMIT_CPU)
    return {"size": len(data), "limits": [resource.getrlimit(kind) for kind in bounds], "names": sorted(os.environ)}


def refuse(data: bytes) -> bytes:
    raise Unreadable(f"Berkas {data.decode()} ini kosong.")


def hoard(data: bytes) -> bytes:
    return data * 1_000_000_000


def sleep(data: bytes) -> bytes:
    time.sleep(60)
    return data


def nap(data: bytes) -> bytes:
    time.sleep(1)
    return data


def spin(data: bytes) -> bytes:
    while data:
        pass
    return data


def flood(data: bytes) -> bytes:
    return data * (3 << 20)


def fail(data: bytes) -> bytes:
    raise KeyError(data)


def die_of(data: bytes) -> bytes:
    os.kill(os.getpid(), int(data))
    time.sleep(60)
    return b""


def test_a_child_is_given_a_file_and_options_and_answers_in_bytes_or_json() -> None:
    assert run(task("echo"), b"\x00\xff") == b"\x00\xff"
    assert run(task("echo"), b"ab", times=3) == b"ababab"
    assert run(task("echo"), b"") == b""
    assert run(task("facts"), b"abc").startswith(b'{"size": 3,')


def test_a_child_knows_no_secret_and_has_its_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "rahasia")
    monkeypatch.setenv("DATABASE_URL", "rahasia")
    monkeypatch.setenv("TESSDATA_PREFIX", "tessdata")
    told = run(task("facts"), b"").decode()
    assert "SECRET_KEY" not in told
    assert "DATABASE_URL" not in told
    assert "TESSDATA_PREFIX" in told
    assert f'"limits": [[{256 << 20}, {256 << 20}], [0, 0], [{1 << 20}, {1 << 20}], [40, 40]]' in told


def test_a_refusal_keeps_its_sentence() -> None:
    with pytest.raises(Unreadable) as refusal:
        run(task("refuse"), "“é”".encode())
    assert str(refusal.value) == "Berkas “é” ini kosong."


def test_a_child_that_cannot_begin_blames_the_machine_and_not_the_file() -> None:
    with pytest.raises(Busy):
        run(task("no_such_deed"), b"x")


@pytest.mark.parametrize("deed", ["hoard", "flood", "fail"])
def test_a_child_that_takes_too_much_or_breaks_is_refused(deed: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        run(task(deed), b"x")
    assert str(refusal.value) == DEAD


@pytest.mark.parametrize("deed", ["sleep", "spin"])
def test_a_child_that_takes_too_long_is_ended(deed: str) -> None:
    started = time.monotonic()
    with pytest.raises(Unreadable) as refusal:
        run(task(deed, seconds=1), b"x")
    assert str(refusal.value) == "Terlalu lama: 1 detik."
    assert time.monotonic() - started < 3


@pytest.mark.parametrize("word", [signal.SIGSEGV, signal.SIGABRT, signal.SIGKILL])
def test_a_child_brought_down_by_its_file_is_told_in_a_sentence(word: signal.Signals) -> None:
    with pytest.raises(Unreadable) as refusal:
        run(task("die_of"), str(int(word)).encode())
    assert str(refusal.value) == DEAD
    assert not isinstance(refusal.value, Busy)


def test_a_child_sent_away_with_its_server_does_not_blame_the_file() -> None:
    with pytest.raises(Busy):
        run(task("die_of"), str(int(signal.SIGTERM)).encode())


def test_no_more_children_live_than_there_are_places(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parent, "_places", BoundedSemaphore(1))
    with pytest.raises(Unreadable):
        run(task("fail"), b"")
    first = Thread(target=lambda: run(task("nap"), b""))
    first.start()
    time.sleep(0.2)
    with pytest.raises(Busy, match="coba lagi"):
        run(task("echo", patience=0.1), b"x")
    assert run(task("echo", patience=None), b"x") == b"x"
    first.join()


def test_a_machine_without_room_for_a_child_asks_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parent.sys, "executable", "/nowhere/python")
    with pytest.raises(Busy):
        run(task("echo"), b"x")


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parent.tempfile, "tempdir", str(tmp_path))
    before = set(Path("/proc/self/fd").iterdir())
    run(task("echo"), b"x")
    with pytest.raises(Unreadable):
        run(task("sleep", seconds=1), b"x")
    assert list(tmp_path.iterdir()) == []
    assert set(Path("/proc/self/fd").iterdir()) == before

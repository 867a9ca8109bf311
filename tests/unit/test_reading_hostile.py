"""Files made to harm their reader: refused in a sentence or read within limits, and the caller lives on."""

import resource
import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from sipol.reading import child, copy_safely, inspect_safely, picture_safely, read_decree_safely
from sipol.render.child import carried_digest_safely
from sipol.rules.errors import Busy, Unreadable
from tests.factories import hostile
from tests.factories.decree_canvas import canvas_decree
from tests.unit.test_reading_gate import pdf_of

Make = Callable[[], bytes]


def truncated() -> bytes:
    data = canvas_decree(4)[0]
    return data[: len(data) // 2]


REFUSED: dict[str, tuple[Make, str]] = {
    "empty": (lambda: b"", "kosong"),
    "no PDF": (lambda: b"PK\x03\x04" + bytes(1000), "bukan PDF"),
    "truncated": (truncated, "rusak"),
    "locked": (lambda: pdf_of(1, password="rahasia"), "kata sandi"),
    "10,000 pages": (lambda: hostile.saved(hostile.blank(10_000)), "10.000 halaman"),
    "a page that swells": (hostile.swelling_page, "tidak dapat dibuka dengan aman"),
    "objects that swell": (hostile.swelling_objects, "tidak dapat dibuka dengan aman"),
    "forms in forms": (hostile.nested_forms, "tidak dapat dibuka dengan aman"),
}
LET_IN: dict[str, Make] = {
    "50 megapixels": hostile.huge_image,
    "400 megapixels": lambda: hostile.huge_image(20_000, 20_000),
    "a broken xref": lambda: canvas_decree(4)[0].replace(b"startxref", b"startxxxx"),
    "a page tree that holds itself": hostile.going_round,
    "a script and a program": hostile.with_baggage,
    "letters without a map": hostile.without_a_map,
    "swelling data": lambda: hostile.paper_with_swelling_data("tanda-terima.json"),
}
ASKED: dict[str, tuple[Callable[[bytes], object], tuple[str, ...]]] = {
    "inspect": (inspect_safely, ("nggah",)),
    "picture": (lambda data: picture_safely(data, 1), ("nggah",)),
    "read": (read_decree_safely, ("nggah",)),
    "copy": (copy_safely, ("nggah",)),
    "check": (carried_digest_safely, ("Pilih berkas PDF", "Unduh kembali")),
}
"""What is done with a stranger's file, and words of which one must tell the sender what to do."""


def asked(name: str, data: bytes) -> str:
    """Do it: the sentence of the refusal, or "" when it was done."""
    ask, told = ASKED[name]
    own, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    sentence = ""
    try:
        ask(data)
    except Unreadable as refusal:
        sentence = str(refusal)
        assert any(word in sentence for word in told)
        assert not isinstance(refusal, Busy)
    # Kilobytes; the answer of a child is at most some megabytes.
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - own < 64_000
    assert time.monotonic() - started < 15
    return sentence


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_opened_is_refused_whatever_is_asked(name: str) -> None:
    make, word = REFUSED[name]
    data = make()
    assert word in asked("inspect", data)
    assert asked("picture", data)
    assert asked("read", data)
    assert asked("check", data)


@pytest.mark.parametrize("name", LET_IN)
def test_what_is_let_in_is_drawn_read_and_copied_or_refused(name: str) -> None:
    data = LET_IN[name]()
    assert asked("inspect", data) == ""
    assert asked("picture", data) == ""
    assert asked("read", data) == ""
    assert asked("check", data)
    asked("copy", data)


def test_what_swells_is_not_unpacked_for_its_copy() -> None:
    data = hostile.swelling_page()
    assert len(copy_safely(data)) < 2 * len(data)


@pytest.mark.parametrize(("limited", "ask"), [("PICTURE", "picture"), ("READ", "read")], ids=["picture", "read"])
def test_a_page_that_would_be_drawn_for_hours_is_left_in_time(
    monkeypatch: pytest.MonkeyPatch, limited: str, ask: str
) -> None:
    data = hostile.huge_image(times=2000)
    monkeypatch.setattr(child, limited, replace(getattr(child, limited), seconds=2))
    started = time.monotonic()
    if ask == "read":
        with pytest.raises(Unreadable, match="terlalu rumit untuk dibaca dalam 2 detik"):
            read_decree_safely(data, seconds=2)
    else:
        assert "tidak dapat dibuka dengan aman" in asked("picture", data)
    assert time.monotonic() - started < 4
    assert asked("inspect", data) == ""


def test_hostile_files_are_small() -> None:
    assert len(hostile.swelling_page()) < 20_000
    assert len(hostile.nested_forms()) < 10_000
    assert len(hostile.huge_image()) < 200_000

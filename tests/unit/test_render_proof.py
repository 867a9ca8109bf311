import io
import json
import zlib
from collections.abc import Callable
from random import Random
from typing import Any

import pikepdf
import pytest

from sipol.render import AnySheet, press, seal
from sipol.render import proof as proofs
from sipol.render.proof import CHANGED, DAMAGED, DRAFT, NOT_OURS, NOT_PDF, read_back
from sipol.rules.errors import Unreadable
from tests.factories import sheets

NAME = "tanda-terima.json"


@pytest.fixture(scope="module")
def paper() -> bytes:
    return press.pdf(sheets.receipt())


def tampered(paper: bytes, change: Callable[[bytes], bytes], name: str = NAME) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(paper)) as document:
        content = change(document.attachments[NAME].get_file().read_bytes())
        del document.attachments[NAME]
        document.attachments[name] = content
        document.save(out)
    return out.getvalue()


def with_changes(**changes: Any) -> Callable[[bytes], bytes]:
    return lambda content: json.dumps({**json.loads(content), **changes}).encode()


@pytest.mark.parametrize(
    "sheet", [sheets.receipt(), sheets.with_findings(3), sheets.silent_minutes(), sheets.signatures()]
)
def test_a_paper_tells_the_sheet_it_was_printed_from(sheet: AnySheet) -> None:
    assert read_back(press.pdf(sheet)) == sheet


@pytest.mark.parametrize(
    ("change", "name", "sentence"),
    [
        (with_changes(open_findings=0), NAME, CHANGED),
        (with_changes(digest="0" * 64), NAME, CHANGED),
        (with_changes(digest=""), NAME, DRAFT),
        (with_changes(unit=None), NAME, DAMAGED),
        (with_changes(kind="surat"), NAME, DAMAGED),
        (lambda content: content[:-9], NAME, DAMAGED),
        (lambda _: b"[]", NAME, DAMAGED),
        (lambda _: b"[" * 200_000, NAME, DAMAGED),
        (lambda _: b"\xff\xfe", NAME, DAMAGED),
        (lambda content: content, "lain.json", NOT_OURS),
    ],
)
def test_a_paper_that_was_meddled_with_is_refused(
    paper: bytes, change: Callable[[bytes], bytes], name: str, sentence: str
) -> None:
    with pytest.raises(Unreadable) as refusal:
        read_back(tampered(paper, change, name))
    assert str(refusal.value) == sentence


def test_a_paper_stays_ours_when_another_copy_names_another_exporter(paper: bytes) -> None:
    copy = read_back(tampered(paper, with_changes(exported_by="Diekspor oleh orang lain.")))
    assert copy.digest == sheets.receipt().digest


@pytest.mark.parametrize("data", [b"", b"halo", b"%PDF-1.7\n"])
def test_what_is_no_pdf_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(Unreadable) as refusal:
        read_back(data)
    assert str(refusal.value) == NOT_PDF


def test_a_locked_pdf_is_not_opened(paper: bytes) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(paper)) as document:
        document.save(out, encryption=pikepdf.Encryption(user="rahasia", owner="rahasia"))
    with pytest.raises(Unreadable, match="bukan PDF yang dapat dibuka"):
        read_back(out.getvalue())


def test_a_draft_proves_nothing() -> None:
    with pytest.raises(Unreadable, match="rancangan"):
        read_back(press.pdf(sheets.draft_minutes()))


def test_attached_data_that_swell_are_not_unpacked(monkeypatch: pytest.MonkeyPatch, paper: bytes) -> None:
    monkeypatch.setattr(proofs, "LARGEST", 1000)
    with pytest.raises(Unreadable) as refusal:
        read_back(paper)
    assert str(refusal.value) == DAMAGED
    assert isinstance(refusal.value.__cause__, ValueError | zlib.error)


def test_a_scratched_file_is_read_or_refused_but_never_breaks_the_reader(paper: bytes) -> None:
    chance = Random(6571)
    for _ in range(150):
        scratched = bytearray(paper)
        for _ in range(chance.choice((1, 5, 40))):
            scratched[chance.randrange(len(scratched))] = chance.randrange(256)
        try:
            sheet = read_back(bytes(scratched[: chance.randrange(1, len(scratched) * 4)]))
        except Unreadable:
            continue
        assert sheet == seal(sheet)

"""Notes of the log, its export and settings: answered or refused as they say, and read back as they were written."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from config import SettingMissing, load, member_terms
from sipol.audit import standalone
from sipol.audit.notes import NotSigned, Point, opened, origin_of, public_from, public_line, sign
from sipol.cli.audit import note_in
from sipol.rules.errors import Refused
from tests.factories.writings import LINE, SEEDS, mangled, probe
from tests.unit.test_config import PRODUCTION

KEY = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
PUBLIC, ORIGIN, PUBLISHED = KEY.public_key(), origin_of(KEY.public_key()), public_line(KEY.public_key())
MOMENTS = st.datetimes(datetime(1970, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC))  # noqa: DTZ001
POINTS = st.builds(Point, st.just(ORIGIN), st.integers(0, 10**9), st.binary(min_size=32, max_size=32), MOMENTS)
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=9)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)),
    max_leaves=6,
)


@probe(2)
@given(POINTS)
def test_a_signed_point_is_opened_as_it_was_signed(point: Point) -> None:
    note = sign(point, KEY)
    assert opened(note, ORIGIN, PUBLIC) == Point(point.origin, point.size, point.root, point.at.replace(microsecond=0))
    assert standalone.opened(note, PUBLISHED) == (point.size, point.root)
    assert note_in(note.encode()) == note


@probe(4)
@given(POINTS, SEEDS)
def test_a_note_with_a_letter_changed_says_nothing(point: Point, seed: int) -> None:
    note = sign(point, KEY)
    spoilt = mangled(note.encode(), seed).decode(errors="replace")
    for told in (opened_or_none(spoilt), standalone.opened(spoilt, PUBLISHED)):
        assert told is None or spoilt.split("\n\n")[0] == note.split("\n\n")[0]


def opened_or_none(note: str) -> Point | None:
    try:
        return opened(note, ORIGIN, PUBLIC)
    except NotSigned as refused:
        assert str(refused).endswith(".")
        return None


@probe(2)
@given(st.one_of(LINE, st.just(ORIGIN)), LINE, LINE, st.one_of(LINE, st.just("0001-01-01T00:00:00+05:00")), LINE)
def test_no_text_breaks_the_reader_of_notes(said: str, size: str, root: str, moment: str, signed: str) -> None:
    note = f"{said}\n{size}\n{root}\n{moment}\n\n{signed}"
    assert opened_or_none(note) is None
    assert standalone.opened(note, PUBLISHED) is None
    assert standalone.opened(note, said) is None


def test_a_note_of_the_first_day_of_all_is_refused() -> None:
    with pytest.raises(NotSigned, match="tidak terbaca"):
        opened(f"{ORIGIN}\n0\nAAAA\n0001-01-01T00:00:00+05:00\n\n", ORIGIN, PUBLIC)


@probe(2)
@given(SEEDS)
def test_a_published_key_is_read_or_refused(seed: int) -> None:
    assert public_from(f" {PUBLISHED}\n").public_bytes_raw() == PUBLIC.public_bytes_raw()
    spoilt = mangled(PUBLISHED.encode(), seed).decode(errors="surrogateescape")
    try:
        assert public_from(spoilt).public_bytes_raw() == PUBLIC.public_bytes_raw() or spoilt != PUBLISHED
    except NotSigned as refused:
        assert str(refused).endswith(".")


def export_of(entries: list[Any]) -> list[str]:
    """As the register writes it: key, one point over all, entries."""
    tree = standalone.root([standalone.leaf(entry) for entry in entries])
    note = sign(Point(ORIGIN, len(entries), tree, datetime(2026, 1, 1, tzinfo=UTC)), KEY)
    told = [{"key": PUBLISHED}, {"note": note}, *({"place": at, "entry": one} for at, one in enumerate(entries))]
    return [json.dumps(row, ensure_ascii=False) for row in told]


@probe(2)
@given(st.lists(JSON, max_size=6))
def test_an_honest_export_is_whole_whatever_letters_stand_in_it(entries: list[Any]) -> None:
    lines = export_of(entries)
    assert list(standalone.faults(lines, [])) == []
    assert list(standalone.faults("\n".join(lines).split("\n"), [])) == []


@pytest.mark.parametrize("sign_in_name", ["\u2028", "\x85", "\u2029", "\x1c"])
def test_a_line_of_the_export_ends_where_the_register_ended_it(tmp_path: Path, sign_in_name: str) -> None:
    file = tmp_path / "log.jsonl"
    file.write_text("\n".join(export_of([{"name": f"a{sign_in_name}b"}])) + "\n", encoding="utf-8")
    assert standalone.main([str(file)]) == 0


@probe(4)
@given(st.lists(JSON, min_size=1, max_size=5), SEEDS)
def test_a_changed_export_is_told_of_and_never_breaks_the_checker(entries: list[Any], seed: int) -> None:
    lines, dice = export_of(entries), Random(seed)
    at = dice.randrange(2, len(lines))
    spoilt = list(lines)
    spoilt[at] = mangled(spoilt[at].encode(), seed).decode(errors="replace")
    found = list(standalone.faults(spoilt, []))
    assert found or same(spoilt[at], lines[at])


def same(one: str, other: str) -> bool:
    """Whether two lines say the same entry at the same place, whatever is written beside it."""
    ours, theirs = json.loads(one), json.loads(other)
    return ours == {} or (ours.get("place"), ours.get("entry")) == (theirs["place"], theirs["entry"])


@probe(2)
@given(st.lists(st.one_of(LINE, JSON.map(json.dumps)), max_size=6), st.lists(LINE, max_size=2))
def test_no_lines_break_the_checker_of_exports(lines: list[str], kept: list[str]) -> None:
    assert list(standalone.faults(lines, kept))
    list(standalone.faults([json.dumps({"key": PUBLISHED}), *lines], kept))


@pytest.mark.parametrize("content", [b"\xff\xfe", b"[" * 50_000, b"", b"1\n", b'{"key": 1}', b'{"place": 0}'])
def test_a_file_that_is_no_export_is_refused_with_a_sentence(
    content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "log.jsonl"
    file.write_bytes(content)
    for arguments in ([str(file)], [], [str(tmp_path)], [str(tmp_path / "nowhere")]):
        assert standalone.main(arguments) == 1
        assert len(capsys.readouterr().out.split()) > 4


@probe(2)
@given(st.binary(max_size=60))
def test_a_file_that_holds_no_note_is_refused(data: bytes) -> None:
    for head in (b"", b"%PDF"):
        try:
            assert isinstance(note_in(head + data), str)
        except Refused as refused:
            assert str(refused.reason).endswith(".")


SETTINGS = (
    "SIPOL_ENV", "SECRET_KEY", "SIPOL_DATA_KEYS", "SIPOL_INDEX_KEY", "DATABASE_URL", "SIPOL_PUBLIC_URL",
    "SIPOL_SMTP_URL", "SIPOL_MAIL_FROM", "SIPOL_TIMEZONE", "SIPOL_CLOCK", "SIPOL_SANDBOXES", "SIPOL_PROXIES",
    "SIPOL_SECOND_LOOK", "SIPOL_VOTING_AGE", "SIPOL_OLDEST_AGE", "SIPOL_BARRED_OCCUPATIONS", "SIPOL_MIGRATION_URL",
)  # fmt: skip
ODD = (
    "https://[", "https://", "Asia", "Asia/Jakarta", "../..", "9" * 5_000, "1:", "smtp://[", "smtp://h:99999", "²",
    "0001-01-01T00:00+23:00", "postgresql://", "1:k,1:k", "production", "demo",
)  # fmt: skip
VALUES = st.one_of(LINE, st.sampled_from(ODD)).map(lambda text: text.replace("\0", ""))


@probe(2)
@given(st.dictionaries(st.sampled_from(SETTINGS), VALUES, max_size=4))
def test_no_setting_stops_the_register_but_with_a_sentence(tmp_path_factory: Any, said: Mapping[str, str]) -> None:
    home = tmp_path_factory.getbasetemp()
    try:
        load({"SIPOL_HOME": str(home), **PRODUCTION, **said})
        member_terms(said)
    except SettingMissing as missing:
        assert str(missing).endswith((".", "example"))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SIPOL_PUBLIC_URL", "https://["),
        ("SIPOL_PUBLIC_URL", "https://"),
        ("SIPOL_TIMEZONE", "Asia"),
        ("SIPOL_PROXIES", "9" * 5_000),
        ("SIPOL_DATA_KEYS", "9" * 5_000 + ":k"),
    ],
)
def test_a_setting_that_once_broke_the_start_is_refused(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingMissing, match=name):
        load({"SIPOL_HOME": str(tmp_path), **PRODUCTION, name: value})

import json
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta, timezone
from hashlib import sha256
from typing import Any

import pytest

from sipol.render import (
    AnySheet,
    LastSubmission,
    MinutesSheet,
    Participation,
    ReceiptSheet,
    Signer,
    digest,
    digest_of,
    plain,
    sheet_from_data,
)
from sipol.render.data import canonical
from tests.factories import sheets

SHEETS: list[AnySheet] = [
    sheets.minutes(),
    sheets.with_findings(3),
    sheets.silent_minutes(),
    sheets.declined_minutes(),
    sheets.amended_minutes(),
    sheets.receipt(),
    sheets.receipt(decree=None, no_change=True),
    sheets.signatures(),
]


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_sheet_survives_the_way_through_json_text(sheet: AnySheet) -> None:
    text = json.dumps(sheet.to_data())
    assert sheet_from_data(json.loads(text)) == sheet


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_sealed_sheet_carries_the_digest_of_its_own_data(sheet: AnySheet) -> None:
    assert sheet.digest == digest(sheet) == digest_of(sheet.to_data())


def test_the_digest_is_the_sha256_of_sorted_json_without_spaces() -> None:
    data: dict[str, Any] = {"b": [1, None, True], "a": 'é"\n\x01', "digest": "x", "exported_by": "y"}
    expected = '{"a":"é\\"\\n\\u0001","b":[1,null,true]}'
    assert canonical({"b": data["b"], "a": data["a"]}) == expected.encode()
    assert digest_of(data) == sha256(expected.encode()).hexdigest()


def test_who_exported_a_copy_does_not_change_its_digest() -> None:
    sheet = sheets.minutes()
    assert digest(replace(sheet, exported_by="Orang lain", digest="")) == sheet.digest


@pytest.mark.parametrize(
    "change",
    [
        {"number": "13/PL.01.1-BA/6571/2025"},
        {"code": "BA-0000-0000-0000"},
        {"held_on": date(2025, 12, 30)},
        {"results": sheets.RESULTS[:3]},
        {"signers": (Signer("Rusdi Amiruddin", "Ketua", "sakit"), *sheets.SIGNERS[1:])},
        {"advice": ("Satu saran.",)},
        {"ruleset": "aturan 2026.1"},
    ],
)
def test_any_other_change_gives_another_digest(change: dict[str, Any]) -> None:
    assert sheets.minutes(**change).digest != sheets.minutes().digest


def test_the_same_moment_told_in_another_zone_is_the_same_data() -> None:
    sheet = sheets.minutes()
    told_in_tarakan = sheet.frozen_at.astimezone(timezone(timedelta(hours=8)))
    assert sheets.minutes(frozen_at=told_in_tarakan).digest == sheet.digest


def test_a_moment_without_a_zone_cannot_be_kept() -> None:
    with pytest.raises(ValueError, match="zone"):
        sheets.minutes(frozen_at=sheets.minutes().frozen_at.replace(tzinfo=None))


@pytest.mark.parametrize("participation", [Participation.UPDATED, Participation.UNCHANGED])
def test_what_was_received_has_a_receipt(participation: Participation) -> None:
    with pytest.raises(ValueError, match="last submission"):
        sheets.minutes(participation=participation, last_submission=None)


@pytest.mark.parametrize(
    "participation", [Participation.NOT_UPDATED, Participation.AWAITING_CENTRE, Participation.NO_ACCOUNT]
)
def test_where_nothing_was_received_there_is_no_receipt(participation: Participation) -> None:
    received = LastSubmission(sheets.minutes().deadline, "TT-1")
    with pytest.raises(ValueError, match="last submission"):
        sheets.minutes(participation=participation, last_submission=received)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"number": 12}, "str is expected"),
        ({"signers": "Rusdi"}, "a list is expected"),
        ({"signers": ["Rusdi"]}, "Signer is expected"),
        ({"signers": [{"name": "Rusdi"}]}, "lacks"),
        ({"held_on": "31 Desember"}, "isoformat"),
        ({"participation": "maybe"}, "maybe"),
        ({"surprise": 1}, "surprise"),
        ({"kind": "kuitansi"}, "kind"),
        ({"kind": None}, "kind"),
        ({"version": 2}, "version 1"),
        ({"letterhead": None}, "Letterhead is expected"),
    ],
)
def test_data_of_another_shape_are_refused(change: dict[str, Any], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        sheet_from_data({**sheets.minutes().to_data(), **change})


def test_a_yes_is_no_count() -> None:
    with pytest.raises(ValueError, match="int is expected"):
        ReceiptSheet.from_data({**sheets.receipt().to_data(), "open_findings": True})


def test_a_receipt_is_no_berita_acara() -> None:
    with pytest.raises(ValueError, match="berita-acara"):
        MinutesSheet.from_data(sheets.receipt().to_data())


def test_a_text_without_marks_is_one_piece_and_no_text_is_none() -> None:
    assert [piece.text for piece in plain("Siti")] == ["Siti"]
    assert plain("") == ()


def test_sheets_and_proofs_are_read_without_loading_the_press() -> None:
    asked = "import sipol.render, sipol.render.proof, sys; print('weasyprint' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "False"

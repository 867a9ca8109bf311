"""``sipol check``: the planted slips and nothing else, on decrees of our own and on samples where they are."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from sipol.cli.check import check

ROOT = Path(__file__).parents[2]
OWN = sorted((ROOT / "tests" / "data" / "decrees").glob("*.json"))
SAMPLES = sorted((ROOT.parent / "shared" / "samples" / "sk").glob("*.json"))
TEXT_SAMPLES = [path for path in SAMPLES if json.loads(path.read_text())["kind"] == "text"]


def run(form: dict[str, Any], decree: Path, folder: Path, *options: str) -> Result:
    typed = folder / "form.json"
    typed.write_text(json.dumps(form), encoding="utf-8")
    return CliRunner().invoke(check, ["--form", str(typed), *options, str(decree)])


def form_of(truth: dict[str, Any]) -> dict[str, Any]:
    """What a careful clerk would type."""
    rows = [{key: row[key] for key in ("order", "position", "name")} for row in truth["officers"]]
    return {"number": truth["number"], "issued_on": truth["issued_on"], "period": truth["period"], "officers": rows}


def truth_of(path: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(path.read_text())
    return told.get("decree", told)  # type: ignore[no-any-return]


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.stem)
def test_a_careful_form_raises_no_finding(path: Path, tmp_path: Path) -> None:
    result = run(form_of(truth_of(path)), path.with_suffix(".pdf"), tmp_path, "--json")
    assert json.loads(result.output)["findings"] == []
    assert result.exit_code == 0


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.stem)
def test_case_spacing_and_punctuation_alone_are_no_finding(path: Path, tmp_path: Path) -> None:
    form = form_of(truth_of(path))
    for row in form["officers"]:
        row["name"], row["position"] = row["name"].upper().replace(".", ""), f" {row['position'].lower()} "
    form["number"] = form["number"].lower()
    assert run(form, path.with_suffix(".pdf"), tmp_path).exit_code == 0


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.stem)
def test_planted_slips_are_found_and_nothing_else(path: Path, tmp_path: Path) -> None:
    form = form_of(truth_of(path))
    rows = form["officers"]
    form["number"] = f"9{form['number']}"
    form["issued_on"] = date.fromisoformat(form["issued_on"]).replace(year=2001).isoformat()
    rows[0]["position"] = "Bendahara Umum"
    dropped = rows.pop(2)
    rows.append({"order": 99, "position": "Wakil Juru Bicara", "name": "Zulkifran Oematan"})
    result = run(form, path.with_suffix(".pdf"), tmp_path, "--json")
    told = {(finding["field"], finding["order"]) for finding in json.loads(result.output)["findings"]}
    assert told == {
        ("number", None),
        ("issued_on", None),
        ("position", rows[0]["order"]),
        ("missing", dropped["order"]),
        ("extra", 99),
    }
    assert result.exit_code == 1


@pytest.mark.parametrize("path", TEXT_SAMPLES, ids=lambda path: path.stem)
def test_every_slip_of_a_sample_is_found_and_no_other(path: Path, tmp_path: Path) -> None:
    sample = json.loads(path.read_text())
    result = run(sample["form"], path.with_suffix(".pdf"), tmp_path, "--json")
    told = {(row["field"], row["order"]): row["class"] for row in json.loads(result.output)["findings"]}
    planted = {(slip["field"], slip.get("order")): slip.get("kind") for slip in sample["form_slips"]}
    assert told.keys() == planted.keys()
    assert {key: told[key] for key, kind in planted.items() if kind} == {k: v for k, v in planted.items() if v}


def test_the_board_is_held_against_the_previous_decree(tmp_path: Path) -> None:
    path = OWN[0]
    form = form_of(truth_of(path))
    left, form["officers"][1] = (
        form["officers"][1],
        {"order": 2, "position": form["officers"][1]["position"], "name": "Zulkifran Oematan"},
    )
    result = run(form, path.with_suffix(".pdf"), tmp_path, "--json", "--previous", str(path.with_suffix(".pdf")))
    kinds = [change["kind"] for change in json.loads(result.output)["changes"]]
    assert set(kinds) - {"tetap"} in ({"diganti"}, {"masuk", "keluar"})
    assert left["name"] in result.output


def with_a_newcomer(path: Path) -> tuple[dict[str, Any], str]:
    """The form of a decree in which the last person gave way to another in a new post."""
    form = form_of(truth_of(path))
    gone = form["officers"].pop()
    form["officers"].append({"order": 99, "position": "Wakil Juru Bicara", "name": "Zulkifran Oematan"})
    return form, gone["name"]


def test_who_came_and_who_went_since_the_previous_decree_is_told_the_right_way_round(tmp_path: Path) -> None:
    form, gone = with_a_newcomer(OWN[0])
    pdf = OWN[0].with_suffix(".pdf")
    result = run(form, pdf, tmp_path, "--json", "--previous", str(pdf))
    changes = {(row["kind"], row["old"], row["new"]) for row in json.loads(result.output)["changes"]}
    assert {change for change in changes if change[0] != "tetap"} == {
        ("masuk", None, "Zulkifran Oematan"),
        ("keluar", gone, None),
    }
    words = run(form, pdf, tmp_path, "--previous", str(pdf)).output
    assert "2 perubahan sejak SK sebelumnya" in words
    assert "masuk: Wakil Juru Bicara: “Zulkifran Oematan”" in words
    assert f"“{gone}”" in words


def test_an_unchanged_board_is_told_so(tmp_path: Path) -> None:
    pdf = OWN[0].with_suffix(".pdf")
    assert "sama dengan SK sebelumnya" in run(form_of(truth_of(OWN[0])), pdf, tmp_path, "--previous", str(pdf)).output


def test_dates_are_told_in_indonesian(tmp_path: Path) -> None:
    form = form_of(truth_of(OWN[0]))
    form["issued_on"] = "2001-08-17"
    assert "17 Agustus 2001" in run(form, OWN[0].with_suffix(".pdf"), tmp_path).output


def test_a_fault_of_our_own_ends_with_status_2_and_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sipol.cli.check.doubts_about", lambda *_: 1 // 0)
    result = run(form_of(truth_of(OWN[0])), OWN[0].with_suffix(".pdf"), tmp_path)
    assert result.exit_code == 2
    assert "kesalahan mesin" in result.output


def test_words_for_people_name_both_spellings(tmp_path: Path) -> None:
    form = form_of(truth_of(OWN[0]))
    form["number"] = "123/SALAH/2020"
    result = run(form, OWN[0].with_suffix(".pdf"), tmp_path)
    assert "Nomor SK berbeda" in result.output
    assert "123/SALAH/2020" in result.output


UNREADABLE = [
    pytest.param(b"", "kosong", id="empty"),
    pytest.param(b"PK\x03\x04 not a pdf", "bukan PDF", id="no PDF"),
    pytest.param(b"%PDF-1.7\ngarbage", "rusak", id="broken"),
]


@pytest.mark.parametrize(("data", "words"), UNREADABLE)
def test_what_cannot_be_read_is_told_and_the_status_is_2(data: bytes, words: str, tmp_path: Path) -> None:
    decree = tmp_path / "sk.pdf"
    decree.write_bytes(data)
    result = run({"officers": []}, decree, tmp_path)
    assert result.exit_code == 2
    assert words in result.output


@pytest.mark.parametrize("text", ["", "[]", '{"officers": [{"nama": "x"}]}', '{"issued_on": "kemarin"}', "{"])
def test_a_form_of_another_shape_is_told_and_the_status_is_2(text: str, tmp_path: Path) -> None:
    form = tmp_path / "form.json"
    form.write_text(text)
    result = CliRunner().invoke(check, ["--form", str(form), str(OWN[0].with_suffix(".pdf"))])
    assert result.exit_code == 2
    assert "bukan isian yang dikenal" in result.output


def test_the_projects_own_decrees_are_there() -> None:
    assert len(OWN) >= 3

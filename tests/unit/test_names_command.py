"""The command ``names``."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from sipol.cli.names import names
from sipol.names import compare
from sipol.names.account import account
from sipol.names.account_words import percent, signed

PAIRS = """name_a,name_b,same,tier,class
Panut Wiranegra,Panut Wiranegara,1,gold,core
"Panut Wiranegara, S.H.",Panut Wiranegara,1,gold,title
Panut Wiranegara,Panut Kesumasari,0,negative,neg_board
Ratmi Lumenta,Galih Semeru,0,negative,neg_board
"""


def run(*words: str) -> str:
    outcome = CliRunner().invoke(names, words, catch_exceptions=False)
    assert outcome.exit_code == 0, outcome.output
    return outcome.output


def test_compare_tells_the_verdict_and_the_reasons() -> None:
    told = run("compare", "Drs. Panut", "Panut")
    assert "Putusan: nama yang sama (same)" in told
    assert "- gelar: Gelar ‘Drs.’ hanya ada pada nama pertama." in told


def test_explain_shows_the_letters_and_the_weights() -> None:
    told = run("explain", "Panut Wiranegra", "Panut Wiranegara")
    assert "Panut Wiraneg[a]ra" in told
    assert "slip" in told
    assert "bias" in told


def test_explain_tells_the_same_account_as_the_page() -> None:
    told = run("explain", "Moh. Panut Wiranegra", "Muhammad Panut")
    match = compare("Moh. Panut Wiranegra", "Muhammad Panut")
    shown = account(match)
    for line in shown.lines:
        assert f"{signed(line.cents):>6}  {line.term}" in told
        assert line.told in told
    assert f"{signed(shown.cents)}  jumlah, berarti peluang {percent(shown.chance)}" in told
    assert f"{shown.scored} Skor: {percent(match.score)}." in told


def test_explain_says_which_rule_stood_above_the_thresholds() -> None:
    assert "disebut nama yang sama walaupun skornya di bawah" in run("explain", "Nur Anisa", "Noor Annisa")
    assert "walaupun" not in run("explain", "Panut Wiranegra", "Panut Wiranegara")


def test_bench_measures_pairs_and_peers_in_one_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sipol.names.bench.CROSSED", 2_000)
    (tmp_path / "pairs.csv").write_text(PAIRS, encoding="utf-8")
    told = run("bench", str(tmp_path / "pairs.csv"), "--peers", "--folds", "2")
    assert "4 pasangan" in told
    assert "BOARD F1 1.000" in told
    assert "RapidFuzz WRatio" in told
    assert "Pasangan per detik" in told


def test_fit_writes_a_table_that_names_its_source(tmp_path: Path) -> None:
    (tmp_path / "pairs.csv").write_text(PAIRS, encoding="utf-8")
    out = tmp_path / "weights.json"
    run("fit", str(tmp_path / "pairs.csv"), "--source", "four pairs", "--out", str(out), "--on", "2026-02-01")
    table = json.loads(out.read_text(encoding="utf-8"))
    assert (table["source"], table["fitted_on"]) == ("four pairs", "2026-02-01")

"""The command ``names``."""

import json
from pathlib import Path

from click.testing import CliRunner

from sipol.cli.names import names

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
    assert "Putusan: sama (same)" in told
    assert "- gelar: Gelar ‘Drs.’ hanya ada pada nama pertama." in told


def test_explain_shows_the_letters_and_the_weights() -> None:
    told = run("explain", "Panut Wiranegra", "Panut Wiranegara")
    assert "Panut Wiraneg[a]ra" in told
    assert "slip" in told
    assert "bias" in told


def test_bench_measures_pairs_and_peers_in_one_run(tmp_path: Path) -> None:
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

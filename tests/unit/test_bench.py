"""The benchmarks really do what they say, on a small scale."""

import subprocess
import sys


def test_the_benchmark_tells_rows_a_second_and_the_ratio_to_the_bare_limit() -> None:
    command = [sys.executable, "-c", "from sipol.app import main; main()", "bench", "members", "--rows", "300"]
    told = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout
    assert "perbandingan" in told
    assert "294 anggota masuk" in told


def test_the_benchmark_of_minutes_prints_each_and_tells_the_ratio() -> None:
    small = ["--parties", "2", "--offices", "1", "--rows", "3", "--annex", "5"]
    command = [sys.executable, "-c", "from sipol.app import main; main()", "bench", "minutes", *small]
    told = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout
    assert "2 Berita Acara, 2 proses" in told
    assert "perbandingan" in told
    assert told.count("memori puncak") == 2

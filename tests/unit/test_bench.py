"""The benchmark of members really imports what it says, on a small list."""

import subprocess
import sys


def test_the_benchmark_tells_rows_a_second_and_the_ratio_to_the_bare_limit() -> None:
    command = [sys.executable, "-c", "from sipol.app import main; main()", "bench", "members", "--rows", "300"]
    told = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout
    assert "perbandingan" in told
    assert "294 anggota masuk" in told

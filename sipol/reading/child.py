"""Reading in a child process with limits, so that a hostile file ends the child and not the worker."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping

from sipol.reading.results import DecreeReading
from sipol.rules.errors import Unreadable

TOO_SLOW = (
    "Berkas ini terlalu rumit untuk dibaca dalam {seconds} detik. Cetak ulang SK menjadi PDF baru atau "
    "pindai lembarannya, lalu unggah lagi; datanya juga dapat diisi dengan tangan."
)
GAVE_UP = (
    "Berkas ini tidak dapat dibaca dengan aman oleh mesin. Cetak ulang SK menjadi PDF baru atau pindai "
    "lembarannya, lalu unggah lagi; datanya juga dapat diisi dengan tangan."
)
# The child needs to find Python and nothing else: no secret of the server is handed to it.
_KEPT = ("PATH", "PYTHONPATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "SYSTEMROOT", "TESSDATA_PREFIX")
# The child shares its work out by pages itself; threads of the libraries would only take memory.
_SINGLE = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "OMP_THREAD_LIMIT": "1"}
_MOST_OUTPUT = 16_000_000


def read_decree_safely(data: bytes, seconds: int = 60, memory_mb: int = 1024) -> DecreeReading:
    """``read_decree`` in a child process held to seconds of time and megabytes of address space.

    Raises Unreadable with the sentence of ``read_decree``, or with one for a file that took too long or
    brought the child down.
    """
    command = [sys.executable, "-m", "sipol.reading", str(seconds), str(memory_mb)]
    try:
        child = subprocess.run(  # noqa: S603 - the command is ours, the file comes by pipe
            command, input=data, capture_output=True, timeout=seconds, env=_environment(os.environ), check=False
        )
    except subprocess.TimeoutExpired as error:
        raise Unreadable(TOO_SLOW.format(seconds=seconds)) from error
    if child.returncode != 0 or len(child.stdout) > _MOST_OUTPUT:
        raise Unreadable(GAVE_UP)
    answer = json.loads(child.stdout)
    if "unreadable" in answer:
        raise Unreadable(answer["unreadable"])
    return DecreeReading.from_json(answer["reading"])


def _environment(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: environment[name] for name in _KEPT if name in environment} | _SINGLE

"""The side of the caller: start a child for a task, wait for it, and know its answer from its death."""

import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from threading import BoundedSemaphore
from typing import BinaryIO

from sipol.rules.errors import Busy, NoRoom, Unreadable

log = logging.getLogger(__name__)

FULL = "Ruang penyimpanan peladen sedang penuh. Tunggu sampai pengelola sistem melapangkannya, lalu coba lagi."
BUSY = "Peladen sedang memproses banyak berkas. Tunggu satu menit, lalu coba lagi."
AT_ONCE = 2
"""How many children a process keeps at once until ``at_most`` says otherwise."""
REFUSED = 3
"""The exit status of a child whose answer is the sentence of an ``Unreadable``."""
UNFIT = 4
"""The exit status of a child that could not load what its task needs."""
CRAMPED = 5
"""The exit status of a child that found no room on the disk for its answer."""
SAID = b"\0"
"""Stands before that sentence."""
# The child needs to find Python and the letters of Tesseract: no secret of the server is handed to it.
_KEPT = ("PATH", "PYTHONPATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "SYSTEMROOT", "TESSDATA_PREFIX")
# Libraries that start a thread for each processor take address space for each, and a big machine has many.
_FEW_THREADS = dict.fromkeys(("OMP_NUM_THREADS", "OMP_THREAD_LIMIT", "OPENBLAS_NUM_THREADS"), "1")
# A child ended so was told to go with its server; its file is not to blame.
_SENT_AWAY = (-signal.SIGTERM, -signal.SIGINT, -signal.SIGHUP)

_places = BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True, slots=True)
class Task:
    """A function to be called in a child, as ``module:function``, its limits, and what is told when it breaks them.

    The function takes the bytes of the file first, and returns bytes or what JSON can write, itself or by
    ``to_json``. A generator takes the open file instead and yields bytes, for files too big to hold at once.
    ``seconds`` bound the whole life of the child, ``memory_mb`` its address space, ``output_mb`` what it may answer.
    ``too_slow`` may name ``{seconds}``. ``patience``: seconds to wait for a free place; None: for ever.
    """

    call: str
    seconds: int
    memory_mb: int
    too_slow: str
    gave_up: str
    output_mb: int = 16
    patience: float | None = 10


def at_most(places: int) -> None:
    """Let this process keep so many children at once, from now on."""
    global _places  # noqa: PLW0603 - set once, when the app is made; a process has one number of places
    _places = BoundedSemaphore(places)


def run(task: Task, data: bytes, **options: object) -> bytes:
    """The answer of the task's function to ``data``: its bytes, or its JSON. Options are of JSON types.

    Raises Unreadable with the sentence of the function, or with the task's own for a file that took too long or
    brought the child down, and Busy when no place was free or the child was sent away with its server.
    """
    with tempfile.TemporaryFile() as asked:
        asked.write(data)
        asked.seek(0)
        with streamed(task, asked, **options) as answered:
            return answered.read()


@contextmanager
def streamed(task: Task, asked: BinaryIO, **options: object) -> Iterator[BinaryIO]:
    """As ``run``, for a file on the disk and an answer that is read piece by piece: an open file, at its beginning."""
    command = [sys.executable, "-m", "sipol.sandbox", task.call, json.dumps(options)]
    command += [str(limit) for limit in (task.seconds, task.memory_mb, task.output_mb)]
    with tempfile.TemporaryFile() as answered, tempfile.TemporaryFile() as complaints:
        with _place(task.patience):
            status = _ended(command, task, asked, answered, complaints)
        answered.seek(0)
        if status in _SENT_AWAY:
            raise Busy(BUSY)
        if status == -signal.SIGXCPU:
            raise Unreadable(task.too_slow.format(seconds=task.seconds))
        # A child that was ended may leave half an answer; only one of its own accord is read.
        if status == REFUSED:
            raise Unreadable(_sentence(answered))
        if status != 0:
            log.warning("the child for %s ended with status %s: %s", task.call, status, _kind(complaints))
            if status == CRAMPED:
                raise NoRoom(FULL)
            # A child that could not even begin says that this machine is broken, not the file.
            raise Busy(BUSY) if status == UNFIT else Unreadable(task.gave_up)
        yield answered


def _sentence(answered: BinaryIO) -> str:
    """What a child said last; before it noticed, it may have answered in part."""
    return answered.read().rpartition(SAID)[2].decode()


@contextmanager
def _place(patience: float | None) -> Iterator[None]:
    places = _places
    if not places.acquire(timeout=patience):
        raise Busy(BUSY)
    try:
        yield
    finally:
        places.release()


def _kind(complaints: BinaryIO) -> str:
    """The kind of error a child ended with; its words may hold what stands in the file."""
    complaints.seek(0)
    lines = complaints.read()[-4_000:].decode(errors="replace").strip().splitlines()
    return lines[-1].partition(":")[0][:80] if lines else "no word"


def _ended(command: list[str], task: Task, asked: BinaryIO, answered: BinaryIO, complaints: BinaryIO) -> int:
    """How the child ended; one that takes too long is ended as if it had used up its processor time."""
    try:
        child = subprocess.Popen(  # noqa: S603 - the command is ours, the file comes by standard input
            command, stdin=asked, stdout=answered, stderr=complaints, env=_environment(os.environ)
        )
    except OSError as error:
        # The machine has no room for one more process.
        raise Busy(BUSY) from error
    with child:
        try:
            return child.wait(task.seconds)
        except subprocess.TimeoutExpired:
            return -signal.SIGXCPU
        finally:
            child.kill()


def _environment(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: environment[name] for name in _KEPT if name in environment} | _FEW_THREADS

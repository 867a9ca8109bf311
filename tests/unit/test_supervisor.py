"""Children under one supervisor: heard, started again, stopped, never left behind."""

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.processes import gone

ROOT = Path(__file__).parents[2]
FRAME = """
import os, signal, subprocess, sys, time
from sipol.cli import supervisor
from sipol.cli.supervisor import Child, Supervisor

supervisor.FIRST_PAUSE, supervisor.GRACE, supervisor.TICK = 0.05, 0.5, 0.05

def sleeper():
    print("pid", os.getpid(), flush=True)
    time.sleep(60)

def quitter():
    print("pid", os.getpid(), flush=True)

def breaker():
    raise RuntimeError("patah")

def stubborn():
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sleeper()

def parent():
    below = subprocess.Popen(["sleep", "60"])
    print("pid", below.pid, flush=True)
    time.sleep(60)

def say(line):
    print(line, flush=True)

work = dict(sleeper=sleeper, quitter=quitter, breaker=breaker, stubborn=stubborn, parent=parent)
children = [Child(name, work[name]) for name in sys.argv[1:]]
Supervisor(children, tend=lambda: None, say=say).run(ready=lambda: True, welcome=lambda: say("welcome"))
say("over")
"""


@contextmanager
def supervised(*names: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", FRAME, *names]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def heard(process: subprocess.Popen[str], pattern: str) -> re.Match[str]:
    """The first line from here on that matches."""
    assert process.stdout is not None
    for line in process.stdout:
        if found := re.search(pattern, line):
            return found
    raise AssertionError(f"never heard {pattern}")


def test_lines_of_a_child_carry_its_name_and_visitors_are_welcomed_once() -> None:
    with supervised("sleeper") as process:
        heard(process, r"^(sleeper \| pid \d+|welcome)$")
        heard(process, r"^(sleeper \| pid \d+|welcome)$")
        process.send_signal(signal.SIGTERM)
        assert heard(process, "^(welcome|over)$")[1] == "over"


@pytest.mark.parametrize(("name", "status"), [("quitter", "0"), ("breaker", "1")])
def test_a_child_that_ends_is_started_again_whatever_its_status(name: str, status: str) -> None:
    with supervised(name) as process:
        pauses = [heard(process, rf"berhenti \(status {status}\); .* dalam (\d\.\d) detik")[1] for _ in range(3)]
        assert pauses == ["0.1", "0.1", "0.2"]


def test_the_reason_of_a_childs_death_can_be_read() -> None:
    with supervised("breaker") as process:
        assert heard(process, r"^breaker \| RuntimeError: (\w+)$")[1] == "patah"


def test_a_killed_child_is_started_again() -> None:
    with supervised("sleeper") as process:
        first = int(heard(process, r"pid (\d+)")[1])
        subprocess.run(["kill", "-KILL", str(first)], check=True)
        heard(process, r"berhenti \(status -9\)")
        assert int(heard(process, r"pid (\d+)")[1]) != first


@pytest.mark.parametrize("word", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("name", ["sleeper", "stubborn", "parent"])
def test_one_word_stops_every_child_and_what_it_started(name: str, word: signal.Signals) -> None:
    with supervised(name) as process:
        pid = int(heard(process, r"pid (\d+)")[1])
        process.send_signal(word)
        heard(process, "^over$")
        assert process.wait(5) == 0
        assert gone([pid])


def test_no_child_outlives_a_killed_supervisor() -> None:
    with supervised("sleeper") as process:
        pid = int(heard(process, r"pid (\d+)")[1])
        process.kill()
        assert gone([pid])

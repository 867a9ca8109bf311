"""Processes as tests look at them."""

import time
from collections.abc import Iterable
from pathlib import Path


def alive(pid: int) -> bool:
    """Whether a process still does anything; one that only waits to be counted by a careless init does not."""
    try:
        return not Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].startswith("Z")
    except (FileNotFoundError, ProcessLookupError):
        return False


def gone(pids: Iterable[int], within: float = 10.0) -> bool:
    """Whether all of them end in time, in seconds."""
    waited_for = list(pids)
    deadline = time.monotonic() + within
    while any(alive(pid) for pid in waited_for):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def below(pid: int) -> set[int]:
    """Every process that descends from this one."""
    children = {int(child) for child in _said(f"/proc/{pid}/task/{pid}/children").split()}
    return children.union(*(below(child) for child in children))


def command_of(pid: int) -> str:
    """What a process was started with, parted by NUL; "" for one that has ended meanwhile."""
    return _said(f"/proc/{pid}/cmdline")


def _said(path: str) -> str:
    try:
        return Path(path).read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""

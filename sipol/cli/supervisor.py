"""Keep a few activities running side by side: their lines under one name each, one word to stop them all."""

import ctypes
import multiprocessing
import os
import selectors
import signal
import socket
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.context import ForkProcess

HEALTHY = 30.0
"""Seconds a child must have lived for its next death to count as the first one."""
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
"""Seconds between a death and the next start; doubled with every death that follows soon."""
GRACE = 4.0
"""Seconds a child is given to end what it is doing."""
TICK = 0.5
"""Seconds between two looks at children whose pause may be over."""
HEARD = (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD)

# Forked, not started anew: everything is imported once (seconds) and its memory is shared by all children.
FORK = multiprocessing.get_context("fork")
LIBC = ctypes.CDLL(None, use_errno=True)
SET_DEATH_SIGNAL = 1


@dataclass(slots=True)
class Child:
    """One activity that must always run, whatever its exit status: a worker that lost its database ends with 0."""

    name: str
    work: Callable[[], None]
    process: ForkProcess | None = None
    output: int = -1
    started: float = 0.0
    deaths: int = 0
    due: float = 0.0
    rest: bytes = field(default=b"", repr=False)

    def start(self) -> None:
        self.output, written = os.pipe()
        os.set_blocking(self.output, False)
        self.process = FORK.Process(target=_live, args=(self.work, written, os.getpid()), name=self.name)
        self.process.start()
        os.close(written)
        self.started = time.monotonic()

    def lines(self) -> list[str]:
        """The whole lines written since the last call."""
        with suppress(BlockingIOError):
            while heard := os.read(self.output, 65536):
                self.rest += heard
        *lines, self.rest = self.rest.split(b"\n")
        return [f"{self.name:6} | {line.decode(errors='replace')}" for line in lines]

    def bury(self, now: float) -> str:
        """Note a death and when the next start is due; gives the line to print about it."""
        assert self.process is not None
        status = self.process.exitcode
        self.deaths = 1 if now - self.started > HEALTHY else self.deaths + 1
        pause = min(FIRST_PAUSE * 2 ** (self.deaths - 1), LONGEST_PAUSE)
        self.due = now + pause
        self._let_go()
        return f"{self.name:6} | berhenti (status {status}); dijalankan lagi dalam {pause:.1f} detik"

    def end(self, deadline: float) -> list[str]:
        """Wait until the deadline, then insist; gives its last lines. Its whole group of processes is gone then."""
        assert self.process is not None
        self.process.join(max(0.0, deadline - time.monotonic()))
        last = self.lines()
        self._let_go()
        return last

    def _let_go(self) -> None:
        assert self.process is not None
        assert self.process.pid is not None
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.join()
        os.close(self.output)
        self.process = None


class Supervisor:
    """Runs children until SIGINT or SIGTERM and starts again those that end."""

    def __init__(self, children: Sequence[Child], tend: Callable[[], None], say: Callable[[str], None]) -> None:
        """``tend`` is called at every tick (is the database still there?); ``say`` prints one line."""
        self.children = children
        self.tend = tend
        self.say = say
        self.stopping = False

    def run(self, ready: Callable[[], bool], welcome: Callable[[], None]) -> None:
        """Returns when everything has stopped; ``welcome`` is called once, as soon as ``ready`` says so."""
        kept = {number: signal.signal(number, self._heard) for number in HEARD}
        hearing, bell = socket.socketpair()
        welcomed = False
        with hearing, bell, selectors.DefaultSelector() as selector:
            hearing.setblocking(False)
            bell.setblocking(False)
            ringing = signal.set_wakeup_fd(bell.fileno(), warn_on_full_buffer=False)
            selector.register(hearing, selectors.EVENT_READ)
            try:
                while not self.stopping:
                    self._revive(selector)
                    self._listen(selector, hearing, TICK if welcomed else TICK / 10)
                    self.tend()
                    if not welcomed and ready():
                        welcomed = True
                        welcome()
            finally:
                self._stop()
                signal.set_wakeup_fd(ringing)
                for number, handler in kept.items():
                    signal.signal(number, handler)

    def _heard(self, number: int, _frame: object) -> None:
        # A child's death only has to wake the loop; the loop looks for itself who it was.
        self.stopping = self.stopping or number != signal.SIGCHLD

    def _listen(self, selector: selectors.BaseSelector, hearing: socket.socket, patience: float) -> None:
        for key, _ in selector.select(patience):
            if isinstance(key.data, Child):
                self._tell(key.data.lines())
            else:
                hearing.recv(4096)

    def _tell(self, lines: Sequence[str]) -> None:
        for line in lines:
            self.say(line)

    def _revive(self, selector: selectors.BaseSelector) -> None:
        now = time.monotonic()
        for child in self.children:
            if child.process is not None and not child.process.is_alive():
                selector.unregister(child.output)
                self._tell([*child.lines(), child.bury(now)])
            if child.process is None and now >= child.due:
                child.start()
                selector.register(child.output, selectors.EVENT_READ, child)

    def _stop(self) -> None:
        living = [child for child in self.children if child.process is not None]
        for child in living:
            assert child.process is not None
            child.process.terminate()
        deadline = time.monotonic() + GRACE
        for child in living:
            self._tell(child.end(deadline))


def _live(work: Callable[[], None], written: int, parent: int) -> None:
    """Begin a child's life: in a session of its own, heard through the pipe, gone when its parent is gone."""
    # Ctrl-C at the terminal then reaches the supervisor alone, which says who stops and when.
    os.setsid()
    signal.set_wakeup_fd(-1)
    for number in HEARD:
        signal.signal(number, signal.SIG_DFL)
    LIBC.prctl(SET_DEATH_SIGNAL, signal.SIGTERM)
    if os.getppid() != parent:
        return
    os.dup2(written, 1)
    os.dup2(written, 2)
    work()

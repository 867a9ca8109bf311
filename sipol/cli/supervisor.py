"""Keep a few programs running side by side: their lines under one name each, one word to stop them all."""

import os
import selectors
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

HEALTHY = 30.0
"""Seconds a child must have lived for its next death to count as the first one."""
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
"""Seconds between a death and the next start; doubled with every death that follows soon."""
GRACE = 4.0
"""Seconds a child is given to end what it is doing."""
TICK = 0.5
"""Seconds between two looks at children whose pause may be over."""


@dataclass(slots=True)
class Child:
    """One program that must always run, whatever its exit status: a worker that lost its database ends with 0."""

    name: str
    command: Sequence[str]
    environ: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    deaths: int = 0
    due: float = 0.0
    rest: bytes = field(default=b"", repr=False)

    def start(self) -> None:
        # Its own session keeps the terminal's Ctrl-C away: the supervisor alone says who stops, and in which order.
        self.process = subprocess.Popen(
            ["setpriv", "--pdeathsig", "TERM", *self.command],
            env=dict(self.environ),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        assert self.process.stdout is not None
        os.set_blocking(self.process.stdout.fileno(), False)
        self.started = time.monotonic()

    def mourn(self, now: float) -> None:
        """Note a death and when the next start is due."""
        self.deaths = 1 if now - self.started > HEALTHY else self.deaths + 1
        self.due = now + min(FIRST_PAUSE * 2 ** (self.deaths - 1), LONGEST_PAUSE)
        self.process = None

    def stop(self) -> None:
        """Ask, wait a little, then insist; ends with every process of the child's group gone."""
        if self.process is None:
            return
        with suppress(ProcessLookupError):
            self.process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(GRACE)
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class Supervisor:
    """Runs children until SIGINT or SIGTERM, starts again those that end, stops them in the order given."""

    def __init__(self, children: Sequence[Child], tend: Callable[[], None], say: Callable[[str], None]) -> None:
        """``tend`` is called at every tick (is the database still there?); ``say`` prints one line."""
        self.children = children
        self.tend = tend
        self.say = say
        self.stopping = False
        self.selector = selectors.DefaultSelector()

    def run(self, ready: Callable[[], bool], welcome: Callable[[], None]) -> None:
        """Returns when everything has stopped; ``welcome`` is called once, as soon as ``ready`` says so."""
        awake, bell = socket.socketpair()
        awake.setblocking(False)
        bell.setblocking(False)
        kept = {number: signal.signal(number, self._heard) for number in (signal.SIGINT, signal.SIGTERM)}
        kept[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, lambda *_: None)
        ringing = signal.set_wakeup_fd(bell.fileno(), warn_on_full_buffer=False)
        self.selector.register(awake, selectors.EVENT_READ)
        welcomed = False
        try:
            for child in self.children:
                self._start(child)
            while not self.stopping:
                self._listen(TICK if welcomed else 0.05)
                self._revive()
                self.tend()
                if not welcomed and ready():
                    welcomed = True
                    welcome()
        finally:
            self._stop()
            signal.set_wakeup_fd(ringing)
            for number, handler in kept.items():
                signal.signal(number, handler)
            self.selector.close()
            awake.close()
            bell.close()

    def _heard(self, _number: int, _frame: object) -> None:
        self.stopping = True

    def _start(self, child: Child) -> None:
        child.start()
        assert child.process is not None
        assert child.process.stdout is not None
        self.selector.register(child.process.stdout, selectors.EVENT_READ, child)

    def _listen(self, patience: float) -> None:
        for key, _ in self.selector.select(patience):
            if isinstance(key.data, Child):
                self._read(key.data)
            elif isinstance(key.fileobj, socket.socket):
                key.fileobj.recv(4096)

    def _read(self, child: Child) -> None:
        """Pass on the whole lines a child has written so far."""
        assert child.process is not None
        assert child.process.stdout is not None
        heard = child.process.stdout.read() or b""
        *lines, child.rest = (child.rest + heard).split(b"\n")
        for line in lines:
            self.say(f"{child.name:6} | {line.decode(errors='replace')}")

    def _revive(self) -> None:
        now = time.monotonic()
        for child in self.children:
            if child.process is None:
                if now >= child.due and not self.stopping:
                    self._start(child)
            elif child.process.poll() is not None:
                self._bury(child, now)

    def _bury(self, child: Child, now: float) -> None:
        assert child.process is not None
        assert child.process.stdout is not None
        self._read(child)
        self.selector.unregister(child.process.stdout)
        child.process.stdout.close()
        status = child.process.returncode
        child.mourn(now)
        self.say(f"{child.name:6} | berhenti (status {status}); dijalankan lagi dalam {child.due - now:.1f} detik")

    def _stop(self) -> None:
        for child in self.children:
            child.stop()
            if child.process is not None:
                self._read(child)

"""A ClamAV daemon that knows one signature, over TCP or a socket file; or one that hangs, or talks nonsense."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

# In two pieces, so that no scanner takes this file for what it makes.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"
MOST = 21 * 1024 * 1024


class Clamd:
    """``heard``: the bytes of each file; ``address``: what SIPOL_CLAMAV says."""

    def __init__(self, listening: socket.socket, answer: bytes | None) -> None:
        self.listening = listening
        self.answer = answer
        self.heard: list[bytes] = []
        name = listening.getsockname()
        self.address = name if isinstance(name, str) else f"{name[0]}:{name[1]}"

    def serve(self) -> None:
        while True:
            try:
                line, _ = self.listening.accept()
            except OSError:
                return
            with line, line.makefile("rwb") as talk:
                self._talk(talk)

    def _talk(self, talk: object) -> None:
        read, write, flush = talk.read, talk.write, talk.flush  # type: ignore[attr-defined]
        if read(10) != b"zINSTREAM\0":
            write(b"UNKNOWN COMMAND\0")
            return
        data = b""
        while size := int.from_bytes(read(4)):
            data += read(size)
        self.heard.append(data)
        if self.answer is None:
            # It hangs: nothing is said until the other side has gone.
            read(1)
            return
        write(self.answer or (b"stream: Eicar-Signature FOUND\0" if EICAR in data else b"stream: OK\0"))
        flush()


@contextmanager
def clamd(path: Path | None = None, answer: bytes | None = b"") -> Iterator[Clamd]:
    """A daemon for as long as the block lasts. ``answer``: what it always says; None: it never answers."""
    listening = socket.socket(socket.AF_UNIX) if path else socket.socket()
    listening.bind(str(path) if path else ("127.0.0.1", 0))
    listening.listen()
    daemon = Clamd(listening, answer)
    thread = Thread(target=daemon.serve)
    thread.start()
    try:
        yield daemon
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join()

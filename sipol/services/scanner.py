"""The virus scanner of an office: ClamAV's daemon, asked by INSTREAM over a plain socket (clamd(8))."""

import socket
import time
from typing import IO
from uuid import UUID

from flask import current_app

from sipol.audit.events import MalwareRefused
from sipol.audit.trail import record
from sipol.models import User
from sipol.models.base import EVERYWHERE, Spot

PATIENCE = 30.0
"""Seconds that one file may take altogether."""
PIECE, LONGEST_ANSWER = 65_536, 1_024
SETTING = "SIPOL_CLAMAV"
STRANGER = UUID(int=0)
"""What the log names where somebody without an account sent a file."""


class ScannerDown(Exception):
    """The scanner did not say what it thinks of the file: it is away, slow, or takes nothing of that size."""


def malware_in(file: IO[bytes]) -> str:
    """The name of the signature that fits the file, "" for none; the file stands at its start again.

    Raises ScannerDown. The caller asks only where an office has set a scanner.
    """
    deadline = time.monotonic() + PATIENCE
    try:
        with _connected(str(current_app.config[SETTING]), deadline) as line:
            line.sendall(b"zINSTREAM\0")
            while piece := file.read(PIECE):
                line.settimeout(_left(deadline))
                line.sendall(len(piece).to_bytes(4) + piece)
            line.sendall(bytes(4))
            answer = _answer(line, deadline)
    except OSError as error:
        raise ScannerDown(type(error).__name__) from error
    finally:
        file.seek(0)
    told = answer.removeprefix("stream: ")
    if told == "OK":
        return ""
    if not told.endswith(" FOUND"):
        raise ScannerDown("no verdict")
    return told.removesuffix(" FOUND")


def note_malware(sender: User | None, signature: str, size: int, door: str) -> None:
    """Tell the log of a file that was refused; it lies in the sender's region, so KPU there reads it.

    Without a ``sender`` a stranger sent it, and KPU of the nation reads of it.
    """
    # What the daemon says is a name by its own lists, and still a stranger's word.
    told = "".join(letter for letter in signature if letter.isascii() and letter.isprintable())[:100]
    who, place = (sender.id, Spot(sender.region_code)) if sender else (STRANGER, EVERYWHERE)
    record(sender, MalwareRefused(who, signature=told, size=size, door=door), place)


def _connected(address: str, deadline: float) -> socket.socket:
    if not address.startswith("/"):
        host, _, port = address.rpartition(":")
        return socket.create_connection((host.strip("[]"), int(port)), timeout=_left(deadline))
    line = socket.socket(socket.AF_UNIX)
    line.settimeout(_left(deadline))
    try:
        line.connect(address)
    except OSError:
        line.close()
        raise
    return line


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _answer(line: socket.socket, deadline: float) -> str:
    told = b""
    while not told.endswith(b"\0") and len(told) < LONGEST_ANSWER:
        line.settimeout(_left(deadline))
        piece = line.recv(LONGEST_ANSWER)
        if not piece:
            break
        told += piece
    return told.rstrip(b"\0\n").decode("ascii", "replace")

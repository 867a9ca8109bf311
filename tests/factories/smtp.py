"""A mail server as small as can be: it keeps what it is given, and refuses what it is told to refuse."""

import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage


class MailServer(socketserver.ThreadingTCPServer):
    """``received``: e-mails as (address, message); ``answers``: the code for an address that is not taken."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Talk)
        self.received: list[tuple[str, EmailMessage]] = []
        self.answers: dict[str, int] = {}

    @property
    def url(self) -> str:
        return f"smtp+plain://127.0.0.1:{self.server_address[1]}"


class Talk(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        recipient = ""
        self._say(220)
        while line := self.rfile.readline().decode().strip():
            verb = line.split()[0].upper()
            if verb == "RCPT":
                recipient = line.partition("<")[2].partition(">")[0]
                self._say(self.server.answers.get(recipient, 250))
            elif verb == "DATA":
                self._say(354)
                self.server.received.append((recipient, self._message()))
                self._say(250)
            elif verb == "QUIT":
                self._say(221)
                return
            else:
                self._say(250)

    def _message(self) -> EmailMessage:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        message = message_from_bytes(b"".join(lines), policy=policy.default)
        assert isinstance(message, EmailMessage)
        return message

    def _say(self, code: int) -> None:
        self.wfile.write(f"{code} so be it\r\n".encode())


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """One that listens while the block runs."""
    with MailServer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def nobody_listens() -> str:
    """The address of a mail server that refuses every connection."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"smtp+plain://127.0.0.1:{probe.getsockname()[1]}"

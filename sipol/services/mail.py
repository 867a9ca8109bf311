"""The way out for e-mail: the mail server of ``SIPOL_SMTP_URL``, or files in the outbox where there is none."""

import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from pathlib import Path
from typing import TypeAlias
from urllib.parse import unquote, urlsplit

from flask import current_app

PATIENCE = 10.0
"""Seconds to wait for a mail server."""
PORTS = {"smtp": 587, "smtps": 465, "smtp+plain": 25}
BUSY = 421
FOR_GOOD = 500

Give: TypeAlias = Callable[[str, EmailMessage], None]
"""Hands over one e-mail under a name of its own; the same name twice is the same e-mail."""


class MailDown(Exception):
    """The mail server cannot be reached or takes nothing now; the same will hold for every other e-mail."""


class Returned(Exception):
    """The mail server does not take this one; ``for_good``: nor will it ever."""

    def __init__(self, *, for_good: bool) -> None:
        super().__init__(for_good)
        self.for_good = for_good


@contextmanager
def way_out() -> Iterator[Give]:
    """The way out, open for any number of e-mails. MailDown where there is none."""
    url = str(current_app.config["SIPOL_SMTP_URL"])
    if not url:
        yield _into_outbox
        return
    try:
        server = _connected(url)
    except (OSError, smtplib.SMTPException) as error:
        raise MailDown(type(error).__name__) from error
    try:
        yield lambda _name, message: _give(server, message)
    finally:
        with suppress(OSError, smtplib.SMTPException):
            server.quit()


def outbox() -> Path:
    """Where e-mails lie that no server takes away."""
    return Path(str(current_app.config["SIPOL_HOME"])) / "outbox"


def _into_outbox(name: str, message: EmailMessage) -> None:
    folder = outbox()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = folder / f".{name}"
    fresh.write_bytes(bytes(message))
    fresh.rename(folder / f"{name}.eml")


def _connected(url: str) -> smtplib.SMTP:
    """Signed in where a name is given; only ``smtp+plain`` speaks without TLS."""
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=PATIENCE, context=ssl.create_default_context())
    else:
        server = smtplib.SMTP(host, port, timeout=PATIENCE)
    try:
        if parts.scheme == "smtp":
            server.starttls(context=ssl.create_default_context())
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
    except (OSError, smtplib.SMTPException):
        server.close()
        raise
    return server


def _give(server: smtplib.SMTP, message: EmailMessage) -> None:
    try:
        server.send_message(message)
    except smtplib.SMTPRecipientsRefused as refused:
        codes = [code for code, _words in refused.recipients.values()]
        _returned(max(codes), refused)
    except smtplib.SMTPDataError as refused:
        _returned(refused.smtp_code, refused)
    except (OSError, smtplib.SMTPException) as error:
        raise MailDown(type(error).__name__) from error


def _returned(code: int, error: smtplib.SMTPException) -> None:
    # What the server says may quote an address, so only its number goes on.
    if code == BUSY:
        raise MailDown(str(code)) from error
    raise Returned(for_good=code >= FOR_GOOD) from error

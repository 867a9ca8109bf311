"""People at a browser who press again when a page does not come: their requests, their forms, their patience."""

import http.client
import random
import re
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from secrets import token_hex
from typing import TypeVar
from urllib.parse import urlencode, urlsplit

from bs4 import BeautifulSoup, Tag

from tests.factories.world import PASSWORD

T = TypeVar("T")
Fields = list[tuple[str, str]]
File = tuple[str, str, bytes]
"""Field, file name, bytes."""


class Broken(Exception):
    """No answer came, or one that says to come again."""


class Over(Exception):
    """The story ended while somebody was still at it."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    text: str
    location: str

    @property
    def heading(self) -> str:
        found = re.search(r"<h1[^>]*>(.*?)</h1>", self.text, re.DOTALL)
        return " ".join(found.group(1).split()) if found else ""


@dataclass
class Patience:
    """What all visitors of a story share: whether it goes on, and what they saw when something was down."""

    over: threading.Event = field(default_factory=threading.Event)
    seen: Counter[tuple[int, str]] = field(default_factory=Counter)
    broken: Counter[str] = field(default_factory=Counter)


class Visitor:
    """One signed-in person with one browser."""

    def __init__(self, port: int, login: str, patience: Patience, seed: str) -> None:
        self.port, self.login, self.patience, self.cookies = port, login, patience, {"": ""}
        self.cookies.clear()
        self.rng = random.Random(seed)

    def ask(self, method: str, path: str, body: bytes = b"", kind: str = "", **headers: str) -> Answer:
        """One request. Broken when the line breaks or the register says 5xx."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        sent = {"Sec-Fetch-Site": "same-origin", "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        if kind:
            sent["Content-Type"] = kind
        try:
            line.request(method, path, body=body or None, headers=sent | headers)
            got = line.getresponse()
            text = got.read().decode("utf-8", "replace")
        except (OSError, http.client.HTTPException) as error:
            self.patience.broken[type(error).__name__] += 1
            raise Broken(type(error).__name__) from error
        finally:
            line.close()
        for cookie in got.headers.get_all("Set-Cookie") or ():
            self.cookies |= {name: one.value for name, one in SimpleCookie(cookie).items()}
        answer = Answer(got.status, text, urlsplit(got.headers.get("Location", "")).path)
        if got.status >= 500:
            self.patience.seen[got.status, answer.heading or text[:60]] += 1
            raise Broken(str(got.status))
        return answer

    def look(self, path: str) -> Answer:
        """A page; whoever is led to the sign-in page signs in and looks again."""
        page = self.ask("GET", path)
        if page.location == "/masuk":
            self.sign_in()
            return self.ask("GET", path)
        return page

    def sign_in(self) -> None:
        page = self.ask("GET", "/masuk")
        if page.status == 303:
            return
        typed = self.fields(page, r"^$|/masuk", login=self.login, password=PASSWORD)
        answer = self.send("/masuk", typed)
        assert answer.status == 303, answer.text

    def fields(self, page: Answer, action: str, **changes: str) -> Fields:
        """The fields of the first form whose address matches, filled as the page has them and then changed.

        Raises LookupError where the page has no such form.
        """
        soup = BeautifulSoup(page.text, "html.parser")
        forms = (one for one in soup.find_all("form") if one.get("method") == "post")
        form = next((one for one in forms if re.search(action, str(one.get("action", "")))), None)
        if form is None:
            raise LookupError(f"{self.login} finds no form {action} on “{page.heading}” ({page.status})")
        kept = [(name, value) for name, value in _filled(form) if name not in changes]
        return kept + list(changes.items())

    def send(self, path: str, fields: Fields, file: File | None = None, **headers: str) -> Answer:
        if file is None:
            return self.ask("POST", path, urlencode(fields).encode(), "application/x-www-form-urlencoded", **headers)
        mark = token_hex(12)
        parts = [f'--{mark}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode() for k, v in fields]
        name, title, data = file
        head = f'--{mark}\r\nContent-Disposition: form-data; name="{name}"; filename="{title}"\r\n'
        parts.append(f"{head}Content-Type: application/octet-stream\r\n\r\n".encode() + data + b"\r\n")
        body = b"".join(parts) + f"--{mark}--\r\n".encode()
        return self.ask("POST", path, body, f"multipart/form-data; boundary={mark}", **headers)

    def insist(self, attempt: Callable[[], T]) -> T:
        """Try again, after a moment, until it comes through."""
        while True:
            try:
                return attempt()
            except Broken:
                self.wait(0.5)

    def press(self, page: str, action: str, file: File | None = None, **changes: str) -> Answer:
        """Fill a form and press its button until an answer comes: now the same words again, now from a fresh page."""
        while True:
            form = self.insist(lambda: self.look(page))
            fields = self.fields(form, action, **changes)
            path = page if action == "^$" else action_of(form, action)
            try:
                return self.send(path, fields, file)
            except Broken:
                self.wait(0.5)
            if self.rng.random() < 0.5:
                return self.insist(lambda: self.send(path, fields, file))  # noqa: B023 - called at once

    def wait(self, most: float) -> None:
        if self.patience.over.is_set():
            raise Over
        time.sleep(self.rng.uniform(0.05, most))


def action_of(page: Answer, action: str) -> str:
    found = re.search(rf'<form[^>]*action="([^"]*{action}[^"]*)"', page.text)
    assert found is not None
    return found.group(1)


def _filled(form: Tag) -> Fields:
    """What a browser would send of a form that nobody touched, but for its buttons."""
    found: Fields = []
    for one in form.find_all(("input", "textarea", "select")):
        name, kind = str(one.get("name", "")), one.get("type", "text")
        if not name or kind in ("file", "submit", "button", "password"):
            continue
        if one.name == "select":
            chosen = one.find("option", selected=True) or one.find("option")
            found.append((name, str(chosen.get("value", "")) if isinstance(chosen, Tag) else ""))
        elif one.name == "textarea":
            found.append((name, one.get_text().removeprefix("\n")))
        elif kind not in ("radio", "checkbox") or one.has_attr("checked"):
            found.append((name, str(one.get("value", ""))))
    return found

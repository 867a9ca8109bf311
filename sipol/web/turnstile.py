"""How often somebody may pass the doors that cost most or tell most: a minute's worth, then a wait of a minute."""

import time
from collections import Counter
from threading import Lock

from flask import Flask, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from sipol.access.refusals import TOO_FAST, note_refusal

MINUTE = 60
MOST: dict[str, int] = {
    # By anybody, counted for their address: a file opened in a child, a code looked up.
    "access.ask": 20,
    "portal.check": 20,
    "portal.code": 60,
    # What leaves the register as a table.
    "as_it_stood.table": 10,
    "coverage.table": 10,
    "members.bad_rows": 10,
    "people.export": 10,
    # What is opened in a child, and where somebody could try out one NIK after another.
    "decrees.upload": 20,
    "members.upload": 20,
    "members.mend": 20,
    "member.add": 40,
    "member.attach": 40,
    "offices.edit": 60,
    "people.index": 60,
}
"""Requests a minute by one account, or by one address without an account, at each of the web processes."""


class Turnstile:
    """Counts in the memory of one process; what was counted is forgotten with its minute."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.minute = -1
        self.passed: Counter[tuple[str, str]] = Counter()

    def lets(self, door: str, who: str) -> bool:
        minute = int(time.monotonic() // MINUTE)
        with self.lock:
            if minute != self.minute:
                self.minute, self.passed = minute, Counter()
            self.passed[door, who] += 1
            return self.passed[door, who] <= MOST[door]


def install(app: Flask) -> None:
    """Stand behind the door's own guard: who is not welcome there is not counted."""
    app.extensions["sipol_turnstile"] = Turnstile()
    app.before_request(_count)


def _count() -> ResponseReturnValue | None:
    door = request.endpoint or ""
    if door not in MOST or not current_app.config["SIPOL_TURNSTILE"] or request.url_rule is None:
        return None
    if request.method != "POST" and "POST" in (request.url_rule.methods or ()):
        # The empty form costs nothing.
        return None
    who = str(current_user.id) if current_user.is_authenticated else request.remote_addr or ""
    if current_app.extensions["sipol_turnstile"].lets(door, who):
        return None
    note_refusal(TOO_FAST)
    return render_template("errors/429.html"), 429, {"Retry-After": str(MINUTE)}

"""Closed doors leave a line in the log: which door, which account, why. Never a name, an address or what was typed."""

import logging
from uuid import UUID

from flask import has_request_context, request
from flask_login import current_user

log = logging.getLogger(__name__)

NOT_ALLOWED, NOT_FOUND, NO_TOKEN = "not allowed", "no such row in reach", "no valid form token"
NOT_SIGNED_IN, TOO_MANY, WRONG_WORDS = "not signed in", "too many failures", "wrong login or password"
WRONG_CODE, TOO_FAST = "wrong code of the second step", "too many requests"
INFECTED, UNSCANNED = "malware", "no answer of the virus scanner"


def note_refusal(why: str) -> None:
    """One line about the request in hand; nothing outside of one. Rows are named by id, as everywhere in the log."""
    if not has_request_context():
        return
    who = str(current_user.id) if current_user.is_authenticated else "nobody"
    rows = " ".join(str(value) for value in (request.view_args or {}).values() if isinstance(value, UUID)) or "none"
    # The endpoint and the method are words of ours: no visitor can write a line break into this line.
    log.warning("refused (%s): %s %s, account %s, rows %s", why, request.method, request.endpoint, who, rows)

"""The second step as the doors take it: a passkey is asked for and answered once, or a code is typed."""

from flask import session

from sipol.models import SignIn, User
from sipol.services.passkeys import request_options, take_passkey
from sipol.services.second_factor import Factors, take_code

ASKED = "passkey"
"""What the asking of a passkey is called in the cookie, until it is answered."""


def ask_passkey(user: User, factors: Factors) -> str:
    """What the browser is to sign, as JSON; empty for who has no passkey."""
    if not factors.passkeys:
        return ""
    options, session[ASKED] = request_options(user)
    return options


def take_second(begun: SignIn, code: str | None, answer: str | None) -> None:
    """What the browser answered about a passkey, or else the code. Refused("code", …)."""
    if answer:
        take_passkey(begun, session.pop(ASKED, None), answer)
    else:
        take_code(begun, code or "")

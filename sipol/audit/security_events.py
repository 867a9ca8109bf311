"""What people do about how they sign in."""

from dataclasses import dataclass

from sipol.audit.events import Event


@dataclass(frozen=True, slots=True)
class SecurityChanged(Event):
    """``act``: a ``rules.sign_in.SecurityAct``; the subject is the account it was done to."""

    act: str

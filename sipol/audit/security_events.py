"""What people do about how they sign in."""

from dataclasses import dataclass

from sipol.audit.events import Event


@dataclass(frozen=True, slots=True)
class SecurityChanged(Event):
    """``act``: a ``rules.sign_in.SecurityAct``; the subject is the account it was done to."""

    act: str


@dataclass(frozen=True, slots=True)
class SessionsEnded(Event):
    """``people``: whose sessions were looked for; the subject is the one person, or who did it to all."""

    people: int
    ended: int

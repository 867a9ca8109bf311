"""What can be done to personal data as a whole, one past-tense word each. Facts count, and name nobody."""

from dataclasses import dataclass

from sipol.audit.events import Event


@dataclass(frozen=True, slots=True)
class KeysRotated(Event):
    """What was sealed with older keys is sealed with key ``newest``; ``unopened``: what no key at hand opens."""

    newest: int
    rows: int
    files: int
    unopened: int


@dataclass(frozen=True, slots=True)
class BreachReported(Event):
    """Somebody asked who was shown what between two moments (ISO); ``viewer``: the account asked for (id), or ""."""

    begin: str
    end: str
    viewer: str
    showings: int


@dataclass(frozen=True, slots=True)
class PersonalDataErased(Event):
    """What had been kept long enough went: lists with their rows outside, people never taken in or taken out, files;
    requests for an account and invitations that opened none, sessions that ended, tries to get in.
    """

    lists: int
    outside: int
    pending: int
    removed: int
    files: int
    requests: int
    sessions: int

"""Who got an account and who lost it. Facts carry no name, no address and no free text."""

from dataclasses import dataclass

from sipol.audit.events import Event


@dataclass(frozen=True, slots=True)
class AccessAsked(Event):
    """Somebody without an account asked the party's centre for one; ``region``: in words."""

    region: str


@dataclass(frozen=True, slots=True)
class AccessGranted(Event):
    region: str


@dataclass(frozen=True, slots=True)
class AccessRefused(Event):
    region: str


@dataclass(frozen=True, slots=True)
class PersonInvited(Event):
    """``capacity``: empty for those of no party; ``letter``: number of the letter that names the person."""

    role: str
    capacity: str
    region: str
    letter: str


@dataclass(frozen=True, slots=True)
class InvitationMailedAgain(Event):
    """The link of before opens nothing any more."""

    role: str
    region: str


@dataclass(frozen=True, slots=True)
class InvitationRevoked(Event):
    role: str
    region: str


@dataclass(frozen=True, slots=True)
class InvitationAccepted(Event):
    """``account``: id of the account that was opened."""

    account: str
    role: str
    region: str


@dataclass(frozen=True, slots=True)
class AccountClosed(Event):
    """``because``: a word of ``rules.accounts.Closure``."""

    role: str
    region: str
    because: str


@dataclass(frozen=True, slots=True)
class AccountReopened(Event):
    role: str
    region: str


@dataclass(frozen=True, slots=True)
class WorkHandedOver(Event):
    """``successor``: the account's id; how many drafts and verifications went over."""

    successor: str
    drafts: int
    reviews: int

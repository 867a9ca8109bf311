"""What goes on between a party's centre and its people about approving. Facts carry no name and no reason."""

from dataclasses import dataclass

from sipol.audit.events import Event


@dataclass(frozen=True, slots=True)
class CentreReminded(Event):
    """The party's centre was reminded of a submission that waits for it."""

    subject: str


@dataclass(frozen=True, slots=True)
class DelegationGranted(Event):
    """``delegate``: the account's id; ``region``: in words; both days as ISO dates, the last one included."""

    delegate: str
    region: str
    letter: str
    starts_on: str
    ends_on: str


@dataclass(frozen=True, slots=True)
class DelegationRevoked(Event):
    delegate: str
    region: str
    letter: str

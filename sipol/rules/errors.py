"""What can go wrong that a person must be told, in words that say what to do next."""


class Refused(Exception):
    """A wish the register cannot grant, told against one field of the form that asked for it."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


class NotAllowed(Exception):
    """The actor may not do this here."""


class NotFound(Exception):
    """There is no such row among those the actor may know about."""


class IllegalMove(Exception):
    """The submission cannot take this step from where it stands."""


class Overtaken(Exception):
    """Somebody else was quicker; the actor is told what happened meanwhile."""


class Unreadable(Exception):
    """The file cannot be read as a decree; ``str(error)`` is the sentence for the person who sent it."""


class Untold(Unreadable):
    """A sheet that can be opened, but its columns do not tell what they hold; somebody may say it."""


class Busy(Unreadable):
    """The file was not looked at, for too many others are; the same file may be sent again soon."""


class NoRoom(Busy):
    """The file was not looked at, for the disk of this machine is full."""


class StoreDown(Exception):
    """The place where files are kept does not answer, or takes nothing; nothing was learned of the file."""

    def __init__(self, *, full: bool) -> None:
        super().__init__("full" if full else "away")
        self.full = full


class PrintFailed(Exception):
    """The press met something it could not print."""

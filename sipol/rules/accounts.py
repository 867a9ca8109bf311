"""Who invites whom, in what capacity somebody acts for a party, and when an account is no longer used."""

from datetime import datetime, timedelta
from enum import StrEnum

from sipol.rules.regions import Level
from sipol.rules.roles import Role

INVITATION_HOLDS = timedelta(hours=72)
"""How long a link to open an account can be used, from when it was mailed."""
TOLD_BEFORE = timedelta(days=14)
"""How long before it is closed somebody hears that an account is not used."""


class Capacity(StrEnum):
    """As what somebody acts for a party: named by letter, sitting on the board, or only preparing for those."""

    LIAISON = "liaison"
    BOARD = "board"
    OPERATOR = "operator"


CAPACITY_WORDS: dict[Capacity, str] = {
    Capacity.LIAISON: "petugas penghubung dengan surat penunjukan",
    Capacity.BOARD: "pengurus dalam susunan kepengurusan",
    Capacity.OPERATOR: "operator yang menyiapkan data",
}


class Closure(StrEnum):
    """Why an account was closed."""

    LEFT = "left"
    DORMANT = "dormant"


CLOSURE_WORDS: dict[Closure, str] = {
    Closure.LEFT: "tidak bertugas lagi",
    Closure.DORMANT: "lama tidak dipakai",
}

INVITES: dict[Role, tuple[Role, ...]] = {
    Role.CENTRE: (Role.LIAISON, Role.CENTRE),
    Role.HEAD: (Role.VERIFIER, Role.HEAD),
}
"""Who may be invited by whom; all others get their accounts from the administrator."""
WORKS_AT: dict[Role, tuple[Level, ...]] = {
    Role.CENTRE: (Level.NATION, Level.PROVINCE),
    Role.LIAISON: (Level.PROVINCE, Level.REGENCY),
    Role.VERIFIER: (Level.NATION, Level.PROVINCE, Level.REGENCY),
    Role.HEAD: (Level.NATION, Level.PROVINCE, Level.REGENCY),
}
"""At which levels the invited work. The centre of a local party sits in its province."""


NO_OPERATOR = "Akun admin pusat partai bertindak bagi partai, jadi bukan akun operator. Pilih kedudukan lain."


def fits_role(capacity: Capacity, role: Role) -> bool:
    """Whether somebody of that role may act so: the centre of a party speaks for it, and never only prepares."""
    return role is not Role.CENTRE or capacity is not Capacity.OPERATOR


def is_dormant(used: datetime, told: datetime | None, at: datetime, days: int) -> bool:
    """Whether an account, last used then, may be closed: unused for so many days, and told of it in good time."""
    return used + timedelta(days=days) <= at and told is not None and told > used and told + TOLD_BEFORE <= at


def nears_dormancy(used: datetime, told: datetime | None, at: datetime, days: int) -> bool:
    """Whether somebody is to be told now that the account will be closed: once for each time it lies unused."""
    return used + timedelta(days=days) - TOLD_BEFORE <= at and (told is None or told <= used)

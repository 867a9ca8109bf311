"""How far one object of one unit is in a period, as it is counted; and how long it has waited (domain, 3 and 6)."""

from enum import StrEnum

from sipol.rules.offices import NEED_OFFICE
from sipol.rules.regions import Level
from sipol.rules.workflow import DECIDED, Outcome, State, Subject


class Stage(StrEnum):
    """Each object of each unit is at exactly one.

    Waiting for the centre, for its word or for an account, is never NOT_SENT, nor is having no account.
    """

    NOT_SENT = "not_sent"
    NO_ACCOUNT = "no_account"
    DRAFT = "draft"
    AWAITING_CENTRE = "awaiting_centre"
    AWAITING_ACCESS = "awaiting_access"
    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    RETURNED = "returned"
    MET = "met"
    NOT_MET = "not_met"


STAGE_WORDS: dict[Stage, str] = {
    Stage.NOT_SENT: "belum diajukan",
    Stage.NO_ACCOUNT: "belum mempunyai akun",
    Stage.DRAFT: "draf",
    Stage.AWAITING_CENTRE: "menunggu pusat",
    Stage.AWAITING_ACCESS: "menunggu akun dari pusat",
    Stage.SUBMITTED: "diajukan",
    Stage.IN_REVIEW: "diverifikasi",
    Stage.RETURNED: "BMS",
    Stage.MET: "MS",
    Stage.NOT_MET: "TMS",
}
NOT_UPDATED = "tidak memutakhirkan"
"""What NOT_SENT is called behind the deadline."""
AT_KPU = frozenset({Stage.SUBMITTED, Stage.IN_REVIEW})
RULED = frozenset({Stage.MET, Stage.NOT_MET})


class Age(StrEnum):
    """For how many calendar days a submission has waited."""

    NEW = "0–1 hari"
    DAYS = "2–3 hari"
    WEEK = "4–7 hari"
    LONG = "lebih dari 7 hari"


LONGEST: tuple[tuple[int, Age], ...] = ((1, Age.NEW), (3, Age.DAYS), (7, Age.WEEK))


def age_of(days: int) -> Age:
    """The band of a number of days; what seems to come from tomorrow is new."""
    return next((age for longest, age in LONGEST if days <= longest), Age.LONG)


def subjects_at(level: Level) -> tuple[Subject, ...]:
    """What is asked of a unit of a level."""
    members = (Subject.MEMBERS,) if level is Level.REGENCY else ()
    office = (Subject.OFFICE,) if level in NEED_OFFICE else ()
    return (Subject.DECREE, *members, *office)


def stage_of(state: State, outcome: Outcome | None, *, received: bool, own: bool) -> Stage:
    """Where a submission stands; ``own``: in the eyes of its party. ``received``: KPU has seen it once.

    A draft is nobody's business but the party's. One that KPU returned, and whose new version the centre did not let
    through, is still returned to KPU.
    """
    if state in DECIDED and outcome is not None:
        return Stage(outcome.value)
    if state is State.DRAFT and not own:
        return Stage.RETURNED if received else Stage.NOT_SENT
    return Stage(state.value)

"""Party by object for one office: where each stands. Waiting for the centre is never counted as not begun."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sipol.extensions import now
from sipol.models import Period, Submission
from sipol.render import since
from sipol.rules.periods import days_left
from sipol.rules.regions import Level
from sipol.rules.workflow import DECIDED, WITH_KPU, State, Subject
from sipol.services.minutes import PartyCase
from sipol.web.frame import zone

NOT_STARTED, NOT_UPDATED = "not_started", "not_updated"
SHORT = {
    "met": "MS",
    "not_met": "TMS",
    "returned": "BMS",
    "submitted": "diajukan",
    "in_review": "diverifikasi",
    "awaiting_centre": "menunggu pusat",
    "draft": "draf",
    NOT_STARTED: "belum mulai",
    NOT_UPDATED: "tidak memutakhirkan",
}
"""The words of the grid, in the order in which they are told."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Where one unit stands: a code that the status macro knows, and what to add in small letters."""

    code: str
    note: str = ""
    submission: Submission | None = None
    asked_at: datetime | None = None
    """Since when it has waited for the party's centre."""


@dataclass(frozen=True, slots=True)
class Row:
    case: PartyCase
    own: Cell | None
    districts: str
    districts_code: str


@dataclass(frozen=True, slots=True)
class Grid:
    """``left`` counts what KPU still has to rule on; ``days`` the calendar days to the deadline, negative when over."""

    rows: tuple[Row, ...]
    has_districts: bool
    total: int
    decided: int
    left: int
    returned: int
    awaiting_centre: int
    awaits_longest: str
    not_sent: int
    days: int


def grid_of(cases: Sequence[PartyCase], office: str, period: Period) -> Grid:
    """The grid of one office, and its sums over every unit the office looks after."""
    moment = now()
    over = moment >= period.deadline
    rows, cells = [], []
    for case in cases:
        sent = {row.unit_id: row for row in case.submissions if row.subject is Subject.DECREE}
        own = [_cell(case, sent.get(unit.id), over, moment) for unit in case.units if unit.region_code == office]
        below = [_cell(case, sent.get(unit.id), over, moment) for unit in case.units if unit.level is Level.DISTRICT]
        rows.append(Row(case, own[0] if own else None, _told(below, moment), _heaviest(below)))
        cells += own + below
    codes = Counter(_group(cell) for cell in cells)
    return Grid(
        rows=tuple(rows),
        has_districts=any(row.districts for row in rows),
        total=len(cells),
        decided=codes["decided"],
        left=codes["left"],
        returned=codes["returned"],
        awaiting_centre=codes["awaiting_centre"],
        awaits_longest=_longest(cells, moment),
        not_sent=codes["not_sent"],
        days=days_left(period.deadline, moment, zone()),
    )


def _cell(case: PartyCase, submission: Submission | None, over: bool, moment: datetime) -> Cell:
    if submission is None or submission.state is State.DRAFT:
        drafted = submission is not None
        if case.access_since is not None and (over or not drafted):
            asked = f"{_waits(case.access_since, moment)}; akun diminta kepada pusat partai"
            return Cell("awaiting_centre", asked, asked_at=case.access_since)
        if over:
            return Cell(NOT_UPDATED, "draf tidak diajukan" if drafted else _account(case))
        return Cell("draft" if drafted else NOT_STARTED, "" if drafted else _account(case))
    if submission.state in DECIDED:
        return Cell(str(submission.outcome), _named(submission), submission)
    if submission.state is State.AWAITING_CENTRE:
        waits = f"{_waits(submission.asked_at, moment)}; belum sampai ke KPU"
        return Cell("awaiting_centre", waits, asked_at=submission.asked_at)
    return Cell(submission.state.value, _named(submission), submission)


def _waits(asked_at: datetime | None, moment: datetime) -> str:
    return since(asked_at, moment, zone()) if asked_at else ""


def _longest(cells: Sequence[Cell], moment: datetime) -> str:
    """Since when the one has waited that has waited longest for the centre; empty where none does."""
    return _waits(min((cell.asked_at for cell in cells if cell.asked_at), default=None), moment)


def _account(case: PartyCase) -> str:
    return "" if case.has_account else "akun petugas penghubung belum dibuat"


def _named(submission: Submission) -> str:
    if submission.no_change or submission.decree is None:
        return "tidak ada perubahan"
    return f"SK {submission.decree.number}"


def _told(cells: Sequence[Cell], moment: datetime) -> str:
    counts = Counter(cell.code for cell in cells)
    told = {code: f"{counts[code]} {word}" for code, word in SHORT.items() if counts[code]}
    if longest := _longest(cells, moment):
        told["awaiting_centre"] += f" {'terlama ' if counts['awaiting_centre'] > 1 else ''}{longest}"
    return " · ".join(told.values())


def _heaviest(cells: Sequence[Cell]) -> str:
    """What the office has to do first among several units."""
    codes = {cell.code for cell in cells}
    urgent = (
        "submitted",
        "in_review",
        "returned",
        "awaiting_centre",
        "draft",
        NOT_UPDATED,
        "not_met",
        "met",
        NOT_STARTED,
    )
    return next((code for code in urgent if code in codes), NOT_STARTED)


def _group(cell: Cell) -> str:
    if cell.code in ("met", "not_met"):
        return "decided"
    if cell.code in {state.value for state in WITH_KPU}:
        return "left"
    return cell.code if cell.code in ("returned", "awaiting_centre") else "not_sent"


def pace(left: int, days: int) -> str:
    """How much work a day is left, as a sentence."""
    if left == 0:
        return "Tidak ada pengajuan yang menunggu keputusan."
    if days < 0:
        return f"Batas sudah lewat; {left} pengajuan masih menunggu keputusan."
    a_day = -(-left // (days + 1))
    daily = f": sekitar {a_day} keputusan sehari" if a_day > 1 else ""
    return f"{left} pengajuan menunggu dan {days} hari tersisa{daily}."

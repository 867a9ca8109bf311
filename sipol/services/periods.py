"""The semester at hand: its letter, windows, deadline and extensions. Only a head of division sets them."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from sqlalchemy import func, select

from sipol.access.policy import Permission, require
from sipol.audit.events import PeriodExtended, PeriodOpened
from sipol.audit.trail import record
from sipol.extensions import db, now
from sipol.models import Commission, Period, PeriodExtension, PeriodWindow, User
from sipol.models.base import Spot
from sipol.rules.errors import Refused
from sipol.rules.periods import Window, is_open, semester_name
from sipol.rules.regions import NATION


@dataclass(frozen=True, slots=True)
class PeriodDraft:
    year: int
    semester: int
    letter_number: str
    letter_date: date
    deadline: datetime
    windows: tuple[Window, ...]


@dataclass(frozen=True, slots=True)
class ExtensionDraft:
    letter_number: str
    letter_date: date
    reason: str
    deadline: datetime


def current_period() -> Period | None:
    """The latest period that has opened; what a semester is called and when it ends is public."""
    opened = select(PeriodWindow.period_id).where(PeriodWindow.opens_at <= now())
    query = select(Period).where(Period.id.in_(opened)).order_by(Period.year.desc(), Period.semester.desc())
    return db.session.scalars(query.limit(1)).first()


def coming_period() -> Period | None:
    """The next period that KPU has set and that has not opened yet."""
    opened = select(PeriodWindow.period_id).where(PeriodWindow.opens_at <= now())
    query = select(Period).where(Period.id.not_in(opened)).order_by(Period.year, Period.semester)
    return db.session.scalars(query.limit(1)).first()


def all_periods() -> list[Period]:
    """Every period, the newest first."""
    return list(db.session.scalars(select(Period).order_by(Period.year.desc(), Period.semester.desc())))


def name_of(period: Period) -> str:
    return semester_name(period.year, period.semester)


def is_open_now(period: Period) -> bool:
    """Whether parties may hand in at this moment."""
    return is_open([Window(window.opens_at, window.closes_at) for window in period.windows], now())


def _top_of_the_register() -> Spot:
    """Where a period is set: at KPU RI, or at the highest office where only one province or district keeps this."""
    top = select(Commission.region_code).order_by(Commission.region_code != NATION, func.length(Commission.region_code))
    return Spot(db.session.scalars(top.limit(1)).first() or NATION)


def open_period(actor: User, draft: PeriodDraft) -> Period:
    """Open a semester by letter. Refused when windows overlap, or the deadline lies before the opening."""
    require(actor, Permission.PERIOD_SET, _top_of_the_register())
    windows = sorted(draft.windows, key=lambda window: window.opens_at)
    if not windows or any(window.closes_at <= window.opens_at for window in windows):
        raise Refused("windows", "Setiap masa pengajuan harus ditutup sesudah dibuka.")
    if any(later.opens_at < earlier.closes_at for earlier, later in pairwise(windows)):
        raise Refused("windows", "Masa pengajuan tidak boleh bertumpang tindih.")
    if draft.deadline <= windows[0].opens_at:
        raise Refused("deadline", "Batas pengajuan harus sesudah masa pemutakhiran dibuka.")
    known = select(Period.id).where(Period.year == draft.year, Period.semester == draft.semester)
    if db.session.scalars(known).first():
        raise Refused("semester", f"{semester_name(draft.year, draft.semester)} sudah dibuka.")
    period = Period(
        year=draft.year,
        semester=draft.semester,
        letter_number=draft.letter_number,
        letter_date=draft.letter_date,
        deadline=draft.deadline,
        windows=[PeriodWindow(opens_at=window.opens_at, closes_at=window.closes_at) for window in windows],
    )
    db.session.add(period)
    db.session.flush()
    record(actor, PeriodOpened(period.id, letter=draft.letter_number), _top_of_the_register())
    return period


def extend_period(actor: User, period: Period, draft: ExtensionDraft) -> None:
    """Move the deadline by letter; the last window stays open until then."""
    require(actor, Permission.PERIOD_SET, _top_of_the_register())
    if draft.deadline <= period.deadline:
        raise Refused("deadline", "Batas yang baru harus sesudah batas yang berlaku sekarang.")
    if not draft.reason.strip():
        raise Refused("reason", "Isi alasan perpanjangan seperti tertulis pada surat.")
    period.extensions.append(
        PeriodExtension(
            letter_number=draft.letter_number,
            letter_date=draft.letter_date,
            reason=draft.reason,
            deadline_before=period.deadline,
            deadline_after=draft.deadline,
        )
    )
    period.windows[-1].closes_at = max(period.windows[-1].closes_at, draft.deadline)
    period.deadline = draft.deadline
    record(actor, PeriodExtended(period.id, letter=draft.letter_number, reason=draft.reason), _top_of_the_register())

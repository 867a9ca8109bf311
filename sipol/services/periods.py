"""The semester at hand: its letter, windows, deadline and extensions. Only a head of division sets them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from itertools import pairwise
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from sipol.access.policy import Permission, require
from sipol.audit.events import CorrectionOpened, PeriodExtended, PeriodOpened
from sipol.audit.trail import record
from sipol.extensions import db, local_zone, now
from sipol.models import Commission, Period, PeriodExtension, PeriodWindow, User
from sipol.models.base import Spot
from sipol.reading import copy_safely
from sipol.render import long_moment
from sipol.rules.errors import NotFound, Refused, Unreadable
from sipol.rules.notices import NoticeKind
from sipol.rules.periods import Window, is_open, next_opening, semester_name
from sipol.rules.regions import NATION
from sipol.services.documents import fetch, refuse_too_large, store
from sipol.services.notices import tell_of_period


@dataclass(frozen=True, slots=True)
class PeriodDraft:
    year: int
    semester: int
    letter_number: str
    letter_date: date
    deadline: datetime
    windows: tuple[Window, ...]
    letter: bytes | None = None
    """The letter itself, a PDF."""


@dataclass(frozen=True, slots=True)
class ExtensionDraft:
    letter_number: str
    letter_date: date
    reason: str
    deadline: datetime


@dataclass(frozen=True, slots=True)
class CorrectionDraft:
    letter_number: str
    letter_date: date
    reason: str
    window: Window


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
    """Every period with its extensions, the newest first."""
    query = select(Period).options(selectinload(Period.extensions))
    return list(db.session.scalars(query.order_by(Period.year.desc(), Period.semester.desc())))


def name_of(period: Period) -> str:
    return semester_name(period.year, period.semester)


def is_open_now(period: Period) -> bool:
    """Whether parties may hand in at this moment."""
    return is_open([window.rule for window in period.windows], now(), local_zone())


def opens_again(period: Period) -> datetime | None:
    """When parties may hand in the next time, while they may not now."""
    return next_opening([window.rule for window in period.windows], now(), local_zone())


def corrections_of(period: Period) -> list[PeriodWindow]:
    """The correction rounds: windows behind the deadline."""
    return [window for window in period.windows if window.letter_number]


def last_moment(period: Period, at: datetime, *, returned: bool) -> datetime:
    """Until when something may be handed in: the deadline, or for what KPU returned the end of a correction round."""
    if returned and at >= period.deadline:
        rounds = [window.closes_at for window in corrections_of(period) if window.closes_at > at]
        return min(rounds, default=period.deadline)
    return period.deadline


def closed_words(period: Period) -> str:
    """Why nothing can be handed in now, and when it can be, as a sentence."""
    again = opens_again(period)
    when = f" Dibuka lagi {long_moment(again, local_zone().key)}." if again else ""
    return f"Masa pengajuan {name_of(period)} sedang tidak dibuka.{when}"


def top_of_the_register() -> Spot:
    """Where a period is set: at KPU RI, or at the highest office where only one province or district keeps this."""
    top = select(Commission.region_code).order_by(Commission.region_code != NATION, func.length(Commission.region_code))
    return Spot(db.session.scalars(top.limit(1)).first() or NATION)


def open_period(actor: User, draft: PeriodDraft) -> Period:
    """Open a semester by letter. Refused when windows overlap, or the deadline lies before the opening."""
    require(actor, Permission.PERIOD_SET, top_of_the_register())
    windows = sorted(draft.windows, key=lambda window: window.opens_at)
    _refuse_impossible(windows)
    if draft.deadline <= windows[0].opens_at:
        raise Refused("deadline", "Batas pengajuan harus sesudah masa pemutakhiran dibuka.")
    if draft.deadline > windows[-1].closes_at:
        raise Refused("deadline", "Batas pengajuan harus selagi masa pengajuan masih dibuka.")
    known = select(Period.id).where(Period.year == draft.year, Period.semester == draft.semester)
    if db.session.scalars(known).first():
        raise Refused("semester", f"{semester_name(draft.year, draft.semester)} sudah dibuka.")
    period = Period(
        year=draft.year,
        semester=draft.semester,
        letter_number=draft.letter_number,
        letter_date=draft.letter_date,
        deadline=draft.deadline,
        letter_digest=_letter_kept(draft.letter),
        windows=[_kept(window) for window in windows],
    )
    db.session.add(period)
    db.session.flush()
    record(actor, PeriodOpened(period.id, letter=draft.letter_number), top_of_the_register())
    tell_of_period(actor, NoticeKind.PERIOD_OPENED, period)
    return period


def _refuse_impossible(windows: Sequence[Window]) -> None:
    if not windows or any(window.closes_at <= window.opens_at for window in windows):
        raise Refused("windows", "Setiap masa pengajuan harus ditutup sesudah dibuka.")
    if any(earlier.overlaps(later) for earlier, later in pairwise(windows)):
        raise Refused("windows", "Masa pengajuan tidak boleh bertumpang tindih.")
    if not all(window.weekdays and window.hours[0] < window.hours[1] for window in windows):
        raise Refused("windows", "Jam tutup harus sesudah jam buka.")


def _kept(window: Window) -> PeriodWindow:
    return PeriodWindow(
        opens_at=window.opens_at,
        closes_at=window.closes_at,
        weekdays=sorted(window.weekdays),
        from_time=window.hours[0],
        until_time=window.hours[1],
    )


def _letter_kept(data: bytes | None) -> str | None:
    """Keep the PDF of a letter without anything that acts; its digest. Refused("letter", …) for what is no PDF."""
    if data is None:
        return None
    refuse_too_large(data, "letter")
    try:
        safe = copy_safely(data)
    except Unreadable as unreadable:
        raise Refused("letter", str(unreadable)) from None
    digest = sha256(safe).hexdigest()
    store(_letter_path(digest), safe)
    return digest


def _letter_path(digest: str) -> str:
    return f"letters/{digest[:2]}/{digest}"


def letter_of(period: Period) -> bytes:
    """The letter that opened a period; it is public to all who work here. Raises NotFound where none was kept."""
    if period.letter_digest is None:
        raise NotFound
    return fetch(_letter_path(period.letter_digest))


def period_by(period_id: UUID) -> Period:
    """One period; what a semester is called and when it ends is public. Raises NotFound."""
    period = db.session.get(Period, period_id)
    if period is None:
        raise NotFound
    return period


def open_correction(actor: User, period: Period, draft: CorrectionDraft) -> None:
    """Open a correction round by letter: what was returned may be handed in once more after the deadline."""
    require(actor, Permission.PERIOD_SET, top_of_the_register())
    if draft.window.opens_at < period.deadline:
        raise Refused("opens_at", "Masa perbaikan dibuka sesudah batas pengajuan. Sebelum itu, perpanjang batasnya.")
    if draft.window.closes_at <= max(draft.window.opens_at, now()):
        raise Refused("closes_at", "Masa perbaikan harus ditutup sesudah dibuka, dan sesudah saat ini.")
    if any(draft.window.overlaps(window.rule) for window in period.windows):
        raise Refused("opens_at", "Masa perbaikan ini bertumpang tindih dengan masa pengajuan yang sudah ditetapkan.")
    window = _kept(draft.window)
    window.letter_number, window.letter_date, window.reason = draft.letter_number, draft.letter_date, draft.reason
    period.windows.append(window)
    db.session.flush()
    record(actor, CorrectionOpened(period.id, letter=draft.letter_number, reason=draft.reason), top_of_the_register())
    tell_of_period(actor, NoticeKind.CORRECTION_OPENED, period, window)


def extend_period(actor: User, period: Period, draft: ExtensionDraft) -> None:
    """Move the deadline by letter; the last window stays open until then."""
    require(actor, Permission.PERIOD_SET, top_of_the_register())
    if draft.deadline <= period.deadline:
        raise Refused("deadline", "Batas yang baru harus sesudah batas yang berlaku sekarang.")
    if not draft.reason.strip():
        raise Refused("reason", "Isi alasan perpanjangan seperti tertulis pada surat.")
    if corrections_of(period):
        raise Refused("deadline", "Masa perbaikan sudah dibuka; batas pengajuan tidak dapat diperpanjang lagi.")
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
    record(actor, PeriodExtended(period.id, letter=draft.letter_number, reason=draft.reason), top_of_the_register())
    tell_of_period(actor, NoticeKind.PERIOD_EXTENDED, period)

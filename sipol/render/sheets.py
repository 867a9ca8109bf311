"""What a paper prints, and nothing else: frozen, plain, and able to become JSON and come back.

A sheet is filled by the services from the register, sealed once, and kept. Everything printed comes from it, so
the same sheet gives the same paper for ever.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from typing import ClassVar, TypeVar, get_args

from sipol.render.data import Json, canonical
from sipol.render.member_sheets import InvitationSheet, VisitSheet
from sipol.render.office_sheets import OfficeVisitSheet
from sipol.render.recap_sheets import AnnouncementSheet, LetterSheet, RecapSheet
from sipol.render.sheet import Fact, Sheet
from sipol.render.signature_sheets import SignaturesSheet

UNDIGESTED = ("digest", "exported_by")


@dataclass(frozen=True, slots=True)
class Piece:
    """Consecutive letters of a text that differ from the other text, or do not."""

    text: str
    differs: bool = False


Text = tuple[Piece, ...]


def plain(text: str) -> Text:
    """A text in which nothing differs; the empty text has no pieces."""
    return (Piece(text),) if text else ()


class Participation(StrEnum):
    """What the party's body did in the period. These are never merged with one another (domain, section 3)."""

    UPDATED = "updated"
    UNCHANGED = "unchanged"
    NOT_UPDATED = "not_updated"
    AWAITING_CENTRE = "awaiting_centre"
    NO_ACCOUNT = "no_account"
    AWAITING_ACCESS = "awaiting_access"
    """Its people asked the party's centre for an account, and the centre did not answer in time."""


RECEIVED = frozenset({Participation.UPDATED, Participation.UNCHANGED})


@dataclass(frozen=True, slots=True)
class LastSubmission:
    received_at: datetime
    receipt: str


@dataclass(frozen=True, slots=True)
class ResultRow:
    """How many of one object were submitted, and how many of these are MS, BMS and TMS."""

    subject: str
    submitted: int
    met: int
    incomplete: int
    not_met: int
    remarks: str = ""


@dataclass(frozen=True, slots=True)
class FindingRow:
    """How many findings there were on one object, how many are settled and how many stay open."""

    subject: str
    found: int
    settled: int
    open: int
    resolution: str = ""


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs, in which post (for a witness: for whom); ``declined`` is the reason for not signing, or empty."""

    name: str
    post: str
    declined: str = ""


@dataclass(frozen=True, slots=True)
class OfficerRow:
    """One difference: the row of the SK (None: the SK as a whole), post and name there, the same in the data."""

    row: int | None
    position: Text
    stated: Text
    recorded: Text
    difference: str
    resolution: str


@dataclass(frozen=True, slots=True)
class OfficerGroup:
    """The differences found on one SK; ``decree`` is its caption, as "SK Nomor 111/SK/DW-PBS/V/2025"."""

    decree: str
    rows: tuple[OfficerRow, ...]


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member with an indication. ``nik`` comes masked: 657101**********."""

    nik: str
    name: str
    district: str
    indication: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Amendment:
    """The Berita Acara that this one changes, and why."""

    number: str
    held_on: date
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesSheet(Sheet):
    """A Berita Acara of one party, one period, one office. Moments are aware and printed in ``zone`` (IANA name).

    ``level`` follows "tingkat" ("Kota Tarakan", "Provinsi Kalimantan Utara", "pusat"). ``advice``, ``objections``
    and ``incidents`` are whole sentences; none means "nihil". Without ``digest`` the sheet is a draft.
    """

    KIND: ClassVar[str] = "berita-acara"
    NAME: ClassVar[str] = "Berita Acara"

    supervisor: str
    title: str
    held_on: date
    place: str
    level: str
    legal_basis: tuple[str, ...]
    participation: Participation
    deadline: datetime
    deadline_note: str = ""
    last_submission: LastSubmission | None = None
    results: tuple[ResultRow, ...] = ()
    notes: tuple[str, ...] = ()
    findings: tuple[FindingRow, ...] = ()
    advice: tuple[str, ...] = ()
    objections: tuple[str, ...] = ()
    incidents: tuple[str, ...] = ()
    signers: tuple[Signer, ...]
    witnesses: tuple[Signer, ...] = ()
    officers: tuple[OfficerGroup, ...] = ()
    members: tuple[MemberRow, ...] = ()
    premises: tuple[Fact, ...] = ()
    amends: Amendment | None = None
    frozen_at: datetime
    ruleset: str = ""

    def __post_init__(self) -> None:
        if (self.last_submission is not None) != (self.participation in RECEIVED):
            raise ValueError("a last submission is told exactly when something was received")

    @property
    def made_at(self) -> datetime:
        return self.frozen_at

    @property
    def about(self) -> str:
        return self.letterhead.full_name


@dataclass(frozen=True, slots=True)
class SentDecree:
    """The SK as it was sent: ``digest`` is the SHA-256 of the file in hex; the file's name is not told."""

    number: str
    issued_on: date
    officers: int
    pages: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptSheet(Sheet):
    """A tanda terima: what one unit handed in for one object, and when the server took it.

    ``decree`` is None where the object is not an SK or where nothing changed; ``details`` are further lines.
    """

    KIND: ClassVar[str] = "tanda-terima"
    NAME: ClassVar[str] = "Tanda Terima"

    unit: str
    subject: str
    received_at: datetime
    sent_by: str
    deadline: datetime | None = None
    no_change: bool = False
    decree: SentDecree | None = None
    details: tuple[Fact, ...] = ()
    open_findings: int = 0

    @property
    def made_at(self) -> datetime:
        return self.received_at

    @property
    def about(self) -> str:
        return f"{self.unit} · {self.subject}"


AnySheet = (
    MinutesSheet
    | ReceiptSheet
    | VisitSheet
    | InvitationSheet
    | OfficeVisitSheet
    | RecapSheet
    | AnnouncementSheet
    | LetterSheet
    | SignaturesSheet
)
SHEETS: dict[str, type[AnySheet]] = {kind.KIND: kind for kind in get_args(AnySheet)}
S = TypeVar("S", bound=AnySheet)


def digest_of(data: Mapping[str, Json]) -> str:
    """SHA-256 in hex over the canonical JSON (see ``sipol.render.data.canonical``) of a sheet's data.

    ``digest`` and ``exported_by`` are left out: the first is the answer, the second differs per copy. All else
    counts, ``kind``, ``version``, number and code included. ``sha256sum`` over such a file says the same.
    """
    return sha256(canonical({name: item for name, item in data.items() if name not in UNDIGESTED})).hexdigest()


def digest(sheet: AnySheet) -> str:
    """The digest of a sheet's data, as ``digest_of`` tells."""
    return digest_of(sheet.to_data())


def seal(sheet: S) -> S:
    """The same sheet with its digest set: from now on it is no draft."""
    return replace(sheet, digest=digest(sheet))


def sheet_from_data(data: Mapping[str, Json]) -> AnySheet:
    """A sheet of whichever kind the data name; ValueError when they name none of ours."""
    kind = SHEETS.get(str(data.get("kind")))
    if kind is None:
        raise ValueError("no sheet of this kind is known")
    return kind.from_data(data)

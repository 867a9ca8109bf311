"""What anyone may know, as plain values: whether a paper is genuine. No row and no personal name leaves this room."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from sqlalchemy import select

from sipol.extensions import db, now
from sipol.models import Paper, PaperKind, Signature
from sipol.render import AnnouncementSheet
from sipol.render.child import carried_digest_safely
from sipol.rules.codes import unmistaken
from sipol.rules.errors import Unreadable
from sipol.rules.signing import Tally, tally
from sipol.services.papers import PREFIXES, printed_bytes, sheet_of
from sipol.services.periods import all_periods, corrections_of, current_period, is_open_now, name_of

MOST_ANNOUNCED = 600
"""Announcements that are looked through: more than there are offices."""
KEPT = timedelta(days=60)
"""How long a moment that is past stays in the calendar."""
CODE = re.compile(rf"({'|'.join(PREFIXES.values())})([0-9A-Z]{{4}})([0-9A-Z]{{4}})([0-9A-Z]{{4}})")


class Proof(StrEnum):
    """How sure the answer is: the very file, the same contents in another file, or only the code was given."""

    FILE = "file"
    CONTENTS = "contents"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What the register says of one of its papers; ``issued_at`` is aware and told in ``zone`` (IANA name)."""

    kind: str
    number: str
    party: str
    about: str
    period: str
    issued_at: datetime
    zone: str
    digest: str
    code: str
    proof: Proof
    signing: Tally | None = None
    """How many signed, declined and were absent; for a Berita Acara and the sheet about its signatures."""


@dataclass(frozen=True, slots=True)
class Semester:
    name: str
    deadline: datetime
    open: bool
    """Whether parties may hand in at this moment."""


def semester() -> Semester | None:
    """The semester at hand, as KPU announced it; None before the first one is opened."""
    period = current_period()
    return Semester(name_of(period), period.deadline, is_open_now(period)) if period else None


@dataclass(frozen=True, slots=True)
class Occasion:
    """A moment that KPU has set. ``moved``: how often a letter has moved it."""

    key: str
    title: str
    at: datetime
    note: str
    moved: int = 0


def occasions() -> list[Occasion]:
    """When parties may hand in and until when, of every semester that is not over; public like the letters."""
    told: list[Occasion] = []
    for period in all_periods():
        name, corrections = name_of(period), corrections_of(period)
        moved, letter = len(period.extensions), f"Surat {period.letter_number}."
        told += [
            Occasion(f"{window.id}-opens", f"Pengajuan {name} dibuka", window.opens_at, letter)
            for window in period.windows
            if window not in corrections
        ]
        told.append(Occasion(f"{period.id}-deadline", f"Batas pengajuan {name}", period.deadline, letter, moved))
        for window in corrections:
            note = f"Hanya pengajuan yang dikembalikan. Surat {window.letter_number}."
            told.append(Occasion(f"{window.id}-opens", f"Masa perbaikan {name} dibuka", window.opens_at, note))
            told.append(Occasion(f"{window.id}-closes", f"Masa perbaikan {name} ditutup", window.closes_at, note))
    return [occasion for occasion in told if occasion.at > now() - KEPT]


@dataclass(frozen=True, slots=True)
class Announced:
    """An announcement of an office: where, for which semester, when, and its code."""

    area: str
    period: str
    number: str
    issued_at: datetime
    code: str
    groups: tuple[tuple[str, str, tuple[str, ...]], ...]
    """(title, meaning, names of parties) of each."""


def announcements() -> list[Announced]:
    """What offices announced, the newest of each office and semester; names of parties are public."""
    query = select(Paper).where(Paper.kind == PaperKind.ANNOUNCEMENT).order_by(Paper.created_at.desc())
    told: dict[tuple[str, str], Announced] = {}
    for paper in db.session.scalars(query.limit(MOST_ANNOUNCED)):
        sheet = sheet_of(paper)
        assert isinstance(sheet, AnnouncementSheet)
        groups = tuple((group.title, group.meaning, group.parties) for group in sheet.groups)
        one = Announced(sheet.area, sheet.period, sheet.number, sheet.issued_at, paper.code, groups)
        told.setdefault((sheet.area, sheet.period), one)
    return list(told.values())


def announcement_file(code: str) -> bytes | None:
    """The PDF of an announcement; None where there is none with this code, or it is not printed yet."""
    query = select(Paper).where(Paper.kind == PaperKind.ANNOUNCEMENT, Paper.code == code, Paper.printed_at.is_not(None))
    paper = db.session.scalars(query).first()
    return printed_bytes(paper) if paper else None


def confirm_code(typed: str) -> Confirmation | None:
    """The paper with this code, however it was typed (spaces, dashes, small letters, O for 0, I and L for 1)."""
    squeezed = re.sub(r"[^0-9A-Z]", "", typed.upper()[:64])
    head, tail = squeezed[:2], unmistaken(squeezed[2:])
    match = CODE.fullmatch(head + tail)
    if match is None:
        return None
    paper = db.session.scalars(select(Paper).where(Paper.code == "-".join(match.groups()))).first()
    return _told(paper, Proof.CODE) if paper else None


def confirm_file(data: bytes) -> Confirmation | None:
    """The paper these bytes are, or whose contents they carry. Unreadable when they are no paper of a register."""
    query = select(Paper).where(Paper.file_digest == sha256(data).hexdigest())
    if paper := db.session.scalars(query).first():
        return _told(paper, Proof.FILE)
    same = db.session.scalars(select(Paper).where(Paper.digest == carried_digest_safely(data))).first()
    return _told(same, Proof.CONTENTS) if same else None


def _told(paper: Paper, proof: Proof) -> Confirmation:
    sheet = sheet_of(paper)
    return Confirmation(
        kind=sheet.NAME,
        number=sheet.number,
        party=sheet.party,
        about=sheet.about,
        period=sheet.period,
        issued_at=sheet.made_at,
        zone=sheet.zone,
        digest=paper.digest,
        code=paper.code,
        proof=proof,
        signing=_signing_of(paper),
    )


def _signing_of(paper: Paper) -> Tally | None:
    if paper.kind not in (PaperKind.MINUTES, PaperKind.SIGNATURES):
        return None
    return tally(db.session.scalars(select(Signature.answer).where(Signature.minutes_id == paper.subject_id)))


__all__ = [
    "Announced",
    "Confirmation",
    "Occasion",
    "Proof",
    "Semester",
    "Tally",
    "Unreadable",
    "announcement_file",
    "announcements",
    "confirm_code",
    "confirm_file",
    "occasions",
    "semester",
]

"""Papers about members: the list for visiting a sample, and the call of one person to a clarification."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from sipol.render.sheet import Sheet


@dataclass(frozen=True, slots=True)
class VisitRow:
    """One person to be visited. ``number``: in the frame; ``nik`` comes masked; ``instead_of``: the place replaced."""

    place: int
    number: int
    name: str
    nik: str
    card: str
    address: str
    district: str
    instead_of: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitSheet(Sheet):
    """The list that officers take along when they visit a sample of members (verifikasi faktual)."""

    KIND: ClassVar[str] = "lembar-kunjungan"
    NAME: ClassVar[str] = "Lembar Kunjungan"

    unit: str
    drawn_at: datetime
    drawn_by: str
    seed: str
    frame: int
    frame_digest: str
    rows: tuple[VisitRow, ...]

    @property
    def made_at(self) -> datetime:
        return self.drawn_at

    @property
    def about(self) -> str:
        return f"{self.unit} · verifikasi faktual {len(self.rows)} anggota"


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationSheet(Sheet):
    """The call of one person to say of which party they are a member. ``nik`` comes masked."""

    KIND: ClassVar[str] = "undangan-klarifikasi"
    NAME: ClassVar[str] = "Undangan Klarifikasi"

    unit: str
    called_at: datetime
    called_by: str
    name: str
    nik: str
    address: str
    meeting_at: datetime
    meeting_place: str

    @property
    def made_at(self) -> datetime:
        return self.called_at

    @property
    def about(self) -> str:
        return f"{self.unit} · klarifikasi keanggotaan"

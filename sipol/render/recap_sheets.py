"""Papers of an office about a whole semester: the recap, the announcement, and letters to the parties."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from sipol.render.sheet import Sheet

ALL_PARTIES = "Semua partai politik"


@dataclass(frozen=True, slots=True)
class RecapCell:
    """How many of one object were handed in, and how many of these are MS, BMS and TMS."""

    submitted: int
    met: int
    incomplete: int
    not_met: int


@dataclass(frozen=True, slots=True)
class RecapRow:
    """One party at one place. ``states``: what its bodies there did, in words; ``minutes``: their numbers."""

    place: str
    party: str
    states: str
    decrees: RecapCell
    members: RecapCell
    offices: RecapCell
    minutes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecapSheet(Sheet):
    """Rekapitulasi: all parties of an office's region in one semester, from the Berita Acara that were issued."""

    KIND: ClassVar[str] = "rekapitulasi"
    NAME: ClassVar[str] = "Rekapitulasi"

    party: str = ALL_PARTIES
    area: str
    issued_at: datetime
    issued_by: str
    rows: tuple[RecapRow, ...]

    @property
    def made_at(self) -> datetime:
        return self.issued_at

    @property
    def about(self) -> str:
        return f"KPU {self.area} · rekapitulasi"


@dataclass(frozen=True, slots=True)
class AnnouncedGroup:
    """One of the groups that are never merged, with what it means and the parties in it."""

    title: str
    meaning: str
    parties: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncementSheet(Sheet):
    """Pengumuman: who brought the data up to date, who did not, who waits for the centre, who has no account."""

    KIND: ClassVar[str] = "pengumuman"
    NAME: ClassVar[str] = "Pengumuman"

    party: str = ALL_PARTIES
    area: str
    issued_at: datetime
    issued_by: str
    groups: tuple[AnnouncedGroup, ...]
    rows: tuple[RecapRow, ...]

    @property
    def made_at(self) -> datetime:
        return self.issued_at

    @property
    def about(self) -> str:
        return f"KPU {self.area} · pengumuman hasil pemutakhiran"


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterSheet(Sheet):
    """A letter of the office to one party: an invitation to the plenary (with ``meeting_at``), or a reminder."""

    KIND: ClassVar[str] = "surat"
    NAME: ClassVar[str] = "Surat"

    subject: str
    unit: str
    issued_at: datetime
    issued_by: str
    paragraphs: tuple[str, ...]
    meeting_at: datetime | None = None
    meeting_place: str = ""

    @property
    def made_at(self) -> datetime:
        return self.issued_at

    @property
    def about(self) -> str:
        return f"{self.unit} · {self.subject}"

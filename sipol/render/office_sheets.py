"""Papers about offices: the sheet that KPU takes along when it goes there."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from sipol.render.sheet import Fact, Letterhead, Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeVisitSheet(Sheet):
    """What the party states of its office, with room for what is found there."""

    KIND: ClassVar[str] = "lembar-kunjungan-kantor"
    NAME: ClassVar[str] = "Lembar Kunjungan Kantor"

    letterhead: Letterhead
    number: str
    party: str
    unit: str
    period: str
    zone: str
    issued_at: datetime
    issued_by: str
    facts: tuple[Fact, ...]
    doubts: tuple[str, ...]
    code: str
    verify_url: str
    digest: str = ""
    exported_by: str = ""

    @property
    def made_at(self) -> datetime:
        return self.issued_at

    @property
    def about(self) -> str:
        return f"{self.unit} · kunjungan kantor tetap"

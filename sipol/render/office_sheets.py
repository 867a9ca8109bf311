"""Papers about offices: the sheet that KPU takes along when it goes there."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from sipol.render.sheet import Fact, Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeVisitSheet(Sheet):
    """What the party states of its office, with room for what is found there."""

    KIND: ClassVar[str] = "lembar-kunjungan-kantor"
    NAME: ClassVar[str] = "Lembar Kunjungan Kantor"

    unit: str
    issued_at: datetime
    issued_by: str
    facts: tuple[Fact, ...]
    doubts: tuple[str, ...]

    @property
    def made_at(self) -> datetime:
        return self.issued_at

    @property
    def about(self) -> str:
        return f"{self.unit} · kunjungan kantor tetap"

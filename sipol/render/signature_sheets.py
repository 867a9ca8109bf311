"""The sheet that tells who signed a frozen Berita Acara; it cites that one and changes nothing in it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from sipol.render.sheet import Sheet
from sipol.rules.signing import SignerAnswer, Tally, tally


@dataclass(frozen=True, slots=True)
class SignatureRow:
    """One signer; ``way`` tells in words how the register knows, ``signed_on`` is there exactly for a signature."""

    name: str
    post: str
    answer: SignerAnswer
    way: str
    signed_on: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignaturesSheet(Sheet):
    """Lembar penandatanganan. ``number``, ``minutes_code`` and ``minutes_digest`` are those of the Berita Acara."""

    KIND: ClassVar[str] = "lembar-penandatanganan"
    NAME: ClassVar[str] = "Lembar Penandatanganan"

    minutes_code: str
    minutes_digest: str
    minutes_held_on: date
    level: str
    completed_at: datetime
    signers: tuple[SignatureRow, ...]

    @property
    def made_at(self) -> datetime:
        return self.completed_at

    @property
    def about(self) -> str:
        return f"Berita Acara dengan kode {self.minutes_code}"

    @property
    def counted(self) -> Tally:
        return tally(row.answer for row in self.signers)

"""Who signs a Berita Acara after it is frozen, and when it counts as issued (domain, section 7)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class SignerAnswer(StrEnum):
    SIGNED = "signed"
    DECLINED = "declined"
    ABSENT = "absent"


class SigningWay(StrEnum):
    """How the register knows: said at the plenary and frozen, by the person's own account, or read off the paper."""

    AT_PLENARY = "at_plenary"
    OWN_ACCOUNT = "own_account"
    FROM_PAPER = "from_paper"


SIGNER_WORDS: dict[SignerAnswer, str] = {
    SignerAnswer.SIGNED: "menandatangani",
    SignerAnswer.DECLINED: "tidak menandatangani",
    SignerAnswer.ABSENT: "tidak hadir",
}
WAY_WORDS: dict[SigningWay, str] = {
    SigningWay.AT_PLENARY: "dinyatakan pada rapat pleno",
    SigningWay.OWN_ACCOUNT: "lewat akunnya sendiri",
    SigningWay.FROM_PAPER: "dicatat sekretariat dari naskah asli",
}


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of those who were to sign did what."""

    signed: int
    declined: int
    absent: int
    waiting: int

    @property
    def total(self) -> int:
        return self.signed + self.declined + self.absent + self.waiting

    @property
    def issued(self) -> bool:
        """Everybody is settled and at least one signed."""
        return not self.waiting and self.signed > 0

    @property
    def words(self) -> str:
        """The counts in words, as ``2 dari 3 menandatangani, 1 tidak menandatangani, 0 tidak hadir``."""
        told = (
            f"{self.signed} dari {self.total} menandatangani, {self.declined} tidak menandatangani, "
            f"{self.absent} tidak hadir"
        )
        return f"{told}, {self.waiting} ditunggu" if self.waiting else told


def tally(answers: Iterable[SignerAnswer | None]) -> Tally:
    """The counts of these answers; None has not answered yet."""
    counts = Counter(answers)
    return Tally(counts[SignerAnswer.SIGNED], counts[SignerAnswer.DECLINED], counts[SignerAnswer.ABSENT], counts[None])

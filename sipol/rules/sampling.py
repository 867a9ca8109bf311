"""Factual sampling of members: how many, who, and what comes of the visits (domain, section 4).

Anyone can draw the same sample with simple tools: number the rows of the frame from 1, take the SHA-256 of
``seed:number`` for each, sort by that, and take the first n.
"""

from collections.abc import Hashable, Mapping, Sequence
from enum import StrEnum
from hashlib import sha256
from typing import TypeVar

from sipol.rules.member_life import MemberReason, MemberStatus

CHI_SQUARE = 3.841
"""Of one degree of freedom at 95 %."""
MARGIN = 0.05
SHARE = 0.5
"""The population share that needs the largest sample."""

K = TypeVar("K", bound=Hashable)


class VisitKind(StrEnum):
    HOME = "home"
    GATHERED = "gathered"
    VIDEO = "video"


class VisitResult(StrEnum):
    CONFIRMED = "confirmed"
    DENIED = "denied"
    NOT_MET = "not_met"


VISIT_KINDS: dict[VisitKind, str] = {
    VisitKind.HOME: "Didatangi di rumah",
    VisitKind.GATHERED: "Dikumpulkan di kantor partai",
    VisitKind.VIDEO: "Panggilan video",
}
VISIT_RESULTS: dict[VisitResult, str] = {
    VisitResult.CONFIRMED: "Membenarkan sebagai anggota",
    VisitResult.DENIED: "Menyatakan bukan anggota",
    VisitResult.NOT_MET: "Tidak dapat ditemui",
}
ORDER: tuple[VisitKind, ...] = (VisitKind.HOME, VisitKind.GATHERED, VisitKind.VIDEO)
"""Each is tried after the one before it found nobody."""
CONCLUSIONS: dict[VisitResult, tuple[MemberStatus, MemberReason | None]] = {
    VisitResult.CONFIRMED: (MemberStatus.MET, None),
    VisitResult.DENIED: (MemberStatus.NOT_MET, MemberReason.DENIED),
    VisitResult.NOT_MET: (MemberStatus.NOT_MET, MemberReason.NOT_FOUND),
}
"""What the row becomes; nobody met counts only after the last kind of visit."""


def sample_size(population: int) -> int:
    """Krejcie and Morgan (1970): how many of ``population`` are visited."""
    if population < 1:
        return 0
    spread = CHI_SQUARE * SHARE * (1 - SHARE)
    return round(spread * population / (MARGIN**2 * (population - 1) + spread))


def rank(seed: str, number: int) -> bytes:
    """By what a row of the frame is sorted."""
    return sha256(f"{seed}:{number}".encode()).digest()


def drawn_order(seed: str, frame: int) -> list[int]:
    """All numbers from 1 to ``frame``, in the order in which they are drawn."""
    return sorted(range(1, frame + 1), key=lambda number: rank(seed, number))


def shares(strata: Mapping[K, int], size: int) -> dict[K, int]:
    """How many of each stratum, in proportion, by the largest remainder; they sum up to ``size``."""
    total = sum(strata.values())
    exact = {stratum: size * count / total for stratum, count in strata.items()} if total else {}
    given = {stratum: int(share) for stratum, share in exact.items()}
    by_remainder = sorted(exact, key=lambda stratum: (given[stratum] - exact[stratum], str(stratum)))
    for stratum in by_remainder[: size - sum(given.values())]:
        given[stratum] += 1
    return given


def draw(seed: str, strata: Sequence[K], size: int, *, stratified: bool) -> list[int]:
    """The numbers of the rows that are visited, in the order drawn; ``strata``: of each row of the frame in turn."""
    order = drawn_order(seed, len(strata))
    if not stratified:
        return order[:size]
    counts: dict[K, int] = {}
    for stratum in strata:
        counts[stratum] = counts.get(stratum, 0) + 1
    left = shares(counts, size)
    chosen = []
    for number in order:
        stratum = strata[number - 1]
        if left[stratum]:
            left[stratum] -= 1
            chosen.append(number)
    return chosen


def next_kind(tried: Sequence[VisitKind]) -> VisitKind | None:
    """The kind of visit that comes next; None when all were tried."""
    return next((kind for kind in ORDER if kind not in tried), None)

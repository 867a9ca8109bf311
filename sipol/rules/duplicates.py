"""What becomes of the rows of one person in several parties, or twice in one, as one table.

Source: domain, section 4, codes 5 and 7 (PKPU 4/2022 jo 11/2022): a statement decides where only one party has one;
where several have, or none, the person is called and says it; who does not come is a member of none.
"""

from collections.abc import Hashable, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple, TypeVar

from sipol.rules.member_life import MemberReason, MemberStatus

P = TypeVar("P", bound=Hashable)


class Situation(StrEnum):
    """How things stand with a person whom several parties name."""

    WAITING = "waiting"
    """No statement yet, or several, and the person was not heard."""
    STATED = "stated"
    """Exactly one party has a statement."""
    CHOSE = "chose"
    DENIED = "denied"
    ABSENT = "absent"


class Finding(NamedTuple):
    status: MemberStatus
    reason: MemberReason | None


TABLE: dict[Situation, tuple[Finding, Finding]] = {
    Situation.WAITING: (
        Finding(MemberStatus.INCOMPLETE, MemberReason.STATEMENT),
        Finding(MemberStatus.INCOMPLETE, MemberReason.STATEMENT),
    ),
    Situation.STATED: (Finding(MemberStatus.MET, None), Finding(MemberStatus.NOT_MET, MemberReason.OTHER_PARTY)),
    Situation.CHOSE: (Finding(MemberStatus.MET, None), Finding(MemberStatus.NOT_MET, MemberReason.OTHER_PARTY)),
    Situation.DENIED: (
        Finding(MemberStatus.NOT_MET, MemberReason.DENIED),
        Finding(MemberStatus.NOT_MET, MemberReason.DENIED),
    ),
    Situation.ABSENT: (
        Finding(MemberStatus.NOT_MET, MemberReason.ABSENT),
        Finding(MemberStatus.NOT_MET, MemberReason.ABSENT),
    ),
}
"""For the party that is named, by its statement or by the person, and for the others."""

SITUATION_WORDS: dict[Situation, str] = {
    Situation.WAITING: "Menunggu surat pernyataan atau klarifikasi",
    Situation.STATED: "Satu partai mempunyai surat pernyataan",
    Situation.CHOSE: "Orangnya hadir dan memilih satu partai",
    Situation.DENIED: "Orangnya hadir dan menyangkal semuanya",
    Situation.ABSENT: "Orangnya dipanggil dan tidak hadir",
}


def situation_of(stated: Sequence[P], attended: bool | None, chosen: P | None) -> Situation:
    """``stated``: the parties with a statement; what the person says counts more than any paper."""
    if attended is False:
        return Situation.ABSENT
    if attended:
        return Situation.DENIED if chosen is None else Situation.CHOSE
    return Situation.STATED if len(set(stated)) == 1 else Situation.WAITING


def findings_for(
    parties: Sequence[P], stated: Sequence[P], attended: bool | None, chosen: P | None
) -> Mapping[P, Finding]:
    """What the row of each party becomes."""
    situation = situation_of(stated, attended, chosen)
    named, others = TABLE[situation]
    one = chosen if situation is Situation.CHOSE else stated[0] if situation is Situation.STATED else None
    return {party: named if party == one else others for party in parties}


def findings_within(rows: Sequence[P]) -> Mapping[P, Finding]:
    """Identical rows of one party, the oldest first: one stays, the others go (code 5)."""
    again = Finding(MemberStatus.NOT_MET, MemberReason.DUPLICATE)
    return {row: Finding(MemberStatus.MET, None) if place == 0 else again for place, row in enumerate(rows)}

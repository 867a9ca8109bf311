"""What a voter list says of a member (UU 7/2017, pasal 20 huruf l: KPU keeps the list of voters up to date)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from sipol.rules.indications import Code


class VoterStatus(StrEnum):
    """What the list says of a person, the gravest last: where a NIK stands twice, that one counts."""

    STRUCK = "struck"
    """Listed, but no voter there (any more): moved away, too young, twice, of another nation."""
    VOTER = "voter"
    DEAD = "dead"
    MILITARY = "military"
    POLICE = "police"


GRAVITY: tuple[VoterStatus, ...] = tuple(VoterStatus)
VOTER_CODES: frozenset[Code] = frozenset({Code.NOT_A_VOTER, Code.OTHER_NAME, Code.DEAD, Code.IN_SERVICE})
"""Indications that only a voter list can give; a list that is checked by itself never has them."""


@dataclass(frozen=True, slots=True)
class VoterFact:
    """What is known of one NIK. ``persons``: keyed hashes of name, sex and birth; none where a list did not tell."""

    status: VoterStatus
    persons: frozenset[bytes] = frozenset()

    def beside(self, other: "VoterFact") -> "VoterFact":
        """Two rows of one NIK as one."""
        graver = max(self.status, other.status, key=GRAVITY.index)
        return VoterFact(graver, self.persons | other.persons)


def voter_codes(fact: VoterFact | None, person: bytes, *, covered: bool) -> frozenset[Code]:
    """The indications that follow. ``covered``: there is a voter list for where the member lives."""
    if fact is None or fact.status is VoterStatus.STRUCK:
        return frozenset({Code.NOT_A_VOTER}) if covered else frozenset()
    found: set[Code] = set()
    if fact.status is VoterStatus.DEAD:
        found.add(Code.DEAD)
    if fact.status in (VoterStatus.MILITARY, VoterStatus.POLICE):
        found.add(Code.IN_SERVICE)
    if fact.persons and person not in fact.persons:
        found.add(Code.OTHER_NAME)
    return frozenset(found)


def with_voter_codes(codes: Iterable[str], told: Collection[Code]) -> list[str]:
    """The indications of a row, those of the voter lists put anew; the others stay in their order."""
    return [code for code in codes if code not in VOTER_CODES] + sorted(code.value for code in told)

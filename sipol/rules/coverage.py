"""Where a party must stand to take part in elections: Pasal 173 ayat (2) UU 7/2017 (domain, section 4).

A board in every province (b), in 75 per cent of the kabupaten/kota of each (c), in 50 per cent of the kecamatan of
those kabupaten/kota (d); 30 per cent women on the board of the centre (e); in those kabupaten/kota 1,000 members or one
in a thousand of the people (f). A share that is no whole number is rounded up, so that it is never less than the law
asks. What cannot be reckoned, for the table of regions lacks kecamatan or people, is never taken as reached.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sipol.rules.completeness import LEAST_WOMEN
from sipol.rules.quotas import regencies_needed

PERCENT_OF_DISTRICTS = 50


def districts_needed(districts: int) -> int:
    """In how many kecamatan of a kabupaten/kota a party needs a board: half of them, rounded up."""
    return -(-districts * PERCENT_OF_DISTRICTS // 100)


@dataclass(frozen=True, slots=True)
class WomenSeen:
    """The counted officers of a board: how many, how many are women, and of how many nobody said."""

    counted: int
    women: int
    unsaid: int = 0

    @property
    def share(self) -> int:
        """Per cent, rounded down: 29.9 is not 30."""
        return 100 * self.women // self.counted if self.counted else 0

    @property
    def known(self) -> bool:
        """Whether anybody said of anybody; else the share says nothing."""
        return self.unsaid < self.counted

    @property
    def enough(self) -> bool:
        """Binding for the board of the centre, information for all others."""
        return self.counted > 0 and 100 * self.women >= LEAST_WOMEN * self.counted


@dataclass(frozen=True, slots=True)
class RegencySeen:
    """One kabupaten/kota: its kecamatan and those with a board, its members and the least number (None: unknown)."""

    has_board: bool
    districts: int
    covered: int
    members: int
    least: int | None

    @property
    def needed(self) -> int:
        return districts_needed(self.districts)

    @property
    def districts_enough(self) -> bool:
        return self.districts > 0 and self.covered >= self.needed

    @property
    def members_enough(self) -> bool:
        return self.least is not None and self.members >= self.least

    @property
    def complete(self) -> bool:
        """Whether it counts among the 75 per cent: board, kecamatan and members."""
        return self.has_board and self.districts_enough and self.members_enough


@dataclass(frozen=True, slots=True)
class ProvinceSeen:
    has_board: bool
    regencies: Sequence[RegencySeen]

    @property
    def needed(self) -> int:
        return regencies_needed(len(self.regencies))

    @property
    def with_board(self) -> int:
        return sum(one.has_board for one in self.regencies)

    @property
    def full(self) -> int:
        """In how many kabupaten/kota everything is reached."""
        return sum(one.complete for one in self.regencies)

    @property
    def complete(self) -> bool:
        return self.has_board and len(self.regencies) > 0 and self.full >= self.needed


@dataclass(frozen=True, slots=True)
class NationSeen:
    """The whole party; ``women`` is None where no board of the centre is known."""

    provinces: Sequence[ProvinceSeen]
    women: WomenSeen | None

    @property
    def with_board(self) -> int:
        return sum(one.has_board for one in self.provinces)

    @property
    def full(self) -> int:
        return sum(one.complete for one in self.provinces)

    @property
    def complete(self) -> bool:
        """All provinces are needed, and the centre with enough women."""
        centre = self.women is not None and self.women.enough
        return centre and len(self.provinces) > 0 and self.full == len(self.provinces)

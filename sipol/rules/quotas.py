"""How many members a party must have (UU 7/2017, pasal 173; domain, section 4)."""

MOST, ONE_IN = 1_000, 1_000


def least_members(population: int) -> int:
    """The least number of members in a kabupaten/kota: one in a thousand of its people, rounded up, at most 1,000."""
    return min(MOST, -(-population // ONE_IN))

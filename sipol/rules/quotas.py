"""How many members a party must have, and where (UU 7/2017, pasal 173; domain, section 4)."""

MOST, ONE_IN = 1_000, 1_000
PERCENT_OF_REGENCIES = 75


def least_members(population: int) -> int:
    """The least number of members in a kabupaten/kota: one in a thousand of its people, rounded up, at most 1,000."""
    return min(MOST, -(-population // ONE_IN))


def regencies_needed(regencies: int) -> int:
    """In how many kabupaten/kota of a province a party needs them: three in four, rounded up."""
    return -(-regencies * PERCENT_OF_REGENCIES // 100)

"""How an SK is named (domain, section 4)."""


def folded(number: str) -> str:
    """A decree's number for comparing: case and spacing alone are no difference of it; every other sign is."""
    return "".join(number.split()).casefold()

"""How an SK is named (domain, section 4)."""


def folded(number: str) -> str:
    """A decree's number for comparing: case and spacing alone are no difference of it; every other sign is."""
    return "".join(number.split()).casefold()


_STROKES = str.maketrans("il|!o", "11110")


def strokes_of(number: str) -> str:
    """What is left of a number on a picture, where I, l and 1 are one stroke and O and 0 one ring."""
    return folded(number).translate(_STROKES)

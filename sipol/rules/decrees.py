"""How an SK is named (domain, section 4)."""

import re

_ACTING = re.compile(r"(?i)^(?:plt|plh|pjs|pj|pelaksana tugas|pelaksana harian|pejabat sementara)\b\.?\s*")


def post_of(position: str) -> str:
    """A post as such: whoever acts in it (Plt., Plh., Pjs.) holds it."""
    return _ACTING.sub("", position)


def folded(number: str) -> str:
    """A decree's number for comparing: case and spacing alone are no difference of it; every other sign is."""
    return "".join(number.split()).casefold()


_STROKES = str.maketrans("il|!o", "11110")


def strokes_of(number: str) -> str:
    """What is left of a number on a picture, where I, l and 1 are one stroke and O and 0 one ring."""
    return folded(number).translate(_STROKES)

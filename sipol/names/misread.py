"""What a machine makes of letters it sees badly: two names it could have taken for one another."""

import re

from sipol.names.parts import readings

_ALIKE: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), letter)
    for pattern, letter in (
        ("RN|M", "M"),
        ("VV|W", "W"),
        ("CL|D", "D"),
        ("LI|H|B", "H"),
        ("[QG9]", "G"),
        ("[1LI|]", "I"),
        ("[0OCE]", "O"),
        ("[UVN]", "U"),
        ("[FP]", "F"),
        ("[5S8]", "S"),
        ("[2Z]", "Z"),
    )
)
"""Letters in capitals that pale or small print makes alike: rn/m, cl/d, b/h, q/g, l/I/1, o/e/c, u/n, f/p."""


def misreading(stated: str, found: str) -> bool:
    """Whether ``found`` can be ``stated`` seen badly: the same words but for letters that print makes alike.

    It says that a doubt is weak, never that the names are the same.
    """
    ours = {_seen(reading.keys) for reading in readings(stated)}
    return bool(ours & {_seen(reading.keys) for reading in readings(found)})


def _seen(keys: tuple[str, ...]) -> str:
    text = "".join(keys)
    for pattern, letter in _ALIKE:
        text = pattern.sub(letter, text)
    return text

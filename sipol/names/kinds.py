"""The words of a name comparison: verdicts, classes of difference, and how one token can answer another."""

from enum import IntEnum, StrEnum


class Verdict(StrEnum):
    """Whether two written names can be one person; the thresholds stand in ``data/weights.json``."""

    SAME = "same"
    LIKELY = "likely"
    UNSURE = "unsure"
    DIFFERENT = "different"


class Difference(StrEnum):
    """The classes of difference, in the words verifiers use."""

    TITLE = "gelar"
    PUNCTUATION = "tanda baca"
    ABBREVIATION = "singkatan"
    SPELLING = "ejaan"
    SLIP = "salah ketik"
    SPACING = "spasi"
    ORDER = "urutan"
    MISSING = "kata hilang"
    OTHER = "orang lain"


HEAVINESS: dict[Difference, int] = {
    Difference.PUNCTUATION: 0,
    Difference.TITLE: 1,
    Difference.SPACING: 2,
    Difference.ABBREVIATION: 3,
    Difference.SPELLING: 4,
    Difference.ORDER: 5,
    Difference.SLIP: 6,
    Difference.MISSING: 7,
    Difference.OTHER: 8,
}
"""A pair that differs in several ways is filed under the heaviest of them."""


class Rung(IntEnum):
    """How strongly one token answers another, from nothing at all to the very same word.

    The model gives every rung at least the worth of the one below: easing a difference never lowers a score.
    "Known" means that both words are established names, so that neither need be a slip of the other.
    """

    CONFLICT = 0  # nothing links the two
    NEAR = 1  # similar, but by none of the ways below
    PART = 2  # one is the beginning or the end of the other
    TWICE_KNOWN = 3  # two letters, or one letter beside a spelling class
    SLIP_SHORT_KNOWN = 4  # one letter dropped, doubled, swapped or replaced, in a word of three or four letters
    TWICE = 5
    SLIP_SHORT = 6
    SLIP_KNOWN = 7
    SLIP = 8
    SHORTENED = 9  # a dotted beginning or skeleton for a word
    INITIAL = 10  # one letter for a word
    SPELLING = 11  # equal after folding the known spelling classes
    FAMILY = 12  # Muh./Muhammad, Abd./Abdul: members of one known family
    EQUAL_INITIAL = 13
    EQUAL = 14

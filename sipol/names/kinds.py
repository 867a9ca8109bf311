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


class Kind(IntEnum):
    """How one token answers another, from the strongest evidence to the weakest."""

    EQUAL = 0
    SPELLING = 1  # equal after folding the known spelling classes
    FAMILY = 2  # Muh./Muhammad, Abd./Abdul: members of one known family
    INITIAL = 3  # one letter for a token
    SHORTENED = 4  # a dotted beginning or skeleton for a token
    SLIP = 5  # one letter dropped, doubled, swapped or replaced
    SLIP_TWICE = 6  # two letters, or one letter beside a spelling class
    PART = 7  # one is the beginning or the end of the other
    NEAR = 8  # similar, but not by any of the above

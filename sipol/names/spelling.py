"""How near two different tokens are, and why: one spelling class, a known family, an initial, a slip of the pen."""

import re
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA, Indel

from sipol.names.families import ABBREVIATIONS, FAMILIES_OF
from sipol.names.frequency import COUNTS, established, rarity
from sipol.names.kinds import Difference, Rung

LONGEST_TOKEN = 48
"""Longer runs of letters are no words of a name; only equal ones answer one another."""
_DOUBLED = re.compile(r"(.)\1+")
_OTHER_J = ((re.compile(r"(?<![DTN])J(?=[AIUEO])"), "Y"), (re.compile(r"(?<![DTN])J"), "Z"))
_INNER_SY = re.compile(r"SY(?!$)")

_STEPS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    # (the letter without which the step has nothing to do, what is exchanged)
    ("J", (("TJ", "C"), ("DJ", "J"))),
    ("H", (("KH", "H"), ("CH", "H"))),
    ("J", (("NJ", "NI"),)),
    ("H", (("PH", "F"),)),
    ("X", (("X", "KS"),)),
    ("Q", (("Q", "K"),)),
    ("C", (("CK", "K"), ("CA", "KA"), ("CO", "KO"), ("CU", "KU"))),
    ("Z", (("DZ", "S"),)),
    ("W", (("WU", "UU"), ("WO", "UO"), ("UW", "UU"))),
    ("H", (("H", ""),)),
)
_LETTERS = (("V", "F"), ("P", "F"), ("Z", "S"), ("Y", "I"))
_SOFT_S = re.compile(r"S[JY](?=[AIUEO])")
_LONG_E = re.compile(r"[AE]I(?![AIUEO])")
_SAME_TWICE = re.compile(r"(.)\1+")
_VOWELS = frozenset("AIUEO")
_FINAL = {"D": "T", "B": "F"}


@lru_cache(maxsize=1 << 16)
def fold(token: str) -> str:
    """One form for all writings of the known spelling classes; equal folds are evidence, never equality."""
    token = token.replace("OE", "U")
    if "SY" in token or "SJ" in token:
        token = _SOFT_S.sub("S", token)
    for letter, exchanges in _STEPS:
        if letter in token:
            for old, new in exchanges:
                token = token.replace(old, new)
    for old, new in _LETTERS:
        token = token.replace(old, new)
    if token[-1:] in _FINAL:
        token = token[:-1] + _FINAL[token[-1]]
    if "AI" in token or "EI" in token:
        token = _LONG_E.sub("E", token)
    token = token.replace("AU", "O")
    # To look is five times cheaper than to put in for nothing.
    return _SAME_TWICE.sub(r"\1", token) if _SAME_TWICE.search(token) else token


_CLASSES: dict[tuple[str, str], str] = {
    ("OE", "U"): "oe/u",
    ("DJ", "J"): "dj/j",
    ("TJ", "C"): "tj/c",
    ("I", "Y"): "y/i",
    ("J", "Y"): "j/y",
    ("DH", "D"): "dh/d",
    ("KH", "H"): "kh/h",
    ("CH", "H"): "ch/h",
    ("SY", "S"): "sy/s",
    ("F", "V"): "f/v",
    ("F", "P"): "f/p",
    ("J", "Z"): "z/j",
    ("S", "Z"): "z/s",
    ("D", "T"): "d/t",
    ("B", "P"): "b/p",
    ("K", "Q"): "q/k",
    ("C", "K"): "c/k",
    ("P", "V"): "p/v",
    ("U", "W"): "u/w",
}


class Evidence(NamedTuple):
    """How one token answers another. ``rung``: how strong the evidence is; ``rare``: rarity of the commoner token."""

    rung: Rung
    difference: Difference
    rare: float
    note: str = ""


@lru_cache(maxsize=1 << 16)
def equal(token: str) -> Evidence:
    """A token answered by itself."""
    return Evidence(Rung.EQUAL if len(token) > 1 else Rung.EQUAL_INITIAL, Difference.PUNCTUATION, rarity(token))


@lru_cache(maxsize=1 << 17)
def evidence(one: str, two: str) -> Evidence | None:
    """What links two different tokens (capitals, as ``pieces.key_of`` gives them); ``None`` when nothing does."""
    if one == two:
        return equal(one)
    short, long = (one, two) if len(one) <= len(two) else (two, one)
    if len(short) == 1:
        return _initial(short, long)
    if len(long) > LONGEST_TOKEN:
        return None
    if short in FAMILIES_OF and long in FAMILIES_OF and not FAMILIES_OF[short].isdisjoint(FAMILIES_OF[long]):
        return _in_family(short, long)
    likeness = Indel.normalized_similarity(short, long, score_cutoff=0.5)
    return _by_letters(short, long, likeness) if likeness or _worth_a_look(short, long) else None


def _initial(short: str, long: str) -> Evidence | None:
    if long[0] == short:
        return Evidence(Rung.INITIAL, Difference.ABBREVIATION, rarity(long))
    pair = (min(short, long), max(short, long))
    return Evidence(Rung.NEAR, Difference.SPELLING, rarity(short), _CLASSES[pair]) if pair in _CLASSES else None


def _in_family(short: str, long: str) -> Evidence:
    rare = min(rarity(short), rarity(long))
    if (short in ABBREVIATIONS) != (long in ABBREVIATIONS):
        return Evidence(Rung.FAMILY, Difference.ABBREVIATION, rare)
    spelled = fold(short) == fold(long) or (established(short) and established(long))
    return Evidence(Rung.FAMILY, Difference.SPELLING if spelled else Difference.SLIP, rare)


def _by_letters(short: str, long: str, likeness: float) -> Evidence | None:
    distance = OSA.distance(short, long, score_cutoff=2)
    known = short in COUNTS and long in COUNTS
    if _same_spelling(short, long):
        return _spelled(short, long, distance, known=known)
    rung = _slip_rung(short, long, distance, likeness, known=known)
    return None if rung is None else Evidence(rung, Difference.SLIP, min(rarity(short), rarity(long)))


def _spelled(short: str, long: str, distance: int, *, known: bool) -> Evidence:
    rare = min(rarity(short), rarity(long))
    # A doubled letter between two established names is a spelling; one that makes an unknown name is a slip.
    if _is_mere_doubling(short, long) and not known:
        return Evidence(Rung.SPELLING, Difference.SLIP, rare, "huruf rangkap")
    if distance == 1 and not _by_class(short, long):
        return Evidence(Rung.SPELLING, Difference.SLIP, rare)
    return Evidence(Rung.SPELLING, Difference.SPELLING, rare, spelling_note(short, long))


def _worth_a_look(short: str, long: str) -> bool:
    """Words with hardly a letter in common: short ones may still be spellings of one name, as Tjoek and Cuk."""
    return (len(long) <= 6 and fold(short) == fold(long)) or (len(short) >= 4 and short in long)


def _slip_rung(short: str, long: str, distance: int, likeness: float, *, known: bool) -> Rung | None:
    if distance == 1 and len(long) >= 3:
        if len(short) < 5:
            return Rung.SLIP_SHORT_KNOWN if known or len(short) == 2 else Rung.SLIP_SHORT
        return Rung.SLIP_KNOWN if known else Rung.SLIP
    if len(short) < 4:
        return None
    if (distance == 2 and len(short) >= 6) or OSA.distance(fold(short), fold(long), score_cutoff=1) == 1:
        return Rung.TWICE_KNOWN if known else Rung.TWICE
    if long.startswith(short) or long.endswith(short):
        return Rung.PART
    return Rung.NEAR if likeness >= 0.72 else None


def _same_spelling(short: str, long: str) -> bool:
    if fold(short) == fold(long):
        return True
    # Old J is today's Y (Jusuf), and J and Z stand for one another (Jainal): either, but never both at once.
    if ("J" in short or "J" in long) and any(_with_j(short, j) == _with_j(long, j) for j in _OTHER_J):
        return True
    if "DZ" in long and fold(long.replace("DZ", "D")) == fold(short):
        return True
    if "SY" in short or "SY" in long:
        left, right = _INNER_SY.sub("S", short), _INNER_SY.sub("S", long)
        if fold(left) == fold(right):
            return True
    return len(long) == len(short) + 1 and _without_one_h(long, short)


def _by_class(short: str, long: str) -> bool:
    """Whether one letter more or another letter is a matter of spelling and not a stray key."""
    if len(short) == len(long):
        return _exchanges_class(short, long)
    place = next((n for n, letter in enumerate(short) if long[n] != letter), len(short))
    before, letter, after = long[max(0, place - 1) : place], long[place], long[place + 1 : place + 2]
    if letter in _VOWELS:
        return letter == before
    return not (letter == "H" and before in _VOWELS and before == after)


def _exchanges_class(one: str, two: str) -> bool:
    """Whether words of one length differ in letters that stand for one another, not in swapped or stray ones."""
    if one.replace("EI", "AI") == two.replace("EI", "AI"):
        return True
    pairs = [tuple(sorted(pair)) for pair in zip(one, two, strict=True) if pair[0] != pair[1]]
    return len(pairs) == 1 and pairs[0] in _CLASSES


def _with_j(token: str, other: tuple[re.Pattern[str], str]) -> str:
    pattern, letter = other
    return fold(pattern.sub(letter, token))


def _without_one_h(long: str, short: str) -> bool:
    return any(letter == "H" and long[:n] + long[n + 1 :] == short for n, letter in enumerate(long))


def _is_mere_doubling(one: str, two: str) -> bool:
    """One letter written twice, and nothing else: Hidayah/Hiddayah."""
    return len(two) - len(one) == 1 and _DOUBLED.sub(r"\1", two) == _DOUBLED.sub(r"\1", one)


def spelling_note(one: str, two: str) -> str:
    """The spelling class by which two tokens of one fold differ first, such as ``oe/u``; "" where two classes meet."""
    start = next((n for n, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))
    before = one[max(0, start - 1) : start]
    for width, other in _WIDTHS:
        left, right = one[start : start + width], two[start : start + other]
        behind = one[start + width :][:2]
        if behind == two[start + other :][:2] and (known := _class_of(left, right, before, behind[:1])):
            return known
    return ""


_WIDTHS = ((0, 1), (1, 0), (1, 1), (1, 2), (2, 1), (2, 2), (0, 2), (2, 0))
"""How many letters may be exchanged for how many, the least first."""


def _class_of(left: str, right: str, before: str, behind: str) -> str:
    """The class that the exchanged letters belong to, alone or with the letter before or behind them; "" for none."""
    around = ((left, right), (before + left, before + right), (left + behind, right + behind))
    for one, two in around:
        known = _CLASSES.get((one, two)) or _CLASSES.get((two, one))
        if known:
            return known
    if left + right == "H":
        return f"{before.lower()}h/{before.lower()}" if before else "h"
    if left + right and left + right in (before, behind):
        return "huruf rangkap"
    return ""


def shortens(short: str, long: str) -> bool:
    """Whether a dotted group of two to four letters is a beginning or the skeleton of a longer token."""
    if not 2 <= len(short) <= 4 or len(long) < len(short) + 2 or short[0] != long[0]:
        return False
    if long.startswith(short):
        return True
    letters = iter(long)
    return all(letter in letters for letter in short) and not set(short[1:]) & set("AEIOU")


def forget() -> None:
    """Empty the memory of words compared before."""
    for memory in (fold, equal, evidence):
        memory.cache_clear()

"""How near two different tokens are, and why: one spelling class, a known family, an initial, a slip of the pen."""

import re
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA, Indel, Levenshtein

from sipol.names.families import ABBREVIATIONS, FAMILIES_OF
from sipol.names.frequency import established
from sipol.names.kinds import Difference, Kind

_FOLDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"OE", "U"),
        (r"TJ", "C"),
        (r"DJ", "J"),
        (r"S[JY](?=[AIUEO])", "S"),
        (r"[KC]H", "H"),
        (r"NJ", "NI"),
        (r"PH", "F"),
        (r"X", "KS"),
        (r"CK|Q", "K"),
        (r"C(?=[AOU])", "K"),
        (r"[VP]", "F"),
        (r"DZ|Z", "S"),
        (r"Y", "I"),
        (r"W(?=[UO])|(?<=U)W", "U"),
        (r"(?<=.)H", ""),
        (r"^H", ""),
        (r"D$", "T"),
        (r"B$", "F"),
        (r"AI|EI", "E"),
        (r"AU", "O"),
        (r"(.)\1+", r"\1"),
    )
)


@lru_cache(maxsize=1 << 16)
def fold(token: str) -> str:
    """One form for all writings of the known spelling classes; equal folds are evidence, never equality."""
    for pattern, to in _FOLDS:
        token = pattern.sub(to, token)
    return token


_CLASSES: dict[tuple[str, str], str] = {
    ("OE", "U"): "oe/u",
    ("DJ", "J"): "dj/j",
    ("TJ", "C"): "tj/c",
    ("I", "Y"): "y/i",
    ("J", "Y"): "j/y",
    ("DH", "D"): "dh/d",
    ("F", "V"): "f/v",
    ("F", "P"): "f/p",
    ("J", "Z"): "z/j",
    ("S", "Z"): "z/s",
    ("D", "T"): "d/t",
    ("B", "P"): "b/p",
    ("K", "Q"): "q/k",
    ("C", "K"): "c/k",
    ("O", "U"): "o/u",
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """How one token answers another. ``known``: both are established names (a slip makes an unknown one)."""

    kind: Kind
    difference: Difference
    note: str = ""
    known: bool = False


EQUAL = Evidence(Kind.EQUAL, Difference.PUNCTUATION)


@lru_cache(maxsize=1 << 17)
def evidence(one: str, two: str) -> Evidence | None:
    """What links two different tokens (capitals, as ``pieces.key_of`` gives them); ``None`` when nothing does."""
    if one == two:
        return EQUAL
    short, long = (one, two) if len(one) <= len(two) else (two, one)
    if len(short) == 1:
        if long.startswith(short) and len(long) > 1:
            return Evidence(Kind.INITIAL, Difference.ABBREVIATION)
        return None
    return _in_family(short, long) or _by_letters(short, long)


_NO_FAMILY: frozenset[str] = frozenset()


def _in_family(short: str, long: str) -> Evidence | None:
    if FAMILIES_OF.get(short, _NO_FAMILY) & FAMILIES_OF.get(long, _NO_FAMILY):
        shortened = short in ABBREVIATIONS or long in ABBREVIATIONS
        return Evidence(Kind.FAMILY, Difference.ABBREVIATION if shortened else Difference.SPELLING, known=True)
    return None


def _by_letters(short: str, long: str) -> Evidence | None:
    distance = OSA.distance(short, long, score_cutoff=2)
    known = established(short) and established(long)
    spelled = _same_spelling(short, long)
    if spelled:
        # A doubled letter between two established names is a spelling; one that makes an unknown name is a slip.
        if _is_mere_doubling(short, long) and not known:
            return Evidence(Kind.SPELLING, Difference.SLIP, "huruf rangkap")
        return Evidence(Kind.SPELLING, Difference.SPELLING, _spelling_note(short, long), known)
    if distance == 1 and len(short) >= 3:
        return Evidence(Kind.SLIP, Difference.SLIP, known=known)
    if _slipped_twice(short, long, distance):
        return Evidence(Kind.SLIP_TWICE, Difference.SLIP, known=known)
    if len(short) < 4:
        return None
    if long.startswith(short) or long.endswith(short):
        return Evidence(Kind.PART, Difference.SLIP, known=known)
    alike = Indel.normalized_similarity(short, long) >= 0.72
    return Evidence(Kind.NEAR, Difference.SLIP, known=known) if alike else None


def _same_spelling(short: str, long: str) -> bool:
    left, right = fold(short), fold(long)
    if left == right:
        return True
    if "J" in left or "J" in right:
        # Old J is today's Y (Jusuf), and J and Z stand for one another (Jainal): either, but never both at once.
        return any(left.replace("J", to) == right.replace("J", to) for to in "IS")
    return len(long) == len(short) + 1 and _without_one_h(long, short)


def _without_one_h(long: str, short: str) -> bool:
    return any(letter == "H" and long[:n] + long[n + 1 :] == short for n, letter in enumerate(long))


def _slipped_twice(short: str, long: str, distance: int) -> bool:
    if distance == 2 and len(short) >= 6:
        return True
    return len(short) >= 4 and OSA.distance(fold(short), fold(long), score_cutoff=1) == 1


def _is_mere_doubling(one: str, two: str) -> bool:
    """One letter written twice, and nothing else: Hidayah/Hiddayah."""
    return len(two) - len(one) == 1 and re.sub(r"(.)\1", r"\1", two) == re.sub(r"(.)\1", r"\1", one)


@lru_cache(maxsize=1 << 12)
def _spelling_note(one: str, two: str) -> str:
    """The spelling class by which two tokens of one fold differ first, such as ``oe/u``."""
    for edit in Levenshtein.opcodes(one, two):
        if edit.tag == "equal":
            continue
        left, right = one[edit.src_start : edit.src_end], two[edit.dest_start : edit.dest_end]
        before = one[max(0, edit.src_start - 1) : edit.src_start]
        for key in ((left, right), (right, left), (before + left, before + right), (before + right, before + left)):
            if key in _CLASSES:
                return _CLASSES[key]
        if "H" in (left, right):
            return f"{before.lower()}h/{before.lower()}" if before else "h"
        if left + right == before:
            return "huruf rangkap"
        return f"{left.lower() or '–'}/{right.lower() or '–'}"
    return ""


def shortens(short: str, long: str) -> bool:
    """Whether a dotted group of two to four letters is a beginning or the skeleton of a longer token."""
    if not 2 <= len(short) <= 4 or len(long) < len(short) + 2 or short[0] != long[0]:
        return False
    if long.startswith(short):
        return True
    letters = iter(long)
    return all(letter in letters for letter in short) and not set(short[1:]) & set("AEIOU")

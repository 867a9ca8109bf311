"""Keys for finding, among many names, those worth comparing with one."""

from functools import lru_cache
from itertools import pairwise

from sipol.names.families import ABBREVIATIONS, FAMILIES_OF, PARTICLES
from sipol.names.parts import readings
from sipol.names.spelling import fold

SHORT_WORD = 4
"""A word so short is often written together with the next: Tri Handoko, Trihandoko."""
_VOWELS = "AEIOU"


@lru_cache(maxsize=1 << 16)
def _token_keys(token: str) -> tuple[str, ...]:
    if len(token) < 3 and token not in ABBREVIATIONS:
        return ()
    folded = fold(token).replace("J", "I")
    own = (folded[:3], _bones(folded)[:3] + "-") if len(folded) > 3 else (folded,)
    return (*own, *FAMILIES_OF[token]) if token in FAMILIES_OF else own


def _bones(folded: str) -> str:
    """The first letter and the consonants behind it."""
    behind = folded[1:]
    for vowel in _VOWELS:
        behind = behind.replace(vowel, "")
    return folded[:1] + behind


@lru_cache(maxsize=1 << 16)
def keys(name: str) -> frozenset[str]:
    """The keys of a written name: two writings of one name share at least one, as good as always.

    Every word gives its folded beginning and the bones of its consonants, or its family. Particles, initials and
    titles give none, unless nothing else is left: then the whole name does. A short word also gives keys together
    with the next.
    """
    found: set[str] = set()
    words: tuple[str, ...] = ()
    for reading in readings(name):
        words = words or reading.keys
        for token in reading.keys:
            if token not in PARTICLES:
                found.update(_token_keys(token))
        for token, after in pairwise(reading.keys):
            if 1 < len(token) <= SHORT_WORD:
                found.update(_token_keys(token + after))
    return frozenset(found) or frozenset({"".join(words)})


def forget() -> None:
    """Empty the memory of names and words met before."""
    keys.cache_clear()
    _token_keys.cache_clear()

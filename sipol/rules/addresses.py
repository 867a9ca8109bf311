"""When two addresses are one: written out alike, and compared by street and number. Fingers slip, so words may too."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from math import cos, hypot, radians

_SPELT = tuple(
    (re.compile(rf"\b(?:{written})\b\.?"), same)
    for written, same in (
        ("jl|jln|jalan|no|nomor|nmr|komp|kompleks?|perum|perumahan", " "),
        ("dr|hj?|kh|prof|ir|mayjen|letjen|brigjen", " "),
        ("gg|gang", " gang "),
        ("jend|jenderal|jendral", " jenderal "),
        ("lt|lantai", " lantai "),
        ("blk|blok", " blok "),
        ("km|kilometer", " km "),
    )
)
"""Ways of writing the same word; what every street has and what a name may be written without goes out."""
_ELSEWHERE = re.compile(
    r"\b(?:rt|rw|kel|kelurahan|desa|ds|kec|kecamatan|kab|kabupaten|kota|prov|provinsi|kode pos)\b.*"
)
"""What follows says where the street lies; that is kept in fields of its own."""
_LETTERED = re.compile(r"\b(\d+)\s*[-/]?\s*([a-d])\b")
_WORD = re.compile(r"[^\W_]+")
_FIGURES = re.compile(r"\d+")
_ALIKE, _MISREAD = 0.85, 0.8
NEAR = 25.0
"""Metres within which two points are one building: what a telephone tells of where it is errs as much."""
DEGREE = 111_320.0
"""Metres of a degree of latitude."""


def address_key(text: str) -> str:
    """Street and number as words that can be compared: "Jl. Yos Sudarso No. 12 A, RT 3" is "yos sudarso 12a"."""
    words = " ".join(_WORD.findall(text.casefold()))
    return " ".join(_LETTERED.sub(r"\1\2", _ELSEWHERE.sub(" ", _spelt(words))).split())


def _spelt(text: str) -> str:
    text = text.casefold()
    for pattern, same in _SPELT:
        text = pattern.sub(same, text)
    return text


def same_address(one: str, other: str) -> bool:
    """Whether two keys name one house. Streets without a number are long: they never make one house."""
    words, numbers = _parted(one)
    theirs, their_numbers = _parted(other)
    if not numbers or numbers != their_numbers:
        return False
    # In one order, for what is alike this way round must be alike the other way round.
    first, second = sorted((" ".join(words), " ".join(theirs)))
    return SequenceMatcher(None, first, second).ratio() >= _ALIKE


def differ(one: str, other: str) -> bool:
    """Whether two keys surely name two houses: other numbers, or no word of the street in common."""
    if same_address(one, other):
        return False
    words, numbers = _parted(one)
    theirs, their_numbers = _parted(other)
    if numbers and their_numbers and _counted(numbers).isdisjoint(_counted(their_numbers)):
        return True
    alike = any(word == other or _misread(word, other) for word in words for other in theirs)
    return bool(words) and bool(theirs) and not alike


def _counted(numbers: Iterable[str]) -> set[str]:
    """The first figures of each: house 5 is in A5 and in 5a."""
    return {figures.group() for number in numbers if (figures := _FIGURES.search(number))}


def _parted(key: str) -> tuple[list[str], set[str]]:
    """The words of a key, and those with a figure in them."""
    words = key.split()
    return [word for word in words if not _FIGURES.search(word)], {word for word in words if _FIGURES.search(word)}


def near(one: tuple[float, float], other: tuple[float, float]) -> bool:
    """Whether two points, (latitude, longitude) in degrees, are one building. On so short a way the earth is flat."""
    north = (one[0] - other[0]) * DEGREE
    east = (one[1] - other[1]) * DEGREE * cos(radians(one[0]))
    return hypot(north, east) <= NEAR


def mentions(lines: Iterable[str], key: str) -> bool:
    """Whether a letter of these lines names the street and the number of an address, each somewhere in it.

    A letter that was recognised from a picture has letters misread: a word is found where one much like it is.
    """
    words, numbers = _parted(key)
    said = {word for line in lines for word in _WORD.findall(_spelt(line))}
    if not _counted(numbers) <= _counted(said):
        return False
    return all(word in said or any(_misread(word, other) for other in said) for word in words)


def _misread(word: str, other: str) -> bool:
    near_in_length = abs(len(word) - len(other)) <= 1
    return len(word) > 3 and near_in_length and SequenceMatcher(None, word, other).ratio() >= _MISREAD

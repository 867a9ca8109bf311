"""A written chunk (what stands between two blanks) cut into pieces: letter groups with what stands around them."""

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache

_GROUP = re.compile(r"[^\W_]+(?:['’‘`´ʼ][^\W_]+)*")
_ASCII_ONLY = re.compile(r"[^A-Z0-9]+")
_OPENING = re.compile(r"[(\[{\"“]")
_CLOSING = re.compile(r"[)\]}\"”]")


@dataclass(frozen=True, slots=True)
class Piece:
    """One letter group. ``key``: its letters in capitals without marks; ``start``/``end``: where it stands."""

    key: str
    start: int
    end: int
    dotted: bool  # a full stop follows at once
    comma: bool  # a comma or semicolon follows before the next group
    bracketed: bool  # an opening bracket stands before it
    closes: bool  # a closing bracket stands behind it
    raw: str


@lru_cache(maxsize=1 << 15)
def key_of(group: str) -> str:
    """Capitals without accents and apostrophes; letters of other scripts stay as they are."""
    upper = group.upper()
    if upper.isascii() and upper.isalnum():
        return upper
    bare = "".join(c for c in unicodedata.normalize("NFKD", upper) if not unicodedata.combining(c))
    latin = _ASCII_ONLY.sub("", bare)
    return latin or "".join(c for c in bare.upper() if c.isalnum()) or upper


@lru_cache(maxsize=1 << 15)
def pieces_of(chunk: str) -> tuple[Piece, ...]:
    """The pieces of one chunk, places counted from the chunk's own beginning."""
    if chunk.isascii() and chunk.isalnum():
        return (Piece(chunk.upper(), 0, len(chunk), False, False, False, False, chunk),)
    groups = list(_GROUP.finditer(chunk))
    found: list[Piece] = []
    for number, group in enumerate(groups):
        start, end = group.span()
        until = groups[number + 1].start() if number + 1 < len(groups) else len(chunk)
        before = chunk[groups[number - 1].end() if number else 0 : start]
        after = chunk[end:until]
        comma = "," in after or ";" in after
        opens, closes = bool(_OPENING.search(before)), bool(_CLOSING.search(after))
        found.append(Piece(key_of(group[0]), start, end, after[:1] == ".", comma, opens, closes, group[0]))
    return tuple(found)


def pieces_in(text: str) -> list[Piece]:
    """Every piece of a name in reading order, places counted in the whole text.

    A comma that stands alone between blanks belongs to the piece before it.
    """
    found: list[Piece] = []
    place = 0
    for chunk in text.split():
        place = text.index(chunk, place)
        pieces = pieces_of(chunk)
        if not pieces:
            if found and ("," in chunk or ";" in chunk):
                found[-1] = _with_comma(found[-1])
        elif place == 0:
            found.extend(pieces)
        else:
            found.extend(_moved(piece, place) for piece in pieces)
        if pieces and found and chunk[0] in ",;" and len(found) > len(pieces):
            found[-len(pieces) - 1] = _with_comma(found[-len(pieces) - 1])
        place += len(chunk)
    return found


def _moved(piece: Piece, by: int) -> Piece:
    return replace(piece, start=piece.start + by, end=piece.end + by)


def _with_comma(piece: Piece) -> Piece:
    return replace(piece, comma=True)

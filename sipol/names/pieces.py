"""A written chunk (what stands between two blanks) cut into pieces: letter groups with what stands around them."""

import re
import unicodedata
from functools import lru_cache
from sys import intern
from typing import NamedTuple

from sipol.names.titles import BACK, FRAGMENTS, FRONT, PLAIN_BACK

LONGEST_KEPT = 40
"""Longer chunks are no words of a name; they are read anew each time so that no memory fills with them."""
MOST_GROUPS = 40
"""What stands behind so many groups within one chunk is taken as one long group."""
MOST_SIGNS = 1 << 10
_GROUP_AND_SIGNS = re.compile(r"([^\W_]+(?:['’‘`´ʼ][^\W_]+)*)([\W_]*)")
_NO_LATIN = re.compile(r"[^A-Z0-9]+")
_OPENING = frozenset('([{"“')
_CLOSING = frozenset(')]}"”')
_VOWELS = frozenset("AEIOU")


class Piece(NamedTuple):
    """One letter group. ``key``: its letters in capitals without marks; ``start``/``end``: its place in the chunk."""

    key: str
    start: int
    end: int
    dotted: bool  # a full stop follows at once
    comma: bool  # a comma or semicolon follows before the next group
    bracketed: bool  # an opening bracket stands before it
    closes: bool  # a closing bracket stands behind it
    raw: str
    glued: bool = False  # no blank stands before it


class Chunk(NamedTuple):
    """``face`` holds all that decides how the pieces are read: chunks of one face are read alike.

    ``last_face`` is the same for a chunk that ends its name, where no title can go on in the next chunk;
    ``tail_face`` for one that stands behind the name between commas (empty when it is no title as it stands).
    ``keys``, ``spans`` and ``raws`` are those of its pieces; a bare word has no ``pieces``, see ``pieces_of``.
    """

    face: str
    last_face: str
    tail_face: str
    keys: tuple[str, ...]
    raws: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    leads_with_comma: bool
    ends_with_comma: bool
    pieces: tuple[Piece, ...] = ()


@lru_cache(maxsize=1 << 15)
def key_of(group: str) -> str:
    """Capitals without accents and apostrophes; letters of other scripts stay as they are."""
    upper = group.upper()
    if upper.isascii() and upper.isalnum():
        return intern(upper)
    bare = "".join(c for c in unicodedata.normalize("NFKD", upper) if not unicodedata.combining(c)).upper()
    return _NO_LATIN.sub("", bare) or "".join(c for c in bare if c.isalnum()) or upper


def cut_chunk(text: str) -> Chunk:
    """What there is to know of one chunk; places are counted from its own beginning."""
    if text.isascii() and text.isalpha():
        return _cut_word(text)
    pieces = _cut(text)
    leads = ("," in text or ";" in text) and _any_comma(text[: pieces[0].start] if pieces else text)
    face = (("," if leads else "") + " ".join([_face(piece) for piece in pieces])) or "-"
    keys = tuple([piece.key for piece in pieces])
    spans = tuple([piece[1:3] for piece in pieces])
    raws = tuple([piece.raw for piece in pieces])
    ends = bool(pieces) and pieces[-1].comma
    if leads or not 0 < len(pieces) <= 4 or len(keys[0]) > 3 or _inner_signs(pieces):
        return Chunk(face, face, "", keys, raws, spans, leads, ends, pieces)
    letters = "".join(keys)
    general = f"t{len(pieces)}{'.' if all(p.dotted for p in pieces[:-1]) else ''}{',' if ends else ''}"
    last = general if letters in PLAIN_BACK else face
    tail = general if (letters in BACK or letters in FRONT) and raws[0] not in ("dr", "Dr") else ""
    return Chunk(last if ends else face, last, tail, keys, raws, spans, leads, ends, pieces)


def _cut_word(text: str) -> Chunk:
    # One object for one word, however it was written: equal words are then found to be equal at a glance.
    key = intern(text.upper())
    spans = ((0, len(text)),)
    if len(key) > 2 and key not in FRAGMENTS:
        face = "w" if len(key) > 5 or not _VOWELS.isdisjoint(key) else "u"
        return Chunk(face, face, "", (key,), (text,), spans, False, False)
    face = text if key == "DR" else key
    last = "t1" if key in PLAIN_BACK else face
    return Chunk(face, last, "t1" if key in BACK or key in FRONT else "", (key,), (text,), spans, False, False)


def pieces_of(chunk: Chunk) -> tuple[Piece, ...]:
    """The pieces of one chunk, places counted from the chunk's own beginning."""
    if chunk.pieces or not chunk.keys:
        return chunk.pieces
    (key,), (raw,) = chunk.keys, chunk.raws
    return (Piece(key, 0, len(raw), False, False, False, False, raw),)


def _cut(text: str) -> tuple[Piece, ...]:
    found = _GROUP_AND_SIGNS.findall(text)
    if not found:
        return ()
    pieces: list[Piece] = []
    place = text.index(found[0][0])
    opens = place > 0 and _signs(text[:place])[2]
    for word, after in found[:MOST_GROUPS]:
        end = place + len(word)
        dotted, comma, opens_next, closes = _signs(after)
        pieces.append(Piece(key_of(word), place, end, dotted, comma, opens, closes, word, bool(pieces)))
        place, opens = end + len(after), opens_next
    if len(found) > MOST_GROUPS:
        rest = "".join(filter(str.isalnum, text[place:].upper()))
        pieces.append(Piece(rest, place, len(text), False, False, False, False, text[place:]))
    return tuple(pieces)


def _any_comma(signs: str) -> bool:
    return "," in signs or ";" in signs


@lru_cache(maxsize=MOST_SIGNS)
def _signs(after: str) -> tuple[bool, bool, bool, bool]:
    """Of the signs behind a group: whether a full stop comes at once, a comma at all, a bracket opens, one closes."""
    return after[:1] == ".", _any_comma(after), not _OPENING.isdisjoint(after), not _CLOSING.isdisjoint(after)


def _inner_signs(pieces: tuple[Piece, ...]) -> bool:
    return any(p.bracketed or p.closes for p in pieces) or any(p.comma for p in pieces[:-1])


def _face(piece: Piece) -> str:
    key = piece.key
    if len(key) > 2 and key not in FRAGMENTS:
        plain = len(key) > 5 or (not piece.dotted and not _VOWELS.isdisjoint(key))
        short = len(key) <= 4 and piece.dotted
        word = "w" if plain else "v" if short else "u"
    else:
        word = (piece.raw if key == "DR" else key) + ("." if piece.dotted else "")
    if not (piece.comma or piece.bracketed or piece.closes):
        return word
    return word + ("," if piece.comma else "") + ("(" if piece.bracketed else "") + (")" if piece.closes else "")

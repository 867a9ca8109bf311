"""A written chunk (what stands between two blanks) cut into pieces: letter groups with what stands around them."""

import re
import unicodedata
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from sipol.names.titles import BACK, FRAGMENTS, FRONT, PLAIN_BACK

LONGEST_KEPT = 40
"""Longer chunks are no words of a name; they are read anew each time so that no memory fills with them."""
MOST_GROUPS = 40
"""What stands behind so many groups within one chunk is taken as one long group."""
_GROUP = re.compile(r"[^\W_]+(?:['’‘`´ʼ][^\W_]+)*")
_NO_LATIN = re.compile(r"[^A-Z0-9]+")
_OPENING = re.compile(r"[(\[{\"“]")
_CLOSING = re.compile(r"[)\]}\"”]")
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
    ``keys``, ``spans`` and ``raws`` are those of its pieces.
    """

    face: str
    last_face: str
    tail_face: str
    keys: tuple[str, ...]
    raws: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    leads_with_comma: bool
    ends_with_comma: bool


@lru_cache(maxsize=1 << 15)
def key_of(group: str) -> str:
    """Capitals without accents and apostrophes; letters of other scripts stay as they are."""
    upper = group.upper()
    if upper.isascii() and upper.isalnum():
        return upper
    bare = "".join(c for c in unicodedata.normalize("NFKD", upper) if not unicodedata.combining(c)).upper()
    return _NO_LATIN.sub("", bare) or "".join(c for c in bare if c.isalnum()) or upper


def cut_chunk(text: str) -> Chunk:
    """What there is to know of one chunk; places are counted from its own beginning."""
    if text.isascii() and text.isalpha():
        return _cut_word(text)
    pieces = pieces_of(text)
    comma = "," in text or ";" in text
    leads = comma and (not pieces or any(sign in text[: pieces[0].start] for sign in ",;"))
    face = (("," if leads else "") + " ".join([_face(piece) for piece in pieces])) or "-"
    keys = tuple([piece.key for piece in pieces])
    letters = "".join(keys)
    ends = bool(pieces) and pieces[-1].comma
    plain = 0 < len(pieces) <= 4 and not leads and not _inner_signs(pieces)
    general = f"t{len(pieces)}{'.' if all(p.dotted for p in pieces[:-1]) else ''}{',' if ends else ''}"
    last = general if plain and letters in PLAIN_BACK else face
    tail = general if plain and (letters in BACK or letters in FRONT) and pieces[0].raw not in ("dr", "Dr") else ""
    raws = tuple([piece.raw for piece in pieces])
    return Chunk(last if ends else face, last, tail, keys, raws, tuple([p[1:3] for p in pieces]), leads, ends)


def _cut_word(text: str) -> Chunk:
    key = text.upper()
    spans = ((0, len(text)),)
    if key not in FRAGMENTS and len(key) > 2:
        face = "w" if len(key) > 5 or _VOWELS.intersection(key) else "u"
        return Chunk(face, face, "", (key,), (text,), spans, False, False)
    face = text if key == "DR" else key
    last = "t1" if key in PLAIN_BACK else face
    return Chunk(face, last, "t1" if key in BACK or key in FRONT else "", (key,), (text,), spans, False, False)


def pieces_of(text: str) -> tuple[Piece, ...]:
    """The pieces of one chunk, places counted from the chunk's own beginning."""
    groups = list(islice(_GROUP.finditer(text), MOST_GROUPS + 1))
    pieces = tuple([_piece(text, groups, number) for number in range(min(MOST_GROUPS, len(groups)))])
    if len(groups) > MOST_GROUPS:
        start = groups[MOST_GROUPS].start()
        rest = "".join(filter(str.isalnum, text[start:].upper()))
        pieces = (*pieces, Piece(rest, start, len(text), False, False, False, False, text[start:]))
    return pieces


def _inner_signs(pieces: tuple[Piece, ...]) -> bool:
    return any(p.bracketed or p.closes for p in pieces) or any(p.comma for p in pieces[:-1]) or len(pieces[0].key) > 3


def _piece(text: str, groups: list[re.Match[str]], number: int) -> Piece:
    start, end = groups[number].span()
    before = text[groups[number - 1].end() if number else 0 : start]
    after = text[end : groups[number + 1].start() if number + 1 < len(groups) else len(text)]
    word = groups[number][0]
    comma = "," in after or ";" in after
    opens, closes = bool(_OPENING.search(before)), bool(_CLOSING.search(after))
    return Piece(key_of(word), start, end, after[:1] == ".", comma, opens, closes, word, number > 0)


def _face(piece: Piece) -> str:
    key = piece.key
    if len(key) > 2 and key not in FRAGMENTS:
        plain = len(key) > 5 or (not piece.dotted and bool(_VOWELS.intersection(key)))
        short = len(key) <= 4 and piece.dotted
        word = "w" if plain else "v" if short else "u"
    else:
        word = (piece.raw if key == "DR" else key) + ("." if piece.dotted else "")
    if not (piece.comma or piece.bracketed or piece.closes):
        return word
    return word + ("," if piece.comma else "") + ("(" if piece.bracketed else "") + (")" if piece.closes else "")

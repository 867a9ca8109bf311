"""The parts of a written name: titles in front and behind, the name itself, an alias.

One writing may be read in more than one way (``H. Santoso``: Haji Santoso, or an initial): ``readings`` holds
the usual one first and the others behind it; the comparison takes the one that explains the pair best.
"""

from dataclasses import dataclass, field
from functools import lru_cache

from sipol.names.pieces import Piece, pieces_in
from sipol.names.titles import (
    ANYWHERE,
    BACK,
    BARE_DOUBT,
    FRONT,
    LEADING_PAIRS,
    MAYBE_INITIAL,
    NEVER_BARE,
    ONE_TITLE,
)

MOST_TOKENS = 32
"""What stands behind so many tokens is taken as one long token; no person's name is so long."""
LONGEST_TITLE = 5


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the name itself. ``key``: capitals without marks; ``start``/``end``: its place in the writing."""

    key: str
    start: int
    end: int
    dotted: bool


@dataclass(frozen=True, slots=True)
class Title:
    """A title. ``code``: one per title however written; ``letters``: as written, capitals; and its place."""

    code: str
    letters: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a written name."""

    tokens: tuple[Token, ...]
    titles: tuple[Title, ...]
    alias: tuple[Token, ...]
    keys: tuple[str, ...]
    codes: tuple[str, ...]


@dataclass(slots=True)
class _Cut:
    """What has been told apart so far while walking through the pieces."""

    tokens: list[Token] = field(default_factory=list)
    titles: list[Title] = field(default_factory=list)
    alias: list[Token] = field(default_factory=list)

    def title(self, pieces: list[Piece]) -> None:
        letters = "".join(piece.key for piece in pieces)
        self.titles.append(Title(_code(letters, pieces), letters, pieces[0].start, pieces[-1].end))

    def token(self, piece: Piece) -> None:
        self.tokens.append(Token(piece.key, piece.start, piece.end, piece.dotted))

    def reading(self) -> Reading:
        tokens = tuple(self.tokens)
        if len(tokens) > MOST_TOKENS:
            rest = tokens[MOST_TOKENS - 1 :]
            long = Token("".join(token.key for token in rest), rest[0].start, rest[-1].end, False)
            tokens = (*tokens[: MOST_TOKENS - 1], long)
        keys = tuple(token.key for token in tokens)
        codes = tuple(title.code for title in self.titles)
        return Reading(tokens, tuple(self.titles), tuple(self.alias), keys, codes)


def _code(letters: str, pieces: list[Piece]) -> str:
    # dr. is a physician, Dr. a doctor of anything; in capitals nobody can tell, so DR stays open.
    if letters == "DR" and len(pieces) == 1 and pieces[0].raw in ("dr", "Dr"):
        return pieces[0].raw
    return ONE_TITLE.get(letters, letters)


@lru_cache(maxsize=1 << 16)
def readings(text: str) -> tuple[Reading, ...]:
    """All sensible readings of a written name, the usual one first. At least one, for any text."""
    pieces = pieces_in(text)
    usual = _read(pieces, front_initial=False, bare_titles=True)
    found = [usual]
    last_front = next((t for t in reversed(usual.titles) if usual.tokens and t.end <= usual.tokens[0].start), None)
    if last_front and last_front.letters in MAYBE_INITIAL:
        found.append(_read(pieces, front_initial=True, bare_titles=True))
    if any(title.letters in BARE_DOUBT for title in usual.titles) and "," not in text:
        found.append(_read(pieces, front_initial=False, bare_titles=False))
    if usual.alias:
        found.append(_renamed(usual))
    return tuple(reading for number, reading in enumerate(found) if reading not in found[:number])


def _renamed(reading: Reading) -> Reading:
    """The reading in which the alias is the name."""
    keys = tuple(token.key for token in reading.alias)
    return Reading(reading.alias, reading.titles, reading.tokens, keys, reading.codes)


def _read(pieces: list[Piece], *, front_initial: bool, bare_titles: bool) -> Reading:
    cut = _Cut()
    start = _front(pieces, cut, front_initial=front_initial)
    comma = next((n + 1 for n in range(start, len(pieces)) if pieces[n].comma), len(pieces))
    stop = _back_of_name(pieces, start, comma, bare_titles=bare_titles)
    _middle(pieces[start:stop], cut)
    _behind(pieces, stop, comma, cut)
    if not cut.tokens and pieces:
        # Nothing but titles: the last of them must be the name.
        last = cut.titles.pop() if cut.titles else None
        if last:
            cut.tokens.append(Token(last.letters, last.start, last.end, False))
        elif cut.alias:
            cut.tokens, cut.alias = cut.alias, []
    return cut.reading()


def _front(pieces: list[Piece], cut: _Cut, *, front_initial: bool) -> int:
    """Take the titles in front; gives the number of the first piece that is none."""
    place = 0
    while place < len(pieces) - 1:
        length = _longest_front(pieces, place)
        here = pieces[place]
        if length and not (
            front_initial and length == 1 and here.key in MAYBE_INITIAL and _is_last_front(pieces, place)
        ):
            cut.title(pieces[place : place + length])
            place += length
            continue
        pair = LEADING_PAIRS.get(here.key)
        if pair is None or not (here.dotted or len(pieces) > place + 2) or not pair[1]:
            break
        cut.titles.append(Title("H", "H", here.start, here.start + 1))
        cut.tokens.append(Token(pair[1], here.start + 1, here.end, here.dotted))
        return place + 1
    return place


def _is_last_front(pieces: list[Piece], place: int) -> bool:
    return place + 1 >= len(pieces) - 1 or not _longest_front(pieces, place + 1)


def _longest_front(pieces: list[Piece], place: int) -> int:
    """How many pieces from here make one title in front; 0 for none. One piece is always left for the name."""
    best = 0
    letters = ""
    for length in range(1, min(4, len(pieces) - 1 - place) + 1):
        piece = pieces[place + length - 1]
        letters += piece.key
        known = letters in FRONT or (letters == "R" and piece.dotted)
        if known and (length > 1 or _may_lead(piece)):
            best = length
        # "K.H." is one title in two pieces; "Andi. Haji" is not: only short dotted groups are joined.
        if not (piece.dotted and len(piece.key) <= 2) or piece.comma:
            break
    return best


def _may_lead(piece: Piece) -> bool:
    """RA, RM, RD… lead as titles only when dotted, so that a name ``Ra`` stays a name."""
    return piece.dotted or piece.key not in {
        "RM",
        "RD",
        "RA",
        "RR",
        "INF",
        "ART",
        "MAR",
        "TR",
        "EV",
        "BD",
        "POL",
        "NS",
        "EC",
    }


def _back_of_name(pieces: list[Piece], start: int, comma: int, *, bare_titles: bool) -> int:
    """Where the name ends and the titles behind it begin, looking only before the first comma."""
    stop = comma
    while stop - start > 1:
        length = _longest_back(pieces, start, stop, bare_titles=bare_titles)
        if not length:
            return stop
        stop -= length
    return stop


def _longest_back(pieces: list[Piece], start: int, stop: int, *, bare_titles: bool) -> int:
    for length in range(min(LONGEST_TITLE, stop - start - 1), 0, -1):
        group = pieces[stop - length : stop]
        letters = "".join(piece.key for piece in group)
        if letters not in BACK and not (length == 1 and letters in ANYWHERE):
            continue
        dotted = all(piece.dotted for piece in group[:-1])
        if length > 1 and dotted and len(group[0].key) <= 3:
            if not bare_titles and letters in BARE_DOUBT and all(len(piece.key) == 1 for piece in group):
                continue
            return length
        if length == 1 and letters not in NEVER_BARE and (bare_titles or letters not in BARE_DOUBT):
            return length
    return 0


def _middle(pieces: list[Piece], cut: _Cut) -> None:
    named, enclosed = False, False
    for piece in pieces:
        token = Token(piece.key, piece.start, piece.end, piece.dotted)
        enclosed = enclosed or piece.bracketed
        if piece.key in ("ALIAS", "ALS") and cut.tokens:
            named = True
        elif len(piece.key) > 1 and (piece.key in ANYWHERE or (enclosed and piece.key in FRONT)):
            cut.title([piece])
        elif (named or enclosed) and cut.tokens:
            cut.alias.append(token)
        else:
            cut.tokens.append(token)
        enclosed = enclosed and not piece.closes


def _behind(pieces: list[Piece], place: int, comma: int, cut: _Cut) -> None:
    """What stands behind the name: titles, and what cannot be one is a part of the name put behind."""
    while place < len(pieces):
        length = _title_at(pieces, place)
        if length:
            cut.title(pieces[place : place + length])
        elif place >= comma and _looks_like_degree(pieces, place):
            length = 2 if place + 1 < len(pieces) and len(pieces[place].key) == 1 and pieces[place].dotted else 1
            cut.title(pieces[place : place + length])
        else:
            length = 1
            cut.token(pieces[place])
        place += length


def _title_at(pieces: list[Piece], place: int) -> int:
    best = 0
    letters = ""
    for length in range(1, min(LONGEST_TITLE, len(pieces) - place) + 1):
        piece = pieces[place + length - 1]
        letters += piece.key
        if letters in BACK or letters in FRONT:
            best = length
        if piece.comma:
            break
    return best


def _looks_like_degree(pieces: list[Piece], place: int) -> bool:
    """An unknown group behind a comma: short with a dot, or without any vowel, it is some degree."""
    piece = pieces[place]
    if len(piece.key) == 1:
        return True
    return len(piece.key) <= 5 and (piece.dotted or not set(piece.key) & set("AEIOU"))

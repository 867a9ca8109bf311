"""How the pieces of a written name are read: which are titles, which the name itself, which an alias.

A plan speaks of pieces by number, so that one plan serves every name of the same shape (``pieces.Chunk.face``).
"""

from dataclasses import dataclass, field

from sipol.names.pieces import Piece
from sipol.names.titles import (
    ANYWHERE,
    BACK,
    BARE_DOUBT,
    FRAGMENTS,
    FRONT,
    JOINED_FRONT,
    LEADING_PAIRS,
    MAYBE_INITIAL,
    MAYBE_NAME,
    NEVER_BARE,
)

LONGEST_TITLE = 5
_MAYBE_NO_TITLE = MAYBE_INITIAL | MAYBE_NAME
_BEGINNINGS = frozenset(code[:end] for code in BACK | FRONT for end in range(1, len(code) + 1))


@dataclass(frozen=True, slots=True)
class Plan:
    """One way to read the pieces of a name.

    ``tokens``/``alias``: numbers of pieces; ``titles``: first piece, piece behind the last, and the code where
    the pieces' letters are not the code themselves (otherwise empty);
    ``split``: the name began with title and initial in one piece, which of its letters is the token.
    ``dotted``: bit n is set when token n is a dotted group of two to four letters.
    """

    tokens: tuple[int, ...]
    titles: tuple[tuple[int, int, str], ...]
    alias: tuple[int, ...]
    split: tuple[int, str] | None
    dotted: int
    leading: tuple[bool, ...] = ()  # which titles stand before the name


@dataclass(slots=True)
class _Draft:
    pieces: list[Piece]
    tokens: list[int] = field(default_factory=list)
    titles: list[tuple[int, int, str]] = field(default_factory=list)
    alias: list[int] = field(default_factory=list)
    split: tuple[int, str] | None = None

    def title(self, start: int, end: int) -> None:
        self.titles.append((start, end, _own_code(self.pieces[start:end])))

    def plan(self) -> Plan:
        dotted = 0
        for place, number in enumerate(self.tokens):
            piece = self.pieces[number]
            if piece.dotted and 2 <= len(piece.key) <= 4:
                dotted |= 1 << place
        first = self.tokens[0] if self.tokens else len(self.pieces)
        leading = tuple(start <= first for start, _, _ in self.titles)
        return Plan(tuple(self.tokens), tuple(self.titles), tuple(self.alias), self.split, dotted, leading)


def _own_code(pieces: list[Piece]) -> str:
    # dr. is a physician, Dr. a doctor of anything; in capitals nobody can tell, so DR stays open.
    return pieces[0].raw if len(pieces) == 1 and pieces[0].raw in ("dr", "Dr") else ""


def plans_for(pieces: list[Piece]) -> tuple[Plan, ...]:
    """All sensible ways to read these pieces, the usual one first. At least one, for any pieces."""
    usual = _read(pieces)
    found = [usual]
    last_front = _last_front(usual)
    if last_front is not None and pieces[last_front].key in _MAYBE_NO_TITLE:
        found.append(_read(pieces, front_initial=True))
    no_comma = not any(piece.comma for piece in pieces)
    if no_comma and any("".join(p.key for p in pieces[s:e]) in BARE_DOUBT for s, e, _ in usual.titles):
        found.append(_read(pieces, bare_titles=False))
    if usual.alias:
        found.append(Plan(usual.alias, usual.titles, usual.tokens, None, 0, usual.leading))
    last = usual.tokens[-1] if len(usual.tokens) > 1 else None
    if last is not None and pieces[last].key == "H":
        # A last "H" is an initial, or Haji put behind.
        haji = (*usual.titles, (last, last + 1, "H"))
        leading = (*usual.leading, False)
        found.append(Plan(usual.tokens[:-1], haji, usual.alias, usual.split, usual.dotted, leading))
    return tuple(plan for number, plan in enumerate(found) if plan not in found[:number])


def _last_front(plan: Plan) -> int | None:
    """The piece of the last title in front, when that title is a single piece."""
    fronts = [(start, end) for start, end, _ in plan.titles if plan.tokens and start < plan.tokens[0]]
    if not fronts or fronts[-1][1] - fronts[-1][0] != 1 or plan.split:
        return None
    return fronts[-1][0]


def _read(pieces: list[Piece], *, front_initial: bool = False, bare_titles: bool = True) -> Plan:
    draft = _Draft(pieces)
    start = _front(draft, front_initial=front_initial)
    comma = next((n + 1 for n in range(start, len(pieces)) if pieces[n].comma), len(pieces))
    stop = _back_of_name(pieces, start, comma, bare_titles=bare_titles)
    _middle(draft, start, stop)
    _behind(draft, stop, comma)
    if not draft.tokens and draft.titles:
        # Nothing but titles: the last piece of the last of them must be the name.
        first, end, _ = draft.titles.pop()
        draft.tokens = list(range(first, end))
    elif not draft.tokens:
        draft.tokens, draft.alias = draft.alias, []
    return draft.plan()


def _front(draft: _Draft, *, front_initial: bool) -> int:
    """Take the titles in front; gives the number of the first piece that is none."""
    pieces, place = draft.pieces, 0
    while place < len(pieces) - 1:
        length = _longest_front(pieces, place)
        key = pieces[place].key
        last = place + 2 >= len(pieces) or not _longest_front(pieces, place + 1)
        if front_initial and length == 1 and key in _MAYBE_NO_TITLE and last:
            return place
        if length and pieces[place + length - 1].comma and _only_titles(pieces, place + length):
            return place
        if length:
            draft.title(place, place + length)
            place += length
            continue
        if key in LEADING_PAIRS and (pieces[place].dotted or len(pieces) > place + 2):
            draft.titles.append((place, place + 1, "H"))
            draft.tokens.append(place)
            draft.split = (place, LEADING_PAIRS[key])
            return place + 1
        break
    return place


def _only_titles(pieces: list[Piece], place: int) -> bool:
    """Whether nothing but titles follows, so that what stands here must be the name."""
    while place < len(pieces):
        length = _title_at(pieces, place)
        if not length:
            return False
        place += length
    return True


def _longest_front(pieces: list[Piece], place: int) -> int:
    """How many pieces from here make one title in front; 0 for none. One piece is always left for the name."""
    best = 0
    letters = ""
    for length in range(1, min(4, len(pieces) - 1 - place) + 1):
        piece = pieces[place + length - 1]
        letters += piece.key
        known = letters in FRONT or (letters == "R" and piece.dotted)
        if (known and _may_lead(piece)) if length == 1 else letters in JOINED_FRONT:
            best = length
        # "K.H." is one title in two pieces; "Andi. Haji" is not: only short dotted groups are joined.
        if not (piece.dotted and len(piece.key) <= 2) or piece.comma:
            break
    return best


_DOTTED_ONLY = frozenset({"RM", "RD", "RA", "RR", "INF", "ART", "MAR", "TR", "EV", "BD", "POL", "NS", "EC", "PST"})


def _may_lead(piece: Piece) -> bool:
    """RA, RM, RD… lead as titles only when dotted, so that a name ``Ra`` stays a name."""
    return piece.dotted or piece.key not in _DOTTED_ONLY


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
    if pieces[stop - 1].key not in FRAGMENTS:
        return 0
    for length in range(min(LONGEST_TITLE, stop - start - 1), 0, -1):
        group = pieces[stop - length : stop]
        letters = "".join([piece.key for piece in group])
        doubtful = letters in BARE_DOUBT and not bare_titles
        if length == 1:
            if (
                letters in ANYWHERE
                or letters == "IR"
                or (letters in BACK and letters not in NEVER_BARE and not doubtful)
            ):
                return 1
        elif (
            letters in BACK
            and all(piece.dotted for piece in group[:-1])
            and len(group[0].key) <= 3
            and (not doubtful or any(len(piece.key) > 1 for piece in group))
        ):
            return length
    return 0


def _middle(draft: _Draft, start: int, stop: int) -> None:
    named, enclosed = False, False
    for number in range(start, stop):
        piece = draft.pieces[number]
        enclosed = enclosed or piece.bracketed
        if piece.key in ("ALIAS", "ALS") and draft.tokens:
            named = True
        elif len(piece.key) > 1 and (piece.key in ANYWHERE or (enclosed and piece.key in FRONT)):
            draft.title(number, number + 1)
        elif (named or enclosed) and draft.tokens:
            draft.alias.append(number)
        else:
            draft.tokens.append(number)
        enclosed = enclosed and not piece.closes


def _behind(draft: _Draft, place: int, comma: int) -> None:
    """What stands behind the name: titles, and what cannot be one is a part of the name put behind."""
    pieces, enclosed = draft.pieces, False
    while place < len(pieces):
        length = _title_at(pieces, place)
        enclosed = enclosed or pieces[place].bracketed
        degree = place >= comma and not length and _looks_like_degree(pieces[place])
        if length:
            length = _to_end_of_chunk(pieces, place + length) - place
            draft.title(place, place + length)
        elif degree:
            length = _degree_length(pieces, place)
            draft.title(place, place + length)
        else:
            length = 1
            (draft.alias if enclosed and draft.tokens else draft.tokens).append(place)
        enclosed = enclosed and not any(piece.closes for piece in pieces[place : place + length])
        place += length


def _title_at(pieces: list[Piece], place: int) -> int:
    best = 0
    letters = ""
    for length in range(1, min(LONGEST_TITLE, len(pieces) - place) + 1):
        piece = pieces[place + length - 1]
        letters += piece.key
        if letters not in _BEGINNINGS:
            break
        if letters in BACK or letters in FRONT:
            best = length
        # "M,Si" is written for "M.Si" often enough: a comma behind a first single letter need not end the title.
        if piece.comma and (length > 1 or len(piece.key) > 1):
            break
    return best


def _to_end_of_chunk(pieces: list[Piece], end: int) -> int:
    """Behind the name, what is written to a title without a blank is a part of it: ``S.Tr.Kom``."""
    while end < len(pieces) and pieces[end].glued and not pieces[end - 1].comma:
        end += 1
    return end


def _degree_length(pieces: list[Piece], place: int) -> int:
    """An unknown degree that begins with a single dotted letter goes on until the next comma."""
    length = 1
    if len(pieces[place].key) == 1 and pieces[place].dotted:
        while not pieces[place + length - 1].comma and place + length < len(pieces):
            length += 1
    return length


def _looks_like_degree(piece: Piece) -> bool:
    """An unknown group behind a comma: short with a dot, or without any vowel, it is some degree."""
    if len(piece.key) == 1:
        return True
    return len(piece.key) <= 5 and (piece.dotted or not set(piece.key) & set("AEIOU"))

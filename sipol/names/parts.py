"""The parts of a written name: titles in front and behind, the name itself, an alias.

One writing may be read in more than one way (``H. Santoso``: Haji Santoso, or an initial): ``readings`` gives
the usual one first and the others behind it; the comparison takes the one that explains the pair best.
"""

from functools import lru_cache

from sipol.names.pieces import LONGEST_KEPT, Chunk, Piece, cut_chunk, key_of, pieces_of
from sipol.names.plans import Plan, plans_for
from sipol.names.titles import ONE_TITLE

MOST_PIECES = 40
"""What stands behind so many pieces is taken as one long token; no person's name is so long."""
MOST_SHAPES = 1 << 14
MOST_CHUNKS = 1 << 16

Span = tuple[int, int]
_ONCE = ONE_TITLE.get


class Reading:
    """One way to read a written name; places are worked out only when they are asked for.

    ``keys``: the words of the name in capitals without marks; ``codes``: its titles, one code per title however it
    is written; ``letters``: the titles' own letters; ``dotted``: see ``Plan``; ``raws``: every piece of the writing
    as it is written; ``repeats``: whether a word stands twice.
    """

    __slots__ = ("codes", "dotted", "keys", "letters", "plan", "raws", "repeats", "text")

    def __init__(self, text: str, plan: Plan, keys: tuple[str, ...], letters: tuple[str, ...], raws: list[str]) -> None:
        self.text = text
        self.plan = plan
        self.keys = keys
        self.letters = letters
        self.codes = tuple([_ONCE(code, code) for code in letters]) if letters else letters
        self.dotted = plan.dotted
        self.raws = raws
        self.repeats = len(set(keys)) < len(keys)

    def words(self) -> list[str]:
        """The words of the name as they are written."""
        raws, split = self.raws, self.plan.split
        if split:
            raws = raws.copy()
            raws[split[0]] = raws[split[0]][-len(split[1]) :]
        return [raws[number] for number in self.plan.tokens]

    def places(self) -> list[Span]:
        """Where each word of the name begins and ends in the writing."""
        spans = spans_in(self.text)
        split = self.plan.split
        if split:
            end = spans[split[0]][1]
            spans[split[0]] = (end - len(split[1]), end)
        return [spans[number] for number in self.plan.tokens]


class _Shape:
    """All plans for names of one shape. ``span``: where there is one plan and its tokens stand in a row, that row."""

    __slots__ = ("plans", "span")

    def __init__(self, plans: tuple[Plan, ...]) -> None:
        self.plans = plans
        tokens = plans[0].tokens
        row = len(plans) == 1 and tokens and tokens[-1] - tokens[0] + 1 == len(tokens) and not plans[0].split
        self.span = (tokens[0], tokens[-1] + 1) if row else None


_chunks: dict[str, Chunk] = {}
_shapes: dict[str, _Shape] = {}


def forget() -> None:
    """Empty every memory of names read before."""
    _chunks.clear()
    _shapes.clear()
    readings.cache_clear()
    key_of.cache_clear()


def _chunk(text: str) -> Chunk:
    chunk = cut_chunk(text)
    if len(text) <= LONGEST_KEPT:
        if len(_chunks) >= MOST_CHUNKS:
            _chunks.clear()
        _chunks[text] = chunk
    return chunk


def chunks_in(text: str) -> list[Chunk]:
    """The chunks of a name, known ones from memory."""
    known = _chunks.get
    return [known(part) or _chunk(part) for part in text.split()]


def pieces_in(text: str) -> list[Piece]:
    """Every piece of a name in reading order, each with its place in its own chunk."""
    found: list[Piece] = []
    for chunk in chunks_in(text):
        if chunk.leads_with_comma and found:
            found[-1] = found[-1]._replace(comma=True)
        found += pieces_of(chunk)
    if len(found) > MOST_PIECES:
        joined = "".join([piece.key for piece in found[MOST_PIECES - 1 :]])
        found[MOST_PIECES - 1 :] = [Piece(joined, 0, len(joined), False, False, False, False, joined)]
    return found


def spans_in(text: str) -> list[Span]:
    """Where each piece of a name begins and ends, in reading order."""
    found: list[Span] = []
    place = 0
    known = _chunks.get
    for part in text.split():
        place = text.index(part, place)
        for start, end in (known(part) or _chunk(part)).spans:
            found.append((start + place, end + place))
        place += len(part)
    if len(found) > MOST_PIECES:
        found[MOST_PIECES - 1 :] = [(found[MOST_PIECES - 1][0], found[-1][1])]
    return found


@lru_cache(maxsize=1 << 16)
def readings(text: str) -> tuple[Reading, ...]:
    """All sensible readings of a written name, the usual one first. At least one, for any text."""
    face, keys, raws = _pieced(text)
    # A long face is never kept, so that it is never found either.
    shape = _shapes.get(face) or _shape(text, face)
    if len(keys) > MOST_PIECES:
        keys[MOST_PIECES - 1 :] = ["".join(keys[MOST_PIECES - 1 :])]
        raws[MOST_PIECES - 1 :] = [" ".join(raws[MOST_PIECES - 1 :])]
    if shape.span:
        plan, (start, end) = shape.plans[0], shape.span
        return (Reading(text, plan, tuple(keys[start:end]), _letters(plan, keys), raws),)
    return tuple([Reading(text, plan, _keys(plan, keys), _letters(plan, keys), raws) for plan in shape.plans])


def core(name: str) -> str:
    """The words of a written name in capitals, without titles: ``Dr. Sri Handayani, S.H.`` is ``SRI HANDAYANI``."""
    return " ".join(readings(name)[0].keys)


def _pieced(text: str) -> tuple[str, list[str], list[str]]:
    """The face of a whole name, the keys of its pieces and how they are written."""
    faces: list[str] = []
    keys: list[str] = []
    raws: list[str] = []
    commas = "," in text
    after = follows = False  # whether a word or title and a comma stand before this chunk, before the next
    last = tail = ""
    for part in text.split():
        face, last, tail, own_keys, own_raws, _, _, comma, _ = _chunks.get(part) or _chunk(part)
        after = follows
        if after and comma and tail:
            face = tail
        faces.append(face)
        keys += own_keys
        raws += own_raws
        follows = commas and comma and face[0] in "wt"
    if faces:
        faces[-1] = tail if after and tail else last
    return "|".join(faces), keys, raws


def _letters(plan: Plan, keys: list[str]) -> tuple[str, ...]:
    if not plan.titles:
        return ()
    return tuple([code or "".join(keys[start:end]) for start, end, code in plan.titles])


def _keys(plan: Plan, keys: list[str]) -> tuple[str, ...]:
    if plan.split:
        number, letters = plan.split
        return tuple(letters if place == number else keys[place] for place in plan.tokens)
    return tuple([keys[place] for place in plan.tokens])


def _shape(text: str, face: str) -> _Shape:
    shape = _Shape(plans_for(pieces_in(text)))
    if len(_shapes) >= MOST_SHAPES:
        _shapes.clear()
    if len(face) <= 200:
        _shapes[face] = shape
    return shape

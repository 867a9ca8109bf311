"""Who signed: the posts under the date and the names below them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from sipol.reading.lexicon import degree_like, name_like, organ_like, post_like, title_like
from sipol.reading.page import Line, Page, around
from sipol.reading.results import Signatory
from sipol.reading.wrapping import joined

_ORG = re.compile(r"^(?:dewan|pengurus|pimpinan|badan|majelis|mahkamah|lembaga|komite)\b", re.IGNORECASE)
_NOT_WRITTEN = re.compile(r"^\W*(?:ttd|dto|t\.?t\.?d|cap|stempel|materai|meterai|tanda tangan)\b", re.IGNORECASE)
_POST_END = re.compile(r"^(?:umum|jenderal|jendral|harian)\W*$", re.IGNORECASE)
_REACH_EMS = 14.0


def signatories_of(lines: Sequence[Line], pages: Mapping[int, Page]) -> tuple[Signatory, ...]:
    """The people of the signature blocks, each once, in the order of the first block."""
    found: dict[tuple[str, str], Signatory] = {}
    for number in sorted({line.page for line in lines}):
        here = [line for line in lines if line.page == number]
        posts = [piece for line in here for piece in line.pieces(1.6) if _is_post(piece)]
        block = [piece for line in here for piece in _pieces(line, posts)]
        for post in posts:
            name = _name_under(post, block) or _name_overleaf(post, lines)
            if not name:
                continue
            position = joined([post.text, *(part.text for part in _rest_of_post(post, block))]).strip(" ,:;")
            person = joined([part.text for part in name]).strip(" ()_,")
            box = pages[number].displayed(around((post.box, *(part.box for part in name if part.page == number))))
            confidence = round(min(part.confidence for part in (post, *name)), 3)
            found.setdefault((position, person), Signatory(position, person, number, box, confidence))
    return tuple(found.values())


def _is_post(piece: Line) -> bool:
    text = piece.text
    return post_like(text) and not title_like(text) and not _ORG.match(text) and ":" not in text


def _pieces(line: Line, posts: Sequence[Line]) -> Iterator[Line]:
    """A line cut at wide white, and between two posts above it even where the white is narrow."""
    above = sorted((post for post in posts if post.base < line.base), key=lambda post: post.base)
    row = [post for post in above if above[-1].base - post.base < 0.3 * post.em]
    middles = sorted(_middle(post) for post in row)
    for piece in line.pieces(1.6):
        yield from _cut(piece, [pair for pair in pairwise(middles) if piece.x0 < pair[0] and pair[1] < piece.x1])


def _cut(piece: Line, between: Sequence[tuple[float, float]]) -> Iterator[Line]:
    rest = list(piece.words)
    for start, stop in between:
        gaps = [
            (right.x0 - left.x1, place)
            for place, (left, right) in enumerate(pairwise(rest), start=1)
            if start < left.x1 and right.x0 < stop
        ]
        if gaps:
            place = max(gaps)[1]
            yield Line(tuple(rest[:place]), piece.page)
            rest = rest[place:]
    yield Line(tuple(rest), piece.page)


def _name_overleaf(post: Line, lines: Sequence[Line]) -> list[Line]:
    """The name when a page ends between the post and it; [] when other lines follow the post."""
    below = [line for line in lines if line.page == post.page and line.base > post.base + post.em]
    if not all(_NOT_WRITTEN.match(line.text) for line in below):
        return []
    overleaf = [line for line in lines if line.page == post.page + 1]
    if not overleaf:
        return []
    block = [piece for line in overleaf for piece in line.pieces(1.6)]
    return _name_under(post, block, shift=post.base + 2 * post.em - overleaf[0].base)


def _name_under(post: Line, block: Sequence[Line], shift: float = 0.0) -> list[Line]:
    """The nearest name below a post that stands under it, line by line; [] when there is none.

    ``shift`` is how far down a block of the next page is to be thought.
    """
    below = [
        piece
        for piece in block
        if 0.5 * post.em < piece.base + shift - post.base < _REACH_EMS * post.em and _under(post, piece)
    ]
    name: list[Line] = []
    for piece in sorted(below, key=lambda piece: (piece.base, abs(_middle(piece) - _middle(post)))):
        text = piece.text.strip(" ()_")
        if name and not 0.5 * post.em < piece.base - name[-1].base < 1.7 * post.em:
            continue
        written = name_like(text) or (bool(name) and degree_like(piece.words[0].text.strip("()")))
        if not name and _POST_END.match(text):
            continue
        if not name and (_NOT_WRITTEN.match(text) or title_like(text)):
            continue
        if post_like(text) or organ_like(text) or (name and not written):
            break
        if written:
            name.append(piece)
    return name


def _rest_of_post(post: Line, block: Sequence[Line]) -> list[Line]:
    """The end of a post that broke off: "Sekretaris" over "Jenderal"."""
    below = [piece for piece in block if 0.5 * post.em < piece.base - post.base < 1.7 * post.em and _under(post, piece)]
    return [piece for piece in below if _POST_END.match(piece.text)][:1]


def _middle(piece: Line) -> float:
    return (piece.x0 + piece.x1) / 2


def _under(post: Line, piece: Line) -> bool:
    return piece.x0 < post.x1 + post.em and post.x0 - post.em < piece.x1

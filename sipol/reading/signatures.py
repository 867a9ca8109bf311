"""Who signed: the posts under the date and the names below them."""

import re
from collections.abc import Mapping, Sequence

from sipol.reading.lexicon import name_like, organ_like, post_like, title_like
from sipol.reading.page import Line, Page, around
from sipol.reading.results import Signatory

_ORG = re.compile(r"^(?:dewan|pengurus|pimpinan|badan|majelis|mahkamah|lembaga|komite)\b", re.IGNORECASE)
_NOT_WRITTEN = re.compile(r"^\W*(?:ttd|dto|t\.?t\.?d|cap|stempel|materai|meterai|tanda tangan)\b", re.IGNORECASE)
_REACH_EMS = 14.0


def signatories_of(lines: Sequence[Line], pages: Mapping[int, Page]) -> tuple[Signatory, ...]:
    """The people of the signature blocks, each once, in the order of the first block."""
    found: dict[tuple[str, str], Signatory] = {}
    for number in sorted({line.page for line in lines}):
        block = [piece for line in lines if line.page == number for piece in line.pieces(1.6)]
        for post in filter(_is_post, block):
            name = _name_under(post, block)
            if name is None:
                continue
            position, person = post.text.strip(" ,:;"), name.text.strip(" ()_,")
            box = pages[number].displayed(around((post.box, name.box)))
            confidence = round(min(post.confidence, name.confidence), 3)
            found.setdefault((position, person), Signatory(position, person, number, box, confidence))
    return tuple(found.values())


def _is_post(piece: Line) -> bool:
    text = piece.text
    return post_like(text) and not title_like(text) and not _ORG.match(text)


def _name_under(post: Line, block: Sequence[Line]) -> Line | None:
    """The nearest name below a post that stands under it; None when there is none."""
    below = [
        piece
        for piece in block
        if 0.5 * post.em < piece.base - post.base < _REACH_EMS * post.em and _under(post, piece)
    ]
    for piece in sorted(below, key=lambda piece: (piece.base, abs(_middle(piece) - _middle(post)))):
        text = piece.text.strip(" ()_")
        if _NOT_WRITTEN.match(text) or title_like(text):
            continue
        if post_like(text) or organ_like(text):
            return None
        if name_like(text):
            return piece
    return None


def _middle(piece: Line) -> float:
    return (piece.x0 + piece.x1) / 2


def _under(post: Line, piece: Line) -> bool:
    return piece.x0 < post.x1 + post.em and post.x0 - post.em < piece.x1

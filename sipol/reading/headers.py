"""Table headers: which column is which, told by the words over it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from sipol.reading.page import Line, Word, around
from sipol.reading.results import Box


class Role(StrEnum):
    """What a column of a board holds."""

    NUMBER = "number"
    NAME = "name"
    POSITION = "position"
    ORGAN = "organ"
    SEX = "sex"
    CARD = "card"
    OTHER = "other"


# The first pattern that matches the words over a column, from the first word on, tells its role.
_CARDS = r"(?:n?kta\b|kartu tanda anggota|keanggotaan|anggota|nia\b|nta\b)(?: partai| parpol)?"
_OF_NAMES = r"lengkap|pengurus|personalia|anggota|pejabat|(?:dan|&|beserta|serta|dengan) gelar|sesuai ktp(?:-el)?"
_OF_POSTS = r"dalam|di|pada|pengurus|kepengurusan|partai|organisasi|struktur(?:al)?|dewan|susunan"
_OTHERS = (
    r"keterangan|ket|catatan|alamat|tanda tangan|ttd|paraf|usia|umur|tempat|tgl|ttl|pendidikan|pekerjaan"
    r"|agama|foto|asal|domisili"
)
_PHONES = r"hp\b|h\.p\b|telp\b\.?|telepon|handphone|wa\b|kontak"
_WHITE = (0.75, 0.45)
_LABELS: tuple[tuple[Role, re.Pattern[str]], ...] = tuple(
    (role, re.compile(pattern + r"(?![a-z])", re.IGNORECASE))
    for role, pattern in (
        (Role.CARD, rf"(?:(?:no|nomor|nmr)[. ]*)?(?:induk )?{_CARDS}"),
        (
            Role.OTHER,
            rf"(?:(?:no|nomor)[. ]*)?(?:nik\b|ktp(?:-el)?\b|e-ktp|induk kependudukan|{_PHONES})(?: / ?\w+)?",
        ),
        (
            Role.SEX,
            r"(?:l ?/ ?p|p ?/ ?l|lk ?/ ?pr?|jns\.? kel(?:amin)?\.?|jenis kelamin|j\.? ?k\.?|kelamin|gender|sex)",
        ),
        (Role.NAME, rf"(?:nama(?: ?(?:{_OF_NAMES}))*|personalia)"),
        (Role.POSITION, rf"(?:jabatan|kedudukan|posisi)(?: ?(?:{_OF_POSTS}))*"),
        (Role.NUMBER, r"(?:no|nomor|nmr|#)(?:\.? urut)?\.?"),
        (Role.ORGAN, r"(?:organ|unsur|badan|lembaga|bidang|bagian|divisi)"),
        (Role.OTHER, rf"(?:{_OTHERS})\b\.?(?: (?:lahir|tanggal|tgl|terakhir|dan|/)\b[.,]?)*"),
    )
)


@dataclass(frozen=True, slots=True)
class Label:
    """A header over a column and how far it reaches."""

    role: Role
    box: Box


def role_of(text: str) -> Role | None:
    """The role of a column with this whole header text; None when no header is known to read so."""
    bare = " ".join(text.split()).strip(" .:*")
    for role, pattern in _LABELS:
        found = pattern.match(bare)
        if found and found.end() >= len(bare.rstrip(" .")):
            return role
    return None


def header_at(lines: Sequence[Line], place: int) -> tuple[list[Label], range] | None:
    """The labels of a table header that has the line at ``place``, and the lines it takes; else None.

    A header may be broken over the lines above and below ("Nomor" over "KTA"); of the ways to take it
    the one with most labels, and then most lines, is right.
    """
    if role_word(lines[place].text) is None:
        return None
    best: tuple[list[Label], range] | None = None
    for start in range(max(0, place - 2), place + 1):
        for stop in range(place + 1, min(len(lines), place + 3) + 1):
            taken = lines[start:stop]
            if any(low.base - high.base > 1.9 * high.em for high, low in pairwise(taken)):
                continue
            labels = max((_labels(taken, white) for white in _WHITE), key=len)
            if labels and (best is None or (len(labels), len(taken)) > (len(best[0]), len(best[1]))):
                best = (labels, range(start, stop))
    return best


def role_word(text: str) -> str | None:
    """The word that makes a line worth a look as a header."""
    found = re.search(rf"\bnama(?:{_OF_NAMES})?\b|\bpersonalia\b", text, re.IGNORECASE)
    return found.group() if found else None


def _labels(lines: Sequence[Line], white: float) -> list[Label]:
    """The labels these lines hold from left to right; [] when any word is none of a header.

    ``white`` is what parts two labels at least, in type sizes.
    """
    stacks: list[list[Line]] = []
    for piece in (piece for line in lines for piece in line.pieces(white)):
        for stack in stacks:
            if any(piece.x0 < other.x1 and other.x0 < piece.x1 for other in stack):
                stack.append(piece)
                break
        else:
            stacks.append([piece])
    labels: list[Label] = []
    for stack in sorted(stacks, key=lambda stack: stack[0].x0):
        text = " ".join(piece.text for piece in stack).replace("- ", "")
        role = role_of(text)
        if role:
            labels.append(Label(role, around(piece.box for piece in stack)))
        else:
            split = _split(stack[0].words) if len(stack) == 1 else []
            if not split:
                return []
            labels.extend(split)
    roles = [label.role for label in labels]
    return labels if Role.NAME in roles and len(roles) > 1 else []


def _split(words: Sequence[Word]) -> list[Label]:
    """Labels that stand side by side with no wide white between them; [] when that cannot be."""
    if not words:
        return []
    for stop in range(len(words), 0, -1):
        role = role_of(" ".join(word.text for word in words[:stop]))
        if role:
            rest = _split(words[stop:])
            if rest or stop == len(words):
                return [Label(role, around(word.box for word in words[:stop])), *rest]
    return []

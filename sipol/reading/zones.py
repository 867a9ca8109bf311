"""Which part of the decree each line belongs to."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sipol.reading.dates import CITY_AND_DAY
from sipol.reading.entries import Mark, entry_of
from sipol.reading.headers import Role, header_at
from sipol.reading.lexicon import name_like, noise, organ_like, post_like, title_like
from sipol.reading.page import Line, Page


class Zone(StrEnum):
    """The parts of an SK."""

    TITLE = "title"
    PREAMBLE = "preamble"
    DICTUM = "dictum"
    SIGNED = "signed"
    APPENDIX = "appendix"
    BOARD = "board"
    TAIL = "tail"


@dataclass(frozen=True)
class Placed:
    """A line and the part of the decree it belongs to."""

    line: Line
    zone: Zone


_I = re.IGNORECASE
_SIGNED = re.compile(
    r"^(?:(?:ditetapkan|dikeluarkan|ditandatangani|disahkan|dibuat)\s*(?:di|pada|oleh)\b|pada\s+tanggal\b)", _I
)
_TAIL = re.compile(r"^(?:tembusan|salinan|tindasan)\b", _I)
_APPENDIX = re.compile(r"^(?:Lampiran|LAMPIRAN|L A M P I R A N)\b.*[^.;,]$")
_PREAMBLE = re.compile(r"^(?:menimbang|mengingat|memperhatikan|membaca|mendengar|memperhatikan pula)\s*(?::|;|$)", _I)
_DECIDE = re.compile(r"^(?:m\s*e\s*m\s*u\s*t\s*u\s*s\s*k\s*a\s*n|menetapkan)\b", _I)
_DICTUM = re.compile(
    r"^(?:pertama|kesatu|kedua|ketiga|keempat|kelima|keenam|ketujuh|kedelapan|kesembilan|kesepuluh)\s*[:.,]", _I
)
_BOARD = re.compile(r"^(?:susunan|daftar|komposisi|struktur|personalia|nama-nama|formasi)\b", _I)
_SIGNER = re.compile(
    r"^(?:(?:plt|pj|a\.n)\.?\s)?(?:wakil\s)?(?:ketua|sekretaris|presiden|bendahara|sekjen|ketum)"
    r"(?:\s(?:umum|jenderal|jendral|harian|nasional|wilayah|daerah|cabang|dp[pwdc]|[ivx]+))*,$",
    _I,
)
_FOLLOWS = re.compile(r"(?:berikut(?: ini)?|tersebut di bawah ini|di bawah ini)\s*[:.;]?$", _I)


_EARLY = frozenset({Zone.TITLE, Zone.PREAMBLE, Zone.DICTUM})
_OPENERS = (
    (Zone.TAIL, _TAIL, frozenset(Zone)),
    (Zone.APPENDIX, _APPENDIX, frozenset(Zone)),
    (Zone.PREAMBLE, _PREAMBLE, _EARLY),
    (Zone.DICTUM, _DECIDE, _EARLY),
    (Zone.DICTUM, _DICTUM, frozenset(Zone) - {Zone.SIGNED, Zone.TAIL}),
)


def zones_of(pages: Sequence[Page]) -> Iterator[Placed]:
    """Every line of the text pages with its part of the decree, in reading order."""
    walk = _Walk()
    for page in pages:
        walk.page = page.number
        for place, line in enumerate(page.lines):
            if _running(page, place):
                continue
            yield Placed(line, walk.step(page.lines, place))


def _running(page: Page, place: int) -> bool:
    """Whether a line is a page number at the head or the foot of its page."""
    line = page.lines[place]
    outermost = (place == 0 and line.base < 0.1 * page.height) or (
        place == len(page.lines) - 1 and line.base > 0.9 * page.height
    )
    return outermost and noise(line.text)


class _Walk:
    """The part of the decree reached so far."""

    def __init__(self) -> None:
        self.zone = Zone.TITLE
        self.page = 0
        self.entered = 0
        self.board_next = False

    def step(self, lines: Sequence[Line], place: int) -> Zone:
        line = lines[place]
        text = line.text.strip()
        if self.board_next:
            self._enter(Zone.BOARD)
        self.board_next = self.zone in (Zone.DICTUM, Zone.APPENDIX) and bool(_FOLLOWS.search(text))
        found = self._named(line) or self._begun(lines, place, text)
        if found:
            self._enter(found)
        return self.zone

    def _enter(self, zone: Zone) -> None:
        if zone is not self.zone:
            self.zone, self.entered = zone, self.page
        self.board_next = False

    def _named(self, line: Line) -> Zone | None:
        """The part that a line opens by the word it begins with."""
        if _signed(line):
            return Zone.SIGNED
        text = line.text.strip()
        for zone, pattern, allowed in _OPENERS:
            if self.zone in allowed and pattern.match(text):
                return zone
        return None

    def _begun(self, lines: Sequence[Line], place: int, text: str) -> Zone | None:
        """The board, when a line shows that it has begun; the signatures, when two posts stand alone."""
        line = lines[place]
        fresh = self.zone in (Zone.SIGNED, Zone.TAIL) and self.page > self.entered
        if self.zone is Zone.APPENDIX or fresh or (self.zone is Zone.DICTUM and text.isupper()):
            if _BOARD.match(text):
                return Zone.BOARD
            if self.zone is Zone.APPENDIX and organ_like(text) and len(line.words) < 6:
                return Zone.BOARD
        if self.zone in (Zone.BOARD, Zone.DICTUM) and _posts_alone(line):
            return Zone.SIGNED
        if self.zone in (Zone.TITLE, Zone.DICTUM, Zone.APPENDIX) or fresh:
            header = header_at(lines, place)
            if header and any(label.role is Role.POSITION for label in header[0]):
                return Zone.BOARD
            if _entry(line):
                return Zone.BOARD
        return None


def _signed(line: Line) -> bool:
    return any(_SIGNED.match(piece.text) or CITY_AND_DAY.match(piece.text) for piece in line.pieces(2.0))


def _posts_alone(line: Line) -> bool:
    return all(_SIGNER.match(piece.text) for piece in line.pieces(2.0))


def _entry(line: Line) -> bool:
    entry = entry_of(line, gaps=False)
    return bool(
        entry.left
        and entry.right
        and entry.mark in (Mark.COLON, Mark.LEADER)
        and post_like(entry.left.text)
        and not title_like(entry.left.text)
        and name_like(entry.right.pieces(1.5)[0].text)
    )

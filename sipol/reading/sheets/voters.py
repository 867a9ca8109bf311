"""Voter lists: the columns a member list has too, and one that says what became of a person."""

import re
from collections.abc import Sequence

from sipol.reading.sheets.columns import folded
from sipol.reading.sheets.values import bare
from sipol.rules.voters import VoterStatus

_TITLES = (re.compile(r"keterangan|^ket\b|\btms\b|status (?:pemilih|data|dpb)|alasan"), re.compile(r"^status$"))
"""Titles of that column, the surer kind first: a bare "status" may be about marriage, whose words say nothing here."""
_WORDS: tuple[tuple[VoterStatus, re.Pattern[str]], ...] = tuple(
    (status, re.compile(pattern))
    for status, pattern in (
        (VoterStatus.DEAD, r"\bmeninggal\b|\bwafat\b|\balmarhum(?:ah)?\b|\bmd\b"),
        (VoterStatus.POLICE, r"\bpolri\b|\bpolisi\b|\bkepolisian\b"),
        (VoterStatus.MILITARY, r"\btni\b|\btentara\b|\bmiliter\b"),
        (VoterStatus.STRUCK, r"\bpindah\b|\bganda\b|\bbawah umur\b|\bwna\b|\bwarga negara asing\b|\btidak dikenal\b"),
    )
)
_OVER = re.compile(r"\b(?:pensiunan|purnawirawan|eks|mantan|bukan)\b")


def status_column(header: Sequence[str]) -> int:
    """Where the column stands; -1 where there is none."""
    titles = [folded(title) for title in header]
    found = (place for kind in _TITLES for place, title in enumerate(titles) if kind.search(title))
    return next(found, -1)


def status_of(cell: str) -> VoterStatus:
    """What a cell says of a person; a voter where it says nothing else. Who left the service is a voter."""
    words = folded(bare(cell))
    if not words:
        return VoterStatus.VOTER
    found = next((status for status, pattern in _WORDS if pattern.search(words)), VoterStatus.VOTER)
    served = found in (VoterStatus.POLICE, VoterStatus.MILITARY)
    return VoterStatus.VOTER if served and _OVER.search(words) else found

"""Hold an SK against other papers: who issued it, who signed it, what it replaces. Plain values in and out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from uuid import UUID

from sipol.names import NameMatch, Seat, Verdict, compare, same_position
from sipol.reading import DecreeReading, Evidence, Signatory
from sipol.render import short_date
from sipol.rules.decrees import post_of, strokes_of
from sipol.rules.findings import CLEAR, Against, Field
from sipol.rules.regions import LEVEL_WORDS, Level
from sipol.services.checks import Doubt, Term

WORD = re.compile(r"[^\W_]+")
ON_BEHALF = re.compile(r"(?i)^(?:a\.?\s?n\.?|atas nama)\s")
MINISTER = re.compile(r"(?i)\bmenteri\b")


@dataclass(frozen=True, slots=True)
class Label:
    """What a party calls its body at a level, in full and in short."""

    level: Level
    label: str
    short: str


@dataclass(frozen=True, slots=True)
class Cited:
    """Another paper: of which unit, its number and day, its people in order, and the years or the day it ends."""

    decree_id: UUID
    unit_id: UUID
    unit: str
    number: str
    issued_on: date | None
    term: Term | None = None
    extended_until: date | None = None
    seats: Sequence[Seat] = field(default=())
    orders: Sequence[int] = field(default=())

    @property
    def ends_on(self) -> date | None:
        """The last day its period of office can have, where it says one: of its last year nobody knows the day."""
        if self.extended_until is not None:
            return self.extended_until
        return date(self.term[1], 12, 31) if self.term else None

    @property
    def runs_until(self) -> date | None:
        """The first day at which it may be over."""
        if self.extended_until is not None:
            return self.extended_until
        return date(self.term[1], 1, 1) if self.term else None


@dataclass(frozen=True, slots=True)
class Successor:
    """What an SK says of the one before it."""

    issued_on: date | None
    replaces: str
    evidence: Evidence | None = None


def issuer_doubts(issuer: str, level: Level, by: Level, labels: Sequence[Label], seen: Evidence | None) -> list[Doubt]:
    """The body that issued the SK of a unit at ``level`` is not of the rank ``by``, as the party's statute asks."""
    named = level_named(issuer, labels)
    if level is Level.NATION or named in (None, by):
        return []
    wanted = next((label.label for label in labels if label.level is by), LEVEL_WORDS[by])
    assert named is not None
    told = (
        f"SK ini diterbitkan pengurus tingkat {LEVEL_WORDS[named]} (“{issuer.strip()}”), sedangkan menurut aturan "
        f"partai SK tingkat {LEVEL_WORDS[level]} diterbitkan {wanted} (tingkat {LEVEL_WORDS[by]})."
    )
    return [Doubt(Field.ISSUER, Against.RULE, found=told, evidence=seen, doubtful=_weak(seen))]


def level_named(text: str, labels: Sequence[Label]) -> Level | None:
    """The level whose label stands first in a text; None where none does, or one that the party uses at two levels."""
    words = [word.casefold() for word in WORD.findall(text)]
    found: dict[int, list[Level]] = {}
    for label in labels:
        for name in (label.label, label.short):
            ours = [word.casefold() for word in WORD.findall(name)]
            places = range(len(words) - len(ours) + 1) if ours else ()
            place = next((start for start in places if words[start : start + len(ours)] == ours), None)
            if place is not None:
                found.setdefault(place, []).append(label.level)
    levels = set(found[min(found)]) if found else set()
    return levels.pop() if len(levels) == 1 else None


def signatory_doubts(
    signed: Sequence[Signatory], board: Cited, day: date, own_words: Sequence[str] = ()
) -> Iterator[Doubt]:
    """Who signed is not who held that post at the issuer on that day, or is written otherwise.

    ``own_words``: labels and names of the party, which many write behind a post ("Ketua DPD Partai X").
    """
    for written in signed:
        person = replace(written, position=bare_post(written.position, own_words))
        place, match = _holder(person, board.seats)
        if place is None:
            yield _unknown_signer(person, board, day)
            continue
        assert match is not None
        seat = board.seats[place]
        acting = ON_BEHALF.match(person.position) or post_of(person.position) != person.position
        alike = same_position(post_of(person.position), post_of(bare_post(seat.position, own_words)))
        if match.written_alike and not acting and not alike:
            yield _other_post(person, board, place, day)
        if match.written_alike:
            continue
        yield Doubt(
            Field.SIGNATORY,
            Against.ISSUER,
            subject=f"{person.position}, penanda tangan",
            stated=person.name,
            found=seat.name,
            difference=match.difference,
            score=match.score,
            marks=match.marks,
            evidence=_evidence(person),
            doubtful=person.confidence < CLEAR,
            other_decree_id=board.decree_id,
            other_order=board.orders[place],
            other_unit_id=board.unit_id,
        )


def bare_post(position: str, own_words: Sequence[str]) -> str:
    """A post without the party's own words behind it: "Ketua DPD Partai X" is Ketua."""
    for word in sorted(own_words, key=len, reverse=True):
        behind = re.search(rf"\s+{re.escape(word)}\b.*", position, re.IGNORECASE) if word else None
        if behind:
            position = position[: behind.start()]
    return position.strip(" ,") or position


def _holder(person: Signatory, seats: Sequence[Seat]) -> tuple[int | None, NameMatch | None]:
    """The seat of whoever bears this name, else the one that holds this post; with how the names compare."""
    matches = [compare(person.name, seat.name) for seat in seats]
    post = post_of(person.position)
    held = [place for place, seat in enumerate(seats) if same_position(post, post_of(seat.position))]
    named = [place for place, match in enumerate(matches) if match.verdict in (Verdict.SAME, Verdict.LIKELY)]
    seat = next((place for place in held if place in named), None)
    if seat is None:
        seat = max(named, key=lambda place: matches[place].score, default=held[0] if held else None)
    return (None, None) if seat is None else (seat, matches[seat])


def _unknown_signer(person: Signatory, board: Cited, day: date) -> Doubt:
    told = (
        f"{person.name} menandatangani sebagai {person.position}, tetapi nama dan jabatan itu tidak tercatat pada "
        f"{board.unit} per {short_date(day)} (SK Nomor {board.number})."
    )
    return _signatory(person, board, told, None)


def _other_post(person: Signatory, board: Cited, place: int, day: date) -> Doubt:
    told = (
        f"{person.name} menandatangani sebagai {person.position}, sedangkan pada {board.unit} per {short_date(day)} "
        f"tercatat sebagai {board.seats[place].position} (SK Nomor {board.number})."
    )
    return _signatory(person, board, told, board.orders[place])


def _signatory(person: Signatory, board: Cited, told: str, order: int | None) -> Doubt:
    return Doubt(
        Field.SIGNATORY,
        Against.ISSUER,
        subject=f"{person.position}, penanda tangan",
        found=told,
        evidence=_evidence(person),
        doubtful=person.confidence < CLEAR,
        other_decree_id=board.decree_id,
        other_order=order,
        other_unit_id=board.unit_id,
    )


def _evidence(person: Signatory) -> Evidence:
    return Evidence(person.page, person.box, person.confidence)


def _weak(seen: Evidence | None) -> bool:
    return seen is not None and seen.confidence < CLEAR


def signatories_of(reading: DecreeReading) -> list[Signatory]:
    """Those who signed for the party: on a decree of the Minister nobody does."""
    return [row for row in reading.signatories if not MINISTER.search(row.position)]


def succession_doubts(new: Successor, former: Cited) -> Iterator[Doubt]:
    """The SK names another one as replaced than the one in force, is older than it, leaves a gap, or overlaps it."""
    for told in _succession(new, former):
        yield Doubt(
            Field.SUCCESSION,
            Against.IN_FORCE,
            found=told,
            evidence=new.evidence,
            doubtful=_weak(new.evidence),
            other_decree_id=former.decree_id,
            other_unit_id=former.unit_id,
        )


def _succession(new: Successor, former: Cited) -> Iterator[str]:
    if new.replaces and strokes_of(new.replaces) != strokes_of(former.number):
        yield (
            f"SK ini menyatakan mengganti SK Nomor {new.replaces}, sedangkan yang berlaku menurut register adalah SK "
            f"Nomor {former.number}."
        )
    if new.issued_on is None:
        return
    if former.issued_on and new.issued_on < former.issued_on:
        yield (
            f"SK ini bertanggal {short_date(new.issued_on)}, lebih awal daripada SK Nomor {former.number} yang "
            f"berlaku, tanggal {short_date(former.issued_on)}."
        )
        return
    ends = former.ends_on
    if ends is None:
        return
    if new.issued_on > ends + timedelta(days=1):
        days = (new.issued_on - ends).days - 1
        yield (
            f"Masa bakti SK Nomor {former.number} berakhir {short_date(ends)} dan SK ini baru ditetapkan "
            f"{short_date(new.issued_on)}: {days} hari tanpa SK yang berlaku."
        )
    elif not new.replaces and former.runs_until and new.issued_on < former.runs_until:
        last = short_date(ends) if former.extended_until else f"tahun {ends.year}"
        yield (
            f"Masa bakti SK Nomor {former.number} baru berakhir {last}, dan SK ini tidak menyebut nomor SK yang "
            "diganti. Pastikan SK itu dicabut."
        )

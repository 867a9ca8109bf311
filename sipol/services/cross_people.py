"""Hold the people of a board against other boards and against the members. Plain values in and out.

Equal names never prove one person (domain, section 5): a NIK or a card does, and where both sides have one that
differs, nobody is asked.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeAlias
from uuid import UUID

from sipol.names import Verdict, compare
from sipol.rules.findings import Against, Field
from sipol.rules.member_life import MemberStatus
from sipol.rules.regions import jurisdiction
from sipol.services.checks import Doubt

RULED_OUT = {
    MemberStatus.NOT_MET: "sudah dinyatakan TMS",
    MemberStatus.REMOVED: "sudah dikeluarkan",
}


class Sameness(StrEnum):
    """How sure it is that two people on boards are one."""

    SURE = "sure"
    MAYBE = "maybe"


@dataclass(frozen=True, slots=True)
class Seated:
    """Somebody on a board. ``core``: the words of the name without titles; ``nik``: its keyed hash, where the party's
    members tell it by the card; ``key``: the post must not stay empty; ``counted``: the organ counts as pengurus.
    """

    party_id: UUID
    unit_id: UUID
    unit: str
    region_code: str
    decree_id: UUID
    order: int
    position: str
    name: str
    core: str
    card: str = ""
    nik: bytes | None = None
    key: bool = False
    counted: bool = True
    acting: bool = False


@dataclass(frozen=True, slots=True)
class CardHolder:
    """The member who has a card. ``near``: of the place where the board works; of others no name is told."""

    name: str
    status: MemberStatus
    near: bool = True


LEAST_SIGNS = 4
"""Letters and figures of a card's number; what has fewer ("-", "0") is none."""


def card_in(written: str) -> str:
    """The number of a card as written, or "" for what is none."""
    return written if sum(map(str.isalnum, written)) >= LEAST_SIGNS else ""


def is_holder(name: str, holder: str) -> bool:
    """Whether a card's holder can be this person: a mistyped number is somebody else's."""
    return compare(name, holder).verdict in (Verdict.SAME, Verdict.LIKELY)


def people_doubts(mine: Sequence[Seated], others: Sequence[Seated]) -> Iterator[Doubt]:
    """People of this board who may sit on another board too: of another party, or in a second key post."""
    yield from _twice_here(mine)
    known = _by_mark(others)
    for person in mine:
        found: dict[UUID, tuple[Sameness, Seated]] = {}
        for other in _alike(person, known):
            same = sameness(person, other)
            # Of each other party the surest is told of, once.
            told = found.get(other.party_id)
            if same and _collides(person, other) and (told is None or (same, told[0]) == _BETTER):
                found[other.party_id] = (same, other)
        for same, other in found.values():
            yield _doubt(person, other, same)


_BETTER = (Sameness.SURE, Sameness.MAYBE)
Mark: TypeAlias = str | bytes


def _marks(seat: Seated) -> set[Mark]:
    """What may show that somebody is the same: the name, the card, the NIK."""
    return {mark for mark in (seat.core, seat.card, seat.nik) if mark}


def _by_mark(seats: Sequence[Seated]) -> Mapping[Mark, list[Seated]]:
    found: dict[Mark, list[Seated]] = {}
    for seat in seats:
        for mark in _marks(seat):
            found.setdefault(mark, []).append(seat)
    return found


def _alike(person: Seated, known: Mapping[Mark, list[Seated]]) -> list[Seated]:
    """Who shares a mark with a person, each once, in the order of their boards."""
    shared = {id(seat): seat for mark in _marks(person) for seat in known.get(mark, ()) if seat is not person}
    return sorted(shared.values(), key=lambda seat: (seat.region_code, seat.unit_id, seat.order))


def sameness(one: Seated, other: Seated) -> Sameness | None:
    """Whether two people are one; None where they are not, or nothing tells."""
    if one.nik and other.nik:
        return Sameness.SURE if one.nik == other.nik else None
    if one.party_id == other.party_id and one.card and other.card:
        return Sameness.SURE if one.card == other.card else None
    near = jurisdiction(one.region_code) == jurisdiction(other.region_code)
    return Sameness.MAYBE if near and one.core == other.core and " " in one.core else None


def _collides(person: Seated, other: Seated) -> bool:
    if person.party_id != other.party_id:
        return True
    # Whoever acts in a post for a while holds another one, as a rule.
    return all(seat.key and seat.counted and not seat.acting for seat in (person, other))


def _twice_here(mine: Sequence[Seated]) -> Iterator[Doubt]:
    counted = [seat for seat in mine if seat.counted]
    known = _by_mark(counted)
    for second in counted:
        first = next((seat for seat in _alike(second, known) if seat.order < second.order), None)
        if first is not None and sameness(first, second):
            same = "Nama" if first.core == second.core else "Nomor KTA"
            told = f"{same} yang sama juga tertulis pada baris {first.order} sebagai {first.position}."
            whole = f"{told} Pastikan satu orang tidak memegang dua jabatan."
            yield replace(_told(Field.TWO_POSTS, second, first, whole), key=f"{first.name} {first.position}")


def _doubt(person: Seated, other: Seated, same: Sameness) -> Doubt:
    """Of another party nothing is said but that there is somebody: what it is, its own people and KPU know."""
    if person.party_id == other.party_id:
        sure = "Nomor KTA-nya sama" if same is Sameness.SURE else "Namanya sama dan wilayahnya sama"
        told = (
            f"Mungkin juga {other.position} pada {other.unit}. {sure}. Pastikan aturan partai membolehkan satu orang "
            "memegang jabatan inti pada dua kepengurusan."
        )
        return _told(Field.TWO_POSTS, person, other, told)
    if same is Sameness.SURE:
        told = "NIK-nya pada daftar anggota sama dengan NIK seorang pengurus partai lain."
    else:
        told = (
            "Nama ini sama dengan nama seorang pengurus partai lain di wilayah yang sama. "
            "Nama yang sama belum tentu orang yang sama; jelaskan siapa yang dimaksud."
        )
    return _told(Field.TWO_PARTIES, person, other, told)


def _told(field: Field, person: Seated, other: Seated, told: str) -> Doubt:
    return Doubt(
        field,
        Against.BOARDS,
        order=person.order,
        subject=person.position,
        stated=person.name,
        found=told,
        key="elsewhere",
        other_decree_id=other.decree_id,
        other_order=other.order,
        other_unit_id=other.unit_id,
    )


def membership_doubts(mine: Sequence[Seated], held: Mapping[str, CardHolder], *, lists: bool) -> Iterator[Doubt]:
    """Cards that nobody has, that somebody else has, or whose holder is out; ``lists``: members were handed in here."""
    for person in mine:
        if not person.card:
            continue
        holder = held.get(person.card)
        if holder is None:
            if lists:
                yield _not_a_member(person, f"KTA {person.card} tidak ada pada daftar anggota yang diajukan.")
        elif holder.near and holder.status in RULED_OUT and is_holder(person.name, holder.name):
            told = f"KTA {person.card} adalah milik anggota yang {RULED_OUT[holder.status]}."
            yield _not_a_member(person, f"{told} Pengurus harus anggota partai.")
        else:
            yield from _named_otherwise(person, holder)


def _named_otherwise(person: Seated, holder: CardHolder) -> Iterator[Doubt]:
    match = compare(person.name, holder.name)
    if match.written_alike:
        return
    if not holder.near:
        if match.verdict is Verdict.DIFFERENT:
            yield _not_a_member(person, f"KTA {person.card} terdaftar atas nama lain. Periksa nomornya.")
        return
    yield Doubt(
        Field.MEMBERSHIP,
        Against.MEMBERS,
        order=person.order,
        subject=person.position,
        stated=person.name,
        found=holder.name,
        difference=match.difference,
        score=match.score,
        marks=match.marks,
    )


def _not_a_member(person: Seated, told: str) -> Doubt:
    return Doubt(
        Field.MEMBERSHIP, Against.MEMBERS, order=person.order, subject=person.position, stated=person.name, found=told
    )


def absent_doubt(absent: Sequence[Seated]) -> Iterator[Doubt]:
    """Officers whom the members do not know by name: one finding for all of them."""
    if absent:
        rows = [str(person.order) for person in absent]
        told = rows[0] if len(rows) == 1 else f"{', '.join(rows[:-1])} dan {rows[-1]}"
        yield Doubt(
            Field.MEMBERSHIP,
            Against.MEMBERS,
            key="absent",
            found=(
                f"{len(rows)} pengurus tidak ditemukan pada daftar anggota menurut nama: baris {told}. "
                "Pastikan mereka anggota partai, atau isi nomor KTA-nya."
            ),
        )

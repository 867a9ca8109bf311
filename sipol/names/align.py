"""Which token of one name answers which token of the other."""

from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from sipol.names.frequency import rarity
from sipol.names.kinds import Difference, Rung
from sipol.names.parts import Reading
from sipol.names.spelling import Evidence, equal, evidence, shortens


class Link(NamedTuple):
    """Tokens ``stated:stated_end`` answered by ``found:found_end``; two on one side mean joined or split words."""

    stated: int
    stated_end: int
    found: int
    found_end: int
    evidence: Evidence

    @property
    def joined(self) -> bool:
        """Whether a word on one side is written as several on the other."""
        return self.stated_end - self.stated != self.found_end - self.found


@dataclass(slots=True)
class Alignment:
    """The links between two readings, and the tokens of each that nothing answers."""

    links: list[Link] = field(default_factory=list)
    left: list[int] = field(default_factory=list)
    right: list[int] = field(default_factory=list)

    def turned(self) -> "Alignment":
        """The same alignment seen from the other name."""
        links = [Link(k.found, k.found_end, k.stated, k.stated_end, k.evidence) for k in self.links]
        return Alignment(links, self.right, self.left)

    @property
    def reordered(self) -> bool:
        """Whether the linked tokens stand in another order."""
        if len(self.links) < 2:
            return False
        places = [link.found for link in sorted(self.links)]
        return any(later < earlier for earlier, later in pairwise(places))

    @property
    def word_for_word(self) -> bool:
        """Whether every token of either side is answered by the very same letters."""
        if self.left or self.right:
            return False
        return all(link.evidence.rung >= Rung.EQUAL_INITIAL for link in self.links)


def align(stated: Reading, found: Reading) -> Alignment:
    """The best links between two readings: equal tokens, then joined ones, then by falling evidence."""
    ours, theirs = stated.keys, found.keys
    if ours == theirs:
        return Alignment([Link(n, n + 1, n, n + 1, equal(key)) for n, key in enumerate(ours)])
    links, left, right = _equal(ours, theirs)
    if left and right:
        if len(left) + len(right) > 2:
            _join(ours, theirs, links, left, right)
        _similar(stated, found, links, left, right)
    return Alignment(links, left, right)


def _equal(ones: tuple[str, ...], twos: tuple[str, ...]) -> tuple[list[Link], list[int], list[int]]:
    links = [
        Link(n, n + 1, n, n + 1, equal(one)) for n, (one, two) in enumerate(zip(ones, twos, strict=False)) if one == two
    ]
    taken = {link.stated for link in links}
    left: list[int] = []
    right = [m for m in range(len(twos)) if m not in taken]
    for n, key in enumerate(ones):
        if n in taken:
            continue
        if key not in twos:
            left.append(n)
            continue
        places = [m for m in right if twos[m] == key]
        if not places:
            left.append(n)
            continue
        place = places[0] if len(places) == 1 else min(places, key=lambda m: abs(m - n))
        right.remove(place)
        links.append(Link(n, n + 1, place, place + 1, equal(key)))
    return links, left, right


def _join(ones: tuple[str, ...], twos: tuple[str, ...], links: list[Link], left: list[int], right: list[int]) -> None:
    """Link two neighbours of one side with one token of the other: La Ode/Laode."""
    for n, after in list(pairwise(left)):
        if after != n + 1 or n not in left or after not in left:
            continue
        for m in right:
            proof = _joined(ones[n] + ones[after], twos[m])
            if proof:
                links.append(Link(n, n + 2, m, m + 1, proof))
                left[:] = [x for x in left if x not in (n, after)]
                right.remove(m)
                break
    for m, after in list(pairwise(right)):
        if after != m + 1 or m not in right or after not in right:
            continue
        for n in left:
            proof = _joined(ones[n], twos[m] + twos[after])
            if proof:
                links.append(Link(n, n + 1, m, m + 2, proof))
                left.remove(n)
                right[:] = [x for x in right if x not in (m, after)]
                break


def _joined(one: str, two: str) -> Evidence | None:
    if one == two:
        # The halves need not be rare for the whole to be.
        return Evidence(Rung.EQUAL, Difference.SPACING, rarity(one))
    if abs(len(one) - len(two)) > 2 or one[0] != two[0] or len(one) < 5:
        return None
    proof = evidence(one, two)
    return proof if proof and proof.rung >= Rung.TWICE_KNOWN and proof.rung != Rung.SLIP_SHORT_KNOWN else None


def _similar(stated: Reading, found: Reading, links: list[Link], left: list[int], right: list[int]) -> None:
    wishes: list[tuple[int, int, int, int, Evidence]] = []
    for a, n in enumerate(left):
        for b, m in enumerate(right):
            proof = evidence(stated.keys[n], found.keys[m])
            if proof is None or proof.rung < Rung.SHORTENED:
                proof = _shortened(stated, found, n, m) or proof
            if proof is not None:
                wishes.append((-proof.rung, abs(a - b), n, m, proof))
    if len(wishes) > 1:
        wishes.sort(key=lambda wish: wish[:4])
    for _, _, n, m, proof in wishes:
        if n in left and m in right:
            links.append(Link(n, n + 1, m, m + 1, proof))
            left.remove(n)
            right.remove(m)


def _shortened(stated: Reading, found: Reading, n: int, m: int) -> Evidence | None:
    one, two = stated.keys[n], found.keys[m]
    if stated.dotted >> n & 1 and shortens(one, two):
        return Evidence(Rung.SHORTENED, Difference.ABBREVIATION, rarity(two))
    if found.dotted >> m & 1 and shortens(two, one):
        return Evidence(Rung.SHORTENED, Difference.ABBREVIATION, rarity(one))
    return None

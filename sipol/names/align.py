"""Which token of one name answers which token of the other."""

from dataclasses import dataclass, field
from itertools import pairwise

from sipol.names.families import PARTICLES
from sipol.names.kinds import Difference, Kind
from sipol.names.parts import Reading, Token
from sipol.names.spelling import EQUAL, Evidence, evidence, shortens

SHORTENED = Evidence(Kind.SHORTENED, Difference.ABBREVIATION)


@dataclass(frozen=True, slots=True)
class Link:
    """Tokens ``stated[i:i2]`` answered by ``found[j:j2]``; more than one on a side means joined or split."""

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
        places = [link.found for link in sorted(self.links, key=lambda link: link.stated)]
        return any(later < earlier for earlier, later in pairwise(places))


def align(stated: Reading, found: Reading) -> Alignment:
    """The best links between two readings: equal tokens, then joined ones, then by falling evidence."""
    if stated.keys == found.keys:
        return Alignment([Link(n, n + 1, n, n + 1, EQUAL) for n in range(len(stated.keys))])
    links, left, right = _equal(stated.keys, found.keys)
    if left and right:
        _join(stated, found, links, left, right)
    if left and right:
        _similar(stated, found, links, left, right)
    return Alignment(links, left, right)


def _equal(ones: tuple[str, ...], twos: tuple[str, ...]) -> tuple[list[Link], list[int], list[int]]:
    links: list[Link] = []
    left: list[int] = []
    right = list(range(len(twos)))
    for n, key in enumerate(ones):
        places = [m for m in right if twos[m] == key]
        if not places:
            left.append(n)
            continue
        place = min(places, key=lambda m: abs(m - n))
        right.remove(place)
        links.append(Link(n, n + 1, place, place + 1, EQUAL))
    return links, left, right


def _join(stated: Reading, found: Reading, links: list[Link], left: list[int], right: list[int]) -> None:
    """Link two neighbours of one side with one token of the other: La Ode/Laode."""
    for n, m in ((n, m) for n in tuple(left) for m in tuple(right)):
        if n in left and n + 1 in left and m in right:
            proof = _joined(stated.keys[n] + stated.keys[n + 1], found.keys[m])
            if proof:
                links.append(Link(n, n + 2, m, m + 1, proof))
                left[:] = [x for x in left if x not in (n, n + 1)]
                right.remove(m)
                continue
        if n in left and m in right and m + 1 in right:
            proof = _joined(stated.keys[n], found.keys[m] + found.keys[m + 1])
            if proof:
                links.append(Link(n, n + 1, m, m + 2, proof))
                left.remove(n)
                right[:] = [x for x in right if x not in (m, m + 1)]


def _joined(one: str, two: str) -> Evidence | None:
    if one == two:
        return EQUAL
    if abs(len(one) - len(two)) > 2 or one[0] != two[0] or len(one) < 5:
        return None
    proof = evidence(one, two)
    return proof if proof and proof.kind <= Kind.SLIP_TWICE else None


def _similar(stated: Reading, found: Reading, links: list[Link], left: list[int], right: list[int]) -> None:
    wishes: list[tuple[int, int, int, int, Evidence]] = []
    for n in left:
        for m in right:
            proof = _between(stated.tokens[n], found.tokens[m])
            if proof:
                wishes.append((proof.kind, abs(left.index(n) - right.index(m)), n, m, proof))
    wishes.sort(key=lambda wish: wish[:4])
    for _, _, n, m, proof in wishes:
        if n in left and m in right:
            links.append(Link(n, n + 1, m, m + 1, proof))
            left.remove(n)
            right.remove(m)


def _between(one: Token, two: Token) -> Evidence | None:
    proof = evidence(one.key, two.key)
    if proof and proof.kind <= Kind.SLIP:
        return proof
    if one.dotted and shortens(one.key, two.key):
        return SHORTENED
    if two.dotted and shortens(two.key, one.key):
        return SHORTENED
    return proof


def is_particle(key: str) -> bool:
    """Whether a token is one of the small words whose absence says little."""
    return key in PARTICLES

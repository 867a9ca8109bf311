"""Which token of one name answers which token of the other."""

from operator import itemgetter
from typing import NamedTuple

from sipol.names.frequency import rarity
from sipol.names.kinds import Difference, Rung
from sipol.names.parts import Reading
from sipol.names.spelling import Evidence, equal, evidence, shortens

_PLACE_FOUND = itemgetter(2)


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


_link = tuple.__new__
"""``Link`` without the detour over its keywords: links are made more often than anything else."""


class Alignment:
    """The links between two readings, and the tokens of each that nothing answers."""

    __slots__ = ("left", "links", "right")

    def __init__(self, links: list[Link], left: list[int], right: list[int]) -> None:
        self.links = links
        self.left = left
        self.right = right

    @property
    def weakest(self) -> Rung:
        """The lowest rung among the links."""
        return min([link[4][0] for link in self.links]) if self.links else Rung.CONFLICT

    @property
    def reordered(self) -> bool:
        """Whether the linked tokens stand in another order."""
        links = self.links
        if len(links) < 2:
            return False
        if len(links) == 2:
            one, two = links
            return (one[0] < two[0]) != (one[2] < two[2])
        return sorted(links) != sorted(links, key=_PLACE_FOUND)

    @property
    def word_for_word(self) -> bool:
        """Whether every token of either side is answered by the very same letters."""
        return not self.left and not self.right and (not self.links or self.weakest >= Rung.EQUAL_INITIAL)

    @property
    def contradicted(self) -> bool:
        """Whether either side holds a token that the other does not answer."""
        return bool(self.left and self.right)


def align(stated: Reading, found: Reading) -> Alignment:
    """The best links between two readings: equal tokens, then joined ones, then by falling evidence.

    Seen from the other name the alignment is the same: no step prefers one side.
    """
    ours, theirs = stated.keys, found.keys
    links: list[Link] = []
    if ours == theirs:
        for n, one in enumerate(ours):
            links.append(_link(Link, (n, n + 1, n, n + 1, equal(one))))
        return Alignment(links, [], [])
    left: list[int] = []
    for n, one in enumerate(ours):
        if one in theirs:
            m = theirs.index(one)
            links.append(_link(Link, (n, n + 1, m, m + 1, equal(one))))
        else:
            left.append(n)
    right = [m for m, two in enumerate(theirs) if two not in ours]
    if links and (stated.repeats or found.repeats):
        links, left, right = _nearest(ours, theirs)
    if left and right:
        if len(left) + len(right) > 2:
            _join_fairly(ours, theirs, links, left, right)
        _similar(stated, found, links, left, right)
    return Alignment(links, left, right)


def _nearest(ones: tuple[str, ...], twos: tuple[str, ...]) -> tuple[list[Link], list[int], list[int]]:
    """Equal tokens where one stands twice: those least apart are linked first. With the places left on either side."""
    wishes = sorted(
        [(abs(n - m), n + m, n, m) for n, one in enumerate(ones) for m, two in enumerate(twos) if one == two]
    )
    links: list[Link] = []
    left, right = list(range(len(ones))), list(range(len(twos)))
    for _, _, n, m in wishes:
        if n in left and m in right:
            links.append(Link(n, n + 1, m, m + 1, equal(ones[n])))
            left.remove(n)
            right.remove(m)
    return links, left, right


def _join_fairly(
    ours: tuple[str, ...], theirs: tuple[str, ...], links: list[Link], left: list[int], right: list[int]
) -> None:
    """Link joined words in an order that does not depend on which name stands first."""
    if ours < theirs:
        _join(ours, theirs, links, left, right)
    else:
        turned: list[Link] = []
        _join(theirs, ours, turned, right, left)
        links += [Link(k.found, k.found_end, k.stated, k.stated_end, k.evidence) for k in turned]


def _join(ones: tuple[str, ...], twos: tuple[str, ...], links: list[Link], left: list[int], right: list[int]) -> None:
    """Link neighbours of one side with one token of the other: La Ode/Laode."""
    if len(left) > 1:
        for n, end, m, proof in _joined_runs(ones, twos, left, right):
            links.append(Link(n, end, m, m + 1, proof))
    if len(right) > 1 and left:
        for m, end, n, proof in _joined_runs(twos, ones, right, left):
            links.append(Link(n, n + 1, m, end, proof))


def _joined_runs(
    many: tuple[str, ...], single: tuple[str, ...], left: list[int], right: list[int]
) -> list[tuple[int, int, int, Evidence]]:
    """Runs of ``many`` (first, behind the last) that make one token of ``single``; both are taken off their lists."""
    found: list[tuple[int, int, int, Evidence]] = []
    longest = max([len(single[m]) for m in right]) + 2
    for start in left[:-1]:
        # Most neighbours are longer together than anything on the other side.
        if start + 1 in left and len(many[start]) + len(many[start + 1]) <= longest and start in left:
            run = _joined_run(many, single, start, left, right)
            if run is not None:
                found.append(run)
                left[:] = [n for n in left if not run[0] <= n < run[1]]
                right.remove(run[2])
    return found


def _joined_run(
    many: tuple[str, ...], single: tuple[str, ...], start: int, left: list[int], right: list[int]
) -> tuple[int, int, int, Evidence] | None:
    whole = many[start]
    for end in range(start + 2, start + 5):
        if end - 1 not in left:
            return None
        whole += many[end - 1]
        if end - start > 2 and len(whole) != end - start:
            return None  # three and four are joined only as initials, O.F.P. for OFP
        for m in right:
            two = single[m]
            if -3 < len(two) - len(whole) < 3 and two[0] == whole[0]:
                proof = _joined(whole, two)
                if proof is not None:
                    return start, end, m, proof
    return None


def _joined(one: str, two: str) -> Evidence | None:
    """What links a joined word with one of about its length and its first letter."""
    if one == two:
        # The halves need not be rare for the whole to be.
        return Evidence(Rung.EQUAL, Difference.SPACING, rarity(one))
    if len(one) < 5:
        return None
    proof = evidence(one, two)
    return proof if proof and proof.rung >= Rung.TWICE_KNOWN and proof.rung != Rung.SLIP_SHORT_KNOWN else None


def _similar(stated: Reading, found: Reading, links: list[Link], left: list[int], right: list[int]) -> None:
    """Link what is left by falling evidence, the nearest places first; takes the linked off ``left`` and ``right``."""
    wishes: list[tuple[int, int, int, int, int, Evidence]] = []
    ours, theirs = stated.keys, found.keys
    dotted = stated.dotted or found.dotted
    for a, n in enumerate(left):
        one = ours[n]
        for b, m in enumerate(right):
            proof = evidence(one, theirs[m])
            if dotted and (proof is None or proof[0] < Rung.SHORTENED):
                proof = _shortened(stated, found, n, m) or proof
            if proof is not None:
                # No two wishes speak of the same two places, so that no evidence is ever compared with another.
                wishes.append((-proof[0], abs(a - b), a + b, n, m, proof))
    if len(wishes) > 1:
        wishes.sort()
    for _, _, _, n, m, proof in wishes:
        if n in left and m in right:
            links.append(_link(Link, (n, n + 1, m, m + 1, proof)))
            left.remove(n)
            right.remove(m)


def _shortened(stated: Reading, found: Reading, n: int, m: int) -> Evidence | None:
    one, two = stated.keys[n], found.keys[m]
    if stated.dotted >> n & 1 and shortens(one, two):
        return Evidence(Rung.SHORTENED, Difference.ABBREVIATION, rarity(two))
    if found.dotted >> m & 1 and shortens(two, one):
        return Evidence(Rung.SHORTENED, Difference.ABBREVIATION, rarity(one))
    return None

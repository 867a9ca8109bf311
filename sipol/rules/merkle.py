"""The Merkle tree of RFC 6962, section 2.1: leaves in an order that never changes, one hash for all of them.

Written here because the one kept library for it (pymerkle) is under the GPL. SHA-256; hashes are 32 bytes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256


def leaf_hash(content: bytes) -> bytes:
    return sha256(b"\0" + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\1" + left + right).digest()


@dataclass(slots=True)
class Edge:
    """The right edge of a growing tree: of each full subtree its hash, the largest first. Enough for the next root."""

    size: int = 0
    hashes: list[bytes] = field(default_factory=list)

    def add(self, leaf: bytes) -> None:
        """One more leaf, by its hash."""
        node, level = leaf, self.size
        while level & 1:
            node = node_hash(self.hashes.pop(), node)
            level >>= 1
        self.hashes.append(node)
        self.size += 1

    @property
    def root(self) -> bytes:
        if not self.hashes:
            return sha256(b"").digest()
        node = self.hashes[-1]
        for left in reversed(self.hashes[:-1]):
            node = node_hash(left, node)
        return node


def root_of(leaves: Iterable[bytes]) -> bytes:
    """The root over hashes of leaves."""
    edge = Edge()
    for leaf in leaves:
        edge.add(leaf)
    return edge.root


def inclusion(place: int, leaves: Sequence[bytes]) -> list[bytes]:
    """The path that proves the leaf at ``place`` (from 0) to be in the tree of these leaves, the lowest node first."""
    if not 0 <= place < len(leaves):
        raise ValueError("there is no such leaf")
    if len(leaves) == 1:
        return []
    half = _half(len(leaves))
    if place < half:
        return [*inclusion(place, leaves[:half]), root_of(leaves[half:])]
    return [*inclusion(place - half, leaves[half:]), root_of(leaves[:half])]


def included(leaf: bytes, place: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Whether the path proves the leaf (RFC 9162, section 2.1.3.2)."""
    if not 0 <= place < size:
        return False
    at, last, node = place, size - 1, leaf
    for step in path:
        if last == 0:
            return False
        if at & 1 or at == last:
            node = node_hash(step, node)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            node = node_hash(node, step)
        at, last = at >> 1, last >> 1
    return last == 0 and node == root


def consistency(earlier: int, leaves: Sequence[bytes]) -> list[bytes]:
    """The nodes that prove the tree of the first ``earlier`` leaves to be the beginning of this one."""
    if not 0 < earlier <= len(leaves):
        raise ValueError("there is no such tree")
    return _subproof(earlier, leaves, whole=True)


def _subproof(earlier: int, leaves: Sequence[bytes], *, whole: bool) -> list[bytes]:
    if earlier == len(leaves):
        return [] if whole else [root_of(leaves)]
    half = _half(len(leaves))
    if earlier <= half:
        return [*_subproof(earlier, leaves[:half], whole=whole), root_of(leaves[half:])]
    return [*_subproof(earlier - half, leaves[half:], whole=False), root_of(leaves[:half])]


def consistent(earlier: int, size: int, before: bytes, after: bytes, path: Sequence[bytes]) -> bool:
    """Whether the nodes prove that the root ``before`` grew into ``after`` (RFC 9162, section 2.1.4.2)."""
    if not 0 < earlier <= size:
        return False
    if earlier == size:
        return not path and before == after
    nodes = list(path) if earlier & (earlier - 1) else [before, *path]
    if not nodes:
        return False
    at, last = earlier - 1, size - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    old = new = nodes[0]
    for step in nodes[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            old, new = node_hash(step, old), node_hash(step, new)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            new = node_hash(new, step)
        at, last = at >> 1, last >> 1
    return last == 0 and old == before and new == after


def _half(size: int) -> int:
    """The greatest power of two below ``size``."""
    return 1 << ((size - 1).bit_length() - 1)

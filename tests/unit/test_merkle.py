"""The tree of RFC 6962 held against the vectors of Certificate Transparency, and its proofs against each other."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipol.rules.merkle import Edge, consistency, consistent, included, inclusion, leaf_hash, root_of

LEAVES = ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
HASHED = [leaf_hash(bytes.fromhex(leaf)) for leaf in LEAVES]
TREES = st.lists(st.binary(max_size=4), min_size=1, max_size=40).map(lambda leaves: [leaf_hash(one) for one in leaves])


@pytest.mark.parametrize("size", range(1, 9))
def test_the_roots_are_those_of_certificate_transparency(size: int) -> None:
    assert root_of(HASHED[:size]).hex() == ROOTS[size - 1]


def test_the_tree_of_nothing_is_the_hash_of_nothing() -> None:
    assert Edge().root == sha256(b"").digest()


@given(TREES, st.data())
def test_every_leaf_is_proved_at_its_place_and_nowhere_else(leaves: list[bytes], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(leaves) - 1))
    path, root = inclusion(place, leaves), root_of(leaves)
    assert included(leaves[place], place, len(leaves), path, root)
    assert not included(leaf_hash(b"something else"), place, len(leaves), path, root)
    assert not included(leaves[place], place, len(leaves), path, leaf_hash(b"another root"))
    assert not included(leaves[place], place, len(leaves), [*path, root], root)
    assert not included(leaves[place], len(leaves), len(leaves), path, root)


@given(TREES, st.data())
def test_an_earlier_tree_is_proved_the_beginning_of_a_later_one(leaves: list[bytes], data: st.DataObject) -> None:
    earlier = data.draw(st.integers(1, len(leaves)))
    path, before, after = consistency(earlier, leaves), root_of(leaves[:earlier]), root_of(leaves)
    assert consistent(earlier, len(leaves), before, after, path)
    other = leaf_hash(b"another root")
    assert not consistent(earlier, len(leaves), other, after, path)
    assert not consistent(earlier, len(leaves), before, other, path)
    if path:
        assert not consistent(earlier, len(leaves), before, after, path[:-1])
        assert not consistent(earlier, len(leaves), before, after, [*path[:-1], other])


@given(TREES)
def test_a_tree_that_grew_leaf_by_leaf_has_the_root_of_all(leaves: list[bytes]) -> None:
    edge = Edge()
    for count, leaf in enumerate(leaves, start=1):
        edge = Edge(edge.size, list(edge.hashes))
        edge.add(leaf)
        assert edge.root == root_of(leaves[:count])


@pytest.mark.parametrize("place", [-1, 1])
def test_there_is_no_path_to_a_leaf_that_is_not_there(place: int) -> None:
    with pytest.raises(ValueError, match="no such leaf"):
        inclusion(place, [HASHED[0]])
    with pytest.raises(ValueError, match="no such tree"):
        consistency(2 if place > 0 else 0, [HASHED[0]])

"""What counts for and against one person, as numbers: the terms of the model whose weights stand in the table."""

from sipol.names.align import Alignment, is_particle
from sipol.names.frequency import rarity
from sipol.names.kinds import Kind
from sipol.names.parts import Reading

Features = dict[str, float]

_PLAIN = {
    Kind.INITIAL: "initial",
    Kind.SHORTENED: "shortened",
    Kind.FAMILY: "family",
    Kind.PART: "part",
    Kind.NEAR: "near",
}


def features(stated: Reading, found: Reading, alignment: Alignment) -> Features:
    """The terms of one pair, symmetric in its two sides; every value is at least 0."""
    terms: Features = {}
    for link in alignment.links:
        one = "".join(stated.keys[link.stated : link.stated_end])
        two = "".join(found.keys[link.found : link.found_end])
        kind = link.evidence.kind
        name = _name(kind, min(len(one), len(two)), link.evidence.known)
        weight = (
            min(rarity(one), rarity(two))
            if min(len(one), len(two)) > 1 or one == two
            else rarity(max(one, two, key=len))
        )
        _add(terms, name, 1.0)
        _add(terms, name + ".rare", weight)
        if link.joined:
            _add(terms, "joined", 1.0)
    _unanswered(terms, stated, found, alignment)
    _titles(terms, stated, found)
    if alignment.reordered:
        terms["order"] = 1.0
    return terms


def _name(kind: Kind, length: int, known: bool) -> str:
    if kind == Kind.EQUAL:
        return "equal" if length > 1 else "equal initial"
    if kind == Kind.SPELLING:
        return "spelling known" if known else "spelling"
    if kind in (Kind.SLIP, Kind.SLIP_TWICE):
        name = "slip" if kind == Kind.SLIP else "slip twice"
        return name + (" short" if length < 5 else "") + (" known" if known else "")
    return _PLAIN[kind]


def _add(terms: Features, name: str, value: float) -> None:
    terms[name] = terms.get(name, 0.0) + value


def _unanswered(terms: Features, stated: Reading, found: Reading, alignment: Alignment) -> None:
    left = sorted((stated.keys[n] for n in alignment.left), key=_importance, reverse=True)
    right = sorted((found.keys[n] for n in alignment.right), key=_importance, reverse=True)
    both = min(len(left), len(right))
    for one, two in zip(left[:both], right[:both], strict=True):
        _add(terms, "conflict", 1.0)
        _add(terms, "conflict.rare", min(_importance(one), _importance(two)))
    for key in left[both:] + right[both:]:
        name = "missing initial" if len(key) == 1 else "missing particle" if is_particle(key) else "missing"
        _add(terms, name, 1.0)
        _add(terms, name + ".rare", rarity(key))
    linked = sum(1 for link in alignment.links if link.evidence.kind <= Kind.SLIP)
    if linked <= 1:
        terms["lone"] = 1.0


def _importance(key: str) -> float:
    return 0.05 if is_particle(key) else rarity(key)


def _titles(terms: Features, stated: Reading, found: Reading) -> None:
    ours, theirs = set(stated.codes), set(found.codes)
    shared = ours & theirs
    if shared:
        terms["title shared"] = float(len(shared))
    if ours - theirs and theirs - ours:
        terms["title conflict"] = 1.0

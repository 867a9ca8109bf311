"""Which letters of the two writings differ, for showing them side by side."""

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz.distance import Indel

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Mark:
    """A piece of a writing; the pieces of one writing joined give it back exactly."""

    text: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Marks:
    """Both writings in pieces, in the order of ``compare``."""

    stated: tuple[Mark, ...]
    found: tuple[Mark, ...]


def cut(text: str, spans: Iterable[Span]) -> tuple[Mark, ...]:
    """``text`` in consecutive pieces, those within ``spans`` marked as differing."""
    marks: list[Mark] = []
    done = 0
    for start, end in _merged(spans):
        if start > done:
            marks.append(Mark(text[done:start], False))
        marks.append(Mark(text[start:end], True))
        done = end
    if done < len(text):
        marks.append(Mark(text[done:], False))
    return tuple(marks)


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if start >= end:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def letter_spans(one: str, one_at: int, two: str, two_at: int) -> tuple[list[Span], list[Span]]:
    """Where two words differ letter by letter, case aside; ``*_at`` is where each begins in its writing."""
    if len(one) + len(two) > 400:
        return [(one_at, one_at + len(one))], [(two_at, two_at + len(two))]
    left: list[Span] = []
    right: list[Span] = []
    for edit in Indel.opcodes(_one_to_one(one), _one_to_one(two)):
        if edit.tag != "equal":
            left.append((one_at + edit.src_start, one_at + edit.src_end))
            right.append((two_at + edit.dest_start, two_at + edit.dest_end))
    return left, right


def _one_to_one(text: str) -> str:
    """Capitals, but only where a letter stays one letter, so that places keep."""
    upper = text.upper()
    return upper if len(upper) == len(text) else text

"""Boards in lists: "Ketua : Nama", "1. Ketua ..... Nama", a post with names below it, bullets."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from statistics import median

from sipol.reading.cells import CellText, people_in
from sipol.reading.entries import Entry, Mark, entry_of
from sipol.reading.events import Event, OrganSeen, PersonSeen, PostSeen, RestSeen
from sipol.reading.lexicon import dangling, name_begins, name_like, noise, organ_like, post_like, title_like, titled
from sipol.reading.page import Line, around
from sipol.reading.wrapping import breaks_off, joined, other_reading

_HEAD_MARK = re.compile(r"^\(?(?:[A-Z]|[IVXL]{1,6}|\d{1,2})[.)]\s*")
_CHAPTER = re.compile(r"^\(?(?:[A-Z]|[IVXL]{1,6})[.)]$")
_NUMBERED = re.compile(r"^\(?\d{1,2}[.)]\s*")
_CARD = re.compile(r"^(?:n?kta\W*)?([\d][\d.\-/ ]{4,})$", re.IGNORECASE)
_SEX = re.compile(r"^\(?([LP])\)?$")
_ALIGNED = 4.0
# No colon with a space on either side is as wide, in type sizes.
_WIDE = 1.8
_SIGNS = (Mark.COLON, Mark.LEADER)


class _Kind(StrEnum):
    ORGAN = "organ"
    POST = "post"
    PERSON = "person"
    REST = "rest"


@dataclass
class _Item:
    kind: _Kind
    posts: list[Line] = field(default_factory=list)
    names: list[Line] = field(default_factory=list)
    extra: list[Line] = field(default_factory=list)
    closed: bool = False


def list_events(lines: Sequence[Line], limit: float, begun: bool = False) -> list[Event]:
    """What the lines of one column of text tell.

    ``limit`` is how far to the right its lines may run; ``begun`` says that a post stands before them,
    on another page or in the column to the left, whose people may go on here.
    """
    flow = _Flow(lines, limit, begun)
    for line in lines:
        if not noise(line.text):
            flow.take(line)
    return [event for item in flow.items for event in _events(item, flow.limit)]


def _events(item: _Item, limit: float) -> list[Event]:
    text = _HEAD_MARK.sub("", joined([line.text for line in item.posts])).strip(" :.-–")
    if item.kind is _Kind.ORGAN:
        return [OrganSeen(text)]
    if item.kind is _Kind.POST:
        return [PostSeen(text, min(line.confidence for line in item.posts))]
    if item.kind is _Kind.REST:
        held = item.posts or item.names
        box = around(line.box for line in held)
        rest = joined([line.text for line in item.names])
        return [RestSeen(text, rest, held[0].page, box, min(line.confidence for line in held))]
    sex = next((found.group(1) for line in item.extra if (found := _SEX.match(line.text))), None)
    card = next((found.group(1) for line in item.extra if (found := _CARD.match(line.text))), None)
    post_sure = min((line.confidence for line in item.posts), default=1.0)
    events: list[Event] = []
    for names in people_in(CellText(tuple(item.names), limit)):
        name = joined([line.text for line in names])
        boxes = around(line.box for line in (*item.posts, *names))
        confidence = min(line.confidence for line in names)
        seen, page = around(line.box for line in names), names[0].page
        other = other_reading(names)
        events.append(PersonSeen(text, name, page, boxes, confidence, "", sex, card, other, seen, post_sure))
    return events


class _Flow:
    """A list being read, line after line."""

    def __init__(self, lines: Sequence[Line], limit: float, begun: bool) -> None:
        self.begun = begun
        entries = [entry_of(line, gaps=False) for line in lines]
        signed = [entry for entry in entries if entry.mark in _SIGNS and entry.left and post_like(entry.left.text)]
        filled = [entry for entry in signed if entry.right]
        self.gaps = not filled
        self.limit = limit
        self.items: list[_Item] = []
        if not filled:
            entries = [entry_of(line, gaps=True) for line in lines]
            white = [entry for entry in entries if entry.mark is Mark.GAP and entry.left and entry.right]
            filled = [entry for entry in white if entry.left and post_like(entry.left.text)]
        pairs = [(entry.left, entry.right) for entry in filled if entry.left and entry.right]
        self.aligned = _aligned(pairs)
        parted = [right.x0 for left, right in pairs if right.x0 - left.x1 > _WIDE * left.em]
        self.columns = parted if all(entry.mark in (Mark.COLON, Mark.GAP) for entry in filled) else []
        self.posts_to = max((entry.left.x1 for entry in filled if entry.left), default=limit)

    def _names_at(self, last: _Item) -> float | None:
        """Where the names of this part of the list begin; None where they follow their posts as they come.

        They stand in a column where white is left between a short post and its name.
        """
        if last.names and last.posts:
            here = last.names[0].x0
            if any(abs(start - here) < 2.0 for start in self.columns):
                return here
        return self.aligned

    def take(self, line: Line) -> None:
        last = self.items[-1] if self.items else None
        waiting = last is not None and last.kind is _Kind.POST and not last.closed
        entry = self._at_column(entry_of(line, self.gaps, waiting))
        if entry.mark is not Mark.NONE and self._takes_entry(entry):
            return
        if self._takes_rest(line, entry):
            return
        self._takes_heading(line, entry)

    def _at_column(self, entry: Entry) -> Entry:
        """A line cut where the names begin, when its post left no white before the name."""
        names_at = self.aligned if self.gaps else None
        if entry.mark is not Mark.NONE or entry.left is None or names_at is None:
            return entry
        words, page = entry.left.words, entry.left.page
        for place, word in enumerate(words[1:], start=1):
            left, right = Line(words[:place], page), Line(words[place:], page)
            if abs(word.x0 - names_at) < 2.0 and post_like(left.text) and name_begins(right.text):
                return replace(entry, left=left, mark=Mark.GAP, right=right)
        return entry

    def _takes_entry(self, entry: Entry) -> bool:
        """A line with a separator: a post with its first name, a post alone, or one more name."""
        left, right = entry.left, entry.right
        if left is None:
            return bool(right and (self.items or self.begun)) and self._takes_name(right)
        if right and not post_like(left.text) and post_like(right.text) and name_like(left.text):
            left, right = right, left
        open_post = self._open_post(entry)
        if right is None:
            return self._takes_post(entry, left, open_post)
        known = post_like(left.text) or bool(open_post)
        strange = title_like(left.text) or entry.mark not in _SIGNS or not self.items
        if not name_begins(_unnumbered(right)) or (strange and not known):
            return False
        if open_post:
            self.items.pop()
        self._person([*(open_post.posts if open_post else []), left], right)
        return True

    def _takes_name(self, right: Line | None) -> bool:
        if right is None or not name_begins(_unnumbered(right)):
            return False
        self._person([], right)
        return True

    def _takes_post(self, entry: Entry, left: Line, open_post: _Item | None) -> bool:
        closed = entry.mark is not Mark.GAP
        if open_post:
            open_post.posts.append(left)
            open_post.closed = closed
            return True
        if post_like(left.text):
            kind = _Kind.ORGAN if organ_like(left.text) and left.text.isupper() else _Kind.POST
            self.items.append(_Item(kind, [left], closed=closed))
            return True
        return False

    def _open_post(self, entry: Entry) -> _Item | None:
        """The post above, when this line without a marker of its own is the rest of it."""
        last = self.items[-1] if self.items else None
        if last is None or last.kind is not _Kind.POST or entry.marker or entry.left is None:
            return None
        upper = last.posts[-1]
        own = post_like(entry.left.text) and not dangling(upper.text)
        if own or last.closed or not breaks_off(upper, entry.left, self._post_limit(upper)):
            return None
        return last

    def _post_limit(self, upper: Line) -> float:
        return max(self.posts_to, upper.x1) if self.aligned else self.limit

    def _person(self, posts: list[Line], right: Line) -> None:
        first, *extra = right.pieces(1.5)
        if extra and not any(_SEX.match(piece.text) or _CARD.match(piece.text) for piece in extra):
            first, extra = right, []
        self.items.append(_Item(_Kind.PERSON, posts, [first], extra))

    def _takes_rest(self, line: Line, entry: Entry) -> bool:
        """A line that runs on from the one above, in the column of posts, of names, or in both."""
        last = self.items[-1] if self.items else None
        if last is None or entry.marker or last.closed:
            return False
        if last.kind is _Kind.ORGAN and (post_like(line.text) or entry.mark is not Mark.NONE):
            return False
        upper = last.names[-1] if last.names else last.posts[-1]
        lowest = max((*last.posts, *last.names), key=lambda held: held.base)
        if line.page != upper.page or line.base - lowest.base > 2.0 * max(line.em, upper.em):
            return False
        names_at = self._names_at(last)
        if names_at is None or last.kind is not _Kind.PERSON:
            # No name runs on with the name of an organ, however full its line is.
            other = bool(last.names) and (organ_like(line.text) or post_like(line.text))
            # No post runs on with a person, nor with a line that stands further in.
            other = other or (last.kind is _Kind.POST and (titled(line.text) or line.x0 > upper.x0 + 1.5 * line.em))
            run_on = not other and breaks_off(upper, line, self.limit if last.names else self._post_limit(upper))
            if run_on and not _restyled(upper, line):
                (last.names or last.posts).append(line)
            return run_on and not _restyled(upper, line)
        return self._takes_columns(line, last, names_at)

    def _takes_columns(self, line: Line, last: _Item, names_at: float) -> bool:
        left = tuple(word for word in line.words if word.x0 < names_at - 0.8 * line.em)
        right = tuple(word for word in line.words if word.x0 >= names_at - 0.8 * line.em)
        if left:
            post = Line(left, line.page)
            holder = last if last.posts else self._holder()
            if not holder or _restyled(holder.posts[-1], post):
                return False
            if not breaks_off(holder.posts[-1], post, self._post_limit(holder.posts[-1])):
                return False
            holder.posts.append(post)
        if right:
            last.names.append(Line(right, line.page))
        return True

    def _holder(self) -> _Item | None:
        """The item whose post the last person holds."""
        return next((item for item in reversed(self.items) if item.posts and item.kind is not _Kind.ORGAN), None)

    def _takes_heading(self, line: Line, entry: Entry) -> None:
        """A line alone: an organ, a post for the names below, or a name below a post."""
        rest = entry.left
        bare = _HEAD_MARK.sub("", rest.text if entry.marker and rest else line.text)
        if title_like(bare) or self._takes_end(line, entry):
            return
        if organ_like(bare) and (bare.isupper() or not entry.marker or _CHAPTER.match(entry.marker)):
            self.items.append(_Item(_Kind.ORGAN, [line]))
        elif post_like(bare):
            self.items.append(_Item(_Kind.POST, [rest or line]))
        elif (
            rest
            and (self.items or (self.begun and (entry.marker or self.gaps)))
            and name_like(rest.pieces(1.5)[0].text)
        ):
            self._person([], rest)

    def _takes_end(self, line: Line, entry: Entry) -> bool:
        """The end of an entry that began on the page before or in the column to the left."""
        names_at = self.aligned
        first = self.begun and all(item.kind is _Kind.REST for item in self.items)
        if names_at is None or not first or entry.marker or organ_like(line.text) or post_like(line.text):
            return False
        named = line.x0 >= names_at - 0.8 * line.em
        self.items.append(_Item(_Kind.REST, [] if named else [line], [line] if named else []))
        return True


def _aligned(pairs: Sequence[tuple[Line, Line]]) -> float | None:
    """Where most names begin, if they stand in a column of their own.

    Names that follow posts of one length begin at one place too: the posts must end at different places.
    """
    middle = median(right.x0 for _, right in pairs) if pairs else 0.0
    near = [(left, right) for left, right in pairs if abs(right.x0 - middle) < _ALIGNED]
    if not near or len(near) * 10 < len(pairs) * 7:
        return None
    ends, starts = [left.x1 for left, _ in near], [right.x0 for _, right in near]
    ragged = max(ends) - min(ends) > max(starts) - min(starts) + _ALIGNED
    wide = any(right.x0 - left.x1 > _WIDE * left.em for left, right in near)
    return middle if ragged or wide else None


def _unnumbered(right: Line) -> str:
    return _NUMBERED.sub("", right.pieces(1.5)[0].text)


def _restyled(upper: Line, lower: Line) -> bool:
    """Whether a line in capitals follows one that is not: a heading, not the rest of a text."""
    return lower.text.isupper() and not upper.text.isupper() and organ_like(lower.text)

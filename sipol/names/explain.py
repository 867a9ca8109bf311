"""From an alignment to reasons and marks: every written difference is named, none is left over."""

from sipol.names.align import Alignment, Link
from sipol.names.kinds import Kind, Verdict
from sipol.names.marks import Marks, Span, cut, letter_spans
from sipol.names.parts import Reading, Title, Token
from sipol.names.wording import (
    Reason,
    about_alias,
    about_joining,
    about_link,
    about_missing,
    about_order,
    about_other,
    about_punctuation,
    about_title,
    about_title_order,
    about_title_writing,
)


class _Sheet:
    """Where reasons and marked places are noted while the two names are walked through."""

    def __init__(self, stated: str, found: str) -> None:
        self.stated = stated
        self.found = found
        self.reasons: list[Reason] = []
        self.left: list[Span] = []
        self.right: list[Span] = []

    def words(self, ours: list[Token], theirs: list[Token]) -> tuple[str, str]:
        """The text from the first to the last of some tokens of each side."""
        return _between(self.stated, ours), _between(self.found, theirs)


def explain(
    stated: str, found: str, ours: Reading, theirs: Reading, *, alignment: Alignment, verdict: Verdict
) -> tuple[tuple[Reason, ...], Marks]:
    """The reasons (none when letter for letter equal) and the marks of one comparison."""
    if stated == found:
        return (), Marks(cut(stated, ()), cut(found, ()))
    sheet = _Sheet(stated, found)
    _titles(sheet, ours, theirs)
    for link in alignment.links:
        _link(sheet, ours, theirs, link, verdict)
    _unanswered(sheet, ours, theirs, alignment)
    if alignment.reordered:
        _order(sheet, ours, theirs, alignment)
    _aliases(sheet, ours, theirs)
    if not sheet.reasons:
        sheet.reasons.append(about_punctuation(stated.strip(), found.strip()))
        sheet.left, sheet.right = letter_spans(stated, 0, found, 0)
    return tuple(sheet.reasons), Marks(cut(stated, sheet.left), cut(found, sheet.right))


def _between(text: str, tokens: list[Token]) -> str:
    return text[tokens[0].start : tokens[-1].end] if tokens else ""


def _link(sheet: _Sheet, ours: Reading, theirs: Reading, link: Link, verdict: Verdict) -> None:
    left = list(ours.tokens[link.stated : link.stated_end])
    right = list(theirs.tokens[link.found : link.found_end])
    one, two = sheet.words(left, right)
    if link.joined and not all(len(token.key) == 1 for token in (left if len(left) > 1 else right)):
        sheet.reasons.append(about_joining(one, two))
        _mark_letters(sheet, one, left[0], two, right[0])
    if link.evidence.kind == Kind.EQUAL:
        return
    if verdict == Verdict.DIFFERENT and link.evidence.kind >= Kind.PART:
        sheet.reasons.append(about_other(one, two))
        sheet.left.append((left[0].start, left[-1].end))
        sheet.right.append((right[0].start, right[-1].end))
        return
    sheet.reasons.append(about_link(one, two, link.evidence))
    if not link.joined:
        _mark_letters(sheet, one, left[0], two, right[0])


def _mark_letters(sheet: _Sheet, one: str, left: Token, two: str, right: Token) -> None:
    ours, theirs = letter_spans(one, left.start, two, right.start)
    sheet.left += ours
    sheet.right += theirs


def _unanswered(sheet: _Sheet, ours: Reading, theirs: Reading, alignment: Alignment) -> None:
    left = [ours.tokens[n] for n in alignment.left]
    right = [theirs.tokens[n] for n in alignment.right]
    sheet.left += [(token.start, token.end) for token in left]
    sheet.right += [(token.start, token.end) for token in right]
    one, two = _listed(sheet.stated, left), _listed(sheet.found, right)
    if (left and right) or (not ours.keys and right) or (not theirs.keys and left):
        sheet.reasons.append(about_other(one, two))
    elif left or right:
        sheet.reasons.append(about_missing(one, two))


def _listed(text: str, tokens: list[Token]) -> str:
    return " ".join(text[token.start : token.end] for token in tokens)


def _order(sheet: _Sheet, ours: Reading, theirs: Reading, alignment: Alignment) -> None:
    moved = sorted(alignment.links, key=lambda link: link.stated)
    left = [token for link in moved for token in ours.tokens[link.stated : link.stated_end]]
    by_place = sorted(alignment.links, key=lambda link: link.found)
    right = [token for link in by_place for token in theirs.tokens[link.found : link.found_end]]
    sheet.reasons.append(about_order(_listed(sheet.stated, left), _listed(sheet.found, right)))
    sheet.left += [(token.start, token.end) for token in left]
    sheet.right += [(token.start, token.end) for token in right]


def _aliases(sheet: _Sheet, ours: Reading, theirs: Reading) -> None:
    one, two = _listed(sheet.stated, list(ours.alias)), _listed(sheet.found, list(theirs.alias))
    known = {token.key for token in (*ours.alias, *ours.tokens)} & {
        token.key for token in (*theirs.alias, *theirs.tokens)
    }
    lone_left = [token for token in ours.alias if token.key not in known]
    lone_right = [token for token in theirs.alias if token.key not in known]
    if lone_left:
        sheet.reasons.append(about_alias(one, ""))
        sheet.left += [(token.start, token.end) for token in lone_left]
    if lone_right:
        sheet.reasons.append(about_alias("", two))
        sheet.right += [(token.start, token.end) for token in lone_right]


def _titles(sheet: _Sheet, ours: Reading, theirs: Reading) -> None:
    left, right, pairs = _matched(list(ours.titles), list(theirs.titles))
    one = ", ".join(sheet.stated[title.start : title.end] for title in left)
    two = ", ".join(sheet.found[title.start : title.end] for title in right)
    sheet.left += [(title.start, title.end) for title in left]
    sheet.right += [(title.start, title.end) for title in right]
    if one or two:
        sheet.reasons.append(about_title(one, two))
    for mine, yours in pairs:
        if mine.letters != yours.letters:
            sheet.reasons.append(
                about_title_writing(sheet.stated[mine.start : mine.end], sheet.found[yours.start : yours.end])
            )
            sheet.left.append((mine.start, mine.end))
            sheet.right.append((yours.start, yours.end))
    if not one and not two and [a.start for _, a in pairs] != sorted(a.start for _, a in pairs):
        sheet.reasons.append(
            about_title_order(
                ", ".join(sheet.stated[title.start : title.end] for title, _ in pairs),
                ", ".join(sheet.found[title.start : title.end] for title in theirs.titles),
            )
        )


def _matched(left: list[Title], right: list[Title]) -> tuple[list[Title], list[Title], list[tuple[Title, Title]]]:
    """Titles only on the left, only on the right, and on both."""
    pairs: list[tuple[Title, Title]] = []
    alone: list[Title] = []
    rest = list(right)
    for title in left:
        answer = next((other for other in rest if _one_title(title, other)), None)
        if answer is None:
            alone.append(title)
        else:
            rest.remove(answer)
            pairs.append((title, answer))
    return alone, rest, pairs


def _one_title(one: Title, two: Title) -> bool:
    if one.code == two.code:
        return True
    # In capitals dr. and Dr. cannot be told apart; between the two small writings they are different titles.
    return one.letters == two.letters == "DR" and "DR" in (one.code, two.code)

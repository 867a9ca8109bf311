"""What Tesseract takes for something else again and again, put right: digits in names, letters in numbers, specks."""

import re

_BEFORE = '+.,;*~^_=|¦!“”"»«•·'
"""What no word begins with: specks and the remains of lines."""
_SAYS = re.compile(r"[^\W_]")
_FAINT, _SHORT = 0.25, 2
"""A word so uncertain and so short is a piece of a stamp or a stroke of a pen."""
BULLET = "•"
_SIGNS = frozenset({BULLET, ":", "-", "–", "—", "&", "/", "(", ")", "="})
"""Marks that mean something alone."""
_PART = re.compile(r"([/.\-() ,])")
_COMMA = re.compile(r"(?<=\w),(?=\w)")
"""A point in the number of a decree, read with a tail."""
_DIGITS = str.maketrans("0158|", "OISBI")
_ONES = str.maketrans("1l|!T", "IIIII")
_ROMAN = re.compile("X?(?:IX|IV|V?I{0,3})|XI{0,2}")
_NUMERAL = re.compile(r"(?=.*[Il|])[IlT1|]{2,3}[.)]")
"""II. or III. before a heading, read as Il., Ill., TI. or l1."""
_TITLED = re.compile(r"(?:dr|drs|dra|drg|ir|hj?|kh|prof|pdt|ust|st|muh|moch|abd)[:;]", re.IGNORECASE)
"""A title or a short form with its dot read as a colon, which would part a post from a name."""
_STROKE = re.compile(r"(?<=[^\W\d_]\.)[l1|!](?=[.,]|$)")
"""The last letter of S.Pd.I or M.T.I., read as another stroke."""


def mended(text: str) -> str:
    """A word as Tesseract reads it, with what cannot stand there put right.

    "Sp.0G" is Sp.OG and "X11" in a number is XII: no name holds a digit, no month in Roman numerals an Arabic one.
    """
    if text == "|":
        return "I"
    if _NUMERAL.fullmatch(text):
        return text.translate(_ONES)
    if _TITLED.fullmatch(text):
        return f"{text[:-1]}."
    text = _STROKE.sub("I", text.lstrip(_BEFORE) or text)
    parts = _PART.split(text)
    if "/" in text or sum(letter.isdigit() for letter in text) * 2 > len(text):
        return "".join(_roman(part) for part in _PART.split(_COMMA.sub(".", text)))
    return "".join(part.translate(_DIGITS) if _is_word(part) else part for part in parts)


def _is_word(part: str) -> bool:
    """Whether a digit in it is a letter misread: a word with few digits, or a pair like 0G."""
    digits, letters = sum(map(str.isdigit, part)), sum(map(str.isalpha, part))
    return letters > 0 and (digits * 2 <= letters or len(part) <= 2)


def worth_keeping(text: str, sure: float) -> bool:
    """Whether a word says anything: a letter, a digit, or a mark that means something alone, and no speck of ink."""
    if sure < _FAINT and len(text) <= _SHORT:
        return False
    return bool(_SAYS.search(text)) or text in _SIGNS


def _roman(part: str) -> str:
    """A part of a number that is a month in Roman numerals but for strokes that look like them."""
    bare = part.translate(_ONES)
    return bare if _ROMAN.fullmatch(bare) and re.search("[IVX]", part) else part

"""The sentences that tell a person why two writings differ, in plain Indonesian."""

from dataclasses import dataclass

from sipol.names.kinds import Difference, Rung
from sipol.names.spelling import Evidence


@dataclass(frozen=True, slots=True)
class Reason:
    """One difference: its class, the tokens it speaks of (empty when there are none) and a sentence."""

    difference: Difference
    stated: str
    found: str
    sentence: str

    def told(self, stated_as: str, found_as: str) -> str:
        """The sentence with the two writings called by what they are, for example ``isian`` and ``SK``."""
        return self.sentence.replace("nama pertama", stated_as).replace("nama kedua", found_as)


_ONE_LETTER = frozenset({Rung.SLIP, Rung.SLIP_KNOWN, Rung.SLIP_SHORT, Rung.SLIP_SHORT_KNOWN, Rung.SPELLING})
_OLD_LETTERS = ("oe/u", "dj/j", "tj/c", "j/y")


def about_link(stated: str, found: str, evidence: Evidence) -> Reason:
    """Why one word answers another that is written differently."""
    return Reason(evidence.difference, stated, found, _link_sentence(stated, found, evidence))


def _link_sentence(stated: str, found: str, evidence: Evidence) -> str:
    short, long = sorted((stated, found), key=len)
    if evidence.difference == Difference.ABBREVIATION:
        return f"‘{short}’ singkatan ‘{long}’."
    if evidence.note in _OLD_LETTERS:
        old, new = _old_first(stated, found, evidence.note)
        return f"‘{old}’ ejaan lama ‘{new}’ ({evidence.note})."
    if evidence.difference == Difference.SPELLING:
        note = f" ({evidence.note})" if evidence.note else ""
        return f"‘{stated}’ dan ‘{found}’ ejaan berbeda untuk nama yang sama{note}."
    if evidence.rung == Rung.PART:
        return f"‘{short}’ hanya sebagian dari ‘{long}’."
    return f"‘{stated}’ dan ‘{found}’ berbeda {_amount(evidence)}."


def _amount(evidence: Evidence) -> str:
    if evidence.note == "huruf rangkap":
        return "satu huruf rangkap"
    return "satu huruf" if evidence.rung in _ONE_LETTER else "beberapa huruf"


def _old_first(stated: str, found: str, note: str) -> tuple[str, str]:
    old = note.split("/", maxsplit=1)[0].upper()
    return (stated, found) if stated.upper().count(old) > found.upper().count(old) else (found, stated)


def about_joining(stated: str, found: str) -> Reason:
    """The same letters in one word on one side and in several on the other."""
    return Reason(Difference.SPACING, stated, found, f"‘{stated}’ dan ‘{found}’ hanya berbeda spasi.")


def about_missing(stated: str, found: str) -> Reason:
    """A word that stands on one side only; the other text is empty."""
    if stated:
        return Reason(Difference.MISSING, stated, "", f"‘{stated}’ hanya ada pada nama pertama.")
    return Reason(Difference.MISSING, "", found, f"‘{found}’ hanya ada pada nama kedua.")


def about_other(stated: str, found: str) -> Reason:
    """Words that have nothing to do with one another."""
    if stated and found:
        return Reason(Difference.OTHER, stated, found, f"‘{stated}’ dan ‘{found}’ nama yang berbeda.")
    return Reason(Difference.OTHER, stated, found, "Salah satu nama kosong.")


def about_order(stated: str, found: str) -> Reason:
    """The same words in another order."""
    return Reason(Difference.ORDER, stated, found, f"Urutan kata berbeda: ‘{stated}’ dan ‘{found}’.")


def about_title(stated: str, found: str) -> Reason:
    """A title on one side only (the other text empty), or different titles on both."""
    if stated and found:
        return Reason(Difference.TITLE, stated, found, f"Gelar berbeda: ‘{stated}’ dan ‘{found}’.")
    if stated:
        return Reason(Difference.TITLE, stated, "", f"Gelar ‘{stated}’ hanya ada pada nama pertama.")
    return Reason(Difference.TITLE, "", found, f"Gelar ‘{found}’ hanya ada pada nama kedua.")


def about_title_writing(stated: str, found: str) -> Reason:
    """One title, written out on one side and shortened on the other."""
    short, long = sorted((stated, found), key=len)
    return Reason(Difference.ABBREVIATION, stated, found, f"Gelar ‘{short}’ singkatan ‘{long}’.")


def about_title_order(stated: str, found: str) -> Reason:
    """The same titles in other places."""
    return Reason(Difference.TITLE, stated, found, f"Letak gelar berbeda: ‘{stated}’ dan ‘{found}’.")


def about_alias(stated: str, found: str) -> Reason:
    """An alias that stands on one side only."""
    word = stated or found
    side = "pertama" if stated else "kedua"
    return Reason(Difference.MISSING, stated, found, f"Nama lain ‘{word}’ hanya ada pada nama {side}.")


def about_punctuation(stated: str, found: str) -> Reason:
    """Case, blanks, dots, commas or apostrophes only."""
    return Reason(Difference.PUNCTUATION, stated, found, "Hanya berbeda huruf besar-kecil, spasi atau tanda baca.")

"""Codes that people copy from paper: Crockford's base 32, whose signs are not mistaken for one another."""

from string import ascii_uppercase, digits

CROCKFORD = "".join(sorted({*digits, *ascii_uppercase} - {*"ILOU"}))
_MISTAKEN = str.maketrans("OoIiLl", "001111")


def unmistaken(typed: str) -> str:
    """The signs that were meant: O for 0, I and L for 1, as Crockford reads them."""
    return typed.translate(_MISTAKEN)

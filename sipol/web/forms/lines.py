"""Text as people type and paste it: without the signs that no keyboard makes and no paper prints."""

import re

UNPRINTED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def readable(text: str | None) -> str | None:
    """The same text without control characters; line breaks and tabs stay."""
    return UNPRINTED.sub("", text) if text else text

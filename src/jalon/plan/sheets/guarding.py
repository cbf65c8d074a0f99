"""A text that a spreadsheet would take for a formula, made harmless on the way out and given back on the way in."""

from __future__ import annotations

import re

_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def guarded(text: str) -> str:
    """The text with a mark before it that every spreadsheet reads as « this is text »."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """The same without the mark."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text

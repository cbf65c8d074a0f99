"""A text that a spreadsheet would take for a formula, made harmless on the way out and given back on the way in.

Spreadsheets differ in what they pass over before a formula (spaces of any kind, marks without width, quotes) and in
which signs begin one (the full-width and small forms of East Asian keyboards do): whatever one of them runs is guarded.
"""

from __future__ import annotations

import re

SIGNS = "=+\\-@＝＋－＠﹦﹢﹣﹫⁺⁼₊₌﬩⩵⩶"
"""What begins a formula, in every form that is written the same once its width or height is dropped."""
_PASSED = r"[\s\x00-\x1f\x7f-\xa0\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\"]"
"""What a spreadsheet may drop before it."""
_FORMULA = re.compile(rf"'*(?:[\t\r\n\x00]|{_PASSED}*[{SIGNS}])")
_WITHIN = re.compile(rf"([;,|\t\r\n]{_PASSED}{{0,16}})('*[{SIGNS}])")
_GUARDED_WITHIN = re.compile(rf"([;,|\t\r\n]{_PASSED}{{0,16}})'('*[{SIGNS}])")


def guarded(text: str) -> str:
    """The text with a mark before it that every spreadsheet reads as « this is text »."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """The same without the mark."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def guarded_in_csv(text: str) -> str:
    """The same for a file whose cells the reader may cut elsewhere: a `;` file opened where cells end with `,`."""
    return guarded(_WITHIN.sub(r"\1'\2", text))


def unguarded_in_csv(text: str) -> str:
    """What `guarded_in_csv` was given."""
    return _GUARDED_WITHIN.sub(r"\1\2", unguarded(text))

"""Where everything of a document stands, letter by letter, so that one value changes and nothing else moves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from jalon.plan.document.nodes import SMALL

_COLON = re.compile(r"(?:\s|#[^\n]*\n)*:")


@dataclass(slots=True)
class Span:
    """A value of the document: `start` and `end` are offsets of its text; entries and items in reading order.

    `tail` is where the next line may be written: past the blank lines that a block scalar keeps.
    """

    start: int
    end: int
    tail: int = 0
    flow: bool = False
    entries: dict[str, Entry] | None = None
    items: list[Span] | None = None


@dataclass(slots=True)
class Entry:
    """One `key: value`; `colon` is the offset just after the colon, `bare` says that there is none."""

    start: int
    colon: int
    value: Span
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Edit:
    """The text between two offsets, replaced."""

    start: int
    end: int
    text: str


def spans(text: str) -> Span:
    """The spans of a document that `compose` has accepted (its depth and its size are bounded there)."""
    return _kept(text) if len(text) <= SMALL else _read(text)


@lru_cache(maxsize=16)
def _kept(text: str) -> Span:
    """Read once, as its nodes are. Nobody changes a span."""
    return _read(text)


def _read(text: str) -> Span:
    from ruamel.yaml import YAML

    return _span(YAML(typ="safe", pure=True).compose(text), text, 0)


def edited(text: str, edits: list[Edit]) -> str:
    """The text with its edits done; edits never overlap."""
    for edit in sorted(edits, key=lambda one: (one.start, one.end), reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def _span(node: Any, text: str, after: int) -> Span:
    """`after` is where the value may begin: an empty value stands there, not at the next token."""
    start, end = node.start_mark.index, node.end_mark.index
    if type(node).__name__ == "ScalarNode":
        return _scalar(text, start, end, after)
    found = Span(start, end, end, bool(node.flow_style))
    if type(node).__name__ == "SequenceNode":
        found.items = list(_items(node, text))
        last = found.items[-1] if found.items else None
    else:
        found.entries = dict(_entries(node, text))
        last = list(found.entries.values())[-1].value if found.entries else None
    if not found.flow and last is not None:
        found.end, found.tail = last.end, last.tail
    return found


def _scalar(text: str, start: int, end: int, after: int) -> Span:
    if start == end:
        return Span(after, after, after)
    written = text[start:end]
    return Span(start, start + len(written.rstrip()), end if written[0] in "|>" else start + len(written.rstrip()))


def _items(node: Any, text: str) -> Iterator[Span]:
    for inner in node.value:
        start, end = inner.start_mark.index, inner.end_mark.index
        yield _span(inner, text, text.rindex("-", 0, start) + 1 if start == end else start)


def _entries(node: Any, text: str) -> Iterator[tuple[str, Entry]]:
    for key, value in node.value:
        found = _COLON.match(text, key.end_mark.index)
        colon = found.end() if found else key.end_mark.index
        yield key.value, Entry(key.start_mark.index, colon, _span(value, text, colon), bare=found is None)


def line_start(text: str, at: int) -> int:
    """Offset of the first letter of a line."""
    return text.rfind("\n", 0, at) + 1


def line_end(text: str, at: int) -> int:
    """Offset of the end of a line, before its line break."""
    found = text.find("\n", at)
    end = len(text) if found < 0 else found
    return end - 1 if end > at and text[end - 1 : end] == "\r" else end


def next_line(text: str, at: int) -> int:
    """Offset of the line after."""
    found = text.find("\n", at)
    return len(text) if found < 0 else found + 1


def column(text: str, at: int) -> int:
    """How far a letter stands from the start of its line."""
    return at - line_start(text, at)

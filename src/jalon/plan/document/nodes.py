"""From bytes to a tree of nodes with lines; what a machine could be hurt by is refused before anything is built."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any

from jalon.findings import Finding, Place, Severity

MAX_BYTES = 10_000_000
MAX_DEPTH = 30
SMALL = 300_000
"""Letters of a document up to which what was read of it is kept at hand."""

Scalar = str | bool | Decimal | None


@dataclass(slots=True)
class Node:
    """A value of the document and the line it starts on; `lines` holds the line of each key of a mapping."""

    line: int
    value: Scalar | list[Node] | dict[str, Node]
    lines: dict[str, int] = field(default_factory=dict)
    quoted: bool = False

    @property
    def mapping(self) -> dict[str, Node] | None:
        """Its entries, when it is a mapping."""
        return self.value if isinstance(self.value, dict) else None

    @property
    def items(self) -> list[Node] | None:
        """Its items, when it is a list."""
        return self.value if isinstance(self.value, list) else None


class Unreadable(Exception):
    """The document cannot be read at all; carries its one finding."""

    def __init__(self, code: str, file: str, line: int | None, **details: object) -> None:
        super().__init__(code)
        self.finding = Finding(code, Severity.ERROR, "plan", Place(file, line, ""), details)


_INTEGER = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?")
_OTHERWISE = re.compile("[\t\x85\u2028\u2029\ufeff]|^%|^[ ?-]*[?-] *(#.*)?$", re.MULTILINE)
_NULLS, _TRUE, _FALSE = {"", "~", "null", "Null", "NULL"}, {"true", "True", "TRUE"}, {"false", "False", "FALSE"}


def compose(data: bytes, file: str) -> Node:
    """The tree of one YAML 1.2 document. Raises `Unreadable` with F001 to F004."""
    if len(data) > MAX_BYTES:
        raise Unreadable("F004", file, None, bytes=len(data), most=MAX_BYTES)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise Unreadable("F001", file, data[: fault.start].count(b"\n") + 1, reason="encoding") from fault
    if "\x00" in text:
        raise Unreadable("F001", file, text[: text.index("\x00")].count("\n") + 1, reason="nul")
    return _kept(text, file) if len(text) <= SMALL else _read(text, file)


@lru_cache(maxsize=16)
def _kept(text: str, file: str) -> Node:
    """Read once: one answer of a form asks for the same document many times. Nobody changes a node."""
    return _read(text, file)


def _read(text: str, file: str) -> Node:
    return quickly(text, file) or slowly(text, file)


def quickly(text: str, file: str) -> Node | None:
    """The tree by the C reader, in a twentieth of the time; None where only the other one knows what to say.

    That is any fault, any anchor, alias or tag, what YAML 1.1 and 1.2 do not break into lines alike, and an item that
    is empty, whose line the two do not say alike.
    """
    import yaml

    reader = getattr(yaml, "CSafeLoader", None)
    if reader is None or _OTHERWISE.search(text):
        return None
    try:
        return _tree(yaml.parse(text, Loader=reader), file)
    except (yaml.YAMLError, Unreadable):
        return None


def slowly(text: str, file: str) -> Node:
    """The tree by the reader that knows YAML 1.2 and says where a fault stands."""
    return _tree(_events(text, file), file)


def _events(text: str, file: str) -> Iterator[Any]:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        yield from YAML(typ="safe", pure=True).parse(text)
    except MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        raise Unreadable("F001", file, mark.line + 1 if mark else None, reason="syntax") from fault
    except YAMLError as fault:
        raise Unreadable("F001", file, None, reason="syntax") from fault


def _tree(events: Iterator[Any], file: str) -> Node:
    """Build the tree with a stack of our own: no depth of the document can exhaust Python's."""
    root: Node | None = None
    stack: list[tuple[Node, str | None]] = []
    for event in events:
        kind = type(event).__name__
        if kind in ("StreamStartEvent", "StreamEndEvent", "DocumentEndEvent", "CommentEvent"):
            continue
        line = event.start_mark.line + 1
        if kind == "DocumentStartEvent":
            if root is not None:
                raise Unreadable("F001", file, line, reason="documents")
            continue
        if kind == "AliasEvent" or getattr(event, "anchor", None) or _tag(event):
            raise Unreadable("F002", file, line, found=str(getattr(event, "anchor", "") or _tag(event)))
        if kind in ("MappingEndEvent", "SequenceEndEvent"):
            stack.pop()
            continue
        node = _node(event, kind, line)
        waiting = stack[-1] if stack else None
        if waiting and waiting[0].mapping is not None and waiting[1] is None:
            stack[-1] = (waiting[0], _key(waiting[0], node, file))
            continue
        root = _placed(root, stack, node)
        if node.mapping is not None or node.items is not None:
            stack.append((node, None))
            if len(stack) > MAX_DEPTH:
                raise Unreadable("F004", file, line, depth=MAX_DEPTH)
    if root is None or root.mapping is None:
        raise Unreadable("F001", file, 1, reason="empty" if root is None or root.value is None else "not_a_mapping")
    return root


def _tag(event: Any) -> str:
    """What is written as a tag; each of the two readers has its name for it."""
    tag = event.ctag if hasattr(event, "ctag") else getattr(event, "tag", None)
    return "" if tag is None or str(tag) == "None" else str(tag)


def _key(mapping: Node, node: Node, file: str) -> str:
    if isinstance(node.value, list | dict):
        raise Unreadable("F001", file, node.line, reason="key")
    name = _key_text(node)
    if name == "<<" and not node.quoted:
        raise Unreadable("F002", file, node.line, found="<<")
    if name in mapping.lines:
        raise Unreadable("F003", file, node.line, key=name, first=mapping.lines[name])
    mapping.lines[name] = node.line
    return name


def _key_text(node: Node) -> str:
    return node.value if isinstance(node.value, str) else "null" if node.value is None else str(node.value).lower()


def _placed(root: Node | None, stack: list[tuple[Node, str | None]], node: Node) -> Node:
    if root is None:
        return node
    holder, key = stack[-1]
    if isinstance(holder.value, list):
        holder.value.append(node)
    elif isinstance(holder.value, dict) and key is not None:
        holder.value[key] = node if node.value is not None else Node(holder.lines[key], None, quoted=node.quoted)
        stack[-1] = (holder, None)
    return root


def _node(event: Any, kind: str, line: int) -> Node:
    if kind == "MappingStartEvent":
        return Node(line, {})
    if kind == "SequenceStartEvent":
        return Node(line, [])
    plain = event.style is None or event.style == ""
    return Node(line, _resolved(event.value) if plain else event.value, quoted=not plain)


def _resolved(text: str) -> Scalar:
    """A plain scalar by the YAML 1.2 core schema; `.inf` and `.nan` stay text, `yes` and `no` are words."""
    if text in _NULLS:
        return None
    if text in _TRUE or text in _FALSE:
        return text in _TRUE
    if len(text) <= 60 and (_INTEGER.fullmatch(text) or _FLOAT.fullmatch(text)):
        return Decimal(text)
    return text


class PlaceIndex:
    """Path of the document → file and line; a path that is not written is placed where its object starts."""

    def __init__(self, file: str, root: Node | None) -> None:
        self.file = file
        self._lines: dict[str, int] = {"": root.line if root else 1}
        waiting = [("", root)] if root else []
        while waiting:
            path, node = waiting.pop()
            for name, inner in (node.mapping or {}).items():
                inside = f"{path}.{name}" if path else name
                self._lines[inside] = node.lines.get(name, inner.line)
                waiting.append((inside, inner))
            for number, inner in enumerate(node.items or []):
                inside = f"{path}.{number}" if path else str(number)
                self._lines[inside] = inner.line
                waiting.append((inside, inner))

    def place(self, path: str) -> Place:
        """Where that path stands, or its nearest object above."""
        at = path
        while at and at not in self._lines:
            at = at.rpartition(".")[0]
        return Place(self.file, self._lines.get(at, 1), path)

    def written(self, path: str) -> bool:
        """Whether the document writes that path."""
        return path in self._lines

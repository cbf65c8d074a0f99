"""A plan document changed without touching what is not changed: comments, order, quotes and every other line stay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from decimal import Decimal

from jalon.plan.document.nodes import Node, compose
from jalon.plan.document.rendering import STEP, Writable, flow, item, scalar, under
from jalon.plan.document.spans import Edit, Entry, Span, column, edited, line_end, line_start, next_line, spans
from jalon.quantities import Text

Data = str | bool | Decimal | None | list["Data"] | dict[str, "Data"]


class Miswritten(Exception):
    """The document written would not say what was asked: a fault of ours, never a document to keep."""


def content_of(text: str) -> Data:
    """What a document says, without lines: dates stay words, numbers are exact. Raises `Unreadable`."""
    return _plain(compose(text.encode(), "plan"))


def with_value(text: str, path: str, value: Writable) -> str:
    """The document with a value at a path (`kras.2.kpis.0.target`), replaced or added; None takes the field away."""
    if value is None:
        return without(text, path)
    steps = path.split(".")
    expected = content_of(text)
    _put(expected, steps, value)
    return proved(edited(text, [setting(text, spans(text), steps, value)]), expected, path)


def with_object(text: str, path: str, value: Mapping[str, Writable] | str) -> str:
    """The document with one more item at the end of a list, made when there is none."""
    found = _find(spans(text), path.split("."))
    if found is None or found.items is None:
        return with_value(text, path, [value])
    return with_value(text, f"{path}.{len(found.items)}", value)


def without(text: str, path: str) -> str:
    """The document without a field or an item; unchanged when it is not there."""
    steps = path.split(".")
    root = spans(text)
    if _find(root, steps) is None:
        return text
    expected = content_of(text)
    holder = _inside(expected, steps[:-1])
    if isinstance(holder, dict):
        del holder[steps[-1]]
    elif isinstance(holder, list):
        del holder[int(steps[-1])]
    return proved(edited(text, [removal(text, root, path)]), expected, path)


def replaced_field(text: str, root: Span, path: str, name: str, value: Writable) -> Edit:
    """The edit that writes `name: value` where another field of the same object stands."""
    holder, entry = _entry(root, path)
    start = entry.start
    if holder.flow:
        return Edit(start, entry.value.end, f"{scalar(name)}: {flow(value)}")
    indent = " " * column(text, start)
    return Edit(start, entry.value.end, f"{scalar(name)}:{under(value, indent, newline_of(text))}")


def fields_of(root: Span, path: str) -> list[str]:
    """The fields that an object writes, in the order of its author."""
    found = _find(root, path.split("."))
    return list(found.entries or {}) if found else []


def removal(text: str, root: Span, path: str) -> Edit:
    """The edit that takes a field or an item away."""
    holder_path, _, last = path.rpartition(".")
    holder = _find(root, holder_path.split(".")) if holder_path else root
    if holder is None:
        raise KeyError(path)
    alone = len(holder.entries or holder.items or ()) == 1
    if alone and holder_path:
        return setting(text, root, holder_path.split("."), {} if holder.entries else [])
    if holder.entries is not None:
        starts = [entry.start for entry in holder.entries.values()]
        ends = [entry.value.end for entry in holder.entries.values()]
        return _removal(text, holder, starts, ends, list(holder.entries).index(last))
    items = holder.items or []
    starts = [dash(text, holder, one) for one in items] if not holder.flow else [one.start for one in items]
    return _removal(text, holder, starts, [one.end for one in items], int(last))


def _removal(text: str, holder: Span, starts: list[int], ends: list[int], at: int) -> Edit:
    if len(starts) == 1:
        return Edit(holder.start, holder.end, "{}")
    if holder.flow:
        return Edit(ends[at - 1], ends[at], "") if at else Edit(starts[0], starts[1], "")
    alone = not text[line_start(text, starts[at]) : starts[at]].strip()
    if alone:
        return Edit(line_start(text, starts[at]), next_line(text, ends[at]), "")
    return Edit(starts[at], starts[at + 1], "") if at + 1 < len(starts) else Edit(starts[at], ends[at], "")


def dash(text: str, holder: Span, one: Span) -> int:
    """Where the dash of a block item stands: in the column of the first one, on the item's line or above it."""
    at = column(text, holder.start)
    line = line_start(text, one.start)
    while text[line + at : line + at + 1] != "-":
        line = line_start(text, line - 1)
    return line + at


def setting(text: str, root: Span, steps: list[str], value: Writable) -> Edit:
    """The edit that puts a value at a path, making the objects on the way that are missing."""
    holder, depth = root, 0
    while depth < len(steps) - 1:
        inner = child(holder, steps[depth])
        if inner is None or (inner.entries is None and inner.items is None):
            value = _nested(steps[depth + 1 :], value)
            break
        holder, depth = inner, depth + 1
    name = steps[depth]
    if holder.entries is not None:
        entry = holder.entries.get(name)
        return _addition(text, holder, name, value) if entry is None else replacement(text, holder, entry, value)
    items = holder.items or []
    if int(name) < len(items):
        return replaced_item(text, holder, items[int(name)], value)
    if int(name) > len(items):
        raise IndexError(".".join(steps))
    return _one_more(text, holder, value)


def replacement(text: str, holder: Span, entry: Entry, value: Writable) -> Edit:
    """The value of a field, written anew."""
    old = entry.value
    comment = text[entry.colon : line_end(text, entry.colon)].lstrip()
    if holder.flow or (old.entries is None and old.items is None) or old.flow:
        inline = holder.flow or old.end > old.start
        written = flow(value) if inline else under(value, " " * column(text, entry.start), newline_of(text)).lstrip(" ")
        lead = ": " if entry.bare else " " if old.start == old.end and not written.startswith(("\n", "\r")) else ""
        return Edit(old.start, old.end, lead + written)
    indent = " " * column(text, entry.start)
    written = under(value, indent, newline_of(text))
    if comment.startswith("#") and not written.startswith(("\n", "\r")):
        return Edit(entry.colon, old.end, f"{written}  {comment}")
    if written.startswith(("\n", "\r")):
        return Edit(line_start(text, old.start), old.end, written.lstrip("\r\n"))
    return Edit(entry.colon, old.end, written)


def replaced_item(text: str, holder: Span, old: Span, value: Writable) -> Edit:
    """An item of a list, written anew."""
    if holder.flow or old.flow or (old.entries is None and old.items is None):
        lead = " " if old.start == old.end else ""
        return Edit(old.start, old.end, lead + flow(value))
    return Edit(old.start, old.end, item(value, " " * column(text, old.start), newline_of(text)))


def _addition(text: str, holder: Span, name: str, value: Writable) -> Edit:
    """A field written after the last one of its object."""
    entries = list((holder.entries or {}).values())
    if not entries or holder.flow:
        written = f"{scalar(name)}: {flow(value)}"
        return into_flow(text, holder, entries[-1].value.end if entries else None, written)
    indent = " " * column(text, entries[0].start)
    return line_below(text, holder, f"{indent}{scalar(name)}:{under(value, indent, newline_of(text))}")


def _one_more(text: str, holder: Span, value: Writable) -> Edit:
    """An item written after the last one of its list."""
    items = holder.items or []
    if not items or holder.flow:
        return into_flow(text, holder, items[-1].end if items else None, flow(value))
    dash = column(text, holder.start)
    indent = " " * dash
    return line_below(text, holder, f"{indent}- {item(value, indent + STEP, newline_of(text))}")


def into_flow(text: str, holder: Span, last: int | None, written: str) -> Edit:
    """Written inside `{…}` or `[…]`, after its last value."""
    if last is not None:
        lead = " " if text[last - 1] == ":" else ""
        return Edit(last, last, f"{lead}, {written}")
    closing = text[holder.start], text[holder.end - 1]
    return Edit(holder.start, holder.end, f"{closing[0]}{written}{closing[1]}")


def line_below(text: str, holder: Span, written: str) -> Edit:
    """Written on lines of its own, below the last value."""
    newline = newline_of(text)
    at = holder.tail if holder.tail > holder.end else next_line(text, holder.end)
    if at and text[at - 1] == "\n":
        return Edit(at, at, written + newline)
    return Edit(at, at, newline + written)


def newline_of(text: str) -> str:
    """How the lines of a document end."""
    return "\r\n" if "\r\n" in text else "\n"


def child(holder: Span, name: str) -> Span | None:
    """The value under a name, or at a place of a list."""
    if holder.entries is not None:
        entry = holder.entries.get(name)
        return entry.value if entry else None
    items = holder.items or []
    return items[int(name)] if name.isdecimal() and int(name) < len(items) else None


def _find(root: Span, steps: Sequence[str]) -> Span | None:
    found: Span | None = root
    for step in steps:
        found = child(found, step) if found else None
    return found


def _entry(root: Span, path: str) -> tuple[Span, Entry]:
    holder_path, _, last = path.rpartition(".")
    holder = _find(root, holder_path.split(".")) if holder_path else root
    if holder is None or holder.entries is None:
        raise KeyError(path)
    return holder, holder.entries[last]


def _nested(steps: list[str], value: Writable) -> Writable:
    """The objects that a missing path needs."""
    for step in reversed(steps):
        value = [value] if step == "0" else {step: value}
    return value


def _put(data: Data, steps: list[str], value: Writable) -> None:
    for depth, step in enumerate(steps[:-1]):
        inner = _inside(data, [step])
        if not isinstance(inner, list | dict):
            steps, value = steps[: depth + 1], _nested(steps[depth + 1 :], value)
            break
        data = inner
    last = steps[-1]
    if isinstance(data, dict):
        data[last] = said(value)
    elif isinstance(data, list):
        data[int(last) : int(last) + 1] = [said(value)]


def _inside(data: Data, steps: Sequence[str]) -> Data:
    for step in steps:
        if isinstance(data, dict):
            data = data.get(step)
        elif isinstance(data, list) and step.isdecimal() and int(step) < len(data):
            data = data[int(step)]
        else:
            return None
    return data


def said(value: Writable) -> Data:
    """A value as a reader of the document finds it."""
    if isinstance(value, Text):
        return dict(value.by_language)
    if isinstance(value, Mapping):
        return {str(name): said(inner) for name, inner in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [said(inner) for inner in value]
    if value is None or isinstance(value, str | bool | Decimal):
        return value
    return Decimal(value) if isinstance(value, int) else scalar(value)


def _plain(node: Node) -> Data:
    if node.mapping is not None:
        return {name: _plain(inner) for name, inner in node.mapping.items()}
    if node.items is not None:
        return [_plain(inner) for inner in node.items]
    return deepcopy(node.value) if not isinstance(node.value, list | dict) else None


def proved(text: str, expected: Data, path: str) -> str:
    """Read back what was written: a document that says something else is never given."""
    if content_of(text) != expected:
        raise Miswritten(path)
    return text

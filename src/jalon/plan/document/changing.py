"""Many changes of a plan document at once: read once, written once, everything else left where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from jalon.plan.document.rendering import STEP, Writable, flow, item, scalar, under
from jalon.plan.document.spans import Edit, Span, column, edited, line_start, next_line, spans
from jalon.plan.document.writing import (
    Data,
    child,
    content_of,
    dash,
    into_flow,
    line_below,
    newline_of,
    proved,
    replaced_item,
    replacement,
    said,
    setting,
)


@dataclass(frozen=True, slots=True)
class Changes:
    """What is to be done, by path (`kras.2.kpis.0.target`).

    `values` puts a value, making the objects on the way that are missing; `added` puts items at the end of a list
    that is written; `removed` takes fields or items away. Paths are those of the document before any change.
    """

    values: Mapping[str, Writable] = field(default_factory=dict)
    added: Mapping[str, Sequence[Writable]] = field(default_factory=dict)
    removed: Sequence[str] = ()

    def __bool__(self) -> bool:
        return bool(self.values or self.added or self.removed)


def with_changes(text: str, changes: Changes) -> str:
    """The document with every change done. Raises `Miswritten` where it would not say what was asked."""
    gone = _outermost(changes.removed)
    expected = applied(_read(text), changes)
    tree = _tree(changes.values)
    text = edited(text, list(_set(text, spans(text), tree))) if tree else text
    lists = sorted(changes.added, key=lambda path: path.count("."))
    if lists:
        root = spans(text)
        text = edited(text, [_appended(text, _at(root, path), changes.added[path]) for path in lists])
    if gone:
        root = spans(text)
        text = edited(text, [edit for path, names in gone.items() for edit in _taken(text, root, path, names)])
    return proved(text, expected, ", ".join([*changes.values, *lists, *changes.removed][:3]))


@lru_cache(maxsize=8)
def _read(text: str) -> Data:
    """A document read once: whoever changes what it says works on a copy."""
    return content_of(text)


def applied(data: Data, changes: Changes) -> Data:
    """What a document says once changed."""
    found = deepcopy(data)
    for path, value in changes.values.items():
        _put(found, path.split("."), said(value))
    for path, values in changes.added.items():
        holder = inside(found, path)
        if isinstance(holder, list):
            holder.extend(said(value) for value in values)
    for path, names in _outermost(changes.removed).items():
        holder = inside(found, path)
        for name in sorted(names, key=_order, reverse=True):
            if isinstance(holder, dict):
                holder.pop(name, None)
            elif isinstance(holder, list):
                del holder[int(name)]
    return found


def inside(data: Data, path: str) -> Data:
    """What stands at a path; None where nothing does."""
    for step in filter(None, path.split(".")):
        if isinstance(data, dict):
            data = data.get(step)
        elif isinstance(data, list) and step.isdecimal() and int(step) < len(data):
            data = data[int(step)]
        else:
            return None
    return data


def _put(data: Data, steps: Sequence[str], value: Data) -> None:
    holder = data
    for step, then in pairwise(steps):
        inner = inside(holder, step)
        if not isinstance(inner, dict) and not (isinstance(inner, list) and then.isdecimal()):
            inner = {}
            _assign(holder, step, inner)
        holder = inner
    _assign(holder, steps[-1], value)


def _assign(holder: Data, name: str, value: Data) -> None:
    if isinstance(holder, dict):
        holder[name] = value
    elif isinstance(holder, list):
        holder[int(name)] = value


def _outermost(paths: Iterable[str]) -> dict[str, set[str]]:
    """The fields and items to take away by what holds them, last holder first; what goes with its holder is left."""
    every = set(paths)
    kept = [path for path in every if not any(path[:at] in every for at, letter in enumerate(path) if letter == ".")]
    found: dict[str, set[str]] = {}
    for path in sorted(kept, key=lambda one: [_order(step) for step in one.split(".")], reverse=True):
        holder, _, name = path.rpartition(".")
        found.setdefault(holder, set()).add(name)
    return found


def _order(step: str) -> tuple[int, str]:
    return (int(step), "") if step.isdecimal() else (-1, step)


@dataclass(slots=True)
class _Branch:
    """Values to put below one place, by name."""

    names: dict[str, _Branch | _Leaf]


@dataclass(slots=True)
class _Leaf:
    value: Writable


def _tree(values: Mapping[str, Writable]) -> dict[str, _Branch | _Leaf]:
    root: dict[str, _Branch | _Leaf] = {}
    for path, value in values.items():
        steps, names = path.split("."), root
        for step in steps[:-1]:
            inner = names.setdefault(step, _Branch({}))
            if isinstance(inner, _Leaf):
                raise KeyError(path)
            names = inner.names
        names[steps[-1]] = _Leaf(value)
    return root


def _set(text: str, holder: Span, tree: Mapping[str, _Branch | _Leaf]) -> Iterator[Edit]:
    """The edits of one object, its own new fields before those inside it: at one place, the first one is written last.

    So a field added to the last object of a list stands above a field added to what holds the list.
    """
    deeper: list[Edit] = []
    coming: dict[str, Writable] = {}
    for name, wanted in tree.items():
        inner = child(holder, name)
        if isinstance(wanted, _Branch) and inner is not None and (inner.entries is not None or inner.items is not None):
            deeper.extend(_set(text, inner, wanted.names))
        elif inner is None:
            coming[name] = _whole(wanted)
        elif holder.entries is not None:
            deeper.append(replacement(text, holder, holder.entries[name], _whole(wanted)))
        else:
            deeper.append(replaced_item(text, holder, inner, _whole(wanted)))
    if coming:
        yield _fields_below(text, holder, coming)
    yield from deeper


def _whole(wanted: _Branch | _Leaf) -> Writable:
    if isinstance(wanted, _Leaf):
        return wanted.value
    return {name: _whole(inner) for name, inner in wanted.names.items()}


def _fields_below(text: str, holder: Span, coming: Mapping[str, Writable]) -> Edit:
    """Fields written after the last one of their object."""
    if holder.entries is None:
        raise IndexError(", ".join(coming))
    entries = list(holder.entries.values())
    if not entries or holder.flow:
        written = ", ".join(f"{scalar(name)}: {flow(value)}" for name, value in coming.items())
        return into_flow(text, holder, entries[-1].value.end if entries else None, written)
    indent, newline = " " * column(text, entries[0].start), newline_of(text)
    lines = [f"{indent}{scalar(name)}:{under(value, indent, newline)}" for name, value in coming.items()]
    return line_below(text, holder, newline.join(lines))


def _appended(text: str, holder: Span, values: Sequence[Writable]) -> Edit:
    """Items written after the last one of their list."""
    items = holder.items or []
    if not items or holder.flow:
        return into_flow(text, holder, items[-1].end if items else None, ", ".join(map(flow, values)))
    indent, newline = " " * column(text, holder.start), newline_of(text)
    return line_below(text, holder, newline.join(f"{indent}- {item(one, indent + STEP, newline)}" for one in values))


def _taken(text: str, root: Span, path: str, names: set[str]) -> Iterator[Edit]:
    """The edits that take fields or items away, run by run: between two runs something is kept."""
    holder = _at(root, path)
    if holder.entries is not None:
        order = list(holder.entries)
        starts = [entry.start for entry in holder.entries.values()]
        ends = [entry.value.end for entry in holder.entries.values()]
    else:
        items = holder.items or []
        order = [str(number) for number in range(len(items))]
        starts = [one.start if holder.flow else dash(text, holder, one) for one in items]
        ends = [one.end for one in items]
    if len(names) == len(order):
        empty: Writable = {} if holder.entries is not None else []
        yield setting(text, root, path.split("."), empty) if path else Edit(holder.start, holder.end, "{}")
        return
    at = 0
    while at < len(order):
        if order[at] not in names:
            at += 1
            continue
        last = at
        while last + 1 < len(order) and order[last + 1] in names:
            last += 1
        yield _run_away(text, holder, starts, ends, at, last)
        at = last + 1


def _run_away(text: str, holder: Span, starts: list[int], ends: list[int], at: int, last: int) -> Edit:
    if holder.flow:
        return Edit(ends[at - 1], ends[last], "") if at else Edit(starts[0], starts[last + 1], "")
    if not text[line_start(text, starts[at]) : starts[at]].strip():
        return Edit(line_start(text, starts[at]), next_line(text, ends[last]), "")
    return Edit(starts[at], starts[last + 1], "") if last + 1 < len(starts) else Edit(starts[at], ends[last], "")


def _at(root: Span, path: str) -> Span:
    found: Span | None = root
    for step in filter(None, path.split(".")):
        found = child(found, step) if found else None
    if found is None:
        raise KeyError(path)
    return found

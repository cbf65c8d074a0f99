"""Two values of the model walked side by side, down to the single fields that differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal

from jalon.plan.model import Claim
from jalon.quantities import Duration, Period, Text

Leaf = tuple[str, object, object]
"""A field, what it said before and what it says now, as JSON holds them."""

ORDERED = frozenset({"languages", "mappings", "rules", "options", "agenda"})
"""Lists whose order says something; in every other one, order makes no difference."""
SILENT = frozenset({"path", "short_form", "lead_measured", "id"})
"""Fields that say nothing to a reader: where it stands, how it was written."""


def walk(before: object, after: object, path: str = "", skipped: frozenset[str] = frozenset()) -> Iterator[Leaf]:
    """Every field that differs, named by its path."""
    if plain(before, path) == plain(after, path):
        return
    if _is_object(before) or _is_object(after):
        names = dict.fromkeys(one.name for item in (before, after) if is_dataclass(item) for one in fields(item))
        for name in names:
            if name not in SILENT and name not in skipped:
                yield from walk(getattr(before, name, None), getattr(after, name, None), _inside(path, name))
    elif isinstance(before, Mapping) and isinstance(after, Mapping):
        yield from _mappings(before, after, path)
    elif _are_named(before) and _are_named(after):
        yield from _named(before, after, path)
    else:
        yield path, plain(before, path), plain(after, path)


def _mappings(before: Mapping[str, object], after: Mapping[str, object], path: str) -> Iterator[Leaf]:
    """Names that come and go first, then what they say."""
    if any(value is None or isinstance(value, Text) for value in (*before.values(), *after.values())):
        yield from _words(before, after, path)
        return
    for name in dict.fromkeys((*before, *after)):
        old, new = before.get(name), after.get(name)
        empty: object = {} if isinstance(old or new, Mapping) else None
        yield from walk(empty if old is None else old, empty if new is None else new, _inside(path, name))


def _words(before: Mapping[str, object], after: Mapping[str, object], path: str) -> Iterator[Leaf]:
    """A vocabulary: its words, then how they are said."""
    if set(before) != set(after):
        yield path, list(before), list(after)
    for name in before.keys() & after.keys():
        if plain(before[name]) != plain(after[name]):
            yield _inside(path, str(name)), plain(before[name]), plain(after[name])


def _named(before: object, after: object, path: str) -> Iterator[Leaf]:
    """Lists of objects with ids: who comes and goes, the order where it counts, then each one."""
    old = {str(getattr(item, "id", "")): item for item in _listed(before)}
    new = {str(getattr(item, "id", "")): item for item in _listed(after)}
    if set(old) != set(new) or (_last(path) in ORDERED and list(old) != list(new)):
        yield path, list(old), list(new)
    for name in old:
        if name in new:
            yield from walk(old[name], new[name], _inside(path, name))


def plain(value: object, path: str = "") -> object:
    """A value as JSON holds it; two that say the same are equal, whatever the order of a list that has none."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Text):
        return value.as_document()
    if isinstance(value, Duration):
        return value.text
    if isinstance(value, Period):
        return [value.start.isoformat(), value.end.isoformat()]
    if isinstance(value, Claim):
        return {"ground": value.ground, "value": sorted(value.values), **plain_mapping(value.qualifiers)}
    if isinstance(value, Mapping):
        return plain_mapping(value)
    if isinstance(value, list | tuple | frozenset | set):
        inner = [plain(item) for item in value]
        kept = _last(path) in ORDERED or (len(inner) == 2 and all(isinstance(item, Decimal | int) for item in value))
        return inner if kept else sorted(inner, key=repr)
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: plain(getattr(value, one.name), one.name) for one in fields(value) if one.name != "path"}
    return value


def plain_mapping(value: Mapping[str, object]) -> dict[str, object]:
    """A mapping as JSON holds it."""
    return {str(name): plain(inner) for name, inner in value.items()}


def _is_object(value: object) -> bool:
    return is_dataclass(value) and not isinstance(value, type | Text | Duration | Period | Claim)


def _are_named(value: object) -> bool:
    return isinstance(value, tuple | list) and all(getattr(item, "id", None) for item in value)


def _listed(value: object) -> Sequence[object]:
    return value if isinstance(value, tuple | list) else ()


def _inside(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _last(path: str) -> str:
    return path.rpartition(".")[2]

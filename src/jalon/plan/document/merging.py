"""Three documents become one: what somebody changed in an older plan, made in the plan as it is now, by id."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from jalon.plan.document.changing import Changes
from jalon.plan.document.writing import Data

ORDERED = frozenset({"options", "agenda", "languages", "rules", "mappings", "steps", "targets"})
"""Lists whose order says something: changed here and there, they are a conflict."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A place that both sides changed, each in its own way. `path` is told with ids (`kras.K_seo.mission`)."""

    path: str
    base: Data
    theirs: Data
    now: Data


@dataclass(slots=True)
class Merge:
    """The changes to make in the plan of now, and where it cannot be decided."""

    values: dict[str, Data] = field(default_factory=dict)
    added: dict[str, list[Data]] = field(default_factory=dict)
    removed: list[str] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)

    @property
    def changes(self) -> Changes:
        """What to do to the document of now."""
        return Changes(self.values, self.added, self.removed)


def merge(base: Data, theirs: Data, now: Data) -> Merge:
    """What leads from `base` to `theirs`, as changes of `now`."""
    found = Merge()
    _one(found, "", "", base, theirs, now)
    return found


def _one(found: Merge, path: str, told: str, base: Data, theirs: Data, now: Data) -> None:
    """One place; nothing is done where both sides say the same."""
    if base == theirs or theirs == now:
        return
    if isinstance(theirs, dict) and isinstance(now, dict) and (base is None or isinstance(base, dict)):
        was = base if isinstance(base, dict) else {}
        for name in dict.fromkeys([*was, *theirs]):
            _one(found, _in(path, name), _in(told, name), was.get(name), theirs.get(name), now.get(name))
        return
    lists = [one for one in (base, theirs, now) if isinstance(one, list)]
    last = told.rpartition(".")[2]
    if isinstance(theirs, list) and isinstance(now, list) and len(lists) == 2 + isinstance(base, list):
        was_list = base if isinstance(base, list) else []
        if all(map(_are_named, (was_list, theirs, now))) and not (last in ORDERED and _reordered(was_list, theirs)):
            _named(found, path, told, was_list, theirs, now)
            return
        if all(map(_are_words, (was_list, theirs, now))) and last not in ORDERED:
            joined = [one for one in now if one in theirs or one not in was_list]
            found.values[path] = [*joined, *(one for one in theirs if one not in was_list and one not in now)]
            return
    if base != now:
        found.conflicts.append(Conflict(told, base, theirs, now))
    elif theirs is None:
        found.removed.append(path)
    else:
        found.values[path] = theirs


def _named(
    found: Merge, path: str, told: str, base: Sequence[Data], theirs: Sequence[Data], now: Sequence[Data]
) -> None:
    """Lists of objects with ids: who comes, who goes, then each of them."""
    places = {name_of(one): number for number, one in enumerate(now)}
    was, wanted = ({name_of(one): one for one in side} for side in (base, theirs))
    for name, one in was.items():
        if name in wanted and name in places:
            number = places[name]
            _one(found, f"{path}.{number}", _in(told, name), one, wanted[name], now[number])
        elif name in wanted and one != wanted[name]:
            found.conflicts.append(Conflict(_in(told, name), one, wanted[name], None))
        elif name not in wanted and name in places:
            if now[places[name]] == one:
                found.removed.append(f"{path}.{places[name]}")
            else:
                found.conflicts.append(Conflict(_in(told, name), one, None, now[places[name]]))
    for name, one in wanted.items():
        if name in was:
            continue
        if name not in places:
            found.added.setdefault(path, []).append(one)
        elif now[places[name]] != one:
            found.conflicts.append(Conflict(_in(told, name), None, one, now[places[name]]))


def name_of(one: Data) -> str:
    """The id an object goes by: its own, else that of the catalogue row it uses."""
    said = (one.get("id") or one.get("use")) if isinstance(one, dict) else None
    return said if isinstance(said, str) else ""


def _are_named(items: Sequence[Data]) -> bool:
    names = [name_of(one) for one in items]
    return all(names) and len(set(names)) == len(names)


def _are_words(items: Sequence[Data]) -> bool:
    return all(isinstance(one, str) for one in items)


def _reordered(base: Sequence[Data], theirs: Sequence[Data]) -> bool:
    names = [name_of(one) for one in base], [name_of(one) for one in theirs]
    kept = [[one for one in side if one in names[0] and one in names[1]] for side in names]
    return kept[0] != kept[1]


def _in(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name

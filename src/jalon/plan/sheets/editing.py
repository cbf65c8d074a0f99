"""From what a field says and what it should say to the fewest changes of the document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from jalon.plan.document.changing import Changes
from jalon.plan.document.writing import Data
from jalon.plan.sheets.forms import bare, same


@dataclass(slots=True)
class Draft:
    """Changes being gathered."""

    values: dict[str, Data] = field(default_factory=dict)
    added: dict[str, list[Data]] = field(default_factory=dict)
    removed: list[str] = field(default_factory=list)

    def changes(self) -> Changes:
        """All of them."""
        return Changes(self.values, self.added, self.removed)

    def put(self, path: str, before: Data, after: Data) -> None:
        """One value for another at a path, touching no more of it than differs."""
        if same(before, after):
            return
        if after is None:
            self.removed.append(path)
        elif isinstance(before, dict) and isinstance(after, dict) and before:
            for name in dict.fromkeys([*before, *after]):
                self.put(f"{path}.{name}", before.get(name), after.get(name))
        elif isinstance(before, list) and isinstance(after, list) and before and _aligned(before, after):
            self._items(path, before, after)
        else:
            self.values[path] = after

    def _items(self, path: str, before: Sequence[Data], after: Sequence[Data]) -> None:
        for what, i1, i2, j1, j2 in _steps(before, after):
            if what == "equal":
                continue
            paired = min(i2 - i1, j2 - j1)
            for at in range(paired):
                self.put(f"{path}.{i1 + at}", before[i1 + at], after[j1 + at])
            self.removed.extend(f"{path}.{at}" for at in range(i1 + paired, i2))
            if j1 + paired < j2:
                self.added.setdefault(path, []).extend(after[j1 + paired : j2])


def _steps(before: Sequence[Data], after: Sequence[Data]) -> Sequence[tuple[str, int, int, int, int]]:
    old, new = ([repr(bare(one)) for one in items] for items in (before, after))
    return SequenceMatcher(None, old, new, autojunk=False).get_opcodes()


def _aligned(before: Sequence[Data], after: Sequence[Data]) -> bool:
    """Whether the list can be changed where it stands: what comes new comes at its end, and not all of it goes."""
    if not after:
        return False
    return all(j2 - j1 <= i2 - i1 or i2 == len(before) for _, i1, i2, j1, j2 in _steps(before, after))


def pruned(draft: Draft, path: str, said: Mapping[str, Data]) -> None:
    """An object inside another, all of whose fields go, goes itself."""
    for name, inner in said.items():
        if not isinstance(inner, dict) or not inner:
            continue
        place = f"{path}.{name}"
        pruned(draft, place, inner)
        coming = any(one.startswith(f"{place}.") for one in (*draft.values, *draft.added))
        if not coming and all(f"{place}.{field}" in draft.removed for field in inner):
            draft.removed.append(place)

"""Where the objects that a form shows stand in a document, and a document with one of them put, added or taken away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass

from jalon.plan.document.changing import inside
from jalon.plan.document.merging import name_of
from jalon.plan.document.writing import Data

Object = dict[str, Data]
LISTS: Mapping[str, str] = {
    "objective": "objectives",
    "kra": "kras",
    "kpi": "kpis",
    "kri": "kris",
    "action": "actions",
    "milestone": "milestones",
    "decision": "decisions",
    "overlap_rule": "overlap_rules",
    "person": "people",
    "team": "teams",
    "role": "roles",
    "axis": "axes",
    "budget_line": "budget.lines",
    "source": "sources",
    "own_event": "events.own",
}
"""Kind → the list that holds it; KPIs and KRIs stand inside an area."""
INSIDE_KRA = frozenset({"kpi", "kri"})
CHAPTERS = (
    "company", "period", "languages", "brand_terms", "grounds", "dimensions", "required", "budget", "mappings",
    "arbitration", "kri_defaults", "cadence", "events", "sharing", "lint",
)  # fmt: skip
"""Fields of the plan itself, one form each, under the kind `plan`."""


@dataclass(frozen=True, slots=True)
class Standing:
    """An object where it stands. A new one has no path yet; `kra` is the area that holds a KPI or a KRI."""

    kind: str
    id: str
    path: str | None
    said: Object
    kra: str | None = None

    @property
    def is_new(self) -> bool:
        """Whether the document does not hold it yet."""
        return self.path is None


def found(content: Data, kind: str, name: str) -> Standing | None:
    """One object by kind and id; `plan` and a chapter for what belongs to the whole."""
    if kind == "plan":
        return Standing(kind, name, "", content) if name in CHAPTERS and isinstance(content, dict) else None
    return next((one for one in every(content, kind) if one.id == name), None)


def every(content: Data, kind: str) -> Iterator[Standing]:
    """All objects of a kind, in the order of the document."""
    if kind not in LISTS:
        return
    holders = [("", None)] if kind not in INSIDE_KRA else [(f"kras.{n}.", k) for n, k in enumerate(_kras(content))]
    for holder, kra in holders:
        path = f"{holder}{LISTS[kind]}"
        for number, said in enumerate(_items(inside(content, path))):
            if isinstance(said, dict) and name_of(said):
                yield Standing(kind, name_of(said), f"{path}.{number}", said, kra)


def _kras(content: Data) -> list[str]:
    return [name_of(one) for one in _items(inside(content, "kras"))]


def _items(value: Data) -> list[Data]:
    return value if isinstance(value, list) else []


def put(content: Data, one: Standing, said: Object) -> Data:
    """The document with the object saying that; a new one comes at the end of its list."""
    made = deepcopy(content)
    if one.kind == "plan":
        assert isinstance(made, dict)  # noqa: S101  # a plan is an object
        for name in (one.id,):
            if said.get(name) is None:
                made.pop(name, None)
            else:
                made[name] = said[name]
        return made
    if one.path is None:
        _append(made, one, said)
        return made
    holder, _, number = one.path.rpartition(".")
    listed = inside(made, holder)
    assert isinstance(listed, list)  # noqa: S101  # it stands there
    listed[int(number)] = said
    return made


def _append(made: Data, one: Standing, said: Object) -> None:
    holder = made
    if one.kind in INSIDE_KRA:
        holder = next(kra for kra in _items(inside(made, "kras")) if name_of(kra) == one.kra)
    *steps, last = LISTS[one.kind].split(".")
    for step in steps:
        assert isinstance(holder, dict)  # noqa: S101  # a document that reads as a plan
        holder = holder.setdefault(step, {})
    assert isinstance(holder, dict)  # noqa: S101  # the same
    listed = holder.get(last)
    holder[last] = [*_items(listed), said]


def without(content: Data, one: Standing) -> Data:
    """The document without the object."""
    made = deepcopy(content)
    holder, _, number = str(one.path).rpartition(".")
    listed = inside(made, holder)
    assert isinstance(listed, list)  # noqa: S101  # it stands there
    del listed[int(number)]
    return made

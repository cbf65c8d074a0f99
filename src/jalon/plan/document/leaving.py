"""Somebody leaves: everything the plan says she holds goes to others at once; what she decided stays hers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass

from jalon.plan.document.merging import name_of
from jalon.plan.document.writing import Data
from jalon.plan.schema.kinds import KINDS
from jalon.plan.schema.types import ListOf, Object, Plain, Reference, Type

DECIDED = frozenset({("target_version", "author"), ("waiver", "by"), ("decision", "by"), ("decision_outcome", "by")})
"""What somebody decided stays signed by her."""
OVER: Mapping[str, frozenset[str]] = {
    "action": frozenset({"done", "stopped"}),
    "milestone": frozenset({"done", "cancelled"}),
    "kra": frozenset({"closed"}),
}
"""Things that are over stay with who held them."""


@dataclass(frozen=True, slots=True)
class Held:
    """One thing somebody holds: the object, the field that names her, the area it is or lives in."""

    kind: str
    id: str
    field: str
    kra: str | None


def held(content: Data, person: str) -> list[Held]:
    """Everything that names somebody and is not over."""
    return list(_walk(content, "plan", person, Held("plan", "", "", None)))


def _walk(data: Data, kind: str, person: str, at: Held) -> Iterator[Held]:
    if not isinstance(data, dict) or str(data.get("status")) in OVER.get(kind, ()):
        return
    named = name_of(data) if KINDS[kind].id_space or kind in ("kpi", "kri") else ""
    kra = named if kind == "kra" else str(data.get("kra") or "") or at.kra
    here = Held(kind, named, "", kra) if named else at
    for field in KINDS[kind].fields:
        value = data.get(field.name)
        if value is None or (kind, field.name) in DECIDED:
            continue
        if _names_person(field.type):
            if person in (value if isinstance(value, list) else [value]):
                yield Held(here.kind, here.id, field.name, here.kra)
            continue
        inner = _object(field.type)
        for one in value if isinstance(value, list) else [value]:
            if inner:
                yield from _walk(one, inner, person, here)


def _names_person(of: Type) -> bool:
    if isinstance(of, ListOf):
        return _names_person(of.of)
    return of in (Plain("owner"), Plain("who")) or (isinstance(of, Reference) and "person" in of.kinds)


def _object(of: Type) -> str:
    inner = of.of if isinstance(of, ListOf) else of
    return inner.kind if isinstance(inner, Object) else ""


def handed_over(content: Data, person: str, to: str, areas: Mapping[str, str], last_day: str | None) -> Data:
    """The document with all that given to `to`, or for an area and what lives in it to whom `areas` names.

    Whoever leaves holds no area any more: she is no actor of the plan.
    """
    made = deepcopy(content)
    taking = _Giving(person, to, areas, _primaries(content, person))
    taking.give(made, "plan", to)
    for one in _rows(made.get("people")) if isinstance(made, dict) else ():
        if one.get("id") == person:
            one |= {"actor": False} | ({"to": last_day} if last_day else {})
    return made


def _primaries(content: Data, leaving: str) -> set[str]:
    """People with a main area of their own: an area they receive is one more, not another main one."""
    areas = _rows(content.get("kras")) if isinstance(content, dict) else []
    return {str(one.get("owner")) for one in areas if one.get("owner") != leaving and one.get("primary") is not False}


@dataclass(frozen=True, slots=True)
class _Giving:
    person: str
    to: str
    areas: Mapping[str, str]
    primaries: set[str]

    def give(self, data: Data, kind: str, to: str) -> None:
        """Walk one object and name the successor wherever it names the one who leaves."""
        if not isinstance(data, dict) or str(data.get("status")) in OVER.get(kind, ()):
            return
        kra = name_of(data) if kind == "kra" else str(data.get("kra") or "")
        to = (self.areas.get(kra) or self.to) if kra else to
        for field in KINDS[kind].fields:
            value = data.get(field.name)
            if value is None or (kind, field.name) in DECIDED:
                continue
            if _names_person(field.type):
                self._name(data, kind, field.name, to)
            elif inner := _object(field.type):
                for one in value if isinstance(value, list) else [value]:
                    self.give(one, inner, to)

    def _name(self, data: dict[str, Data], kind: str, field: str, to: str) -> None:
        value = data[field]
        if isinstance(value, list):
            if self.person in value:
                rest: list[Data] = [one for one in value if one != self.person]
                answers = data.get("owner") == to or field == "contributors"
                data[field] = (
                    rest
                    if answers and (rest or field == "contributors")
                    else [*rest, *([to] if to not in rest else [])]
                )
                if not data[field]:
                    del data[field]
        elif value == self.person:
            if kind == "kra" and field == "owner" and to in self.primaries:
                data["primary"] = False
            if kind == "kra" and field == "owner":
                self.primaries.add(to)
            data[field] = to
            self._no_stand_in_for_oneself(data, kind)

    def _no_stand_in_for_oneself(self, data: dict[str, Data], kind: str) -> None:
        """Nobody is her own deputy, reviewer or sponsor."""
        oneself = data.get("id") if kind == "person" else data.get("owner")
        for field in ("deputy", "reviewer", "sponsor"):
            if field in data and data[field] == oneself:
                del data[field]


def _rows(value: Data) -> Sequence[dict[str, Data]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []

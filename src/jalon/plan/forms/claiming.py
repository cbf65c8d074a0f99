"""A piece of territory picked from what the plan knows: its ground, the values, and what narrows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from jalon.plan.document.writing import Data
from jalon.plan.forms.asking import About, Asked, Option, Raw, Unread, kept, one_of
from jalon.plan.forms.single import Chosen
from jalon.plan.sheets.fields import GROUNDS

OF = ":"
"""Between a ground and a value, where a value is picked before its ground."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A piece of territory: its ground, the values, and a qualifier a dimension that the plan declares.

    Values that the plan knows are ticked; any other word is written beside them. Where no ground is chosen yet,
    the values of every ground are offered, and one that is ticked says its ground.
    """

    about: About
    grounds: Mapping[str, Sequence[Option]]
    dimensions: Mapping[str, Sequence[Option]]
    names: Mapping[str, str]

    def said(self, name: str, value: Data) -> dict[str, list[str]]:
        claim = value if isinstance(value, dict) else {}
        ground = next((one for one in GROUNDS if one in claim), None)
        found = {f"{name}.ground": [ground]} if ground else {}
        if ground:
            found[f"{name}.values"] = _held(_words(claim[ground]), self.grounds.get(ground, ()))
        narrowed = {one: options for one, options in self.dimensions.items() if one in claim}
        return found | {f"{name}.{one}": _held(_words(claim[one]), known) for one, known in narrowed.items()}

    def meant(self, name: str, raw: Raw, before: Data) -> Data:
        known = before if isinstance(before, dict) else {}
        ground, values = _grounded(name, one_of(raw, f"{name}.ground"), _picked(raw, f"{name}.values"))
        told = {one: _picked(raw, f"{name}.{one}") for one in self.dimensions}
        if not (ground or values or any(told.values())):
            return None
        if not ground or not values or ground not in GROUNDS:
            raise Unread(f"{name}.{'values' if ground else 'ground'}", "form.half")
        hidden = {one: inner for one, inner in known.items() if one not in (*GROUNDS, *self.dimensions)}
        narrowed = {one: _listed(words, known.get(one)) for one, words in told.items() if words}
        return {ground: _listed(values, known.get(ground))} | narrowed | hidden

    def asked(self, name: str, raw: Raw, faults: Mapping[str, str]) -> Asked:
        kind, chosen = self.about.kind, one_of(raw, f"{name}.ground")
        ground = Chosen(About("claim", "ground"), [Option(one) for one in GROUNDS]).asked(f"{name}.ground", raw, faults)
        options = self.grounds.get(chosen, ()) if chosen else self._every()
        values = _among(f"{name}.values", "values", raw, options, faults)
        narrowed = [
            replace(_among(f"{name}.{one}", one, raw, known, faults), called=self.names.get(one, ""))
            for one, known in self.dimensions.items()
        ]
        fault = faults.get(f"{name}.ground", "")
        return Asked(name, kind, self.about.field, "claim", inner=(replace(ground, fault=fault), values, *narrowed))

    def _every(self) -> list[Option]:
        return [
            Option(f"{ground}{OF}{one.value}", one.label or one.value)
            for ground in GROUNDS
            for one in self.grounds.get(ground, ())
        ]


def _grounded(name: str, ground: str, values: list[str]) -> tuple[str, list[str]]:
    """The ground that ticked values say, where none is chosen; two grounds are two claims."""
    heads = {one.partition(OF)[0] for one in values if one.partition(OF)[0] in GROUNDS and OF in one}
    plain = [one.partition(OF)[2] if one.partition(OF)[0] in heads else one for one in values]
    if len(heads | ({ground} if ground else set())) > 1:
        raise Unread(f"{name}.ground", "form.two_grounds")
    return ground or next(iter(heads), ""), plain


def _among(name: str, field: str, raw: Raw, options: Sequence[Option], faults: Mapping[str, str]) -> Asked:
    """The known values, those that are claimed first and ticked; words that are none of them in their own input."""
    picked, known = _picked(raw, name), {one.value: one for one in options}
    chosen = [replace(known[word], chosen=True) for word in picked if word in known]
    shown = (*chosen, *(one for one in options if one.value not in picked))
    others = ", ".join(one for one in picked if one not in known)
    return Asked(name, "claim", field, "picked", (others,), shown, fault=faults.get(name, ""))


def _held(words: Sequence[str], options: Sequence[Option]) -> list[str]:
    """What the inputs hold, in the order in which the page shows them."""
    known = {one.value for one in options}
    others = ", ".join(one for one in words if one not in known)
    return [*(one for one in words if one in known), *([others] if others else [])]


def _picked(raw: Raw, name: str) -> list[str]:
    return list(dict.fromkeys(part.strip() for one in kept(raw, name) for part in one.split(",") if part.strip()))


def _words(value: Data) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]


def _listed(words: Sequence[str], before: Data) -> Data:
    """One word alone, several as a list; those that were there keep their order."""
    was = _words(before) if before is not None else []
    ordered: list[Data] = [*(one for one in was if one in words), *(one for one in words if one not in was)]
    return before if before is not None and ordered == was else ordered[0] if len(ordered) == 1 else ordered

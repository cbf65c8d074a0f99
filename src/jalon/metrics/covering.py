"""Whether a cut can answer a filter and a drill-down: by its columns, its own filters or the plan's mappings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, cast

from jalon.facts.cut import Cut
from jalon.facts.engine import ACROSS, Case, MappedDimension, Match
from jalon.metrics.formulas import FrozenFilter
from jalon.plan.model import Plan

BRAND, CAMPAIGN = "brand", "campaign"
_OTHER_WORDS = ("hors marque", "hors-marque", "non-brand", "non brand", "nonbrand")
_BRAND_WORDS = ("marque", "brand")
_ORDINARY = {"search_type": "Web"}
"""Filters that a whole report carries anyway: a search report is about web results unless it says otherwise."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How a cut answers: the dimensions to map and the values still to ask for."""

    dimensions: Mapping[str, MappedDimension] = field(default_factory=dict)
    filters: Mapping[str, frozenset[str]] = field(default_factory=dict)
    brand_terms: int = 0
    """Brand terms that the cut's own query filter covers, when that filter answers `brand`."""


@dataclass(frozen=True, slots=True)
class Misfit:
    """What the cut lacks: dimension names, or the filters that make it a part of the whole."""

    lacks: tuple[str, ...]
    why: Literal["dimension", "filtered"]


@dataclass(frozen=True, slots=True)
class Reach:
    """How the names of the plan are reached in the columns of tools."""

    plan: Plan

    def dimension(self, cut: Cut, name: str) -> MappedDimension | None:
        """A name of the plan or a raw column in that cut; None when neither a column nor a mapping leads there."""
        cases = tuple(
            Case(rule.dimension, cast(Match, rule.match), rule.value or "", rule.gives[name])
            for rule in self.plan.mappings
            if rule.tool in (cut.tool, "*") and name in rule.gives and rule.dimension in cut.dimensions
        )
        raw = name if name in cut.dimensions else None
        if name == BRAND and not cases and raw is None and self.plan.brand_terms and CAMPAIGN in cut.dimensions:
            return MappedDimension(name, _brand_campaigns(self.plan.brand_terms))
        return MappedDimension(name, cases, raw) if cases or raw else None

    def constant(self, cut: Cut, name: str) -> str | None:
        """The one value that every row of the tool has: each rule gives it and the last one takes all the rest."""
        rules = [r for r in self.plan.mappings if r.tool in (cut.tool, "*") and name in r.gives]
        given = {rule.gives[name] for rule in rules}
        return given.pop() if len(given) == 1 and any(rule.match == "any" for rule in rules) else None


def fit(cut: Cut, wanted: FrozenFilter, group_by: str | None, reach: Reach) -> Fit | Misfit:
    """How the cut answers the filter and the drill-down, or what it lacks."""
    own = dict(cut.filters)
    dimensions: dict[str, MappedDimension] = {}
    filters: dict[str, frozenset[str]] = {}
    lacks: list[str] = []
    terms = 0
    for name, values in wanted:
        mapped = reach.dimension(cut, name)
        if mapped is not None:
            dimensions[name], filters[name] = mapped, values
        elif _answered(own, name, values):
            own.pop(name)
        elif name == BRAND and (covered := _brand_terms(own.get("query", ""), values, reach.plan.brand_terms)):
            own.pop("query")
            terms = covered
        elif reach.constant(cut, name) not in values:
            lacks.append(name)
    for name in group_by.split(ACROSS) if group_by is not None else ():
        drill = reach.dimension(cut, name)
        if drill is None:
            lacks.append(name)
        else:
            dimensions[name] = drill
    if lacks:
        return Misfit(tuple(lacks), "dimension")
    partial = tuple(sorted(name for name, value in own.items() if _ORDINARY.get(name) != value))
    return Misfit(partial, "filtered") if partial else Fit(dimensions, filters, terms)


def _brand_campaigns(terms: tuple[str, ...]) -> tuple[Case, ...]:
    """A campaign is about the brand when its name says so or holds a brand term; a mapping of the plan comes first."""
    said = [*((word, "no") for word in _OTHER_WORDS), *((word, "yes") for word in (*_BRAND_WORDS, *terms))]
    return (*(Case(CAMPAIGN, "contains", word, side) for word, side in said), Case(CAMPAIGN, "any", "", "no"))


def _answered(own: Mapping[str, str], name: str, values: frozenset[str]) -> bool:
    """The whole cut is that one value: a constant of the table, or an exact filter of the export."""
    value = own.get(name)
    return value is not None and len(values) == 1 and value.removeprefix("equals:") in values


def _brand_terms(query: str, values: frozenset[str], terms: tuple[str, ...]) -> int:
    """How many brand terms a query filter takes in (`brand: yes`) or leaves out (`brand: no`).

    A pattern is read as text, never run: an export's expression is a stranger's program.
    """
    operator, _, value = query.partition(":")
    sides = {"yes": ("contains", "including_regex"), "no": ("not_contains", "excluding_regex")}
    if len(values) != 1 or operator not in sides.get(next(iter(values)), ()) or not value:
        return 0
    asked = value.casefold()
    if operator.endswith("regex"):
        plain = asked.replace("\\", "")
        return sum(1 for term in terms if term.casefold() in plain or any(_word_of(plain, term)))
    return sum(1 for term in terms if asked in term.casefold())


def _word_of(pattern: str, term: str) -> list[str]:
    """Alternatives of the pattern that are part of the term: `kervoal|kerval` takes in « kervoal bureau »."""
    return [part for part in pattern.strip("^$()").split("|") if len(part) > 2 and part in term.casefold()]

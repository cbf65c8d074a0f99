"""Which channel each value of the tools is about: known words, a channel of the company's own, or nobody's word."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from jalon.catalogue import Channel, channel_called, channel_values, channels
from jalon.catalogue.channels import CUT_BY_CHANNEL
from jalon.catalogue.formula import Name
from jalon.facts.engine import UNMAPPED
from jalon.facts.load import CutState
from jalon.metrics import Measurements, Wanted
from jalon.plan.model import Company, Plan
from jalon.plan.model.governance import Mapping
from jalon.quantities import Grain, Period, Text
from jalon.scorecard.starting.baselines import Amount, last_year

CHANNEL = "channel"
_KEY = "value:"


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A value of a tool that names no channel: shown with what it weighs, never merged into another."""

    tool: str
    dimension: str
    value: str
    measure: str
    amount: Amount


@dataclass(frozen=True, slots=True)
class Places:
    """Where the values of the data go: the plan's mappings, the company's own channels, what is left."""

    mappings: tuple[Mapping, ...]
    own: tuple[Channel, ...]
    unplaced: tuple[Unplaced, ...]
    by_table: frozenset[str] = frozenset()
    """Channels that a table's own `channel` column names."""

    def channels(self) -> dict[str, Channel]:
        """Every channel that the data may be about: those of the catalogue, then the company's own."""
        return {**channels(), **{one.id: one for one in self.own}}


def known_span(states: Iterable[CutState], today: date) -> Period | None:
    """From the first to the last day that any report told, today at the latest. A snapshot tells none."""
    there = [s for s in states if s.rows and s.first_day and s.last_day]
    told = [s for s in there if s.cut.grain is not Grain.SNAPSHOT] or there
    if not told:
        return None
    first = min(s.first_day for s in told if s.first_day)
    last = min(max(s.last_day for s in told if s.last_day), today)
    return Period(min(first, last), last)


def nobodys_plan(company: Company, span: Period, places: Places | None = None, brand: Sequence[str] = ()) -> Plan:
    """A plan that only knows what words mean: enough to measure, before anybody answers for anything."""
    named = places.channels() if places else {}
    grounds: dict[str, dict[str, Text | None]] = {CHANNEL: {one.id: one.name for one in named.values()}}
    return Plan(
        languages=("fr",),
        status="draft",
        as_of=None,
        company=company,
        period=span,
        brand_terms=tuple(brand),
        grounds=grounds if places else {},
        mappings=places.mappings if places else (),
    )


def values_wanted(states: Sequence[CutState]) -> list[Wanted]:
    """What the tools themselves call channels, by each measure that is cut so. To be measured without mappings."""
    dimensions = {CHANNEL, *(rule.dimension for rule in channel_values() if rule.match == "equals")}
    there = {d: {m for s in states if d in s.cut.dimensions and s.rows for m in s.measures} for d in dimensions}
    return [
        Wanted(f"{_KEY}{dimension}:{measure}", Name(measure), group_by=dimension)
        for dimension in sorted(dimensions)
        for measure in CUT_BY_CHANNEL
        if measure in there[dimension]
    ]


def placed(measured: Measurements, states: Sequence[CutState]) -> Places:
    """Each value where it belongs. A word that two channels could claim is left unplaced."""
    tools = {state.cut.tool for state in states if state.rows}
    mappings = [_rule(r.tool, r.dimension, r.match, r.value, r.channel) for r in channel_values() if r.tool in tools]
    own: dict[str, Channel] = {}
    unplaced: dict[tuple[str, str, str], Unplaced] = {}
    named: set[str] = set()
    for key, series in sorted(measured.series.items()):
        dimension, measure = key.removeprefix(_KEY).split(":")
        tool = series.bindings[0].tool if series.bindings else ""
        for value, one in series.groups().items():
            amount = last_year(one)
            if not value or value == UNMAPPED or not isinstance(amount, Amount) or amount.value <= 0:
                continue
            if dimension != CHANNEL:
                if not _ruled(mappings, tool, dimension, value):
                    unplaced.setdefault((tool, dimension, value), Unplaced(tool, dimension, value, measure, amount))
                continue
            channel = channel_called(value) or own.setdefault(slug(value), _own(value))
            named.add(channel.id)
            if value.casefold() != channel.id and not _ruled(mappings, tool, dimension, value):
                mappings.append(_rule(tool, dimension, "equals", value, channel.id))
    left = sorted(unplaced.values(), key=lambda one: (one.tool, -one.amount.value, one.value))
    return Places(tuple(mappings), tuple(own.values()), tuple(left), frozenset(named))


def slug(words: str, least: str = "channel") -> str:
    """An id of the plan made of what people call a thing."""
    bare = unicodedata.normalize("NFKD", words.casefold()).encode("ascii", "ignore").decode()
    made = re.sub(r"[^a-z0-9]+", "_", bare).strip("_")[:64]
    return made if made[:1].isalpha() else f"{least}_{made}".rstrip("_")


def _own(value: str) -> Channel:
    headlines = ("orders", "leads", "revenue", "sessions")
    name = value[:1].upper() + value[1:]
    return Channel(slug(value), Text.of(name, name), whole=False, spend=None, activity=(), headlines=headlines)


def _rule(tool: str, dimension: str, match: str, value: str | None, channel: str) -> Mapping:
    return Mapping(tool, dimension, match, value, {CHANNEL: channel})


def _ruled(mappings: Iterable[Mapping], tool: str, dimension: str, value: str) -> bool:
    return any(
        rule.tool == tool
        and rule.dimension == dimension
        and (rule.match == "any" or (rule.value or "").casefold() == value.casefold())
        for rule in mappings
    )

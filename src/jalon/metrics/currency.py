"""Dated rates of exchange, and amounts converted with them; never a rate of 1 for want of a better one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from jalon.facts.engine import Aggregate, Engine, MappedDimension, Scan
from jalon.facts.load import CutState
from jalon.metrics.formulas import EXACT, ROUNDED
from jalon.quantities import Grain, Refusal
from jalon.quantities.refusals import NoRate

RATES_CUT = "rates/rates/day/from+to"
_OLDEST_DAYS = 7
_RATE = "rate"

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _History:
    days: Sequence[date]
    rates: Sequence[Decimal]

    def on(self, day: date) -> Decimal | None:
        """The last rate told by that day, if it is fresh enough."""
        at = bisect_right(self.days, day) - 1
        return self.rates[at] if at >= 0 and (day - self.days[at]).days <= _OLDEST_DAYS else None


@dataclass(frozen=True, slots=True)
class Rates:
    """Rates to one currency: 1 unit of the first of a pair is so many of the second."""

    target: str
    pairs: Mapping[Pair, _History] = field(default_factory=dict)

    def convert(self, day: date, amount: Decimal, source: str) -> Decimal | Refusal:
        """An amount of that day in the target currency; nothing stays nothing without any rate."""
        if source == self.target or amount == 0:
            return amount
        rate = self._rate(day, source)
        return NoRate(source, self.target) if rate is None else EXACT.multiply(amount, rate)

    def _rate(self, day: date, source: str) -> Decimal | None:
        """The pair, else its inverse, else one step through a currency that both know."""
        straight = self._leg(day, source, self.target)
        if straight is not None:
            return straight
        for middle in sorted({name for pair in self.pairs for name in pair} - {source, self.target}):
            first, second = self._leg(day, source, middle), self._leg(day, middle, self.target)
            if first is not None and second is not None:
                return ROUNDED.multiply(first, second)
        return None

    def _leg(self, day: date, source: str, target: str) -> Decimal | None:
        told = self.pairs.get((source, target))
        rate = told.on(day) if told else None
        if rate is not None:
            return rate
        back = self.pairs.get((target, source))
        inverse = back.on(day) if back else None
        return None if not inverse else ROUNDED.divide(Decimal(1), inverse)


def rates_to(target: str, sources: Iterable[str], engine: Engine, states: Sequence[CutState], as_of: date) -> Rates:
    """Every rate that touches the target or a source currency, from the facts; two scans."""
    state = next((s for s in states if s.cut.text == RATES_CUT), None)
    known = sorted({target, *sources})
    if state is None or len(known) == 1:
        return Rates(target)
    pairs: dict[Pair, dict[date, Decimal]] = {}
    for side, other in (("from", "to"), ("to", "from")):
        aggregates = tuple(
            Aggregate(f"r{number}", _RATE, "single", {side: frozenset({name})}) for number, name in enumerate(known)
        )
        dimensions = {name: MappedDimension(name, (), name) for name in ("from", "to")}
        result = engine.scan(
            Scan(state.cut, aggregates, dimensions, grain=Grain.DAY, group_by=other, version=state.version)
        )
        for number, name in enumerate(known):
            for day, group, rate in zip(result.starts, result.groups, result.values[f"r{number}"], strict=True):
                if rate is not None and day <= as_of:
                    pair = (name, group) if side == "from" else (group, name)
                    pairs.setdefault(pair, {})[day] = rate
    return Rates(target, {pair: _history(told) for pair, told in pairs.items()})


def _history(told: Mapping[date, Decimal]) -> _History:
    days = sorted(told)
    return _History(days, [told[day] for day in days])

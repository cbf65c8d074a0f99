"""The channels that the data speak of: what each costs, what it brings, since when, and by which tool it is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from jalon.catalogue import Channel, kpis, measures
from jalon.catalogue.channels import CUT_BY_CHANNEL, RESULTS
from jalon.catalogue.formula import Expression, Name, Operation, expanded, names, parse
from jalon.facts.load import CutState
from jalon.metrics import MeasuredSeries, Wanted
from jalon.quantities import Grain, Period, Text
from jalon.scorecard.starting.baselines import Amount, Baseline, baseline, last_year, latest
from jalon.scorecard.starting.places import CHANNEL, Places

RECENT_DAYS = 28
"""A channel without spend, visit, lead or order in the last four weeks its tool tells has stopped."""
SPEND = "media_cost"
WHOLE_YEAR = 347
"""Days from which twelve months are known: a few missing ones change no amount that is only to be confirmed."""
_EACH = "channel:"


@dataclass(frozen=True, slots=True)
class Headline:
    """What a channel brings, by the one name of the catalogue that says it best."""

    name: str
    lately: Amount | None
    start: Baseline | None
    unit: str

    @property
    def label(self) -> Text:
        """What people call it."""
        return measures()[self.name].name if self.name in measures() else kpis()[self.name].name


@dataclass(frozen=True, slots=True)
class FoundChannel:
    """A channel that somebody should answer for. Amounts are of twelve months, or of what is known of them.

    `active` is judged on the last weeks of its own tools, so an old export is no stopped channel; `last_day` says how
    old it is. `active_until` is the last month with something, for one that stopped.
    """

    channel: Channel
    tools: tuple[str, ...]
    active: bool
    last_day: date | None
    active_until: date | None = None
    spend: Amount | None = None
    sessions: Amount | None = None
    headline: Headline | None = None
    cost_per_result: Amount | None = None

    @property
    def id(self) -> str:
        """Its id in the plan."""
        return self.channel.id


def currencies(states: Iterable[CutState]) -> tuple[str, ...]:
    """Every currency that money comes in, by name."""
    told = {unit for state in states if state.rows for name, unit in state.measures.items() if _is_money(name)}
    return tuple(sorted(unit for unit in told if len(unit) == 3 and unit.isupper()))


def currency_of(measure: str, states: Iterable[CutState], company: str) -> str:
    """The one currency that a measure comes in, else the company's."""
    told = {s.measures[measure] for s in states if measure in s.measures and s.rows}
    named = {unit for unit in told if len(unit) == 3 and unit.isupper()}
    return named.pop() if len(named) == 1 else company


def channels_wanted(places: Places, states: Sequence[CutState], company: str) -> dict[str, list[Wanted]]:
    """What is asked of each channel, by the currency in which it is to be said."""
    asked: dict[str, list[Wanted]] = {}
    there = {name for state in states if state.rows for name in state.measures}
    for channel in places.channels().values():
        for what, name, expression in _questions(channel, there):
            money = next((part for part in names(expression) if _is_money(part)), SPEND)
            currency = currency_of(money, states, company)
            unit = currency if what.startswith("cost:") else _unit(name, currency)
            wanted = Wanted(key(channel, what), expression, _filter(channel, name), unit=unit)
            asked.setdefault(currency, []).append(wanted)
    return asked


def _questions(channel: Channel, there: set[str]) -> Iterator[tuple[str, str, Expression]]:
    """What, about which name, in which formula."""
    if channel.spend in there:
        yield "own_spend", str(channel.spend), Name(str(channel.spend))
    for name in CUT_BY_CHANNEL:
        if name in there:
            yield name, name, Name(name)
    for name in channel.activity:
        if name in there:
            yield f"activity:{name}", name, Name(name)
    for name in channel.headlines:
        yield f"headline:{name}", name, Name(name)
        for spent in (channel.spend, SPEND if is_general(name) and not channel.whole else None):
            if spent in there and name in RESULTS:
                yield f"cost:{spent}:{name}", name, Operation("/", Name(str(spent)), Name(name))


def found(
    places: Places, states: Sequence[CutState], series: Mapping[str, MeasuredSeries], period: Period
) -> tuple[FoundChannel, ...]:
    """Every channel with something in the twelve months its tools tell; the company's whole comes last."""
    listed = [_found(channel, states, series, period) for channel in places.channels().values()]
    there = [one for one in listed if one is not None]
    return tuple(sorted(there, key=lambda one: one.channel.whole))


def _found(
    channel: Channel, states: Sequence[CutState], series: Mapping[str, MeasuredSeries], period: Period
) -> FoundChannel | None:
    own = {name: one for name, one in series.items() if name.startswith(f"{_EACH}{channel.id}:")}
    signs = [one for name, one in own.items() if _is_sign(name, channel)]
    seen = [one for one in signs if _positive(last_year(one))]
    counted = [s for s in states if s.rows and set(channel.activity) & _uncounted(s)]
    if not seen and not counted:
        return None
    active = bool(counted) or any(_positive(latest(one, RECENT_DAYS)) for one in seen)
    spend = _amount(own, channel, "own_spend") or (None if channel.whole else _amount(own, channel, SPEND))
    headline = _headline(channel, own, period)
    days = [day for one in seen if (day := one.last_day)] or [s.last_day for s in counted if s.last_day]
    return FoundChannel(
        channel=channel,
        tools=tuple(dict.fromkeys([*_tools(seen), *(s.cut.tool for s in counted)])),
        active=active,
        last_day=max(days, default=None),
        active_until=None if active else max((d for one in seen if (d := _last_active(one))), default=None),
        spend=spend,
        sessions=_amount(own, channel, "activity:sessions" if channel.whole else "sessions"),
        headline=headline,
        cost_per_result=_cost(own, channel, headline),
    )


def _is_sign(name: str, channel: Channel) -> bool:
    """Spend, visits, leads, orders, or a measure that is this channel's alone."""
    what = name.removeprefix(f"{_EACH}{channel.id}:")
    general = what in CUT_BY_CHANNEL and not channel.whole
    return general or what == "own_spend" or what.startswith("activity:")


def _uncounted(state: CutState) -> set[str]:
    """Measures of a report that cannot be summed by day: that it is there is all it says of activity."""
    kinds = {name: measures()[name].kind for name in state.measures if name in measures()}
    return {n for n, kind in kinds.items() if state.cut.grain is Grain.SNAPSHOT or kind not in ("flow", "stock")}


def _headline(channel: Channel, own: Mapping[str, MeasuredSeries], period: Period) -> Headline | None:
    for name in channel.headlines:
        series = own.get(key(channel, f"headline:{name}"))
        lately = last_year(series) if series else None
        if series is not None and isinstance(lately, Amount) and lately.value > 0:
            start = baseline(series, period)
            return Headline(name, lately, start if isinstance(start, Baseline) else None, series.unit)
    return None


def _cost(own: Mapping[str, MeasuredSeries], channel: Channel, headline: Headline | None) -> Amount | None:
    for spent in (channel.spend, SPEND):
        series = own.get(key(channel, f"cost:{spent}:{headline.name}")) if headline else None
        told = last_year(series) if series else None
        if isinstance(told, Amount):
            return told
    return None


def _amount(own: Mapping[str, MeasuredSeries], channel: Channel, what: str) -> Amount | None:
    series = own.get(key(channel, what))
    told = last_year(series) if series else None
    return told if isinstance(told, Amount) and told.value > 0 else None


def _positive(told: object) -> bool:
    return isinstance(told, Amount) and told.value > 0


def _tools(seen: Iterable[MeasuredSeries]) -> Iterator[str]:
    for one in seen:
        yield from (binding.tool for binding in one.bindings)


def _last_active(one: MeasuredSeries) -> date | None:
    """The last day of the last month with something."""
    if one.last_day is None or one.first_day is None:
        return None
    buckets = one.buckets(Grain.MONTH, Period(one.first_day, one.last_day))
    return max((bucket.end for bucket in buckets if bucket.value), default=None)


def key(channel: Channel, what: str) -> str:
    """Under which key a channel's answer stands."""
    return f"{_EACH}{channel.id}:{what}"


def _filter(channel: Channel, name: str) -> dict[str, tuple[str, ...]]:
    """A general number is cut to the channel; one that is the channel's alone, or the company's whole, is not."""
    return {CHANNEL: (channel.id,)} if is_general(name) and not channel.whole else {}


def is_general(name: str) -> bool:
    """Whether a measure or a KPI is of the whole company, so that a channel answers for its own part only."""
    return set(measures_of(name)) <= set(CUT_BY_CHANNEL)


def measures_of(name: str) -> tuple[str, ...]:
    """The measures that a name comes down to."""
    if name in measures():
        return (name,)
    return tuple(names(expanded(parse(kpis()[name].formula), _look_up)))


def _look_up(name: str) -> Expression | None:
    return parse(kpis()[name].formula) if name in kpis() and name not in measures() else None


def _is_money(name: str) -> bool:
    return name in measures() and measures()[name].is_money


def _unit_of(name: str) -> str:
    return measures()[name].unit if name in measures() else kpis()[name].unit


def _unit(name: str, currency: str) -> str:
    unit = _unit_of(name)
    return currency if unit == "EUR" else unit


def spent(channels: Iterable[FoundChannel]) -> dict[str, Decimal]:
    """Money by currency: amounts of several currencies are no sum."""
    told: dict[str, Decimal] = {}
    for one in channels:
        if one.spend is not None:
            told[one.spend.unit] = told.get(one.spend.unit, Decimal(0)) + one.spend.value
    return told


def year_known(channels: Iterable[FoundChannel]) -> bool:
    """Whether all of their money is of twelve whole months."""
    return all(len(one.spend.period) >= WHOLE_YEAR for one in channels if one.spend is not None)

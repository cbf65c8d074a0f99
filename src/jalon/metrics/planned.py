"""What the plan itself says by day: the money of its budget lines, spread by its seasonality."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from jalon.facts.engine import UNMAPPED
from jalon.metrics.formulas import ROUNDED, FrozenFilter
from jalon.metrics.readings import DailyFlow, total
from jalon.plan.model import BudgetLine, Plan
from jalon.plan.model.territory import EVERYTHING
from jalon.quantities import Grain, Period, Refusal, bucket_end
from jalon.quantities.refusals import NotBound

BUDGET_PLANNED = "budget_planned"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SMALLEST = Decimal("0.000001")
_GROUND, _CHANNEL = "budget", "channel"


@dataclass(frozen=True, slots=True)
class Planned:
    """Planned spend by day, and the lines counted whole though their area holds other values too."""

    readings: DailyFlow
    shared_lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Lines:
    taken: tuple[BudgetLine, ...]
    shared: tuple[str, ...]


def planned(plan: Plan, wanted: FrozenFilter, as_of: date) -> Planned | Refusal:
    """`budget_planned` under a filter, up to `as_of`.

    Without `budget` in the filter, lines of bought space only (every line when none is), because it stands under
    media spend. A line belongs to the values that a mapping (tool `plan`, dimension `budget`) gives it, else to
    the value of the same id, else to those its area claims.
    """
    lines = _lines(plan, wanted)
    if isinstance(lines, Refusal):
        return lines
    return Planned(_spread(plan, lines.taken, as_of), lines.shared)


def planned_groups(plan: Plan, wanted: FrozenFilter, as_of: date, name: str) -> dict[str, DailyFlow]:
    """The same, for each value of a ground or dimension; lines of several values are unmapped."""
    lines = _lines(plan, wanted)
    if isinstance(lines, Refusal):
        return {}
    by_value: dict[str, list[BudgetLine]] = {}
    for line in lines.taken:
        values = _values_of(plan, line, name)
        group = next(iter(values)) if values is not None and len(values) == 1 else UNMAPPED
        by_value.setdefault(group, []).append(line)
    return {value: _spread(plan, tuple(taken), as_of) for value, taken in by_value.items()}


def _lines(plan: Plan, wanted: FrozenFilter) -> _Lines | Refusal:
    if plan.budget is None or plan.period is None:
        return NotBound(BUDGET_PLANNED, "budget")
    lines = plan.budget.lines
    if not any(name == _GROUND for name, _ in wanted):
        lines = tuple(line for line in lines if line.media) or lines
    shared: list[str] = []
    for name, values in wanted:
        taken: list[BudgetLine] = []
        for line in lines:
            own = _values_of(plan, line, name)
            if own is None:
                return NotBound(BUDGET_PLANNED, name)
            if own & values:
                taken.append(line)
                if not own <= values:
                    shared.append(line.id)
        lines = tuple(taken)
    return _Lines(lines, tuple(dict.fromkeys(shared)))


def channels_of(plan: Plan, line: BudgetLine) -> frozenset[str] | None:
    """The channels that a budget line pays for; None when nothing in the plan says."""
    return _values_of(plan, line, _CHANNEL)


def _values_of(plan: Plan, line: BudgetLine, name: str) -> frozenset[str] | None:
    """Values of a ground or dimension that a line belongs to; None when nothing in the plan says."""
    if name == _GROUND:
        return frozenset({line.id})
    mapped = _mapped(plan, line, name)
    if mapped is not None:
        return frozenset({mapped})
    if name == _CHANNEL and line.id in plan.grounds.get(_CHANNEL, {}):
        return frozenset({line.id})
    if name != _CHANNEL:
        return None
    holders = [
        kra
        for kra in plan.kras
        if any(claim.ground == _GROUND and {line.id, EVERYTHING} & set(claim.values) for claim in kra.territory)
    ]
    held = {value for kra in holders for claim in kra.territory if claim.ground == _CHANNEL for value in claim.values}
    return frozenset(plan.grounds.get(_CHANNEL, {})) if EVERYTHING in held else frozenset(held)


def _mapped(plan: Plan, line: BudgetLine, name: str) -> str | None:
    rules = (rule for rule in plan.mappings if name in rule.gives and rule.takes("plan", _GROUND, line.id))
    return next((rule.gives[name] for rule in rules), None)


def _spread(plan: Plan, lines: tuple[BudgetLine, ...], as_of: date) -> DailyFlow:
    """Exact over the whole period: what rounding takes from a day it gives to the next."""
    amount = total(line.amount for line in lines if line.amount is not None)
    days: list[date] = []
    values: list[Decimal] = []
    told, reached = Decimal(0), Fraction(0)
    for day, share in _shares(plan):
        reached += share
        whole = reached * Fraction(amount)
        sofar = ROUNDED.divide(Decimal(whole.numerator), Decimal(whole.denominator)).quantize(_SMALLEST)
        if day <= as_of:
            days.append(day)
            values.append(sofar - told)
        told = sofar
    return DailyFlow(BUDGET_PLANNED, days, days, values)


def _shares(plan: Plan) -> list[tuple[date, Fraction]]:
    """Each day's share of the period's money: its month's share spread evenly, brought to one over the period."""
    period, budget = plan.period, plan.budget
    if period is None or budget is None:
        return []
    weights = [(day, _weight(day, budget.seasonality)) for day in period.days()]
    everything = sum((weight for _, weight in weights), Fraction(0))
    return [(day, weight / everything) for day, weight in weights] if everything else []


def _weight(day: date, seasonality: Mapping[str, Decimal]) -> Fraction:
    if not seasonality:
        return Fraction(1)
    share = seasonality.get(_MONTHS[day.month - 1], Decimal(0))
    month = Period(day.replace(day=1), bucket_end(day, Grain.MONTH))
    return Fraction(share) / len(month)

"""A closer look at one number: by day, week or month, and by the values of one dimension. Marked as exploration."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from jalon.facts.engine import Engine
from jalon.metrics import Bucket, MeasuredSeries, measure, wanted_by
from jalon.plan.model import Plan
from jalon.quantities import Grain, Period, Refusal
from jalon.routines.refreshing import end_of


@dataclass(frozen=True, slots=True)
class Group:
    """One value of the dimension (empty for the whole) with its total over the period and its series."""

    name: str
    value: Decimal | Refusal
    numerator: Decimal | None
    denominator: Decimal | None
    buckets: tuple[Bucket, ...]


@dataclass(frozen=True, slots=True)
class Exploration:
    """What was found, computed on the facts as they were known on the day of the scorecard."""

    id: str
    unit: str
    period: Period
    by: str | None
    grain: Grain | None
    groups: tuple[Group, ...]
    refusal: Refusal | None = None

    def as_document(self) -> dict[str, object]:
        """Its JSON form, contract 1."""
        return {
            "contract": 1,
            "exploration": True,
            "id": self.id,
            "unit": self.unit,
            "period": [self.period.start.isoformat(), self.period.end.isoformat()],
            "by": self.by,
            "grain": str(self.grain) if self.grain else None,
            "refused": self.refusal.as_document() if self.refusal else None,
            "groups": [_group_document(group) for group in self.groups],
        }


def ways_to_cut(plan: Plan, engine: Engine, name: str, as_of: date) -> tuple[str, ...]:
    """The dimensions by which a KPI or an objective can be cut: of the reports that tell its measures, and mapped."""
    wanted = next((one for one in wanted_by(plan) if one.key in _keys(name)), None)
    if wanted is None:
        return ()
    series = measure([wanted], plan, engine, as_of, end_of(as_of, plan)).series_for(wanted.key)
    read = {(binding.tool, binding.measure) for binding in series.bindings}
    found: dict[str, None] = {}
    for state in engine.cuts(end_of(as_of, plan)):
        if any(tool == state.cut.tool and name_ in state.measures for tool, name_ in read):
            given = [
                key
                for mapping in plan.mappings
                if mapping.tool in (state.cut.tool, "*") and mapping.dimension in state.cut.dimensions
                for key in mapping.gives
            ]
            found.update(dict.fromkeys((*state.cut.dimensions, *given)))
    settled = {dimension for dimension, values in wanted.filter.items() if len(values) == 1}
    candidates = [dimension for dimension in found if dimension not in settled]
    asked = [replace(wanted, key=f"{wanted.key}/{dimension}", group_by=dimension) for dimension in candidates]
    measured = measure(asked, plan, engine, as_of, end_of(as_of, plan)) if asked else None
    return tuple(
        dimension
        for dimension in candidates
        if measured and len(measured.series_for(f"{wanted.key}/{dimension}").groups()) > 1
    )


def explore(
    plan: Plan, engine: Engine, name: str, as_of: date, period: Period, by: str | None, grain: Grain | None
) -> Exploration | None:
    """Cut one KPI or objective; None when the plan has none of that name."""
    wanted = next((one for one in wanted_by(plan) if one.key in _keys(name)), None)
    if wanted is None:
        return None
    asked = replace(wanted, group_by=by)
    series = measure([asked], plan, engine, as_of, end_of(as_of, plan)).series_for(wanted.key)
    refusal = series.refusal or (series.drill_down if by else None)
    shown = series.groups() if by else {"": series}
    groups = tuple(_group(name_, one, period, grain) for name_, one in shown.items()) if refusal is None else ()
    if groups and all(isinstance(group.value, Refusal) for group in groups):
        refusal = next(group.value for group in groups if isinstance(group.value, Refusal))
        groups = ()
    return Exploration(name, series.unit, period, by, grain, _ordered(groups), refusal)


def _keys(name: str) -> tuple[str, str]:
    return (f"kpi:{name}", f"objective:{name}")


def _group(name: str, series: MeasuredSeries, period: Period, grain: Grain | None) -> Group:
    numerator, denominator = series.parts_over(period)
    buckets = tuple(series.buckets(grain, period)) if grain else ()
    return Group(name, series.over(period), numerator, denominator, buckets)


def _ordered(groups: Sequence[Group]) -> tuple[Group, ...]:
    """The largest first, by what it weighs."""
    divided = any(group.denominator is not None for group in groups)

    def weight(group: Group) -> Decimal:
        return (group.denominator if divided else group.numerator) or Decimal(0)

    return tuple(sorted(groups, key=lambda group: -weight(group)))


def _group_document(group: Group) -> dict[str, object]:
    return {
        "value": group.name or None,
        "total": _told(group.value),
        "numerator": _told(group.numerator),
        "denominator": _told(group.denominator),
        "series": [
            {
                "start": b.start.isoformat(),
                "end": b.end.isoformat(),
                "value": _told(b.value),
                "days_known": b.days_known,
            }
            for b in group.buckets
        ],
    }


def _told(value: Decimal | Refusal | None) -> object:
    if isinstance(value, Refusal):
        facts = value.as_document()
        return {"refused": facts.pop("code"), **facts}
    return None if value is None else format(value, "f")

"""Why did it move: one KPI or objective between two periods, on the facts as known on a scorecard's day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from jalon.facts.engine import Engine
from jalon.metrics import MeasuredSeries, Measurements, Wanted, measure, wanted_by
from jalon.plan.model import Objective, Plan
from jalon.quantities import Period, Refusal
from jalon.routines.refreshing import end_of
from jalon.scorecard.moving.around import around
from jalon.scorecard.moving.of_series import (
    PREVIOUS,
    compared,
    earlier,
    latest_period,
    split_by_cascade,
    split_by_formula,
    split_by_groups,
)
from jalon.scorecard.moving.splitting import Split
from jalon.scorecard.moving.told import CASCADE, FORMULA, Moved
from jalon.scorecard.publishing import targets_of


def explain(
    plan: Plan,
    engine: Engine,
    name: str,
    as_of: date,
    by: str = FORMULA,
    period: Period | None = None,
    against: Period | str = PREVIOUS,
) -> Moved | None:
    """Split a change by the formula's measures, an objective's cascade or a dimension; None: the plan has no such name.

    Without a period: the last four weeks that have settled. `against` is a period, `previous` or `year`.
    """
    found = next(((key, asked) for key, asked in targets_of(plan) if key.partition(":")[2] == name), None)
    wanted = next((one for one in wanted_by(plan) if found and one.key == found[0]), None)
    if found is None or wanted is None:
        return None
    key, asked = found
    cascade = _cascade(plan, name) if by == CASCADE else None
    grouped = replace(wanted, group_by=by) if by not in (FORMULA, CASCADE) else wanted
    told = measure([grouped, *_parts(plan, cascade)], plan, engine, as_of, end_of(as_of, plan))
    series = told.series_for(key)
    chosen = period or latest_period(series, as_of)
    before = against if isinstance(against, Period) else earlier(chosen, against)
    split = series.refusal or _split(series, told, cascade, by, before, chosen)
    values = [series.over(one) for one in (before, chosen)]
    known = [None if isinstance(value, Refusal) else value for value in values]
    return Moved(
        id=name,
        unit=series.unit,
        kind=series.kind,
        direction=asked.direction or "up",
        by=by,
        period=chosen,
        against=before,
        before=known[0],
        after=known[1],
        split=split if isinstance(split, Split) else None,
        refusal=split if isinstance(split, Refusal) else None,
        compared=compared(series, chosen),
        around=around(key, asked, series, told, plan, (before, chosen)),
        young_days=sum(1 for day in series.maturity.young if day in chosen),
    )


def _split(
    series: MeasuredSeries, told: Measurements, cascade: Objective | None, by: str, before: Period, chosen: Period
) -> Split | Refusal:
    if cascade is not None and cascade.cascade is not None:
        parts = {key.partition(":")[2]: told.series_for(key) for key in _keys(cascade)}
        return split_by_cascade(series, cascade.cascade.mode, parts, before, chosen)
    return split_by_formula(series, before, chosen) if by == FORMULA else split_by_groups(series, before, chosen)


def has_cascade(plan: Plan, name: str) -> bool:
    """Whether an objective is made of parts that add up or multiply."""
    return _cascade(plan, name) is not None


def _cascade(plan: Plan, name: str) -> Objective | None:
    found = plan.objective(name)
    known = found is not None and found.cascade is not None and found.cascade.mode in ("sum", "product")
    return found if known else None


def _parts(plan: Plan, cascade: Objective | None) -> Sequence[Wanted]:
    keys = _keys(cascade) if cascade is not None else []
    return [one for one in wanted_by(plan) if one.key in keys]


def _keys(objective: Objective) -> list[str]:
    parts = objective.cascade.parts if objective.cascade else ()
    return [f"objective:{part.objective}" if part.objective else f"kpi:{part.kpi}" for part in parts]

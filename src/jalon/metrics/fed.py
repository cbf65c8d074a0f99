"""Which columns of reports a formula may be read from, before anything is asked of the facts."""

from __future__ import annotations

from collections.abc import Iterator

from jalon.catalogue import measures
from jalon.catalogue.formula import RefusedFormula
from jalon.metrics.formulas import taken_apart
from jalon.metrics.wanted import Wanted
from jalon.plan.model import Plan


def columns_read(wanted: Wanted, plan: Plan) -> frozenset[str]:
    """Measures, the base of those defined by a filter, the stock that an opening level is read from."""
    try:
        formula = taken_apart(wanted.formula, wanted.filter, wanted.params, {kpi.id: kpi for _, kpi in plan.kpis()})
    except RefusedFormula:
        return frozenset()
    return frozenset(column for leaf in formula.leaves.values() for column in _columns(leaf.measure))


def _columns(measure: str) -> Iterator[str]:
    row = measures().get(measure)
    yield measure
    if row is not None and row.base is not None:
        yield row.base
    if row is not None and row.over_time == "first":
        yield measure.removesuffix("_start")

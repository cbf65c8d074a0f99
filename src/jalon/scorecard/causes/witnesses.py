"""Control series: what an event cannot touch. The catalogue's own for a measure, else the other channels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jalon.catalogue import kpis, kris, measures
from jalon.catalogue.formula import Name, RefusedFormula, names, parse
from jalon.facts.engine import UNMAPPED
from jalon.metrics import MeasuredSeries, Measurements, Wanted
from jalon.metrics.wanted import displayed
from jalon.plan.model import Kpi, Kri, Plan
from jalon.quantities import Text

CHANNEL = "channel"
MEASURE = "measure"
_CONTROL = "control"
_OTHERS = "others"


@dataclass(frozen=True, slots=True)
class Control:
    """One control series: `kind` tells whether its id names a measure or a channel."""

    id: str
    kind: str
    name: Text
    series: MeasuredSeries


def wanted_for_causes(plan: Plan) -> list[Wanted]:
    """The control series of every KPI: read beside the plan's own figures, missing ones are nobody's fault."""
    return [one for _, kpi in plan.kpis() for one in _of_kpi(kpi, plan.company.currency)]


def _of_kpi(kpi: Kpi, currency: str) -> Iterator[Wanted]:
    asked = kpi.measured
    try:
        formula = parse(asked.formula) if asked.formula else None
    except RefusedFormula:
        return
    if formula is None:
        return
    rest = {name: values for name, values in asked.filter.items() if name != CHANNEL}
    for name, text in _declared(asked.formula or ""):
        yield Wanted(f"witness:{kpi.id}:{name}", parse(text), rest)
    if CHANNEL in asked.filter and isinstance(formula, Name):
        row = kpis().get(asked.use or "")
        unit = displayed(row.unit, currency) if row else asked.unit or "count"
        yield Wanted(f"witness:{kpi.id}:{_OTHERS}", formula, rest, asked.params, unit, group_by=CHANNEL)


def _declared(formula: str) -> tuple[tuple[str, str], ...]:
    """The controls that a KRI of the catalogue reads beside this very formula."""
    for row in kris().values():
        inputs = dict(row.inputs)
        if inputs.get("value") == formula:
            found = tuple((name, text) for name, text in row.inputs if name.startswith(_CONTROL) and text != formula)
            if found:
                return found
    return ()


def controls_of_kpi(kpi: Kpi, plan: Plan, measurements: Measurements, touched: frozenset[str]) -> list[Control]:
    """Controls that were measured; the other channels without those that an event in question touches."""
    declared = _known(
        [measurements.series_for(f"witness:{kpi.id}:{name}") for name, _ in _declared(kpi.measured.formula or "")]
    )
    if declared:
        return declared
    own = frozenset(kpi.measured.filter.get(CHANNEL, ())) | touched | {UNMAPPED}
    groups = measurements.series_for(f"witness:{kpi.id}:{_OTHERS}").groups()
    channels = plan.grounds.get(CHANNEL, {})
    return [
        Control(value, CHANNEL, channels.get(value) or Text({"fr": value}), one)
        for value, one in sorted(groups.items())
        if value not in own
    ]


def controls_of_kri(kri: Kri, measurements: Measurements) -> list[Control]:
    """The controls of its own row in the catalogue."""
    row = kris().get(kri.use or "")
    asked = [name for name, text in row.inputs if name.startswith(_CONTROL)] if row else []
    return _known([measurements.series_for(f"kri:{kri.id}:{name}") for name in asked])


def _known(series: list[MeasuredSeries]) -> list[Control]:
    found = [(_measure_of(one), one) for one in series if one.refusal is None]
    return [Control(name, MEASURE, measures()[name].name, one) for name, one in found if name in measures()]


def _measure_of(series: MeasuredSeries) -> str:
    told = [name.partition("@")[0] for name in names(series.expression)]
    return next((name for name in told if name in measures()), series.key)

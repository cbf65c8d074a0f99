"""What a plan asks to be measured: KPIs, results, guardrails, inputs of risk indicators."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from jalon.catalogue import kpis, kris, measures
from jalon.catalogue.formula import Expression, Name, Operation, RefusedFormula, nodes, parse
from jalon.facts.engine import ACROSS
from jalon.metrics.covering import BRAND
from jalon.metrics.formulas import money_degree
from jalon.metrics.splitting import POSITION_BUCKET, splits
from jalon.plan.model import Guardrail, Kri, Measurement, Plan
from jalon.plan.model.company import Filter

SERVED_METHODS = frozenset(
    {
        "threshold",
        "against_reference",
        "concentration",
        "slope",
        "residual_shift",
        "spike",
        "event_window",
        "count_rule",
        "joint_rule",
        "zero_run",
        "distribution_shift",
    }
)
"""Methods of risk indicators that read formulas today; the others ask for nothing, so that nothing is said to lack."""

_NOT_A_FORMULA = ("event:", "source:", "plan:", "odds:")
_MONTHS = "mo"
_CATALOGUE_CURRENCY = "EUR"


@dataclass(frozen=True, slots=True)
class Wanted:
    """One formula to measure; `maturity_days` is how long the catalogue says its figures still move."""

    key: str
    formula: Expression
    filter: Filter = field(default_factory=dict)
    params: Mapping[str, Decimal] = field(default_factory=dict)
    unit: str = "count"
    group_by: str | None = None
    maturity_days: int = 0
    coarser: tuple[str, ...] = ()
    """Drill-downs that do where no cut tells `group_by`, finest first."""


def guardrail_key(guarded: str, use: str) -> str:
    """Under which key the guardrail `use` of `kpi:…` or `objective:…` is measured."""
    return f"guardrail:{guarded}:{use}"


def wanted_by(plan: Plan, methods: frozenset[str] = SERVED_METHODS) -> list[Wanted]:
    """Every formula of the plan that can be parsed: KPIs, objective results, guardrails, inputs of served KRIs."""
    found = list(_of_indicators(plan))
    for _, kri in plan.kris():
        if kri.method in methods or (kri.formula and kri.method is None) or _is_elastic(kri):
            found.extend(_of_kri(kri, plan.company.currency))
    return found


def _of_indicators(plan: Plan) -> Iterator[Wanted]:
    currency = plan.company.currency
    for objective in plan.objectives:
        key = f"objective:{objective.id}"
        yield from _measured(key, objective.result, currency)
        for guardrail in objective.guardrails:
            yield from _guarding(key, guardrail, objective.result, currency)
    for _, kpi in plan.kpis():
        key = f"kpi:{kpi.id}"
        yield from _measured(key, kpi.measured, currency)
        if kpi.guardrail is not None:
            yield from _guarding(key, kpi.guardrail, kpi.measured, currency)


def _measured(key: str, measured: Measurement, currency: str) -> Iterator[Wanted]:
    formula = _parsed(measured.formula)
    if formula is not None:
        row = kpis().get(measured.use or "")
        unit = displayed(row.unit, currency) if row else measured.unit or "count"
        maturity = row.maturity_days if row else 0
        yield Wanted(key, formula, measured.filter, measured.params, unit, maturity_days=maturity)


def displayed(unit: str, currency: str) -> str:
    """The unit of a catalogue row: its EUR stands for the company's own currency."""
    return currency if unit == _CATALOGUE_CURRENCY else unit


def _guarding(key: str, guardrail: Guardrail, guarded: Measurement, currency: str) -> Iterator[Wanted]:
    row = kpis().get(guardrail.use or "")
    formula = _parsed(row.formula) if row else None
    if row is not None and formula is not None:
        name = guardrail_key(key, row.id)
        unit = displayed(row.unit, currency)
        yield Wanted(name, formula, guarded.filter, guarded.params, unit, maturity_days=row.maturity_days)


def _of_kri(kri: Kri, currency: str) -> Iterator[Wanted]:
    row = kris().get(kri.use or "")
    inputs = (("value", kri.formula),) if kri.formula else (row.inputs if row else ())
    params = dict(row.params) if row else {}
    age = params.get("cohort_age", "")
    asked = {"age_months": Decimal(age.removesuffix(_MONTHS))} if age.endswith(_MONTHS) else {}
    filtered = {**kri.filter, **_left_out(params)}
    for name, text in (*inputs, *_placed(params)):
        if not text or text.startswith(_NOT_A_FORMULA):
            continue
        formula = _parsed(text)
        if formula is not None:
            finest, *coarser = splits(name, params) or (None,)
            unit = _unit(formula, currency)
            key = f"kri:{kri.id}:{name}"
            yield Wanted(key, formula, filtered, asked, unit, group_by=finest, coarser=tuple(coarser))


def _is_elastic(kri: Kri) -> bool:
    """Whether the row asks how much of a result more spend brings, of inputs that it names itself."""
    row = kris().get(kri.use or "")
    return row is not None and dict(row.params).get("output") == "elasticity"


def _left_out(params: Mapping[str, str]) -> Filter:
    """Brand campaigns leave where the row says so: near everything there is bought already."""
    return {BRAND: ("no",)} if params.get("exclude") == "brand_campaigns" else {}


def _placed(params: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The rank of each cell, where cells are only compared at one rank."""
    if POSITION_BUCKET in params.get("cells", "").split(ACROSS):
        yield "position", "position_impressions / organic_impressions"


def _unit(formula: Expression, currency: str) -> str:
    """What a reading counts: the unit of the one thing named, an amount, or a plain ratio."""
    if isinstance(formula, Name):
        known = measures().get(formula.id) or kpis().get(formula.id)
        return displayed(known.unit, currency) if known else "count"
    degree = money_degree(formula, lambda name: name in measures() and measures()[name].is_money)
    if degree == 1:
        return currency
    divided = any(isinstance(node, Operation) and node.sign == "/" for node in nodes(formula))
    return "ratio" if divided else "count"


def _parsed(text: str | None) -> Expression | None:
    # A formula that says nothing is the lint's finding (M012); there is nothing to measure meanwhile.
    try:
        return parse(text) if text else None
    except RefusedFormula:
        return None

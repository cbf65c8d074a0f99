"""A plan of a few lines and series known day by day: small enough to be judged by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from jalon.catalogue.formula import names, parse
from jalon.metrics import Binding, MeasuredSeries, Measurements
from jalon.metrics.readings import DailyFlow, Levels, Readings
from jalon.plan.model import Company, Kpi, Kra, Kri, Measurement, Persistence, Plan, Response, TargetVersion
from jalon.quantities import Grain, Period, Text

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
PAST = date(2024, 1, 1)

By_day = Mapping[date, Decimal]


def steadily(value: str | int, first: date = PAST, last: date = date(2026, 10, 14)) -> dict[date, Decimal]:
    """The same figure on every day."""
    return {first + timedelta(days=n): Decimal(value) for n in range((last - first).days + 1)}


def flow(name: str, by_day: By_day) -> DailyFlow:
    days = sorted(by_day)
    return DailyFlow(name, days, days, [by_day[day] for day in days])


def stock(name: str, by_day: By_day) -> Levels:
    return Levels(name, Grain.DAY, dict(by_day), sorted(by_day))


def series(
    key: str,
    formula: str,
    components: Mapping[str, By_day | Readings],
    groups: Mapping[str, Mapping[str, By_day]] | None = None,
    age: int = 1,
    expected: int = 1,
    kind: str | None = None,
    **told: object,
) -> MeasuredSeries:
    """A formula over figures given by day; `age` days old where `expected` are allowed."""
    expression = parse(formula)
    readings = {name: c if not isinstance(c, Mapping) else flow(name, c) for name, c in components.items()}
    bindings = tuple(
        Binding(name, "csv_crm", "count", "csv_crm/table/day", 1, last_day=one.days[-1], age_days=age,
                expected_days=expected, source="crm")
        for name, one in readings.items() if one.days
    )  # fmt: skip
    return MeasuredSeries(
        key,
        "count",
        kind or ("ratio" if len(set(names(expression))) > 1 else "flow"),
        expression,
        readings,
        bindings,
        group_by="channel" if groups else None,
        _groups={value: {n: flow(n, c) for n, c in one.items()} for value, one in (groups or {}).items()},
        **told,  # type: ignore[arg-type]
    )


def measured(*told: MeasuredSeries) -> Measurements:
    return Measurements({one.key: one for one in told}, (), (), 0)


def target(value: str | None, trajectory: str = "linear", due: date = YEAR.end, **told: object) -> TargetVersion:
    return TargetVersion(Decimal(value) if value is not None else None, None, due, trajectory, **told)  # type: ignore[arg-type]


def asked(baseline: str | None, *targets: TargetVersion, direction: str = "up", use: str | None = None) -> Measurement:
    start = Decimal(baseline) if baseline is not None else None
    return Measurement(use, None, None, "count", direction, {}, {}, start, None, targets)


def kpi(name: str, measurement: Measurement, **told: object) -> Kpi:
    return Kpi(name, measurement, **told)  # type: ignore[arg-type]


def kra(name: str, *kpis: Kpi, kris: tuple[Kri, ...] = (), **told: object) -> Kra:
    base = Kra(name, Text.of(name, name), "ana", None, None, True, None, None, "active", None, None, None, (), (), (),
               (), kpis, kris, ())  # fmt: skip
    return replace(base, **told)  # type: ignore[arg-type]


def kri(name: str = "risk", use: str | None = None, method: str = "threshold", **told: object) -> Kri:
    base = Kri(
        name, use, None, None, None, method, {}, (), "ana", "up", "value", Decimal("0.2"), Decimal("0.4"),
        Persistence(1, 1), "daily", None, False, Response("ana", None, None, None), None,
    )  # fmt: skip
    return replace(base, **told)  # type: ignore[arg-type]


def plan(*kras: Kra, **told: object) -> Plan:
    base = Plan(("fr",), "in_force", None, Company("savons", Text.of("Savonnerie", "Soap works")), YEAR, kras=kras)
    return replace(base, **told)  # type: ignore[arg-type]

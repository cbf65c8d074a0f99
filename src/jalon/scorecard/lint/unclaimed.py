"""R019: a channel active in the data that no territory claims, with its amounts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from jalon.catalogue.formula import Name
from jalon.facts.engine import UNMAPPED
from jalon.findings import Finding, Place, Severity
from jalon.metrics import MeasuredSeries, Measurements, Wanted
from jalon.plan.model import EVERYTHING, Plan
from jalon.quantities import Grain, Period

WATCHED = ("media_cost", "sessions", "leads", "orders", "revenue")
DAYS = 28


def wanted_for_rules(plan: Plan) -> list[Wanted]:
    """What the rules read besides the KPIs: activity by channel."""
    if "channel" not in plan.grounds:
        return []
    money = plan.company.currency
    units = {"media_cost": money, "revenue": money}
    return [
        Wanted(f"rule:R019:{measure}", Name(measure), unit=units.get(measure, "count"), group_by="channel")
        for measure in WATCHED
    ]


def unclaimed_channels(plan: Plan, measurements: Measurements, as_of: date) -> Iterator[Finding]:
    """Spend, sessions, leads or orders in 28 days on a value that no active KRA claims, declared or not."""
    claimed = _claimed(plan)
    recent = Period(as_of - timedelta(days=DAYS), as_of - timedelta(days=1))
    period = plan.period or recent
    found: dict[str, dict[str, object]] = {}
    for measure in WATCHED:
        series = measurements.series_for(f"rule:R019:{measure}")
        for value, one in series.groups().items():
            if value == UNMAPPED or value in claimed:
                continue
            lately, whole = one.over(recent), one.over(Period(period.start, max(as_of, period.start)))
            if isinstance(lately, Decimal) and lately > 0:
                found.setdefault(value, {})[measure] = str(lately)
                since = _first_active(one, period)
                if isinstance(whole, Decimal) and since is not None:
                    found[value][f"{measure}_since_start"] = str(whole)
                    found[value]["since"] = min(str(found[value].get("since", since)), since)
    for value, amounts in sorted(found.items()):
        details = {"ground": "channel", "value": value, "days": DAYS, "currency": plan.company.currency, **amounts}
        yield Finding("R019", Severity.WARNING, "ground:channel", Place(None, None, "grounds.channel"), details)


def _first_active(one: MeasuredSeries, period: Period) -> str | None:
    """The first day of the period on which anything was seen."""
    seen = (bucket.start for bucket in one.buckets(Grain.DAY, period) if bucket.value)
    first = next(seen, None)
    return first.isoformat() if first else None


def _claimed(plan: Plan) -> frozenset[str]:
    declared = frozenset(plan.grounds.get("channel", {}))
    held: set[str] = set()
    for kra in plan.kras:
        for claim in kra.territory if kra.status == "active" else ():
            if claim.ground == "channel":
                held |= declared if claim.values == (EVERYTHING,) else set(claim.values)
    return frozenset(held)

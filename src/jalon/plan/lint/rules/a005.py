"""A005: an action does not start inside an algorithm or break window."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from jalon import catalogue
from jalon.catalogue.events import google_updates, platform_events
from jalon.plan.lint.formulas import leaves
from jalon.plan.lint.rule import Breach, Case, warning
from jalon.plan.model import Plan
from jalon.quantities import Period

AFTER = timedelta(days=7)


def _breaches(case: Case) -> Iterator[Breach]:
    plan = case.plan
    formulas_of = {kpi.id: kpi.measured.formula for _, kpi in plan.kpis()}
    formulas_of |= {objective.id: objective.result.formula for objective in plan.objectives}
    for action in plan.actions:
        used = leaves(formulas_of.get(action.kpi or action.objective or ""), plan)
        used |= {m.base for name in used if (m := catalogue.measures().get(name)) and m.base}
        for event_id, period, measures in _windows(plan):
            if action.start and period.start <= action.start <= period.end + AFTER and used & measures:
                days = {"first": period.start.isoformat(), "last": (period.end + AFTER).isoformat()}
                yield Breach(
                    f"action:{action.id}", f"{action.path}.start", {"event": event_id, **days}, (f"event:{event_id}",)
                )
                break


def _windows(plan: Plan) -> Iterator[tuple[str, Period, frozenset[str]]]:
    kinds = ("ranking_change", "measurement_break")
    if "google_updates" in plan.event_sources:
        yield from ((e.id, e.period, frozenset(e.measures)) for e in google_updates() if e.kind in kinds)
    if "platform_events" in plan.event_sources:
        yield from ((e.id, e.period, frozenset(e.measures)) for e in platform_events() if e.kind in kinds)
    for own in plan.own_events:
        if own.kind in kinds and own.first_day and own.last_day and own.first_day <= own.last_day:
            yield own.id, Period(own.first_day, own.last_day), frozenset(own.measures)


RULE = warning("A005", _breaches, "plan+catalogue")

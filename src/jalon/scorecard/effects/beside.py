"""What every answer about an effect says beside its numbers: of which figures, and what else was there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

import numpy as np

from jalon.catalogue import measures
from jalon.catalogue.events import google_updates, platform_events
from jalon.catalogue.formula import names
from jalon.plan.model import Plan
from jalon.quantities import Period, Refusal
from jalon.quantities.estimates import estimated
from jalon.scorecard.acted import Interval
from jalon.scorecard.effects.arms import TESTS
from jalon.scorecard.effects.asking import EffectQuestion, figures, fingerprint

PANELS = frozenset({"geo_holdout", "page_group_control", "stepped_rollout", "synthetic_control"})
MOST_BEFORE = 26
"""Periods shown before the start."""
_MOVING = ("ranking_change", "market_change")


def asked_of(one: EffectQuestion, plan: Plan) -> str:
    """The fingerprint of a question, without answering it."""
    if one.arms and one.design in TESTS:
        return fingerprint(one, None)
    read = figures(one, plan)
    return fingerprint(one, None if isinstance(read, Refusal) else read)


def facts_of(one: EffectQuestion) -> Mapping[str, int]:
    """The versions of the cuts that the number was read from."""
    return {str(b.cut): b.version for b in one.series.bindings if b.cut is not None and b.version is not None}


def noticed(one: EffectQuestion, plan: Plan, read_as: str) -> Iterator[str]:
    """What else was there: another action on the same number, a dated move of the world, a design not followed."""
    if read_as == "before_after" and one.design in {*TESTS, *PANELS}:
        yield "not_as_designed"
    for action in plan.actions:
        same = one.key in (f"kpi:{action.kpi}", f"objective:{action.objective}")
        if same and action.status != "stopped" and action.start and action.start != one.window.start:
            end = max(action.start, action.end or action.start)
            if one.window.meeting(Period(action.start, end)) is not None:
                yield "overlapping_action"
                break
    if any(period.meeting(one.window) for period in _moves(one, plan)):
        yield "event_inside"


def _moves(one: EffectQuestion, plan: Plan) -> Iterator[Period]:
    """Changes of ranking or of the market on the measures of the number."""
    told = [name.partition("@")[0] for name in names(one.series.expression)]
    known = [measures()[name] for name in told if name in measures()]
    read = {name for measure in known for name in (measure.id, measure.base) if name}
    lists = (("google_updates", google_updates), ("platform_events", platform_events))
    for origin, listed in lists:
        if origin in plan.event_sources:
            yield from (event.period for event in listed() if event.kind in _MOVING and read & set(event.measures))
    for own in plan.own_events:
        if own.kind in _MOVING and own.first_day and (not own.measures or read & set(own.measures)):
            yield Period(own.first_day, max(own.first_day, own.last_day or own.first_day))


def or_none(value: float) -> Decimal | None:
    """A figure that is known."""
    return estimated(float(value)) if np.isfinite(value) else None


def scaled(ends: tuple[float, float], share: float) -> Interval:
    """Both ends of an interval in another unit."""
    return estimated(ends[0] * share), estimated(ends[1] * share)

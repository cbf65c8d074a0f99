"""The standing of a few targets, judged as the scorecard judges them, without the rest of the scorecard."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from jalon.metrics import Measurements
from jalon.plan.model import Plan
from jalon.quantities import Period
from jalon.scorecard.measured import Judge
from jalon.scorecard.publishing import targets_of
from jalon.scorecard.results import KpiStanding


def standings_alone(
    plan: Plan, measurements: Measurements, as_of: date, keys: Collection[str]
) -> Mapping[str, KpiStanding]:
    """Key (`kpi:…`, `objective:…`) → standing: odds first, else pace, as published."""
    asked = [(key, measurement) for key, measurement in targets_of(plan) if key in keys]
    period = plan.period or Period(as_of.replace(month=1, day=1), as_of)
    judge = Judge(plan, period, measurements, as_of).foreseeing(asked)
    return {key: judge.judge(key, None, None, measurement, ()).standing for key, measurement in asked}

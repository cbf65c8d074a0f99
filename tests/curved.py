"""Two channels and their weeks, for whoever shows or splits what was fitted: search has room, paid social is full."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from importlib.resources import files

import numpy as np

from jalon.plan.document import read_plan
from jalon.plan.model import Plan
from jalon.scorecard.curves.asked import Result
from jalon.scorecard.curves.weeks import Line, Weeks, matrix_of
from jalon.stats.response.question import NotIdentified, ResponseQuestion

WEEKS, UNTIL, DAY = 104, date(2026, 10, 8), date(2026, 10, 15)
FIRST = UNTIL - timedelta(days=7 * WEEKS - 1)
PLAN = files("jalon.demo").joinpath("plan.yaml").read_text("utf-8")


def sample_plan() -> Plan:
    """The sample company's plan."""
    found = read_plan(PLAN.encode(), "plan.yaml").plan
    assert found is not None
    return found


def weeks(result: Result) -> Weeks:
    """Search that has room and paid social that bends early, above a season; an influence line nobody can tell."""
    r = np.random.default_rng(3)
    spend = r.lognormal(0, 0.5, (WEEKS, 2)) * np.array([3000.0, 4000.0])
    spend[-4:] = [2500.0, 7000.0]
    works = spend / (spend + np.array([9000.0, 900.0]))
    season = 4000 * np.sin(2 * np.pi * np.arange(WEEKS) / 52.18)
    response = 60_000 + season + works @ np.array([90_000.0, 16_000.0]) + r.normal(0, 800, WEEKS)
    lines = [Line(name, Decimal(round(spend[:, at].sum())), spend[:, at]) for at, name in enumerate(("sea", "sma"))]
    loose = (Line("influence", Decimal(90_000), np.full(WEEKS, 900.0)), NotIdentified(0.01, 0.05))
    return Weeks(result, UNTIL, ResponseQuestion(response, matrix_of(lines, WEEKS)), tuple(lines), (loose,), (), ())

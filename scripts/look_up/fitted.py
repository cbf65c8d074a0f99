"""A small fit with everything to say: what `curves` and `budget` print, without a year of facts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

import numpy as np

from jalon.plan.document import read_plan
from jalon.quantities import Period
from jalon.routines.budgeting import told
from jalon.scorecard.curves.asked import results
from jalon.scorecard.curves.fitted import fit_document
from jalon.scorecard.curves.lifts import MeasuredEffect, lift_tests
from jalon.scorecard.curves.moving import proposal
from jalon.scorecard.curves.weeks import Line, Weeks
from jalon.scorecard.curves.wishes import Wish
from jalon.stats.response.question import NotIdentified, ResponseQuestion

WEEKS, UNTIL = 60, date(2026, 9, 28)


def forms(plan_text: bytes) -> dict[str, Mapping[str, object]]:
    """Command → the document it prints."""
    plan = read_plan(plan_text, "plan.yaml").plan
    assert plan is not None  # noqa: S101  # the demo's own plan
    result = results(plan, ["O1"])[0]
    r = np.random.default_rng(1)
    spend = r.lognormal(0, 0.5, (WEEKS, 2)) * 3000
    response = 60_000 + 40_000 * (spend / (spend + 4000)).sum(1) + r.normal(0, 500, WEEKS)
    effect = MeasuredEffect(
        "A1", "sea", result.key, date(2026, 6, 1), date(2026, 6, 28), 9e3, 1e3, float(spend[-16:-12, 0].sum()) / 2
    )
    span = Period(UNTIL - timedelta(days=7 * WEEKS - 1), UNTIL)
    kept, tests = lift_tests([effect], ["sea", "sma"], spend, span, response)
    lines = tuple(Line(name, Decimal(180_000), spend[:, at]) for at, name in enumerate(("sea", "sma")))
    loose = ((Line("display", Decimal(9000), spend[:, 0] / 20), NotIdentified(0.01, 0.05)),)
    asked = Weeks(result, UNTIL, ResponseQuestion(response, spend, None, tests), lines, loose, (result.name,), kept)
    fit = fit_document(result, asked, plan, UNTIL, {"csv_media/day": 3}) | {"plan_revision": 1}
    fit["channels"] = [{**row, "curve": row["curve"][:2], "weeks": row["weeks"][:2]} for row in fit["channels"]]  # type: ignore[attr-defined]
    moved = proposal({**fit}, plan, Wish(tried={"sea": 3000.0}, areas={"K_sea": (9e4, 1e5)}, most={"sea": 2500.0}))
    gained = proposal({**fit}, plan, Wish(tried={"sea": 3000.0}, areas={"K_sea": (1.0, 1e5)}))
    return {
        "curves": {"contract": 1, "fitted": [result.key], "curves": [told(fit)]},
        "budget": {**moved, "gain": gained["gain"], "tried": gained["tried"]},
    }

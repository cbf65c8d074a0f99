"""Risks read against a forecast: a lasting fall is seen, what a control did too is not charged to anyone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pytest
from tests.scorecard.conftest import flow, kra, kri, measured, plan, series, steadily

from jalon.metrics import MeasuredSeries
from jalon.plan.model import Persistence
from jalon.quantities.refusals import NoVariation, TooLittleHistory, TooLittleVolume
from jalon.scorecard.kri.binding.admitted import admitted_bounds
from jalon.scorecard.kri.binding.dated import stated_chance
from jalon.scorecard.kri.judging import case_of, kri_row
from jalon.scorecard.results import KriRow, KriStanding

FIRST = date(2025, 1, 1)
UPDATE, UPDATE_ENDS = date(2026, 9, 24), date(2026, 10, 8)
"""The official ranking update of September 2026."""
DAY = date(2026, 10, 12)


def clicks(name: str, seed: int, fall: float = 0.0, since: date = UPDATE, level: float = 400) -> MeasuredSeries:
    """Daily clicks with a weekday shape and noise, lower by a share from a day on."""
    random = np.random.default_rng(seed)
    days = [FIRST + timedelta(days=n) for n in range((DAY - FIRST).days + 1)]
    shape = [1.1, 1.15, 1.1, 1.05, 1.0, 0.8, 0.8]
    values = {
        day: Decimal(int(random.poisson(level * shape[day.weekday()] * (1 + (fall if day >= since else 0.0)))))
        for day in days
    }
    return series(f"kri:risk:{name}", "organic_clicks", {"organic_clicks": flow("organic_clicks", values)})


def judged(use: str, method: str, *told: MeasuredSeries, **more: object) -> KriRow:
    risk = kri(use=use, method=method, bad_direction="down", scale="quantile", **more)
    return kri_row(kra("seo"), risk, plan(kra("seo")), measured(*told), DAY)


def by_event(*told: MeasuredSeries) -> KriRow:
    return judged("algo_event_window", "event_window", *told)


def test_a_fall_inside_an_update_that_the_controls_do_not_show_is_red_with_its_chance() -> None:
    found = by_event(clicks("value", 1, -0.15), clicks("control", 2), clicks("control_2", 3))
    assert found.standing is KriStanding.RED
    assert found.evidence["controls"] == "apart"
    assert float(str(found.evidence["against_controls"])) == pytest.approx(-0.15, abs=0.05)
    assert found.evidence["stated_chance"] == stated_chance(DAY)


def test_a_fall_that_the_controls_share_is_the_market() -> None:
    found = by_event(clicks("value", 1, -0.15), clicks("control", 2, -0.15), clicks("control_2", 3, -0.15))
    assert (found.standing, found.evidence["controls"]) == (KriStanding.QUIET, "shared")


def test_an_update_alone_is_never_a_signal() -> None:
    assert by_event(clicks("value", 1), clicks("control", 2)).standing is KriStanding.QUIET


def test_without_any_control_a_fall_is_amber_at_most() -> None:
    found = by_event(clicks("value", 1, -0.25))
    assert (found.standing, found.evidence["controls"]) == (KriStanding.AMBER, "not_measured")


def test_the_stated_chance_is_the_share_of_days_that_updates_cover() -> None:
    assert Decimal("0.2") < stated_chance(DAY) < Decimal("0.6")


def shifted(fall: float, control_fall: float = 0.0) -> KriRow:
    since = date(2026, 8, 10)
    told = (clicks("value", 5, fall, since), clicks("control", 6, control_fall, since))
    bounds: Mapping[str, object] = {"appetite": Decimal("0.1"), "limit": Decimal("0.025")}
    return judged("organic_clicks_drop", "residual_shift", *told, persistence=Persistence(2, 3), **bounds)


def test_a_lasting_fall_is_below_its_forecast_and_a_quiet_series_is_not() -> None:
    quiet, fallen = (
        shifted(0.0),
        judged(
            "organic_clicks_drop",
            "residual_shift",
            clicks("value", 5, -0.3, DAY - timedelta(days=9)),
            appetite=Decimal("0.1"),
            limit=Decimal("0.025"),
            persistence=Persistence(2, 3),
        ),
    )
    assert quiet.standing is KriStanding.QUIET
    assert fallen.standing in (KriStanding.AMBER, KriStanding.RED)
    assert isinstance(fallen.reading, Decimal)
    assert fallen.reading < Decimal("0.1")


def rare(last: int, past: int = 4, volume: int = 50, weeks: int = 40) -> KriRow:
    days = [DAY - timedelta(days=n) for n in range(weeks * 7)][::-1]
    counts = {day: Decimal(past + n % 3) for n, day in enumerate(days)} | {DAY: Decimal(last)}
    told = series("kri:risk:value", "mentions_negative", {"mentions_negative": flow("mentions_negative", counts)})
    steady = series("kri:risk:volume", "mentions", {"mentions": flow("mentions", dict.fromkeys(days, Decimal(volume)))})
    risk = kri(
        use="negative_sentiment", method="spike", scale="quantile", appetite=Decimal("0.95"), limit=Decimal("0.995")
    )
    return kri_row(kra("social"), risk, plan(kra("social")), measured(told, steady), DAY)


def test_a_burst_of_a_rare_count_is_far_out_and_a_usual_day_is_not() -> None:
    assert isinstance(rare(40).reading, Decimal)
    assert rare(40).reading > Decimal("0.995")  # type: ignore[operator]
    assert rare(5).reading < Decimal("0.95")  # type: ignore[operator]


def test_too_little_volume_or_past_says_so() -> None:
    assert isinstance(rare(5, volume=2).reading, TooLittleVolume)
    assert isinstance(rare(5, weeks=1).reading, TooLittleHistory)
    assert isinstance(rare(0, past=0, weeks=40).reading, Decimal | NoVariation)


def test_a_place_without_bounds_takes_those_of_the_false_alarms_that_the_plan_admits() -> None:
    """One alert a year over 365 days, two readings of three: 0.0018 on the bad side, four times as often vigilance."""
    own = kri(method="spike", scale="quantile", appetite=None, limit=None, persistence=Persistence(2, 3))
    told = series("kri:risk:value", "leads", {"leads": steadily(1)})
    bounds = admitted_bounds(case_of(own, plan(kra("K")), measured(told)))
    assert bounds == pytest.approx((1 - 4 * 2 / 3 / 365.25, 1 - 2 / 3 / 365.25))
    stated = replace(own, appetite=Decimal("0.95"), limit=Decimal("0.995"))
    assert admitted_bounds(case_of(stated, plan(kra("K")), measured(told))) is None, "the plan's own bounds are kept"

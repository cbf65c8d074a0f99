"""A change of level beside dated events, actions and controls: named when it is theirs, and never more than that."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

import numpy as np
import pytest
from tests.scorecard.conftest import asked, flow, kpi, kra, kri, measured, plan, series

from jalon.metrics import MeasuredSeries
from jalon.plan.model import Action, Kpi, OwnEvent, Plan
from jalon.quantities import Text
from jalon.quantities.refusals import TooLittleHistory, TooLittleVolume
from jalon.scorecard.causes.attributing import shift_of_kpi, shift_of_kri
from jalon.scorecard.shifted import Shift

UPDATE = date(2026, 9, 24)
"""The official ranking update of September 2026."""
DAY = date(2026, 10, 14)
FIRST = date(2024, 10, 1)


@cache
def clicks(
    key: str, seed: int, fall: float = 0.0, since: date = UPDATE, level: float = 900, first: date = FIRST
) -> MeasuredSeries:
    """Daily clicks with a week, a season and noise, lower by a share from a day on."""
    random = np.random.default_rng(seed)
    days = [first + timedelta(days=n) for n in range((DAY - first).days + 1)]
    week = [1.1, 1.15, 1.1, 1.05, 1.0, 0.8, 0.8]
    season = {9: 1.5, 10: 1.4, 11: 1.7, 7: 0.9, 8: 0.7}
    values = {
        day: Decimal(
            int(
                random.poisson(
                    level * week[day.weekday()] * season.get(day.month, 1.0) * (1 + (fall if day >= since else 0.0))
                )
            )
        )
        for day in days
    }
    name = "organic_clicks_nonbrand"
    return series(key, name, {name: flow(name, values)})


def of_kpi(*told: MeasuredSeries, one: Plan | None = None, of: Kpi | None = None) -> Shift:
    found = shift_of_kpi(of or named("organic_clicks_nonbrand"), one or searching(), measured(*told), DAY)
    assert isinstance(found, Shift), found
    return found


def named(use: str) -> Kpi:
    """The KPI `clicks`, by the catalogue's formula of that name."""
    return kpi("clicks", replace(asked(None, use=use), formula=use))


def searching(**told: object) -> Plan:
    area = kra("seo", named("organic_clicks_nonbrand"))
    grounds = {"channel": {"seo": Text.of("Référencement", "SEO")}}
    return plan(area, event_sources=("google_updates",), grounds=grounds, **told)


def beside(fall: float = 0.0) -> tuple[MeasuredSeries, MeasuredSeries]:
    return clicks("witness:clicks:control", 2, fall), clicks("witness:clicks:control_2", 3, fall)


def test_a_fall_at_an_update_that_the_controls_do_not_have_goes_with_it_and_says_the_chance() -> None:
    found = of_kpi(clicks("kpi:clicks", 1, -0.15), *beside())
    assert (found.link, found.cause) == ("goes_with", "google-september-2026-spam-update")
    assert found.since is not None
    assert abs((found.since - UPDATE).days) <= 3
    assert found.size is not None
    assert Decimal("-0.2") < found.size < Decimal("-0.1")
    assert Decimal("0.2") < found.chance < Decimal("0.6")
    assert sum(one.share for one in found.dated) == pytest.approx(Decimal(1), abs=Decimal("0.1"))
    assert all(abs(one.moved or 0) < Decimal("0.06") for one in found.witnesses)


def test_a_fall_that_the_controls_have_too_is_the_market() -> None:
    found = of_kpi(clicks("kpi:clicks", 1, -0.15), *beside(-0.15))
    assert found.link in ("shared", "no_shift")
    assert found.cause is None


def test_without_a_control_it_coincides_at_most() -> None:
    found = of_kpi(clicks("kpi:clicks", 1, -0.2))
    assert (found.link, found.cause) == ("coincides", "google-september-2026-spam-update")
    assert found.season


def test_a_season_is_no_change_of_level() -> None:
    assert of_kpi(clicks("kpi:clicks", 1)).link == "no_shift"


def test_a_change_far_from_every_event_is_nobody_s() -> None:
    found = of_kpi(clicks("kpi:clicks", 1, -0.2, date(2026, 7, 30)), *beside())
    assert (found.link, found.cause) == ("no_event", None)
    assert found.no_event > Decimal("0.5")


def test_a_new_way_of_counting_is_masked_and_attributed_to_nothing() -> None:
    """The day on which the number moved and the world did not begins the history anew."""
    marked = OwnEvent("tagging", UPDATE - timedelta(days=120), None, "measurement_break", None,
                      ("organic_clicks",), (), ("clicks",))  # fmt: skip
    fell = clicks("kpi:clicks", 1, -0.3, UPDATE - timedelta(days=120))
    found = of_kpi(fell, *beside(), one=searching(own_events=(marked,)))
    assert found.cause is None
    assert found.link in ("no_shift", "shared")
    assert found.span.start > UPDATE - timedelta(days=120)


def test_an_own_action_that_began_on_that_day_is_compared_like_an_event() -> None:
    begun = Action("A1", Text.of("Maillage refait", "Links reworked"), "seo", "clicks", None, None,
                   date(2026, 7, 30), None, Decimal(0), None, None, None, None, None, None, None, (), (), None, None,
                   "running", None)  # fmt: skip
    found = of_kpi(clicks("kpi:clicks", 1, 0.25, date(2026, 7, 31)), *beside(), one=searching(actions=(begun,)))
    assert (found.link, found.cause) == ("goes_with", "A1")
    assert found.size is not None
    assert found.size > 0


def test_without_a_control_nor_a_year_before_nothing_is_said() -> None:
    short = shift_of_kpi(named("organic_clicks_nonbrand"), searching(),
                         measured(clicks("kpi:clicks", 1, first=date(2026, 1, 1))), DAY)  # fmt: skip
    assert isinstance(short, TooLittleHistory)
    thin = shift_of_kpi(named("organic_clicks_nonbrand"), searching(), measured(clicks("kpi:clicks", 1, level=2)), DAY)
    assert isinstance(thin, TooLittleVolume)


def test_a_risk_that_looks_for_a_change_is_compared_with_its_own_controls() -> None:
    told = (clicks("kri:risk:value", 1, -0.15), clicks("kri:risk:control", 2), clicks("kri:risk:control_2", 3))
    risk = kri(use="algo_event_window", method="event_window", threatens=("clicks",))
    found = shift_of_kri(risk, searching(), measured(*told), DAY)
    assert isinstance(found, Shift)
    assert found.link == "goes_with"
    assert shift_of_kri(kri(method="threshold"), searching(), measured(*told), DAY) is None

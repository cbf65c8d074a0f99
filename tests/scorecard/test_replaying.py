"""Risks replayed on their own past: a lead that is proven, a copy, too little to say, what cannot be replayed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
from tests.scorecard.conftest import asked, kpi, kra, kri, measured, plan, series, steadily, target

from jalon.metrics import MeasuredSeries
from jalon.scorecard.kri.replaying import ReplayedRisk, replayed_risks, risks_document

DAY = date(2026, 10, 15)
DAYS = list(steadily(1))
FALLS = [date(2024, 12, 20) + timedelta(days=130 * n) for n in range(5)]
"""Five falls of the orders, each for two weeks."""


def told(key: str, name: str, before: int, low: int, lasts: int = 14) -> MeasuredSeries:
    """A hundred a day, but `low` from so many days before each fall on."""
    days = {fall - timedelta(days=before) + timedelta(days=n) for fall in FALLS for n in range(lasts)}
    noise = np.random.default_rng(5).integers(-2, 3, len(DAYS))
    by_day = {day: Decimal((low if day in days else 100) + int(noise[at])) for at, day in enumerate(DAYS)}
    return series(key, name, {name: by_day})


def replay(*inputs: MeasuredSeries, **risk: object) -> ReplayedRisk:
    watch = replace(
        kri("risk", bad_direction="down", appetite=Decimal(560), limit=Decimal(400), threatens=("orders",),
            lead_days=(5, 40)),
        **risk,
    )  # fmt: skip
    area = kra("K", kpi("orders", asked("1", target("2"), use="orders")), kris=(watch,))
    (found,) = replayed_risks(plan(area), measured(*inputs, told("kpi:orders", "orders", 0, 40)), DAY)
    return found


def test_a_risk_that_falls_three_weeks_before_what_it_guards_has_a_proven_lead() -> None:
    found = replay(told("kri:risk:value", "sessions", 20, 40))
    assert (found.verdict, found.copied) == ("proven", None)
    assert found.hits == len(found.judged) == 5
    row = risks_document([found])[0]
    assert row["precision"] == row["recall"] == 1
    assert 15 <= float(str(row["median_lead"])) <= 35


def test_a_risk_that_falls_with_what_it_guards_has_no_proven_lead() -> None:
    found = replay(told("kri:risk:value", "sessions", -20, 40))
    assert found.verdict == "no_lead"


def test_few_events_give_no_percentage() -> None:
    quiet = series("kri:risk:value", "sessions", {"sessions": steadily(100) | {date(2026, 5, 1): Decimal(0)}})
    found = replay(quiet, appetite=Decimal(650))
    assert found.verdict == "too_few"
    row = risks_document([found])[0]
    assert (row["precision"], row["chance"], len(row["alarms"])) == (None, None, 1)  # type: ignore[arg-type]  # a list


def test_what_never_fired_or_cannot_be_replayed_says_so() -> None:
    assert replay(series("kri:risk:value", "sessions", {"sessions": steadily(100)})).verdict == "never_fired"
    now_only = replay(method="freshness")
    assert (now_only.verdict, risks_document([now_only])[0]["refused"]) == (
        "refused",
        {"refused": "NotComputedYet", "what": "past"},
    )


def test_the_last_twelve_months_say_how_often_it_stood_in_alert() -> None:
    loud = replay(series("kri:risk:value", "sessions", {"sessions": steadily(10)}))
    assert risks_document([loud])[0]["year"] == {"amber": 0, "red": 1}
    mute = replay(series("kri:risk:value", "sessions", {"sessions": steadily(100)}))
    assert risks_document([mute])[0]["year"] == {"amber": 0, "red": 0}

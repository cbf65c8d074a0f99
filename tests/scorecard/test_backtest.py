"""The odds replayed on the past, and the published ones scored when their target's date has passed."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pytest
from tests.scorecard.conftest import asked, flow, kpi, kra, measured, plan, series, target

from jalon.quantities import Refusal
from jalon.scorecard.measured import Judge
from jalon.scorecard.odds.backtest import Backtest, replayed
from jalon.scorecard.odds.kept import closed_targets, kept_calibration, kept_odds
from jalon.scorecard.odds.told import backtest_document
from jalon.scorecard.publishing import targets_of
from jalon.stats.scoring import Calibration

DEMO = date(2026, 10, 14)
YEAR_AGO = date(2025, 1, 1)


def of_twenty_series() -> Backtest:
    random = np.random.default_rng(7)
    days = [YEAR_AGO + timedelta(days=n) for n in range((DEMO - YEAR_AGO).days + 1)]
    names = [f"k{n}" for n in range(20)]
    told = []
    for name in names:
        level = 60 * np.exp(np.cumsum(random.normal(0, 0.01, len(days))))
        values = random.poisson(level * (1 + 0.3 * np.sin(np.arange(len(days)) * 2 * np.pi / 7)))
        by_day = {day: Decimal(int(value)) for day, value in zip(days, values, strict=True)}
        told.append(series(f"kpi:{name}", "leads", {"leads": flow("leads", by_day)}))
    of = plan(kra("sales", *(kpi(name, asked("8000", target("20000"))) for name in names)))
    assert of.period is not None
    judge = Judge(of, of.period, measured(*told), DEMO)
    questions, refused = judge.questions(targets_of(of))
    assert refused == {}
    return replayed(questions)


def test_a_replay_says_how_often_what_was_likely_came() -> None:
    found = of_twenty_series()
    assert len(found.replays) == 20 * 12
    assert isinstance(found.whole, Calibration)
    assert found.whole.brier < 0.12
    assert found.whole.error < 0.08
    assert found.inside80 == pytest.approx(0.8, abs=0.1)
    assert found.inside95 is not None
    assert found.inside95 > 0.88
    assert max(one.origin for one in found.replays) == DEMO - timedelta(days=28)


def test_a_replay_is_the_same_twice() -> None:
    assert backtest_document(DEMO, of_twenty_series(), []) == backtest_document(DEMO, of_twenty_series(), [])


def card(as_of: str, odds: object, closed: str | None = None, goal: str = "100") -> dict[str, object]:
    row = {"id": "a", "odds": odds, "due": "2026-09-30", "target": goal, "target_range": None, "closed": closed}
    return {"as_of": as_of, "kpis": [{"measured": row}], "objectives": []}


def test_published_odds_are_kept_week_by_week_and_scored_when_the_date_has_passed() -> None:
    cards = [
        card("2026-09-01", "0.4"),
        card("2026-09-02", "0.5"),
        card("2026-09-10", {"refused": "NoVariation"}),
        card("2026-09-17", "0.8"),
        card("2026-10-02", "1", closed="reached"),
    ]
    kept = kept_odds(cards)
    assert [(one.said, one.reached) for one in kept] == [(0.5, True), (0.8, True)]
    assert closed_targets(kept) == 1
    found = kept_calibration(kept)
    assert isinstance(found, Calibration)
    assert found.brier == pytest.approx((0.5**2 + 0.2**2) / 2)


def test_a_target_that_was_moved_is_another_target() -> None:
    cards = [card("2026-09-01", "0.1", goal="200"), card("2026-09-08", "0.9"), card("2026-10-02", "1", closed="missed")]
    assert [(one.said, one.reached) for one in kept_odds(cards)] == [(0.9, False)]


def test_nothing_closed_is_refused_and_few_give_no_percentage() -> None:
    assert isinstance(kept_calibration([]), Refusal)
    few = kept_odds([card("2026-09-01", "0.4"), card("2026-10-02", "1", closed="reached")])
    published = backtest_document(DEMO, replayed([]), few)["published"]
    assert isinstance(published, dict)
    assert published["calibration"] is None
    assert published["targets"] == [{"id": "kpi:a", "due": "2026-09-30", "said": 0.4, "reached": True}]

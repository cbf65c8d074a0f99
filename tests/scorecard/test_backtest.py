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
from jalon.scorecard.odds.told import backtest_document, correction_of
from jalon.scorecard.publishing import targets_of
from jalon.stats.scoring import Calibration, Recalibration

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


def many_closed(count: int) -> list[dict[str, object]]:
    """Targets said likely nine times in ten, of which half came."""
    rows = []
    for n in range(count):
        for one in (card("2026-09-01", "0.9"), card("2026-10-02", "1", "reached" if n % 2 else "missed")):
            one["kpis"][0]["measured"]["id"] = f"a{n}"  # type: ignore[index]
            rows.append(one)
    return rows


def test_two_hundred_closed_targets_correct_what_is_said_and_fewer_do_not() -> None:
    few, enough = (backtest_document(DEMO, replayed([]), kept_odds(many_closed(count))) for count in (199, 200))
    assert correction_of(few) is None
    assert few["published"]["correction"] == {"refused": "TooLittleHistory", "needed": 200, "have": 199}  # type: ignore[index]
    learnt = correction_of(enough)
    assert isinstance(learnt, Recalibration)
    assert float(learnt(np.array([0.9]))[0]) == pytest.approx(0.5, abs=0.1)


def test_a_correction_is_told_beside_the_odds_computed_and_leaves_what_is_sure_alone() -> None:
    days = [date(2025, 1, 1) + timedelta(days=n) for n in range(600)]
    rng = np.random.default_rng(2)
    told = measured(
        series("kpi:a", "leads", {"leads": flow("leads", {d: Decimal(int(rng.poisson(30))) for d in days})})
    )
    of = plan(kra("k", kpi("a", asked("9000", target("10900", "seasonal")))))
    curve = Recalibration(np.array([0.5]), np.array([0.1]))
    plain, corrected = (
        Judge(of, of.period, told, days[-1], correction=one).foreseeing(targets_of(of)).likely["kpi:a"]  # type: ignore[arg-type]
        for one in (None, curve)
    )
    assert plain.forecast.raw_odds is None  # type: ignore[union-attr]
    assert corrected.forecast.raw_odds == plain.odds  # type: ignore[union-attr]
    assert corrected.odds < plain.odds  # type: ignore[union-attr]


def test_odds_corrected_before_are_scored_as_they_were_computed() -> None:
    said = card("2026-09-01", "0.4")
    measured_row = said["kpis"][0]["measured"]  # type: ignore[index]
    measured_row["forecast"] = {"raw_odds": "0.7"}
    assert [one.said for one in kept_odds([said, card("2026-10-02", "1", closed="reached")])] == [0.7]


def test_the_company_s_figures_stand_beside_those_of_public_series() -> None:
    found = backtest_document(DEMO, replayed([]), [])["benchmark"]
    assert [one["name"] for one in found] == ["daily", "weekly"]  # type: ignore[attr-defined]

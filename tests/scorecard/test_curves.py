"""Curves kept as a document, and budgets proposed from them under the bounds that the plan and a person set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from tests.curved import DAY, FIRST, UNTIL, sample_plan, weeks

from jalon.plan.model import Kri, Plan
from jalon.quantities import Period
from jalon.quantities.refusals import TooLittleHistory
from jalon.scorecard.curves.asked import Result, results
from jalon.scorecard.curves.fitted import Stopped, fit_document
from jalon.scorecard.curves.lifts import MeasuredEffect, effects_of, lift_tests
from jalon.scorecard.curves.moving import proposal
from jalon.scorecard.curves.reading import fitted_in
from jalon.scorecard.curves.wishes import Wish
from jalon.scorecard.kri.binding.fits import fitted_questions
from jalon.scorecard.kri.binding.question import Span
from jalon.scorecard.kri.case import Case
from jalon.stats.signals.marginal import marginal_response

Json = dict[str, Any]


@pytest.fixture(scope="module")
def plan() -> Plan:
    return sample_plan()


@pytest.fixture(scope="module")
def result(plan: Plan) -> Result:
    return results(plan, ["O1"])[0]


@pytest.fixture(scope="module")
def fit(result: Result, plan: Plan) -> Json:
    return fit_document(result, weeks(result), plan, DAY, {"csv_media/spend": 3})


def rows(document: Mapping[str, Any], kind: str, key: str = "channel") -> dict[str, Json]:
    return {row[key]: row for row in document[kind]}


def test_a_fit_says_of_each_channel_what_was_believed_and_what_the_weeks_teach(fit: Json) -> None:
    told = rows(fit, "channels")
    assert told["sma"]["saturated"] is True
    assert told["sea"]["saturated"] is not True
    believed, found = ([float(end) for end in told["sea"][name]] for name in ("believed", "returned90"))
    assert found[1] - found[0] < believed[1] - believed[0]
    assert fit["facts_versions"] == {"csv_media/spend": 3}
    assert fit["light"] == "stable"


def test_beyond_the_dearest_week_the_curve_says_that_it_guesses(fit: Json) -> None:
    row = rows(fit, "channels")["sea"]
    assert {point["beyond"] for point in row["curve"] if float(point["spend"]) > float(row["highest"])} == {True}
    assert float(row["curve"][-1]["spend"]) == pytest.approx(1.5 * float(row["highest"]), rel=1e-3)


def test_a_refusal_takes_the_place_of_curves(result: Result, plan: Plan) -> None:
    found = fit_document(result, TooLittleHistory(52, 30), plan, DAY, {})
    assert found["refused"] == {"refused": "TooLittleHistory", "needed": 52, "have": 30}
    assert proposal(found, plan, Wish())["refused"] == found["refused"]


def test_a_fit_that_is_asked_to_stop_leaves_nothing(result: Result, plan: Plan) -> None:
    with pytest.raises(Stopped):
        fit_document(result, weeks(result), plan, DAY, {}, progress=lambda part: False)


def test_money_goes_from_the_flat_curve_to_the_one_with_room_and_asks_two_areas(fit: Json, plan: Plan) -> None:
    found = proposal(fit, plan, Wish())
    told = rows(found, "channels")
    assert found["clear"]
    assert found["crosses"]
    assert float(told["sea"]["proposed"]) > float(told["sea"]["today"])
    assert float(told["sma"]["proposed"]) < float(told["sma"]["today"])
    assert float(found["total"]["proposed"]) <= float(found["total"]["today"]) * 1.0001
    assert found["untold"][0]["channel"] == "influence"
    assert found["reserve"] == {"id": "reserve", "amount": "40000"}


def test_bounds_that_cannot_hold_are_named_with_their_amounts(fit: Json, plan: Plan) -> None:
    found = proposal(fit, plan, Wish(areas={"K_sea": (9000.0, None)}, most={"sea": 4000.0}))
    assert found["faults"] == [{"bound": "group_min", "id": "K_sea", "wanted": "9000", "allowed": "4000"}]
    assert not found["clear"]
    assert rows(found, "channels")["sea"]["proposed"] == rows(found, "channels")["sea"]["today"]


def test_a_channel_says_what_holds_it_and_what_room_would_bring(fit: Json, plan: Plan) -> None:
    held = rows(proposal(fit, plan, Wish(most={"sea": 3000.0})), "channels")["sea"]
    assert held["held"] == "ceiling"
    assert float(held["price"]) > 0


def test_a_fixed_line_of_the_plan_moves_nothing(fit: Json, plan: Plan) -> None:
    assert plan.budget is not None
    lines = tuple(replace(line, least=line.amount, most=line.amount) for line in plan.budget.lines)
    found = proposal(fit, replace(plan, budget=replace(plan.budget, lines=lines)), Wish())
    assert not found["clear"]
    assert all(row["proposed"] == row["today"] for row in found["channels"])


def test_a_split_typed_by_hand_is_weighed_and_not_beyond_what_the_data_tell(fit: Json, plan: Plan) -> None:
    tried = proposal(fit, plan, Wish(tried={"sea": 4500.0, "sma": 5000.0}))["tried"]
    assert float(tried["gain"]["expected"]) > 0
    assert tried["unsupported"] == []
    far = proposal(fit, plan, Wish(tried={"sea": 90_000.0}))["tried"]
    assert far["unsupported"] == ["sea"]
    assert far["gain"] is None


def test_the_reserve_may_be_added_by_hand(fit: Json, plan: Plan) -> None:
    more = proposal(fit, plan, Wish(reserve=1000.0))
    assert float(more["total"]["most"]) == pytest.approx(float(more["total"]["today"]) + 1000, rel=1e-3)


def saturation_risk(plan: Plan) -> Kri:
    return next(kri for _, kri in plan.kris() if kri.id == "channel_saturation")


def test_the_saturation_risk_reads_the_fit_of_what_it_threatens(fit: Json, plan: Plan) -> None:
    case = Case(saturation_risk(plan), plan, None, {"certainty": "0.8"}, fits=(fitted_in(fit),))  # type: ignore[arg-type]  # no series are read
    (question,), spoken = fitted_questions(case, Span(UNTIL, 26))
    assert (question.place, spoken) == ("sma", {"mer"}), "revenue over media spend is what O1 counts; search is not his"
    read = marginal_response(question.given)
    assert read.sure[-1] > 1, "surely, the next euro brings less than half of the average one"


def effect(**changes: Any) -> MeasuredEffect:
    given = MeasuredEffect("A1", "sea", "objective:O1", date(2026, 3, 2), date(2026, 3, 29), 9000.0, 1000.0, -8000.0)
    return replace(given, **changes)


def test_a_measured_action_becomes_a_lift_test_of_its_channel(result: Result) -> None:
    asked = weeks(result).question
    span = Period(FIRST, UNTIL)
    kept, (test,) = lift_tests([effect()], ["sea", "sma"], asked.spend, span, asked.response)
    assert [one.action for one in kept] == ["A1"]
    assert float((test.without - asked.spend[:, 0]).sum()) == pytest.approx(8000), "what the cut took away"
    _, (doubted,) = lift_tests([effect(sound=False)], ["sea", "sma"], asked.spend, span, asked.response)
    assert doubted.error == 2 * test.error
    outside = effect(first=date(2020, 1, 6), last=date(2020, 2, 2))
    assert lift_tests([effect(channel="tv"), outside], ["sea", "sma"], asked.spend, span, asked.response) == ((), ())


def test_the_demo_s_actions_changed_no_spend_that_a_curve_could_learn_from(plan: Plan) -> None:
    assert list(effects_of(plan)) == []

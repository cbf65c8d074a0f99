"""Rules that need histories or odds: what they find on a judged day, the way out they name, and what silences them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from tests.scorecard.conftest import YEAR, asked, kpi, kra, kri, measured, plan, series, stock, target

from jalon.findings import Finding, Severity
from jalon.metrics import MeasuredSeries, Measurements
from jalon.metrics.readings import DailyFlow
from jalon.plan.model import (
    Action,
    Arbitration,
    Decision,
    DecisionEffect,
    LintLimits,
    Measurement,
    Objective,
    OwnEvent,
    Plan,
    Response,
    Source,
    Waiver,
)
from jalon.quantities import Duration, Period, Text
from jalon.scorecard.lint import wanted_for_rules
from jalon.scorecard.publishing import scorecard
from jalon.wording import remedy, say

DEMO = date(2026, 10, 15)
SPRING = date(2026, 4, 15)
START = date(2024, 1, 1)


def by_day(until: date, value, name: str = "leads", first: date = START) -> DailyFlow:  # type: ignore[no-untyped-def]
    days = [first + timedelta(days=n) for n in range((until - first).days + 1)]
    return DailyFlow(name, days, days, [Decimal(value(day)) for day in days])


def leads(until: date, level: int = 30) -> MeasuredSeries:
    """Leads with a weekday shape and a small wave."""
    told = by_day(until, lambda day: (0 if day.weekday() > 4 else level) + day.toordinal() * 7 % 5)
    return series("kpi:leads", "leads", {"leads": told})


def noticed(of: Plan, told: Measurements, day: date = DEMO, **past: object) -> list[Finding]:
    card = scorecard(of, told, day, workspace="w", edition=1, plan_revision=1, code_version="1", **past)  # type: ignore[arg-type]  # what a back-test kept
    return [one for one in card.findings if one.code[0] in "SMAXZ"]


def codes(of: Plan, told: Measurements, day: date = DEMO) -> list[tuple[str, str]]:
    return [(one.code, one.subject) for one in noticed(of, told, day)]


def aiming(goal: str, baseline: str = "8000", **told: object) -> Plan:
    return plan(kra("sales", kpi("leads", replace(asked(baseline, target(goal, "seasonal")), **told))))  # type: ignore[arg-type]


def decision(**told: object) -> Decision:
    base = Decision(
        "D1", SPRING, Text.of("Que faire ?", "What now?"), ("a", "b"), None, None, None, (), None, None, None
    )
    return replace(base, **told)  # type: ignore[arg-type]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_target_out_of_reach_is_said_with_the_value_that_has_eight_chances_in_ten(language: str) -> None:
    found = noticed(aiming("13000"), measured(leads(DEMO)))
    out = next(one for one in found if one.code == "S004")
    assert (out.subject, out.severity) == ("kpi:leads", Severity.WARNING)
    assert Decimal(str(out.details["safe_target"])) < Decimal(13_000)
    assert "%" in remedy(out.as_document(), language)
    assert "–" not in say(out.as_document(), language)


def test_a_target_within_reach_raises_nothing_and_one_reached_early_asks_for_more() -> None:
    told = measured(leads(SPRING))
    assert ("S005", "kpi:leads") in codes(aiming("4000"), told, SPRING)
    assert not {"S004", "S005"} & {code for code, _ in codes(aiming("8557"), told, SPRING)}


def test_a_target_nearly_sure_in_its_last_weeks_is_a_success() -> None:
    assert not {"S005"} & {code for code, _ in codes(aiming("7500"), measured(leads(DEMO)))}


def test_a_waiver_in_force_accepts_a_finding_and_an_old_one_does_not() -> None:
    told = measured(leads(DEMO))
    for until, found in ((DEMO, False), (DEMO - timedelta(days=1), True)):
        accepted = LintLimits(waivers=(Waiver("S004", "kpi:leads", Text.of("Su", "Known"), "ana", until),))
        assert (("S004", "kpi:leads") in codes(replace(aiming("13000"), lint=accepted), told)) is found


def test_an_off_course_kpi_asks_for_an_action_until_somebody_acts_or_decides() -> None:
    told, alone = measured(leads(DEMO)), aiming("13000")
    assert ("A007", "kpi:leads") in codes(alone, told)
    acting = Action(
        "A1", None, "sales", "leads", None, "ana", SPRING, date(2026, 12, 1), Decimal(0), None, None, None, None, None,
        None, None, (), (), None, None, "running", None,
    )  # fmt: skip
    assert ("A007", "kpi:leads") not in codes(replace(alone, actions=(acting,)), told)
    decided = decision(chosen="a", effect=DecisionEffect(None, None, None, "leads", ()), review_on=date(2026, 11, 30))
    assert ("A007", "kpi:leads") not in codes(replace(alone, decisions=(decided,)), told)
    reviewed = replace(decided, review_on=SPRING)
    assert ("A007", "kpi:leads") in codes(replace(alone, decisions=(reviewed,)), told)


def test_too_few_leads_to_see_the_aimed_change_are_said_until_the_aim_is_large_enough() -> None:
    def rare(day: date) -> int:
        return int(day.toordinal() * 2654435761 % 2**32 % 24 == 0)

    told = measured(series("kpi:leads", "leads", {"leads": by_day(SPRING, rare)}))
    assert ("S008", "kpi:leads") in codes(aiming("18", "15"), told, SPRING)
    assert ("S008", "kpi:leads") not in codes(aiming("60", "15"), told, SPRING)
    assert ("S008", "kpi:leads") not in codes(aiming("8700"), measured(leads(SPRING)), SPRING)


def test_a_straight_line_through_a_season_is_said() -> None:
    def summer(day: date) -> int:
        return 40 if day.month in (5, 6, 7, 8) else 10

    told = measured(series("kpi:leads", "leads", {"leads": by_day(DEMO, summer)}))
    straight = plan(kra("sales", kpi("leads", asked("8000", target("9000", "linear")))))
    assert ("S009", "kpi:leads") in codes(straight, told)
    assert ("S009", "kpi:leads") not in codes(aiming("9000"), told)
    assert ("S009", "kpi:leads") not in codes(straight, measured(leads(DEMO)))


@pytest.mark.parametrize(("kind", "reason"), [("measurement_break", "break"), ("incident", "incident")])
def test_a_baseline_read_on_disturbed_days_is_said(kind: str, reason: str) -> None:
    event = OwnEvent("e", date(2025, 3, 1), date(2025, 3, 9), kind, None, ("leads",), (), ())
    told = measured(leads(DEMO))
    for days, found in ((Period(date(2025, 1, 1), date(2025, 6, 30)), True), (Period(SPRING, DEMO), False)):
        of = replace(aiming("8500", baseline_period=days), own_events=(event,))
        got = [one for one in noticed(of, told) if one.code == "S010"]
        assert bool(got) is found
        assert all(one.details["reason"] == reason for one in got)
    elsewhere = replace(event, measures=("orders",))
    of = replace(aiming("8500", baseline_period=Period(date(2025, 1, 1), date(2025, 6, 30))), own_events=(elsewhere,))
    assert ("S010", "kpi:leads") not in codes(of, told)


def test_a_ratio_of_few_cases_is_said_with_their_number() -> None:
    def of_few(orders: int, visits: int) -> Measurements:
        parts = {
            "orders": by_day(DEMO, lambda _: orders, "orders"),
            "sessions": by_day(DEMO, lambda _: visits, "sessions"),
        }
        return measured(series("kpi:cvr", "orders / sessions", parts, kind="ratio"))

    aimed = asked("0.01", target("0.02"), use="cvr_order")
    of = plan(kra("sales", kpi("cvr", aimed)))
    (few,) = [one for one in noticed(of, of_few(0, 2)) if one.code == "M008"]
    assert "%" not in say(few.as_document(), "en")
    assert "M008" not in {code for code, _ in codes(of, of_few(30, 900))}


def red(since_days: int) -> tuple[Plan, Measurements]:
    """A risk read daily, over its limit for some days."""
    first_bad = DEMO - timedelta(days=since_days)
    risk = kri(
        "sleep", formula="idle", threatens=("leads",), path="kris.0",
        response=Response("ana", None, None, Duration.parse("P5D")),
    )  # fmt: skip
    levels = {START + timedelta(days=n): Decimal("0.1") for n in range((DEMO - START).days + 1)}
    levels |= {day: Decimal("0.9") for day in levels if day > first_bad}
    told = series("kri:sleep:value", "idle", {"idle": stock("idle", levels)}, kind="stock")
    return plan(kra("sales", kpi("leads", asked("8000", target("8500", "seasonal"))), kris=(risk,))), measured(
        leads(DEMO), told
    )


def test_a_risk_left_red_longer_than_its_response_allows_asks_for_a_decision() -> None:
    of, told = red(9)
    (left,) = [one for one in noticed(of, told) if one.code == "X004"]
    assert (left.subject, left.details["within"]) == ("kri:sleep", 5)
    logged = decision(day=DEMO - timedelta(days=1), evidence=("sleep",))
    assert "X004" not in {code for code, _ in codes(replace(of, decisions=(logged,)), told)}
    before = replace(logged, day=SPRING)
    assert "X004" in {code for code, _ in codes(replace(of, decisions=(before,)), told)}


def test_a_risk_red_for_less_than_its_response_allows_is_left_to_its_owner() -> None:
    assert "X004" not in {code for code, _ in codes(*red(3))}


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(
    ("past", "found"),
    [
        ({"year": {"amber": 0.0, "red": 0.0}}, [("X003", "mute")]),
        ({"year": {"amber": 0.1, "red": 0.26}}, [("X003", "loud")]),
        ({"year": {"amber": 0.4, "red": 0.25}}, []),
        ({"copies": "leads", "year": None}, [("X002", "copy")]),
        ({"copies": "another"}, []),
    ],
)
def test_the_past_of_a_risk_says_that_it_is_mute_always_loud_or_a_copy(
    past: dict[str, object], found: list[tuple[str, str]], language: str
) -> None:
    of, told = red(0)
    taught = [one for one in noticed(of, told, replays=[{"id": "sleep", **past}]) if one.code in ("X002", "X003")]
    assert [(one.code, one.details["reason"]) for one in taught] == found
    assert all(one.severity is Severity.WARNING and remedy(one.as_document(), language) for one in taught)
    assert not {"X002", "X003"} & {code for code, _ in codes(of, told)}


def leaning(*kris: object) -> tuple[Plan, Measurements]:
    result = Measurement(
        "leads", "leads", None, "count", "up", {}, {}, Decimal(8_000), None, (target("9000", "seasonal"),)
    )
    objective = Objective("O1", Text.of("Leads", "Leads"), None, "ana", result, (), None, None)
    of = plan(
        kra("sales", kpi("leads", asked("8000", target("9000", "seasonal"))), kris=kris),  # type: ignore[arg-type]
        grounds={"channel": {"seo": None, "sea": None}},
        objectives=(objective,),
    )
    told = {name: {day: Decimal(value) for day in _days()} for name, value in (("seo", 20), ("sea", 10))}
    parts = {"leads": {day: Decimal(30) for day in _days()}}
    grouped = series("rule:X005:O1", "leads", parts, {name: {"leads": one} for name, one in told.items()})
    return of, measured(leads(DEMO), replace(leads(DEMO), key="objective:O1"), grouped)


def _days() -> list[date]:
    return [START + timedelta(days=n) for n in range((DEMO - START).days + 1)]


def test_an_objective_that_leans_on_one_channel_asks_for_a_watch_on_it() -> None:
    of, told = leaning()
    assert "rule:X005:O1" in {one.key for one in wanted_for_rules(of)}
    (found,) = [one for one in noticed(of, told) if one.code == "X005"]
    assert (found.subject, found.details["value"], found.details["part"]) == ("objective:O1", "seo", "0.667")


def test_a_watch_on_dependency_silences_it_and_another_risk_does_not() -> None:
    for use, silent in (("channel_concentration", True), ("cpc_inflation", False)):
        of, told = leaning(kri("k", use=use, method="concentration", threatens=("O1",)))
        assert ("X005" not in {code for code, _ in codes(of, told)}) is silent
        assert ("rule:X005:O1" not in {one.key for one in wanted_for_rules(of)}) is silent


def test_a_risk_that_only_the_person_it_judges_can_see_is_noted() -> None:
    of, told = red(0)
    alone = replace(of, sources=(_source("ana"),))
    (found,) = [one for one in noticed(alone, told) if one.code == "X008"]
    assert (found.subject, found.severity) == ("kri:sleep", Severity.INFO)
    assert "X008" not in {code for code, _ in codes(replace(of, sources=(_source("bob"),)), told)}


def _source(owner: str) -> Source:
    return Source("crm", "csv_crm", "day", None, None, owner, None, None, None)


def test_a_decision_awaited_for_more_than_five_working_days_is_said() -> None:
    told = measured(leads(DEMO))
    thursday = date(2026, 10, 8)
    of = replace(aiming("8500"), decisions=(decision(day=thursday),), arbitration=Arbitration((), "ana"))
    assert of.deadline_of(of.decisions[0]) == date(2026, 10, 15)
    assert "Z002" not in {code for code, _ in codes(of, told)}
    late = replace(of, decisions=(decision(day=thursday - timedelta(days=1)),))
    assert ("Z002", "decision:D1") in codes(late, told)
    assert "Z002" not in {
        code for code, _ in codes(replace(late, decisions=(decision(day=thursday, chosen="a"),)), told)
    }


def test_a_public_holiday_is_no_working_day() -> None:
    asked_before_easter = decision(day=date(2026, 4, 3))
    assert aiming("8500").deadline_of(asked_before_easter) == date(2026, 4, 13), "Easter Monday is left out"
    assert YEAR.start < date(2026, 4, 13)

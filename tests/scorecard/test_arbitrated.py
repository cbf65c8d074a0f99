"""What each rule makes of a question, and the conflicts that a plan and its figures show."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from jalon.plan.document import read_plan
from jalon.plan.model import (
    HELD,
    Action,
    Arbitration,
    ArbitrationRule,
    Claim,
    Decision,
    DecisionEffect,
    Expect,
    OptionEffect,
    Plan,
)
from jalon.quantities import Duration, Text
from jalon.scorecard.arbitrating import Ruling, conflicts, expecting, ruling
from jalon.scorecard.reviewing import tally
from jalon.scorecard.reviewing.concluding import came

SOUND = (Path(__file__).parents[1] / "plan" / "sound.yaml").read_text("utf-8")
PARTS = [{"kind": "kpi", "id": name, "target": "100"} for name in ("sea_leads", "seo_leads")]


def plan() -> Plan:
    found = read_plan(SOUND.encode(), "p").plan
    assert found is not None
    return found


def card(odds: object = "0.3", **costs: tuple[str, str, str, str]) -> dict[str, object]:
    """A scorecard of a day: an objective as the sum of two KPIs, and marginal costs (next, low, high, ceiling)."""
    kpis = [{"measured": {"id": name, "unit": "count", "target": "100"}} for name in ("sea_leads", "seo_leads")]
    aim = {"id": "O2", "unit": "count", "target": "400", "odds": odds, "direction": "up"}
    rows = [
        {"kpi": name, "cost": {"unit": "EUR", "marginal": one[0], "marginal80": [one[1], one[2]], "ceiling": one[3]}}
        for name, one in costs.items()
    ]
    return {
        "as_of": "2027-06-15", "kpis": kpis, "objectives": [{"measured": aim, "mode": "sum", "parts": PARTS}],
        "decisions": [{"id": "D9", "costs": rows}], "kris": [],
    }  # fmt: skip


def spending(option: str, cost: str, **more: object) -> OptionEffect:
    return replace(OptionEffect(option, None, "sea_leads", None, "reserve", "ads", Decimal(600), cost), **more)  # type: ignore[arg-type]


def question(*effects: OptionEffect, options: tuple[str, ...] = ("sea", "seo", HELD)) -> Decision:
    return Decision("D9", date(2027, 6, 10), None, options, None, None, None, (), None, None, None, effects=effects)


def ruled(by: str, asked: Decision, told: dict[str, object], **rule: object) -> Ruling:
    rules = (ArbitrationRule("first", None, by=by, **rule), ArbitrationRule("last", None, by="decider"))  # type: ignore[arg-type]
    return ruling(replace(plan(), arbitration=Arbitration(rules, "dan"), decisions=(asked,)), asked, told)


def test_the_euro_goes_where_it_surely_buys_cheapest_under_the_ceiling() -> None:
    asked = question(spending("sea", "a"), spending("seo", "b"))
    assert ruled("marginal_value", asked, card(a=("40", "35", "45", "60"), b=("55", "50", "58", "60"))).option == "sea"
    close = ruled("marginal_value", asked, card(a=("40", "35", "52", "60"), b=("55", "50", "58", "60")))
    assert (close.option, close.steps[0].result) == (None, "does_not_separate")


def test_when_nothing_is_under_its_ceiling_the_euro_stays_in_reserve() -> None:
    asked = question(spending("sea", "a"), spending("seo", "b"))
    found = ruled("marginal_value", asked, card(a=("80", "70", "95", "60"), b=("75", "61", "90", "60")))
    assert (found.state, found.option, found.rule) == ("settled", HELD, "first")
    assert [one.bound for one in found.steps[0].figures] == [Decimal(60), Decimal(60)]


def test_a_cost_that_nobody_measures_leaves_the_question_to_the_decider_by_a_working_day() -> None:
    found = ruled("marginal_value", question(spending("sea", "a"), spending("seo", "b")), card(a=("4", "3", "5", "6")))
    assert (found.state, found.option, found.decider) == ("refused", None, "dan")
    assert [(one.option, one.subject) for one in found.missing] == [("seo", "kpi:b")]
    assert found.due == date(2027, 6, 17)
    assert found.steps[1].result == "not_reached"


def test_the_area_that_the_quarter_puts_first_wins() -> None:
    asked = question(OptionEffect("sea", "K_sea"), OptionEffect("seo", "K_seo"))
    assert ruled("priority", asked, card(), priority={"2027-Q2": "K_seo"}).option == "seo"
    assert ruled("priority", asked, card(), priority={"2027-Q3": "K_seo"}).steps[0].result == "not_concerned"


def test_what_serves_the_objective_most_in_danger_wins_unless_its_odds_are_refused() -> None:
    told = Expect(Decimal(20), None, Decimal(5), Decimal(30))
    asked = question(OptionEffect("sea", "K_sea", "sea_leads", told), options=("sea", "seo"))
    assert ruled("danger", asked, card()).option == "sea"
    unknown = ruled("danger", asked, card({"refused": "TooLittleHistory", "needed": 56, "have": 3}))
    assert (unknown.state, unknown.missing[0].kind) == ("refused", "odds")


def test_the_larger_effect_wins_only_when_the_intervals_part() -> None:
    def asked(low: int) -> Decision:
        large = Expect(Decimal(60), None, Decimal(low), Decimal(80))
        small = Expect(Decimal(20), None, Decimal(10), Decimal(30))
        return question(
            OptionEffect("sea", None, "sea_leads", large), OptionEffect("seo", None, "seo_leads", small),
            options=("sea", "seo"),
        )  # fmt: skip

    assert ruled("expected_effect", asked(40), card()).option == "sea"
    assert ruled("expected_effect", asked(25), card()).steps[0].result == "does_not_separate"


def test_what_breaks_a_commitment_goes_and_what_is_undone_soonest_wins() -> None:
    week, month = Duration.parse("P7D"), Duration.parse("P1M")
    asked = question(
        OptionEffect("sea", "K_sea", against=Text.of("la charte", "the charter")), OptionEffect("seo", "K_seo"),
        options=("sea", "seo"),
    )  # fmt: skip
    assert ruled("compliance", asked, card()).option == "seo"
    soon = question(OptionEffect("sea", undone_within=week), OptionEffect("seo", undone_within=month))
    assert ruled("reversible", soon, card()).option == "sea"


def test_the_reserve_keeps_what_its_rule_says() -> None:
    asked = question(spending("sea", "a", amount=Decimal(20)), spending("seo", "a", amount=Decimal(5)))
    found = ruled("reserve", asked, card(), keep=Decimal(20))
    assert found.steps[0].left == ("seo", HELD)
    assert ruled("reserve", asked, card(), keep=Decimal(28)).option == HELD


def test_what_an_option_should_bring_is_written_down_when_it_is_chosen() -> None:
    asked = question(spending("sea", "a"))
    (kept,) = expecting(asked, "sea", card(a=("40", "30", "60", "50")))
    assert kept.expect == Expect(Decimal("15.0000"), None, Decimal("10.0000"), Decimal("20.0000"))


def test_conflicts_are_seen_where_two_areas_claim_pay_or_pull_against_each_other() -> None:
    of = plan()
    twice = replace(of, kras=tuple(
        replace(kra, territory=(*kra.territory, Claim("budget", ("reserve",)))) if kra.id == "K_sea" else kra
        for kra in of.kras
    ))  # fmt: skip
    assert [one.kind for one in conflicts(twice, card())] == ["budget_claimed_twice"]
    action = next(iter(of.actions))
    asks = replace(action, kra="K_seo", budget="ads", cost=Decimal(10), status="running")
    assert isinstance(asks, Action)
    (found,) = conflicts(replace(of, actions=(asks,)), card())
    assert (found.kind, found.kras, HELD in found.options) == ("asks_other_budget", ("K_seo", "K_sea"), True)
    waiting = replace(question(), effect=DecisionEffect("reserve", "ads", Decimal(50), None, ()))
    assert [one.kind for one in conflicts(replace(of, decisions=(waiting,)), card())] == ["overdrawn"]


def test_what_came_is_read_from_the_interval_shown() -> None:
    ten, four = Decimal(10), Decimal(4)
    assert came(ten, four, (Decimal(2), Decimal(9)), "effect") == "came"
    assert came(ten, four, (Decimal(-3), Decimal(3)), "cannot_tell") == "did_not_come"
    assert came(ten, four, (Decimal(-3), Decimal(9)), "cannot_tell") == "cannot_tell"
    assert came(ten, four, (Decimal(1), Decimal(3)), "effect") == "did_not_come"


def test_a_share_is_told_from_ten_decisions_on() -> None:
    few = tally([{"came": "came", "place": "inside"}] * 9)
    assert (few.came, few.share) == (9, None)
    assert tally([{"came": "came", "place": "inside"}] * 10).share == Decimal("1.0000")

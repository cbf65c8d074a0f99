"""Whatever the figures: the first rule that decides wins, nothing after it counts, what is refused never decides."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from jalon.plan.document import read_plan
from jalon.plan.model import HELD, Arbitration, ArbitrationRule, Decision, Expect, OptionEffect, Plan
from jalon.quantities import Duration, Text
from jalon.scorecard.arbitrating import Ruling, ruling
from jalon.scorecard.arbitrating.rules import READERS
from jalon.scorecard.reviewing.concluding import came, placed

SOUND = (Path(__file__).parents[1] / "plan" / "sound.yaml").read_text("utf-8")
KINDS = sorted(READERS)
ENDING = {"decides", "refused", "to_decider"}


def _plan() -> Plan:
    found = read_plan(SOUND.encode(), "p").plan
    assert found is not None
    return found


PLAN = _plan()
amounts = st.integers(1, 400).map(Decimal)
rules = st.lists(st.sampled_from(KINDS), unique=True, max_size=6).map(
    lambda kinds: tuple(
        ArbitrationRule(f"r_{kind}", None, {"2027-Q2": "K_sea"}, by=kind, keep=Decimal(5)) for kind in kinds
    )
)


@st.composite
def effects(draw: st.DrawFn, option: str) -> OptionEffect:
    kpi = draw(st.sampled_from(["sea_leads", "seo_leads", None]))
    middle = draw(st.integers(-20, 60))
    told = Expect(Decimal(middle), None, Decimal(middle - draw(st.integers(0, 30))), Decimal(middle + 10))
    money = draw(st.booleans())
    return OptionEffect(
        option, draw(st.sampled_from(["K_sea", "K_seo", None])), kpi, draw(st.sampled_from([told, None])),
        "reserve" if money else None, "ads" if money else None, draw(amounts) if money else None,
        draw(st.sampled_from(["sea_cost", None])), draw(st.sampled_from([Duration.parse("P7D"), None])),
        draw(st.sampled_from([None, None, Text.of("la charte", "the charter")])),
    )  # fmt: skip


@st.composite
def questions(draw: st.DrawFn) -> Decision:
    options = ("one", "two", HELD)
    told = tuple(draw(effects(option)) for option in options[:2] if draw(st.booleans()))
    return Decision("D9", date(2027, 6, 10), None, options, None, None, None, (), None, None, None, effects=told)


@st.composite
def cards(draw: st.DrawFn) -> dict[str, object]:
    def odds() -> object:
        return draw(st.sampled_from(["0.2", "0.4", "0.8", {"refused": "TooLittleHistory", "needed": 56, "have": 3}]))

    low, middle, high = sorted(draw(st.lists(amounts, min_size=3, max_size=3)))
    cost = {"unit": "EUR", "marginal": str(middle), "marginal80": [str(low), str(high)], "ceiling": "100"}
    told = draw(st.sampled_from([cost, {"refused": "NoDenominator"}]))
    kpis = [{"measured": {"id": name, "unit": "count", "target": "100"}} for name in ("sea_leads", "seo_leads")]
    parts = [{"kind": "kpi", "id": name, "target": "100"} for name in ("sea_leads", "seo_leads")]
    aim = {"id": "O2", "unit": "count", "target": "400", "odds": odds(), "direction": "up"}
    return {
        "as_of": "2027-06-15", "kpis": kpis, "objectives": [{"measured": aim, "mode": "sum", "parts": parts}],
        "decisions": [{"id": "D9", "costs": [{"kpi": "sea_cost", "cost": told}]}],
    }  # fmt: skip


def ruled(rules_: tuple[ArbitrationRule, ...], asked: Decision, card: dict[str, object]) -> Ruling:
    return ruling(replace(PLAN, arbitration=Arbitration(rules_, "dan"), decisions=(asked,)), asked, card)


@given(rules, rules, questions(), cards())
def test_what_comes_after_the_rule_that_ends_changes_nothing(
    first: tuple[ArbitrationRule, ...], more: tuple[ArbitrationRule, ...], asked: Decision, card: dict[str, object]
) -> None:
    if not first:
        return
    alone = ruled(first, asked, card)
    if not any(step.result in ENDING for step in alone.steps):
        return
    longer = ruled((*first, *more), asked, card)
    assert (longer.option, longer.rule, longer.state, longer.missing) == (
        alone.option, alone.rule, alone.state, alone.missing,
    )  # fmt: skip
    assert longer.steps[: len(alone.steps)] == alone.steps
    assert all(step.result == "not_reached" for step in longer.steps[len(alone.steps) :])


@given(rules, questions(), cards())
def test_a_refused_figure_never_decides(
    order: tuple[ArbitrationRule, ...], asked: Decision, card: dict[str, object]
) -> None:
    found = ruled(order, asked, card)
    deciding = [step for step in found.steps if step.result in ("decides", "narrows")]
    assert all(figure.refused is None for step in deciding for figure in step.figures)
    if any(step.result == "refused" for step in found.steps):
        assert (found.state, found.option) == ("refused", None)
        assert found.missing
        assert all(figure.refused is not None for figure in found.missing)


@given(rules, questions(), cards())
def test_one_option_of_the_question_or_nobody_is_designated_and_always_the_same(
    order: tuple[ArbitrationRule, ...], asked: Decision, card: dict[str, object]
) -> None:
    found = ruled(order, asked, card)
    assert found == ruled(order, asked, card)
    assert found.option is None or found.option in asked.options
    assert (found.option is None) == (found.state != "settled")
    ended = [step.result in ENDING for step in found.steps]
    assert sum(ended) <= 1


@given(st.integers(1, 99), st.integers(0, 99), st.integers(-150, 150), st.integers(0, 100), st.booleans())
def test_what_came_is_told_alike_when_less_is_better(
    expected: int, short: int, middle: int, width: int, seen: bool
) -> None:
    interval = (Decimal(middle - width), Decimal(middle + width))
    verdict = "effect" if seen and (interval[0] > 0 or interval[1] < 0) else "cannot_tell"
    low = Decimal(expected - short)
    mirrored = (-interval[1], -interval[0])
    assert came(Decimal(expected), low, interval, verdict) == came(Decimal(-expected), -low, mirrored, verdict)


@given(st.integers(-99, 99), st.integers(-99, 99), st.integers(-99, 99))
def test_a_measure_has_one_place_in_what_was_announced(value: int, low: int, high: int) -> None:
    found = placed(Decimal(value), Decimal(low), Decimal(high))
    assert (found == "inside") == (min(low, high) <= value <= max(low, high))
    assert placed(Decimal(value), None, Decimal(high)) is None

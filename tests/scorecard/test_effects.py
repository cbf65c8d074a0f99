"""An action asks one question of its number; the answer comes at its date, once, with its proof."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pytest
from tests.scorecard.conftest import asked, kpi, kra, measured, plan, series
from tests.scorecard.test_odds import action

from jalon.metrics import MeasuredSeries
from jalon.metrics.readings import DailyFlow
from jalon.plan.model import Action, Claim, Design, Expect, Outcome, OwnEvent, Plan
from jalon.quantities import Period, Refusal
from jalon.scorecard.acted import ActionEffect, ActionRow
from jalon.scorecard.effects.asking import ArmCount
from jalon.scorecard.effects.kept import rows_before
from jalon.scorecard.effects.rows import Known, action_rows, record_with
from jalon.scorecard.effects.taught import effect_between, lift_tests
from jalon.scorecard.publishing import scorecard

FIRST, LAST = date(2025, 1, 1), date(2026, 9, 30)
START, END = date(2026, 3, 2), date(2026, 5, 24)
LATER = date(2026, 10, 1)


def days(values: np.ndarray) -> Mapping[date, Decimal]:  # type: ignore[type-arg]
    return {FIRST + timedelta(days=n): Decimal(int(value)) for n, value in enumerate(values)}


def visits(seed: int = 1, lift: float = 0.0, level: int = 400, until: date = LAST) -> np.ndarray:  # type: ignore[type-arg]
    """Visits with their weekdays; `lift` from the start of the action on."""
    count = (until - FIRST).days + 1
    at = np.arange(count)
    usual = level * np.where(at % 7 < 5, 1.1, 0.7)
    return np.random.default_rng(seed).poisson(np.where(at >= (START - FIRST).days, usual * (1 + lift), usual))


def told(lift: float, name: str = "leads") -> MeasuredSeries:
    return series("kpi:leads", name, {name: DailyFlow(name, *_columns(days(visits(lift=lift))))})


def _columns(by_day: Mapping[date, Decimal]) -> tuple[list[date], list[date], list[Decimal]]:
    known = sorted(by_day)
    return known, known, [by_day[day] for day in known]


def act(**given: object) -> Action:
    base = action("done", kpi="leads", start=START, end=END, effect_design="interrupted_time_series",
                  expect=Expect(None, Decimal("0.12")), touches=(Claim("channel", ("seo",)),))  # fmt: skip
    return replace(base, **given)  # type: ignore[arg-type]


def company(*actions: Action, **given: object) -> Plan:
    return plan(kra("sales", kpi("leads", asked("100000"))), actions=actions, **given)


def row(of: Action, lift: float = 0.12, day: date = LATER, known: Known | None = None, **given: object) -> ActionRow:
    return action_rows(company(of, **given), measured(told(lift)), day, known)[0]


def measured_of(one: ActionRow) -> ActionEffect:
    assert isinstance(one.effect, ActionEffect), one.effect
    return one.effect


def test_a_working_action_is_measured_an_idle_one_is_not_and_both_show_their_placebos() -> None:
    working, idle = row(act()), row(act(design=Design(margin=Decimal("0.08"))), lift=0.0)
    effect, nothing = measured_of(working), measured_of(idle)
    assert (effect.verdict, nothing.verdict) == ("effect", "no_effect")
    assert effect.relative is not None
    assert abs(effect.relative - Decimal("0.12")) < Decimal("0.04")
    assert effect.interval95[0] < effect.interval80[0] < effect.effect < effect.interval80[1] < effect.interval95[1]
    assert len(effect.placebos) >= 6
    assert effect.grain == "week"
    assert effect.path[-1].band95 is not None
    assert working.came_true is not None
    assert not working.owes


def test_without_a_margin_nobody_says_that_there_is_no_effect() -> None:
    assert measured_of(row(act(), lift=0.0)).verdict == "cannot_tell"


def test_it_is_measured_once_at_its_date_and_later_figures_stand_beside() -> None:
    early = row(act(), day=date(2026, 5, 1))
    assert (early.state, early.effect) == ("running", None)
    first = row(act())
    card = scorecard(company(act()), measured(told(0.12)), LATER, workspace="w", edition=1, plan_revision=1,
                     code_version="1")  # fmt: skip
    before = rows_before(json.loads(json.dumps(card.as_document())))
    same = row(act(), day=date(2026, 11, 1), known=Known(before))
    assert (same.effect, same.again, same.announced) == (first.effect, None, first.announced)
    corrected = row(act(), lift=0.03, known=Known(before))
    assert corrected.effect == first.effect
    assert corrected.again is not None
    assert corrected.again.relative is not None
    assert corrected.again.relative < Decimal("0.08")


def test_a_design_changed_after_the_start_is_shown_with_its_revision() -> None:
    now = date(2026, 4, 1)
    card = scorecard(company(act()), measured(told(0.12)), now, workspace="w", edition=1, plan_revision=1,
                     code_version="1")  # fmt: skip
    before = rows_before(json.loads(json.dumps(card.as_document())))
    assert row(act(), day=now, known=Known(before, revision=2)).design_changed is None
    longer = act(design=Design(until=date(2026, 8, 1)))
    assert row(longer, day=now, known=Known(before, revision=2)).design_changed == 2


def test_before_launch_each_design_says_the_smallest_effect_it_sees_or_why_it_cannot_be() -> None:
    planned = act(status="planned", start=date(2026, 10, 12), end=date(2026, 12, 6))
    found = row(planned, lift=0.0, day=date(2026, 10, 1)).announced
    assert found is not None
    alone = found.of("before_after")
    assert alone is not None
    assert alone.days == 56
    assert alone.relative < Decimal("0.12")
    assert found.recommended == "before_after"
    assert {one.kind for one in found.refused} == {"ab_test", "holdout", "geo_holdout", "stepped_rollout"}


def test_an_expected_effect_that_cannot_be_seen_is_a_finding_and_so_is_an_action_over_without_proof() -> None:
    small = act(id="small", status="planned", start=date(2026, 10, 12), end=date(2026, 12, 6),
                expect=Expect(None, Decimal("0.004")))  # fmt: skip
    bare = act(id="bare", effect_design="none")
    said = act(id="said", effect_design="none", outcome=Outcome("not_measured"))
    card = scorecard(company(small, bare, said), measured(told(0.0)), date(2026, 10, 1), workspace="w", edition=1,
                     plan_revision=1, code_version="1")  # fmt: skip
    ours = {(one.code, one.subject) for one in card.findings if one.code in ("A009", "A010")}
    assert ours == {("A009", "action:small"), ("A010", "action:bare")}


def test_a_break_hides_its_day_and_an_incident_its_days() -> None:
    hurt = OwnEvent("outage", date(2026, 4, 6), date(2026, 4, 12), "incident", None, (), (), ())
    effect = measured_of(row(act(), own_events=(hurt,)))
    assert effect.periods == 11
    assert "missing_periods" in effect.warnings


def test_units_of_a_panel_are_compared_when_the_design_said_so() -> None:
    names = [f"r{n}" for n in range(8)]
    groups = {name: {"leads": days(visits(seed=n, lift=0.2 if n < 1 else 0.0, level=300 + 10 * n))}
              for n, name in enumerate(names)}  # fmt: skip
    panel = series("effect:A1:units", "leads", {"leads": days(visits(lift=0.0))}, groups)
    of = act(effect_design="geo_holdout", design=Design(units="channel", touched=("r0",)))
    one = action_rows(company(of), measured(told(0.03), panel), LATER)[0]
    effect = measured_of(one)
    assert (effect.read_as, effect.verdict) == ("panel", "effect")
    assert effect.controls
    assert measured_of(row(of)).warnings.count("not_as_designed") == 1


def arms(treated: int, units: int = 10_000, control: int = 400, day: date = date(2026, 5, 24)) -> tuple[ArmCount, ...]:
    return (ArmCount("control", day, 10_000, control), ArmCount("treated", day, units, treated))


@pytest.mark.parametrize("mode", ["fixed", "planned", "anytime"])
def test_a_test_is_read_from_its_arms_in_the_mode_that_was_chosen(mode: str) -> None:
    of = act(effect_design="ab_test", design=Design(mode=mode, sample=20_000))
    effect = measured_of(row(of, known=Known(arms={"A1": arms(540)})))
    assert (effect.read_as, effect.verdict, effect.effect) == ("test", "effect", Decimal("0.014"))
    assert effect.test is not None
    assert effect.test.mode == mode
    assert effect.test.split == "sound"


def test_a_split_that_is_not_the_announced_one_voids_the_test() -> None:
    effect = measured_of(row(act(effect_design="ab_test"), known=Known(arms={"A1": arms(540, units=9_000)})))
    assert (effect.verdict, effect.warnings) == ("cannot_tell", ("split_void",))


def test_what_was_measured_here_comes_before_what_was_brought_and_teaches_the_odds() -> None:
    of = act(outcome=Outcome("positive", rel=Decimal("0.24")))
    rows = (row(of),)
    ((area, share),) = record_with(company(of), rows).kept
    assert area == "sales"
    assert 0.6 < share < 1.4
    assert record_with(company(of), ()).kept == (("sales", 2.0),)


def test_a_channel_gets_its_measured_actions_and_a_decision_the_effect_on_its_number() -> None:
    of = act(cost=Decimal(9000))
    (lift,) = lift_tests(company(of), (row(of),), "seo")
    assert (lift.spend, lift.verdict, lift.sound) == (Decimal(9000), "effect", True)
    assert lift.error > 0
    assert lift_tests(company(of), (row(of),), "sea") == ()
    window = Period(START, END)
    found = effect_between("kpi:leads", company(), measured(told(0.12)), window, LATER)
    assert isinstance(found, ActionEffect)
    assert isinstance(effect_between("kpi:leads", company(), measured(told(0.12)), window, START), Refusal)

"""The life of a signal: raised once, worse, calm, treated, closed with a verdict, armed again by a return to calm."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from jalon.records import audit, models, risks
from jalon.records.workspaces import Workspace

from .conftest import NOW

FIRST = date(2026, 10, 1)


def published(workspace: Workspace, *levels: str, since: date = FIRST) -> None:
    for number, level in enumerate(levels):
        row = {"id": "cpc", "standing": level, "reading": "0.3", "unit": "ratio", "evidence": {"worst": "dear"}}
        risks.follow(workspace, since + timedelta(days=number), [row], NOW)


def steps(workspace: Workspace) -> list[str]:
    return [one.step for one in risks.of(workspace, "cpc")[0].steps]


def test_a_risk_that_stays_loud_is_one_signal_and_turning_red_is_a_step(workspace: Workspace) -> None:
    published(workspace, "quiet", "amber", "amber", "red", "red", "unknown", "amber")
    (one,) = risks.of(workspace)
    assert (one.opened, one.raised_at, one.level, one.state) == (FIRST + timedelta(days=1), "amber", "red", "open")
    assert steps(workspace) == ["raised", "worsened"]
    assert one.level_since == FIRST + timedelta(days=3), "the delay of the red response runs from there"


def test_it_comes_down_and_back_within_the_same_signal_for_four_weeks(workspace: Workspace) -> None:
    published(workspace, "amber", "quiet", "quiet", "amber", "quiet")
    assert steps(workspace) == ["raised", "calmed", "back", "calmed"]
    published(workspace, "amber", since=FIRST + timedelta(days=40))
    assert len(risks.of(workspace)) == 2


def test_it_is_treated_then_closed_with_a_verdict_by_whom_and_why(workspace: Workspace) -> None:
    published(workspace, "amber")
    (one,) = risks.of(workspace)
    assert risks.treat(one, "sofiane", " ", FIRST, NOW) == "signals.why"
    assert risks.treat(one, "sofiane", "Enchères revues", FIRST, NOW) == ""
    (one,) = risks.of(workspace)
    assert (one.state, risks.treat(one, "sofiane", "Encore", FIRST, NOW)) == ("treated", "signals.already")
    assert risks.close(one, "guessed", "claire", "x", FIRST, NOW) == "signals.verdict"
    assert risks.close(one, "averted", "claire", "Le CPC est revenu", FIRST, NOW) == ""
    (one,) = risks.of(workspace)
    assert (one.state, one.verdict) == ("closed", "averted")
    assert [(s.step, s.actor, s.why) for s in one.steps[1:]] == [
        ("treated", "sofiane", "Enchères revues"),
        ("closed", "claire", "Le CPC est revenu"),
    ]
    told = models.AuditEntry.objects.order_by("-number").first()
    assert told is not None
    assert (told.verb, told.subject, told.details["verdict"]) == ("close_risk", "kri:cpc", "averted")
    assert audit.verify() is None


def test_a_false_alarm_closed_while_still_loud_is_not_raised_again_until_it_was_calm(workspace: Workspace) -> None:
    published(workspace, "amber")
    risks.close(risks.of(workspace)[0], "false_alarm", "claire", "Une campagne prévue", FIRST, NOW)
    published(workspace, "amber", "amber", since=FIRST + timedelta(days=1))
    assert len(risks.of(workspace)) == 1
    published(workspace, "quiet", "amber", since=FIRST + timedelta(days=3))
    assert len(risks.of(workspace)) == 2


def test_a_day_published_anew_or_out_of_order_raises_nothing_twice(workspace: Workspace) -> None:
    published(workspace, "quiet", "amber")
    published(workspace, "amber", "amber")
    assert len(risks.of(workspace)) == 1
    assert steps(workspace) == ["raised"]


def test_steps_are_written_once(workspace: Workspace) -> None:
    published(workspace, "amber")
    step = models.RiskStep.objects.filter(signal__workspace_id=workspace.id).get()
    with pytest.raises(models.Immutable):
        step.save()

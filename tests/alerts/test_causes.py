"""From standings that moved to causes: one cause, one person, and a budget of messages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from jalon.alerts.budget import Earlier, held_because
from jalon.alerts.causes import Cause, Moved, causes, dated_causes
from jalon.plan.document import read_plan
from jalon.plan.model import Plan
from jalon.plan.model.governance import Alert, Sharing

DAY = date(2027, 6, 15)
SOUND = Path(__file__).parents[1] / "plan" / "sound.yaml"


@pytest.fixture(scope="module")
def plan() -> Plan:
    found = read_plan(SOUND.read_bytes(), "plan.yaml").plan
    assert found is not None
    return found


def document(**rows: list[Mapping[str, object]]) -> Mapping[str, object]:
    return {"objectives": [], "kras": [], "kpis": [], "kris": [], "sources": [], **rows}


def moved(subject: str, before: str, after: str, owner: str = "ana") -> Moved:
    return Moved(subject, before, after, DAY, owner)


def kpi(name: str, **measured: object) -> Mapping[str, object]:
    return {"kra": "K_seo", "measured": {"id": name, "standing": "off_course", "provenance": [], **measured}}


def test_an_area_that_moves_with_its_worst_kpi_is_one_message(plan: Plan) -> None:
    card = document(kras=[{"id": "K_seo", "because": "seo_leads"}], kpis=[kpi("seo_leads")])
    found = causes(
        [moved("kra:K_seo", "on_course", "off_course"), moved("kpi:seo_leads", "on_course", "off_course")], card, plan
    )
    assert [(one.person, one.subjects) for one in found] == [("ana", ("kpi:seo_leads", "kra:K_seo"))]


def test_a_risk_and_the_kpi_it_threatens_are_one_cause_for_one_person_and_two_for_two(plan: Plan) -> None:
    card = document(kris=[{"id": "index_loss", "threatens": ["seo_leads"]}], kpis=[kpi("seo_leads")])
    fall = moved("kpi:seo_leads", "watch", "off_course")
    assert len(causes([fall, moved("kri:index_loss", "quiet", "red")], card, plan)) == 1
    both = causes([fall, moved("kri:index_loss", "quiet", "red", "ben")], card, plan)
    assert sorted(one.person for one in both) == ["ana", "ben"]


def test_what_falls_silent_for_a_late_source_is_told_once_to_whoever_looks_after_the_source(plan: Plan) -> None:
    late = [{"id": "gsc", "tool": "search_console", "standing": "stale", "owner": "cleo"}]
    rows = [kpi(name, provenance=[{"tool": "search_console"}]) for name in ("sessions_all", "seo_leads")]
    changes = [moved(f"kpi:{name}", "on_course", "stale") for name in ("sessions_all", "seo_leads")]
    (found,) = causes(changes, document(sources=late, kpis=rows), plan)
    assert (found.person, found.rule, found.lead.subject) == ("cleo", "data_stale", "source:gsc")
    assert set(found.subjects[1:]) == {"kpi:sessions_all", "kpi:seo_leads"}


def test_what_gets_better_waits_for_monday(plan: Plan) -> None:
    better = [moved("kpi:seo_leads", "off_course", "watch"), moved("kri:index_loss", "red", "quiet")]
    assert causes(better, document(), plan) == []


def test_the_plan_says_who_else_is_told_and_how_often(plan: Plan) -> None:
    told = replace(plan, sharing=Sharing(alerts=(Alert("kri_red", ("owner", "dan"), "slack", 2),)))
    found = causes([moved("kri:index_loss", "amber", "red")], document(), told)
    assert [(one.person, one.channel, one.weekly_cap) for one in found] == [("ana", "slack", 2), ("dan", "slack", 2)]


def test_the_gravest_cause_comes_first(plan: Plan) -> None:
    changes = [moved("kpi:aov", "on_course", "watch", "cleo"), moved("kpi:seo_leads", "on_course", "off_course")]
    assert [one.person for one in causes(changes, document(), plan)] == ["ana", "cleo"]


def cause(after: str = "off_course", subject: str = "kpi:seo_leads") -> Cause:
    return Cause(moved(subject, "on_course", after), (), "standing_changed", "ana", "email", 3)


def test_a_share_over_fewer_than_thirty_cases_wakes_nobody() -> None:
    small, enough = (document(kpis=[kpi("seo_leads", denominator=n)]) for n in ("29", "30"))
    assert held_because(cause(), small, [], 0, DAY) == "few"
    assert held_because(cause(), enough, [], 0, DAY) is None


def test_a_thing_in_turns_good_and_bad_is_told_once_a_week_unless_it_gets_graver() -> None:
    told = [Earlier("kpi:seo_leads", "watch", "ana", DAY - timedelta(days=3))]
    assert held_because(cause("watch"), document(), told, 1, DAY) == "told_lately"
    assert held_because(cause("off_course"), document(), told, 1, DAY) is None
    assert held_because(cause("watch"), document(), told, 1, DAY + timedelta(days=4)) is None


def test_what_its_reader_put_off_stays_off_until_its_day_or_until_it_gets_graver() -> None:
    off = [Earlier("kpi:seo_leads", "watch", "ana", None, DAY + timedelta(days=5))]
    assert held_because(cause("watch"), document(), off, 0, DAY) == "snoozed"
    assert held_because(cause("off_course"), document(), off, 0, DAY) is None
    assert held_because(cause("watch"), document(), off, 0, DAY + timedelta(days=6)) is None


def test_a_full_week_keeps_the_rest_for_monday() -> None:
    assert held_because(cause(), document(), [], 2, DAY) is None
    assert held_because(cause(), document(), [], 3, DAY) == "weekly_cap"


def test_a_late_milestone_and_a_decision_due_are_told_when_the_plan_asks_for_it(plan: Plan) -> None:
    late = date(2027, 9, 2)
    assert dated_causes(plan, late) == []
    rules = tuple(Alert(when, ("owner",), "email", 5) for when in ("milestone_late", "decision_due"))
    asked = replace(plan, sharing=Sharing(alerts=rules))
    assert [(one.lead.subject, one.person) for one in dated_causes(asked, late)] == [("milestone:M2", "cleo")]
    assert dated_causes(asked, date(2027, 9, 1)) == []
    waiting = replace(asked, decisions=tuple(replace(one, chosen=None) for one in plan.decisions))
    due = waiting.deadline_of(waiting.decisions[0])
    assert due is not None
    assert [one.rule for one in dated_causes(waiting, due - timedelta(days=2))] == ["decision_due"]
    assert dated_causes(waiting, due - timedelta(days=3)) == []

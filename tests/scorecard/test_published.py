"""The map that every face shows: areas, objectives, cascades, findings, and its JSON form."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from tests.scorecard.conftest import asked, kpi, kra, measured, plan, series, steadily, target

from jalon.metrics import MeasuredSeries
from jalon.plan.model import Cascade, Claim, Guardrail, Measurement, Objective, Part, Plan, Rest
from jalon.quantities import Text
from jalon.quantities.refusals import NeverLoaded
from jalon.scorecard.lint import unclaimed_channels
from jalon.scorecard.publishing import scorecard
from jalon.scorecard.results import CascadePart, KpiStanding, ObjectiveRow, Scorecard

DEMO = date(2026, 10, 15)
ON, WATCH, OFF, NO_DATA = KpiStanding.ON_COURSE, KpiStanding.WATCH, KpiStanding.OFF_COURSE, KpiStanding.NO_DATA


def published(of: Plan, *told: MeasuredSeries) -> Scorecard:
    return scorecard(of, measured(*told), DEMO, workspace="w", edition=1, plan_revision=3, code_version="1")


def objective(name: str, result: Measurement, cascade: Cascade | None = None, *guards: Guardrail) -> Objective:
    return Objective(name, Text.of(name, name), None, "ana", result, guards, cascade, None)


def cascade(mode: str, *parts: Part, rest: Rest | None = None) -> Cascade:
    return Cascade(mode, parts, rest or Rest(), None)


def flow(key: str, by_day: str | int, measure: str = "leads") -> MeasuredSeries:
    return series(key, measure, {measure: steadily(by_day)})


def gap(row: ObjectiveRow) -> Decimal:
    assert isinstance(row.measured.value, Decimal)
    assert isinstance(row.measured.expected, Decimal)
    return row.measured.value - row.measured.expected


def brought(parts: tuple[CascadePart, ...]) -> dict[str, Decimal]:
    return {part.id: part.contribution for part in parts if isinstance(part.contribution, Decimal)}


SEO, SEA = kpi("seo", asked("700", target("1095"))), kpi("sea", asked("300", target("365")))


def test_the_parts_of_a_sum_share_out_the_whole_gap_and_the_rest_has_its_line() -> None:
    """3 a day where 3 are due, 0.5 where 1 is, and 1 that no area carries: 287 days."""
    whole = objective(
        "O",
        asked("1200", target("1825")),
        cascade("sum", Part(kpi="seo"), Part(kpi="sea"), rest=Rest(Decimal(200), Decimal(365))),
    )
    card = published(
        plan(kra("K", SEO, SEA), objectives=(whole,)),
        flow("objective:O", "4.5"), flow("kpi:seo", 3), flow("kpi:sea", "0.5"),
    )  # fmt: skip
    row = card.objectives[0]
    assert brought(row.parts) == {"seo": 0, "sea": Decimal("-143.5"), "rest": 0}
    assert (row.parts[-1].value, row.parts[-1].expected, row.parts[-1].target) == (287, 287, 365)
    assert sum(brought(row.parts).values()) == gap(row)


def test_the_parts_of_a_product_share_out_the_whole_gap() -> None:
    """Orders = sessions × conversion: what the paths do not explain together is a line of its own."""
    sessions = kpi("visits", asked("300000", target("365000")))
    rate = kpi("rate", asked("0.010", target("0.012")))
    whole = objective("O", asked("3000", target("4380")), cascade("product", Part(kpi="visits"), Part(kpi="rate")))
    card = published(
        plan(kra("K", sessions, rate), objectives=(whole,)),
        flow("objective:O", 11, "orders"),
        flow("kpi:visits", 1100, "sessions"),
        series("kpi:rate", "orders / sessions", {"orders": steadily(11), "sessions": steadily(1100)}),
    )
    row = card.objectives[0]
    told = brought(row.parts)
    assert told["visits"] > 0
    assert told["rate"] < 0
    assert float(sum(told.values())) == pytest.approx(float(gap(row)), rel=1e-12)
    named = [part.kind for part in row.parts]
    assert named == ["kpi", "kpi", "rest"]


def test_one_part_unread_leaves_nothing_to_share_out() -> None:
    whole = objective("O", asked("1000", target("1460")), cascade("sum", Part(kpi="seo"), Part(kpi="sea")))
    never = replace(flow("kpi:sea", 1), refusal=NeverLoaded("csv_crm"))
    card = published(plan(kra("K", SEO, SEA), objectives=(whole,)), flow("objective:O", 4), flow("kpi:seo", 3), never)
    assert brought(card.objectives[0].parts) == {}
    assert [part.id for part in card.objectives[0].parts] == ["seo", "sea"]


def test_an_objective_is_its_own_result_and_its_cascade_only_when_it_is_not_measured() -> None:
    whole = objective("O", asked("1000", target("1460")), cascade("sum", Part(kpi="seo"), Part(kpi="sea")))
    of = plan(kra("K", SEO, SEA), objectives=(whole,))
    own = published(of, flow("objective:O", 4), flow("kpi:seo", 3), flow("kpi:sea", "0.1")).objectives[0]
    assert (own.measured.standing, own.from_cascade) == (ON, False)
    unread = replace(flow("objective:O", 4), refusal=NeverLoaded("csv_crm"))
    fallen = published(of, unread, flow("kpi:seo", 3), flow("kpi:sea", "0.1")).objectives[0]
    assert (fallen.measured.standing, fallen.from_cascade) == (OFF, True)
    assert fallen.measured.reasons[-1].details == {"because": "sea"}


def test_an_objective_with_a_breached_guardrail_is_at_best_to_be_watched() -> None:
    guard = Guardrail("sea", None, not_below=Decimal(200))
    of = plan(kra("K", SEA), objectives=(objective("O", asked("1000", target("1460")), None, guard),))
    held = published(of, flow("objective:O", 4), flow("kpi:sea", 1)).objectives[0]
    breached = published(of, flow("objective:O", 4), flow("kpi:sea", "0.5")).objectives[0]
    assert (held.measured.standing, breached.measured.standing) == (ON, WATCH)
    assert (breached.guardrails[0]["value"], breached.guardrails[0]["breached"]) == (Decimal("143.5"), True)


def test_a_weighted_objective_adds_the_scores_of_its_areas() -> None:
    parts = (Part(kra="A", weight=Decimal("0.8")), Part(kra="B", weight=Decimal("0.2")))
    whole = objective("O", asked("1000", target("1460")), cascade("weighted", *parts))
    card = published(
        plan(kra("A", SEO), kra("B", SEA), objectives=(whole,)),
        flow("objective:O", 4), flow("kpi:seo", 3), flow("kpi:sea", "0.1"),
    )  # fmt: skip
    assert brought(card.objectives[0].parts) == {"A": Decimal("0.8"), "B": 0}


def test_an_area_is_silent_before_it_is_to_be_watched() -> None:
    unread = replace(flow("kpi:sea", 1), refusal=NeverLoaded("csv_crm"))
    card = published(plan(kra("K", SEO, SEA)), flow("kpi:seo", "2.7"), unread)
    assert [row.measured.standing for row in card.kpis] == [WATCH, NO_DATA]
    assert (card.kras[0].standing, card.kras[0].because) == (NO_DATA, "sea")


def test_an_area_without_targets_has_no_standing() -> None:
    context = kpi("seo", asked("700", target("1095"), direction="context"))
    assert published(plan(kra("K", context)), flow("kpi:seo", 1)).kras[0].standing is KpiStanding.NO_TARGET


def test_the_published_form_is_plain_json_with_exact_numbers_and_refusals_that_say_why() -> None:
    card = published(plan(kra("K", SEO, SEA)), flow("kpi:seo", 3))
    told = json.loads(json.dumps(card.as_document()))
    assert (told["contract"], told["as_of"], told["plan_revision"]) == (1, "2026-10-15", 3)
    seo, sea = told["kpis"]
    assert (seo["measured"]["value"], seo["measured"]["pace"]) == ("861", "1")
    assert seo["measured"]["odds"] == {"refused": "NoVariation"}
    assert sea["measured"]["value"]["refused"] == "NotComputedYet"
    assert set(told["definitions"]) == {"seo", "sea"}


def test_a_changed_filter_is_another_definition_and_its_order_is_not() -> None:
    def hashed(**by: tuple[str, ...]) -> str:
        measurement = replace(asked("700", target("1095")), filter=by)
        return published(plan(kra("K", kpi("seo", measurement))), flow("kpi:seo", 3)).definitions["seo"]

    assert hashed(channel=("seo", "sea")) == hashed(channel=("sea", "seo"))
    assert hashed(channel=("seo",)) != hashed(channel=("sea",))


def test_a_channel_active_in_the_data_that_nobody_claims_is_found_with_its_amounts() -> None:
    since_july = {day: Decimal(100 if day >= date(2026, 7, 1) else 0) for day in steadily(1)}
    groups = {name: {"media_cost": amounts} for name, amounts in (("seo", steadily(5)), ("marketplace", since_july))}
    spent = series("rule:R019:media_cost", "media_cost", {"media_cost": steadily(5)}, groups)
    claims = (Claim("channel", ("seo",)),)
    of = plan(kra("K", SEO, territory=claims), grounds={"channel": {"seo": None}})
    found = list(unclaimed_channels(of, measured(spent), DEMO))
    assert [(one.code, one.details["value"]) for one in found] == [("R019", "marketplace")]
    assert found[0].details["media_cost"] == "2800", "28 days, to the day before"
    assert (found[0].details["media_cost_since_start"], found[0].details["since"]) == ("10600", "2026-07-01")


def test_an_area_that_is_closed_claims_nothing() -> None:
    groups = {"seo": {"media_cost": steadily(5)}}
    spent = series("rule:R019:media_cost", "media_cost", {"media_cost": steadily(5)}, groups)
    claims = (Claim("channel", ("seo",)),)
    closed = plan(kra("K", SEO, territory=claims, status="closed"), grounds={"channel": {"seo": None}})
    assert [one.details["value"] for one in unclaimed_channels(closed, measured(spent), DEMO)] == ["seo"]

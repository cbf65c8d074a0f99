"""Spend, revenue and visits that nobody answers for: by channel, by campaign, by budget line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from tests.scorecard.conftest import kra, measured, plan, series, steadily

from jalon.findings import Finding, Severity
from jalon.metrics.lines import Line
from jalon.plan.model import Budget, BudgetLine, Claim, Plan, Source
from jalon.plan.model import Mapping as Rule
from jalon.quantities import Text
from jalon.scorecard.lint import unclaimed_channels, unclaimed_lines

DEMO = date(2026, 10, 15)
NAMES = {"sea": Text.of("SEA", "SEA"), "sma": Text.of("SMA", "SMA"), "display": Text.of("Display", "Display")}


def rule(tool: str, match: str, value: str | None, dimension: str = "campaign", **gives: str) -> Rule:
    return Rule(tool, dimension, match, value, gives)


def line(name: str, tool: str = "meta_ads", dimension: str = "campaign", **amounts: int) -> Line:
    lately = {measure: Decimal(amount) for measure, amount in amounts.items()}
    return Line(tool, dimension, name, lately, {m: 10 * a for m, a in lately.items()}, "EUR")


def company(*mappings: Rule, claims: tuple[Claim, ...] = (Claim("channel", ("sea",)),), **told: object) -> Plan:
    base = plan(
        kra("K", territory=claims, first_day=date(2026, 1, 1), last_day=date(2026, 12, 31)),
        grounds={"channel": NAMES},
        dimensions={"goal": {"leads": None, "engagement": None}},
        mappings=mappings,
    )
    return replace(base, **told)  # type: ignore[arg-type]


def found(of: Plan, *lines: Line, known: tuple[Finding, ...] = ()) -> list[Finding]:
    return list(unclaimed_lines(of, lines, DEMO, known))


def said(finding: Finding) -> Mapping[str, object]:
    return finding.details


def test_a_campaign_of_a_claimed_channel_is_somebody_s() -> None:
    assert found(company(rule("*", "any", None, channel="sea")), line("Brand", media_cost=100)) == []


def test_campaigns_of_a_channel_that_nobody_claims_are_one_finding_with_their_money() -> None:
    of = company(rule("*", "contains", "insta", channel="sma"), rule("*", "any", None, channel="sea"))
    (one,) = found(
        of, line("Insta A", media_cost=100, sessions=7), line("INSTA B", media_cost=300), line("x", media_cost=1)
    )
    assert (one.code, one.severity, one.subject) == ("R019", Severity.WARNING, "ground:campaign")
    assert said(one)["value"] == ["INSTA B", "Insta A"], "the largest first"
    assert (said(one)["count"], said(one)["media_cost"], said(one)["media_cost_since_start"]) == (2, "400", "4000")
    assert (said(one)["sessions"], said(one)["reason"], said(one)["since"]) == ("7", "cell", "2026-01-01")
    assert said(one)["where"] == [{"ground": "channel", "value": ["sma"]}]


def test_a_goal_that_no_area_claims_is_nobody_s_though_the_channel_is_held() -> None:
    claims = (Claim("channel", ("sma",), {"goal": ("leads",)}),)
    rules = (
        rule("*", "prefix", "L_", channel="sma", goal="leads"),
        rule("*", "any", None, channel="sma", goal="engagement"),
    )
    (one,) = found(company(*rules, claims=claims), line("L_1", media_cost=5), line("E_1", media_cost=9))
    assert (said(one)["value"], said(one)["media_cost"]) == ("E_1", "9")
    assert said(one)["where"] == [{"ground": "channel", "value": ["sma"], "goal": ["engagement"]}]


def test_campaigns_that_no_mapping_puts_anywhere_ask_for_one() -> None:
    (one,) = found(company(), line("New", media_cost=50), line("Old", sessions=3))
    assert (said(one)["reason"], said(one)["value"], said(one)["media_cost"]) == ("map", ["New", "Old"], "50")


def test_visits_alone_under_names_that_no_mapping_reads_are_a_note() -> None:
    visits = (
        line("Direct", "ga4", "session_channel", sessions=40),
        line("Referral", "ga4", "session_channel", sessions=60),
    )
    (note,) = found(company(), *visits)
    assert (note.severity, said(note)["value"], said(note)["sessions"]) == (
        Severity.INFO,
        ["Referral", "Direct"],
        "100",
    )
    (paid,) = found(company(), line("Paid", "ga4", "session_channel", sessions=40, revenue=500))
    assert (paid.severity, said(paid)["revenue"]) == (Severity.WARNING, "500")


def with_budget(*ids: str, **told: object) -> Plan:
    lines = tuple(BudgetLine(name, Decimal(1000), media=True) for name in ids)
    base = company(**told)  # type: ignore[arg-type]
    grounds = {**base.grounds, "budget": dict.fromkeys(ids)}
    return replace(base, budget=Budget(Decimal(2000), lines), grounds=grounds)


def test_money_on_a_budget_line_that_no_area_claims_is_found() -> None:
    claims = (Claim("budget", ("search",)),)
    of = with_budget("search", "salons", claims=claims)
    (one,) = found(
        of,
        line("search", "csv_finance", "budget", media_cost=10),
        line("salons", "csv_finance", "budget", media_cost=70),
    )
    assert (one.subject, said(one)["value"], said(one)["media_cost"]) == ("ground:budget", "salons", "70")
    assert said(one)["reason"] == "claim"


def test_a_budget_line_that_the_plan_does_not_know_is_asked_under_the_name_it_is_like() -> None:
    of = with_budget("salons_pro", claims=(Claim("budget", ("salons_pro",)),))
    (near, far) = found(
        of,
        line("Salon pro", "csv_finance", "budget", media_cost=9),
        line("voyages", "csv_finance", "budget", media_cost=5),
    )
    assert (said(near)["reason"], said(near)["like"]) == ("near", "salons_pro")
    assert said(far)["reason"] == "declare"


def test_what_a_channel_has_said_is_not_said_again_by_its_campaigns() -> None:
    since = {name: {"media_cost": steadily(5)} for name in ("sea", "display")}
    spent = series("rule:R019:media_cost", "media_cost", {"media_cost": steadily(10)}, since)
    of = company(rule("*", "any", None, channel="display"))
    channels = tuple(unclaimed_channels(of, measured(spent), DEMO))
    assert [(one.details["value"], one.details["reason"]) for one in channels] == [("display", "claim")]
    assert found(of, line("D1", media_cost=5), known=channels) == []


def test_a_tool_that_the_plan_does_not_read_says_nothing() -> None:
    told = Source("gads", "google_ads", "day", None, None, "ana", None, None, None)
    assert found(company(sources=(told,)), line("New", media_cost=50)) == []
    assert len(found(company(sources=(told,)), line("New", "google_ads", media_cost=50))) == 1


def test_an_area_that_begins_later_does_not_hold_today() -> None:
    of = company(rule("*", "any", None, channel="sea"))
    later = replace(of, kras=(replace(of.kras[0], first_day=date(2026, 11, 1), last_day=date(2026, 12, 31)),))
    assert len(found(later, line("Brand", media_cost=100))) == 1

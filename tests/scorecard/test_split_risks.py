"""Risks read cell by cell, item by item, hour by hour, campaign by campaign: as finely as the tables tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pytest
from tests.scorecard.conftest import By_day, kra, kri, measured, plan, series, steadily, stock

from jalon.metrics import MeasuredSeries
from jalon.plan.model import Kri, Persistence
from jalon.quantities.refusals import NotBound, TooLittleVolume
from jalon.scorecard.kri.judging import kri_row
from jalon.scorecard.results import KriRow, KriStanding

DAY, LAST = date(2026, 10, 15), date(2026, 10, 14)
QUIET, AMBER, RED = KriStanding.QUIET, KriStanding.AMBER, KriStanding.RED


def read(risk: Kri, *told: MeasuredSeries) -> KriRow:
    area = kra("K", kris=(risk,))
    return kri_row(area, risk, plan(area), measured(*told), DAY)


def from_day(first: date, before: float, after: float) -> dict[date, Decimal]:
    return {day: Decimal(str(after if day >= first else before)) for day in steadily(1)}


def split(one: MeasuredSeries, by: str | None) -> MeasuredSeries:
    return replace(one, group_by=by)


def over(key: str, top: str, under: str, groups: Mapping[str, tuple[By_day, By_day]], by: str | None) -> MeasuredSeries:
    """A ratio told in groups, and whole: the sum of its groups."""
    days = next(iter(groups.values()))[0].keys()
    whole = {
        name: {day: sum((one[side].get(day, Decimal(0)) for one in groups.values()), Decimal(0)) for day in days}
        for side, name in enumerate((top, under))
    }
    inside = {name: {top: one[0], under: one[1]} for name, one in groups.items()}
    return split(series(key, f"{top} / {under}", whole, inside), by)


CPC = kri(
    use="cpc_inflation", method="against_reference", appetite=Decimal("0.10"), limit=Decimal("0.25"),
    cadence="weekly", persistence=Persistence(2, 2),
)  # fmt: skip


def test_a_dearer_click_is_seen_campaign_by_campaign_where_no_table_tells_keywords() -> None:
    """Every click costs 40 % more in each campaign; the cheap campaign grew, so the average click did not move."""
    since = date(2026, 8, 1)
    told = over(
        "kri:risk:value", "sea_cost", "sea_clicks",
        {
            "Brand": (from_day(since, 100, 560), from_day(since, 100, 400)),
            "Generic": (from_day(since, 900, 840), from_day(since, 300, 200)),
        },
        "campaign",
    )  # fmt: skip
    found = read(CPC, told)
    assert (found.standing, found.evidence["read_by"]) == (RED, "campaign")
    whole = read(CPC, split(told, None))
    assert (whole.standing, whole.evidence["not_split_by"]) == (QUIET, "keyword")


def test_values_too_small_to_judge_alone_are_read_together() -> None:
    """Ten leads a week in each channel, where thirty are asked: together they are sixty, and half of them are bad."""
    risk = kri(
        use="lead_quality_drop", method="against_reference", appetite=Decimal("1.15"), limit=Decimal("1.4"),
        cadence="weekly",
    )  # fmt: skip
    since = date(2026, 9, 1)
    each = (from_day(since, 0.2, 0.8), steadily("1.4"))
    told = over("kri:risk:value", "leads_invalid", "leads", {f"c{n}": each for n in range(6)}, "channel")
    found = read(risk, told)
    assert (found.standing, found.evidence["not_split_by"]) == (RED, "channel")
    few = over("kri:risk:value", "leads_invalid", "leads", {f"c{n}": each for n in range(2)}, "channel")
    assert isinstance(read(risk, few).reading, TooLittleVolume)


def test_clicks_lost_with_the_rank_are_no_erosion() -> None:
    """Both queries lose half of their clicks: one stays first, the other left the first page and is not compared."""
    risk = kri(
        use="ctr_erosion_ai", method="against_reference", bad_direction="down", appetite=Decimal("0.9"),
        limit=Decimal("0.75"), cadence="weekly", persistence=Persistence(4, 4),
    )  # fmt: skip
    since = date(2026, 6, 1)
    clicks, seen = from_day(since, 40, 20), steadily(100)

    def told(second: By_day) -> tuple[MeasuredSeries, MeasuredSeries]:
        value = over("kri:risk:value", "organic_clicks", "organic_impressions",
                     {"desk": (clicks, seen), "chair": (second, steadily(80))}, "query")  # fmt: skip
        ranks = {"desk": (steadily(200), seen), "chair": (from_day(since, 400, 1200), steadily(80))}
        return value, over("kri:risk:position", "position_impressions", "organic_impressions", ranks, "query")

    assert read(risk, *told(from_day(since, 40, 20))).standing is RED
    value, rank = told(from_day(since, 40, 1))
    found = read(risk, value, rank)
    assert found.reading == Decimal("0.5"), "the chair fell to the second page: its clicks are left out"
    assert isinstance(read(risk, split(value, None)).reading, NotBound), "read whole, it would be another question"


def test_reach_is_compared_over_ten_posts_however_long_they_take() -> None:
    """A network where a post came every third day: ten posts are a month, and they reach a third of before."""
    risk = kri(
        use="reach_collapse", method="against_reference", bad_direction="down", appetite=Decimal("0.8"),
        limit=Decimal("0.6"), cadence="weekly", persistence=Persistence(1, 1),
    )  # fmt: skip
    posts = {day: Decimal(day.toordinal() % 3 == 0) for day in steadily(1)}

    def network(after: int) -> dict[str, object]:
        reach = {day: posts[day] * (after if day >= date(2026, 9, 1) else 900) for day in posts}
        return {"social_post_reach": reach, "social_posts": posts, "followers": stock("followers", steadily(5000))}

    def told(after: int) -> MeasuredSeries:
        groups = {"x": network(after), "y": network(900), "z": network(900)}
        one = series("kri:risk:value", "social_post_reach / social_posts / followers", network(after), kind="ratio")  # type: ignore[arg-type]
        apart = {name: series("one", "social_post_reach / social_posts / followers", parts, kind="ratio").components  # type: ignore[arg-type]
                 for name, parts in groups.items()}  # fmt: skip
        return replace(one, group_by="network", _groups=apart)

    found = read(risk, told(300))
    assert (found.standing, found.evidence["worst"]) == (RED, "x")
    assert read(risk, told(900)).standing is QUIET


def test_a_campaign_is_judged_on_its_own_sends() -> None:
    """The campaign of this week bounces at 5 %; the one of a month ago did too and is over."""
    risk = kri(
        use="bounce_spike", appetite=Decimal("0.005"), limit=Decimal("0.02"), cadence="per_campaign",
        persistence=Persistence(1, 1),
    )  # fmt: skip

    def told(bounced: int) -> MeasuredSeries:
        def sent(on: date, bounces: int) -> tuple[By_day, By_day]:
            return {day: Decimal(bounces if day == on else 0) for day in steadily(1)}, {
                day: Decimal(1000 if day == on else 0) for day in steadily(1)
            }

        groups = {"news": sent(LAST - timedelta(days=2), bounced), "old": sent(LAST - timedelta(days=30), 50)}
        return over("kri:risk:value", "email_hard_bounces", "emails_sent", groups, "campaign")

    found = read(risk, told(50))
    assert (found.standing, found.reading, found.evidence["worst"]) == (RED, Decimal("0.05"), "news")
    assert read(risk, told(1)).standing is QUIET


def test_a_mix_that_changes_is_no_fall_of_the_rate() -> None:
    """Half of the visits move to the channel that converts less; in each channel the rate holds."""
    risk = kri(
        use="cvr_slide", method="residual_shift", bad_direction="down", scale="quantile", appetite=Decimal("0.1"),
        limit=Decimal("0.025"), cadence="daily", persistence=Persistence(3, 5),
    )  # fmt: skip
    random, since = np.random.default_rng(5), date(2026, 10, 1)

    def channel(rate: float, before: int, after: int, later: float) -> tuple[By_day, By_day]:
        visits = from_day(since, before, after)
        shares = {day: later if day >= since else rate for day in visits}
        return {day: Decimal(int(random.poisson(shares[day] * float(one)))) for day, one in visits.items()}, visits

    def told(later: float) -> MeasuredSeries:
        groups = {"seo": channel(0.06, 4000, 2000, 0.06 * later), "sma": channel(0.02, 2000, 4000, 0.02 * later)}
        return over("kri:risk:value", "sessions_with_key_event", "sessions", groups, "channel")

    steady = told(1.0)
    assert read(risk, steady).standing is QUIET
    assert read(risk, split(steady, None)).standing is RED, "read whole, the mix looks like a fall"
    assert read(risk, told(0.7)).standing is RED


@pytest.mark.parametrize(("silent_hours", "standing"), [(0, QUIET), (2, AMBER), (5, RED)])
def test_hours_of_silence_while_the_shop_sells_are_counted(silent_hours: int, standing: KriStanding) -> None:
    risk = kri(use="tracking_break", method="zero_run", scale="rule", appetite=None, limit=None, cadence="hourly",
               persistence=Persistence(1, 1))  # fmt: skip
    first = LAST - timedelta(days=100)

    def told(name: str, measure: str, silent: int) -> MeasuredSeries:
        hours = {
            str(hour): {
                day: Decimal(0 if day == LAST and hour >= 24 - silent else 20 + hour)
                for day in steadily(1, first, LAST)
            }
            for hour in range(24)
        }
        whole = {day: sum((one[day] for one in hours.values()), Decimal(0)) for day in hours["0"]}
        inside = {hour: {measure: by_day} for hour, by_day in hours.items()}
        return split(series(f"kri:risk:{name}", measure, {measure: whole}, inside), "hour")

    found = read(risk, told("value", "events", silent_hours), told("witness", "orders", 0))
    assert (found.standing, found.reading, found.evidence["read_over"]) == (standing, silent_hours, "1h")


def test_customers_silent_for_longer_than_their_own_gaps_are_counted() -> None:
    """A hundred and twenty customers order every ten days: twelve had stopped a year before, forty-two have now."""
    risk = kri(
        use="churn_warning", method="count_rule", appetite=Decimal("1.1"), limit=Decimal("1.3"), cadence="weekly",
        persistence=Persistence(4, 4),
    )  # fmt: skip
    first, stopped = date(2025, 1, 1), date(2026, 8, 1)
    groups = {}
    for at in range(120):
        ends = date(2025, 7, 1) if at < 12 else stopped if at < 12 + 30 else DAY
        ordered = {day: Decimal((day - first).days % 10 == at % 10 and day < ends) for day in steadily(1, first, LAST)}
        groups[f"c{at}"] = {"orders": ordered}
    whole = {day: sum((one["orders"][day] for one in groups.values()), Decimal(0)) for day in steadily(1, first, LAST)}
    orders = split(series("kri:risk:orders", "orders", {"orders": whole}, groups), "customer")
    known = {"customers_active": stock("customers_active", steadily(120))}
    active = series("kri:risk:total", "customers_active", known, kind="stock")
    found = read(risk, orders, active)
    assert (found.standing, found.reading) == (RED, Decimal("3.5"))
    refused = read(risk, replace(orders, group_by=None, drill_down=NotBound("orders", "customer")), active)
    assert refused.reading == NotBound("orders", "customer")


def test_two_own_pages_that_take_turns_on_a_keyword_are_counted() -> None:
    risk = kri(use="cannibalisation", method="count_rule", appetite=Decimal("0.05"), limit=Decimal("0.1"),
               cadence="monthly", persistence=Persistence(1, 1))  # fmt: skip
    calm = {day: Decimal(4) for day in steadily(1, date(2026, 8, 1), LAST)}
    turns = {day: Decimal(2 if day.toordinal() % 2 else 9) for day in calm}
    groups = {f"desk {at} · /a": {"keyword_position": turns if at < 12 else calm} for at in range(60)}
    groups |= {f"desk {at} · /b": {"keyword_position": {day: Decimal(5) for day in calm}} for at in range(60)}
    ranks = split(series("kri:risk:position", "keyword_position", {"keyword_position": calm}, groups), "keyword*url")
    total = {"keywords_tracked": stock("keywords_tracked", steadily(60))}
    found = read(risk, ranks, series("kri:risk:total", "keywords_tracked", total, kind="stock"))
    assert (found.standing, found.reading) == (RED, Decimal("0.2"))

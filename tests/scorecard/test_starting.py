"""Where a number starts from, and which areas names propose."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from tests.scorecard.conftest import YEAR, series, steadily

from jalon.catalogue import channel_called, channel_values, channels, measures, roles, tool_habits
from jalon.catalogue.channels import Channel
from jalon.quantities import Period
from jalon.quantities.refusals import TooLittleHistory
from jalon.scorecard.starting.areas import Area, proposed_areas
from jalon.scorecard.starting.baselines import Baseline, baseline, last_year
from jalon.scorecard.starting.found import FoundChannel, measures_of
from jalon.scorecard.starting.places import slug
from jalon.scorecard.starting.season import Season, season

LAST_YEAR = Period(date(2025, 1, 1), date(2025, 12, 31))


def found(name: str) -> FoundChannel:
    known = channels().get(name) or Channel(name, roles()["sea_manager"].name, False, None, (), ())
    return FoundChannel(known, ("ga4",), True, date(2026, 10, 14))


def started(values: dict[date, Decimal], period: Period = YEAR) -> Baseline:
    start = baseline(series("k", "leads", {"leads": values}), period)
    assert isinstance(start, Baseline)
    return start


def test_a_year_known_whole_is_the_baseline_of_the_next() -> None:
    start = started(steadily(2))
    assert (start.amount.value, start.amount.period, start.same_period) == (730, LAST_YEAR, True)


def test_a_table_without_its_weekends_still_knows_its_year() -> None:
    worked = {day: value for day, value in steadily(2).items() if day.weekday() < 5}
    start = started(worked)
    assert (start.amount.value, start.same_period, start.amount.days_known) == (522, True, 261)


def test_half_a_year_is_said_as_half_a_year_and_never_stretched() -> None:
    start = started(steadily(2, first=date(2025, 7, 1)))
    assert start.amount.period == Period(date(2025, 7, 1), date(2025, 12, 31))
    assert (start.amount.value, start.same_period) == (368, False)


def test_data_that_begin_inside_the_plan_s_year_are_taken_as_far_as_they_go() -> None:
    start = started(steadily(1, first=date(2026, 9, 1)))
    assert start.amount.period == Period(date(2026, 9, 1), date(2026, 10, 14))


def test_next_year_s_plan_starts_from_the_last_twelve_months() -> None:
    start = started(steadily(1), Period(date(2027, 1, 1), date(2027, 12, 31)))
    assert start.amount.period == Period(date(2025, 10, 15), date(2026, 10, 14))
    assert start.amount.value == 365


def test_what_did_not_exist_a_year_before_starts_from_what_is_known_since() -> None:
    new = {day: Decimal(0) if day < date(2026, 7, 1) else value for day, value in steadily(3).items()}
    assert started(new).amount.value == 3 * 106


def test_a_week_is_too_little_to_start_from() -> None:
    start = baseline(series("k", "leads", {"leads": steadily(1, first=date(2026, 10, 8))}), YEAR)
    assert start == TooLittleHistory(needed=14, have=7)


def test_a_ratio_starts_from_totals_not_from_the_mean_of_days() -> None:
    first, second = date(2025, 1, 1), date(2025, 12, 31)
    orders = steadily(0) | {first: Decimal(100), second: Decimal(40)}
    sessions = steadily(0) | {first: Decimal(10_000), second: Decimal(500)}
    start = baseline(series("k", "orders / sessions", {"orders": orders, "sessions": sessions}), YEAR)
    assert isinstance(start, Baseline)
    assert start.amount.value == Decimal("0.0133333")
    assert (start.numerator, start.denominator) == (140, 10_500)


def test_the_last_year_ends_where_the_tool_stopped_telling() -> None:
    told = last_year(series("k", "leads", {"leads": steadily(1, last=date(2024, 6, 30))}))
    assert getattr(told, "period", None) == Period(date(2024, 1, 1), date(2024, 6, 30))


@pytest.mark.parametrize(
    ("held", "templates"),
    [
        (["sea"], ["sea_manager"]),
        (["sma"], ["traffic_manager"]),
        (["sea", "sma"], ["paid_acquisition"]),
        (["sma", "smo"], ["community_manager"]),
        (["smo", "influence"], ["social_influence"]),
        (["seo", "content"], ["seo_content"]),
        (["seo", "site"], ["seo_specialist", "cro_specialist"]),
        (["marketplace"], [None]),
    ],
)
def test_one_person_s_channels_find_the_template_that_joins_them(held: list[str], templates: list[str | None]) -> None:
    areas = proposed_areas([found(name) for name in held], dict.fromkeys(held, "Amel"), None)
    own = [area for area in areas if area.owner == "Amel"]
    assert [area.template.id if area.template else None for area in own] == templates
    assert [area.primary for area in own] == [number == 0 for number in range(len(own))]


def test_channels_without_a_name_keep_one_trade_each() -> None:
    areas = proposed_areas([found(name) for name in ("sea", "sma", "smo", "display")], {}, None)
    held = {area.id: [one.id for one in area.channels] for area in areas if area.channels}
    assert held == {
        "paid_search_leads": ["sea"],
        "qualified_traffic": ["sma", "display"],
        "community_engagement": ["smo"],
    }
    assert all(area.owner is None for area in areas)


def test_two_people_of_one_trade_have_two_areas() -> None:
    areas = proposed_areas([found("display"), found("affiliation")], {"display": "Amel", "affiliation": "Léo"}, None)
    assert [area.id for area in areas if area.channels] == ["qualified_traffic", "qualified_traffic_2"]


def test_the_director_who_holds_a_channel_keeps_her_course_as_her_first_area() -> None:
    areas: list[Area] = proposed_areas([found("seo")], {"seo": "Claire"}, "Claire")
    assert [(area.id, area.primary) for area in areas] == [
        ("strategy_arbitration", True),
        ("organic_visibility", False),
    ]


def test_the_catalogue_of_channels_speaks_of_known_measures_only() -> None:
    for channel in channels().values():
        assert {*channel.activity, *([channel.spend] if channel.spend else [])} <= set(measures()), channel.id
        assert all(measures_of(name) for name in channel.headlines), channel.id
    assert {rule.channel for rule in channel_values()} <= set(channels())
    told = {tool for measure in measures().values() for tool in measure.tools}
    assert {rule.tool for rule in channel_values()} <= told
    assert len(tool_habits()) > 20


def test_a_season_is_read_from_whole_months_of_a_year_at_least() -> None:
    sold = {day: value * (3 if day.month == 11 else 1) for day, value in steadily(10).items()}
    assert season(series("k", "orders", {"orders": sold})) == Season(months=33, peak=11)
    short = {day: value for day, value in sold.items() if day >= date(2025, 11, 15)}
    assert season(series("k", "orders", {"orders": short})) is None


def test_a_template_s_claims_are_those_it_writes() -> None:
    assert roles()["traffic_manager"].claims[1] == {"channel": ("sma",), "goal": ("leads", "sales")}
    claimed = {name for role in roles().values() for name in role.channels}
    assert claimed <= set(channels())


@pytest.mark.parametrize(
    ("word", "channel"), [("SEA", "sea"), ("Google Ads", "sea"), ("e-mail", "email"), ("organic", None)]
)
def test_a_word_names_a_channel_exactly_or_not_at_all(word: str, channel: str | None) -> None:
    named = channel_called(word)
    assert (named.id if named else None) == channel


@pytest.mark.parametrize(
    ("words", "made"), [("Place de marché", "place_de_marche"), ("3 Suisses", "channel_3_suisses")]
)
def test_a_name_makes_an_id_of_the_plan(words: str, made: str) -> None:
    assert slug(words) == made


def test_a_year_is_counted_to_its_last_day_whatever_the_leap() -> None:
    start = started(steadily(1), Period(date(2025, 1, 1), date(2025, 12, 31)))
    assert (start.amount.value, start.same_period) == (366, True)
    assert start.amount.period.end - start.amount.period.start == timedelta(days=365)

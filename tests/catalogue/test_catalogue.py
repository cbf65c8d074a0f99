"""The shipped catalogue is whole: every formula can be said, every name is known, every value is in its list."""

from datetime import date
from decimal import Decimal

import pytest

from jalon.catalogue import kpis, kris, measures, roles
from jalon.catalogue.calendars import EUROPE, calendar_of, day_of, public_holidays
from jalon.catalogue.events import calendar_fr, google_updates, official_sites, platform_events
from jalon.catalogue.formula import Expression, expanded, names, parse
from jalon.catalogue.restatement import mature_days, reread_days, restatements

KINDS = {"flow", "stock", "distinct", "percentile", "index"}
METHODS = {
    "against_reference", "concentration", "count_rule", "distribution_shift", "event_window", "freshness", "joint_rule",
    "marginal_response", "residual_shift", "slack", "slope", "spike", "threshold", "trend_conflict", "zero_run",
}  # fmt: skip


def test_the_catalogue_has_the_field_in_it() -> None:
    assert (len(measures()), len(kpis()), len(kris()), len(roles())) == (255, 188, 46, 16)
    assert (len(google_updates()), len(platform_events()), len(calendar_fr())) == (65, 35, 483)


def test_every_kpi_formula_comes_down_to_known_measures() -> None:
    def look_up(name: str) -> Expression | None:
        return parse(kpis()[name].formula) if name in kpis() and name not in measures() else None

    for kpi in kpis().values():
        for name in names(expanded(parse(kpi.formula), look_up)):
            assert name in measures(), f"{kpi.id} uses {name}"


def test_every_measure_says_how_it_joins() -> None:
    for measure in measures().values():
        assert measure.kind in KINDS, measure.id
        assert measure.tools, measure.id
        assert measure.additive == (measure.kind in ("flow", "stock"))


def test_what_a_tool_restates_is_said_of_tools_and_measures_that_exist() -> None:
    tools = {tool for measure in measures().values() for tool in measure.tools}
    for row in restatements():
        assert row.measures <= set(measures()), row.tool
        assert row.tool in tools | {"mailchimp", "se_ranking"}, row.tool
        assert 0 <= row.mature_days <= max(row.reread_days, row.mature_days) <= 90
    assert (mature_days("google_ads", "sea_cost"), mature_days("google_ads", "sea_conversions")) == (1, 30)
    assert (mature_days("csv_crm", "leads"), reread_days("csv_crm"), reread_days("google_ads")) == (1, 1, 30)


def test_every_kri_names_a_method_with_inputs() -> None:
    for kri in kris().values():
        assert kri.method in METHODS, kri.id
        assert kri.inputs, kri.id
        assert kri.response_red.in_language("fr"), kri.id


def test_a_derived_measure_has_a_base_in_the_catalogue() -> None:
    for measure in measures().values():
        assert measure.base is None or measure.base in measures(), measure.id


def test_every_role_template_uses_known_kpis_and_kris() -> None:
    for role in roles().values():
        assert set(role.kpis) <= set(kpis()), role.id
        assert {*role.kris, *role.more_kris} <= set(kris()), role.id
        assert len(role.kris) <= 3, role.id


def test_events_are_in_order_and_their_periods_whole() -> None:
    for events in (google_updates(), platform_events(), calendar_fr()):
        starts = [event.period.start for event in events]
        assert starts == sorted(starts)
    assert len({event.id for event in calendar_fr()}) == len(calendar_fr())


def test_france_has_eleven_public_holidays_a_year() -> None:
    assert len([day for day in public_holidays() if day.year == 2026]) == 11


def test_a_bound_is_a_number_or_nothing() -> None:
    assert kpis()["cpl"].value_min == Decimal(0)
    assert kpis()["cpl"].value_max is None


def test_the_library_and_the_list_of_france_agree_on_its_public_holidays() -> None:
    import holidays

    listed = {day for day in public_holidays("FR") if 2018 <= day.year <= 2029}
    assert listed == set(holidays.country_holidays("FR", years=range(2018, 2030)))


def test_every_country_of_europe_has_a_calendar_that_says_where_it_comes_from() -> None:
    for country in sorted(EUROPE):
        found = calendar_of(country)
        assert {event.period.start.year for event in found} >= set(range(2018, 2033)), country
        assert all(event.source and event.confirmation in ("library", "rule") for event in found), country
        assert len([day for day in public_holidays(country) if day.year == 2026]) >= 4, country
        assert len({event.id for event in found}) == len(found), country


@pytest.mark.parametrize(
    ("rule", "day"),
    [
        ("12-05", date(2026, 12, 5)),
        ("sun+2/05", date(2026, 5, 10)),
        ("sun-1/05", date(2026, 5, 31)),
        ("easter-21", date(2026, 3, 15)),
        ("easter+39", date(2026, 5, 14)),
        ("thanksgiving+1", date(2026, 11, 27)),
    ],
)
def test_a_rule_names_a_day(rule: str, day: date) -> None:
    assert day_of(rule, 2026) == day


def test_who_vouches_for_each_event_is_one_of_those_that_are_known() -> None:
    known = {"official", "press", "community", "rule", "library"}
    assert {event.confirmation for event in (*google_updates(), *platform_events(), *calendar_fr())} <= known
    official = [event for event in platform_events() if event.official]
    assert official
    assert all(any(site in event.source for site in official_sites()) and not event.to_verify for event in official)

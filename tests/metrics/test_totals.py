"""Totals first, the ratio last: at every period, bucket and segment."""

from __future__ import annotations

from decimal import Decimal

import pytest

from jalon.metrics import measure
from jalon.metrics.refused import NoFacts
from jalon.quantities import Grain
from jalon.quantities.refusals import NeverLoaded, NoDenominator, NotBound
from tests.metrics.conftest import Asking, CountingEngine, Loader, days, plan_of, source, wants

MEDIA = "csv_media/table/day/channel"
CRM = "csv_crm/table/day/channel"
EUR = {"media_cost": "EUR"}


@pytest.fixture
def two_channels(load: Loader) -> None:
    """Search ads: 300 € for 10 leads. Paid social: 100 € for 1 lead. Partners bring 4 leads for nothing."""
    load(
        MEDIA,
        [
            ("2026-01-01", "sea", 100),
            ("2026-01-02", "sea", 200),
            ("2026-01-01", "sma", 100),
            ("2026-01-02", "sma", None),
        ],
        "media_cost",
        unit=EUR,
    )
    load(
        CRM,
        [("2026-01-01", "sea", 4), ("2026-01-02", "sea", 6), ("2026-01-02", "sma", 1), ("2026-01-01", "partners", 4)],
        "leads",
    )


@pytest.mark.usefixtures("two_channels")
def test_a_cost_per_lead_over_channels_is_all_the_money_over_all_the_leads(asked: Asking) -> None:
    cpl = asked("media_cost / leads")
    assert cpl.over(days("2026-01-01", "2026-01-02")) == Decimal(400) / Decimal(15)
    assert cpl.parts_over(days("2026-01-01", "2026-01-02")) == (Decimal(400), Decimal(15))
    assert cpl.kind == "ratio"


@pytest.mark.usefixtures("two_channels")
def test_a_week_is_no_mean_of_its_days(asked: Asking) -> None:
    week = asked("media_cost / leads", channel="sea").buckets(Grain.WEEK, days("2025-12-29", "2026-01-04"))
    assert [(bucket.start.isoformat(), bucket.value) for bucket in week] == [("2025-12-29", Decimal(30))]
    assert week[0].days_known == 2


@pytest.mark.usefixtures("two_channels")
def test_days_are_read_one_by_one(asked: Asking) -> None:
    found = asked("leads").buckets(Grain.DAY, days("2025-12-31", "2026-01-02"))
    assert [bucket.value for bucket in found] == [None, Decimal(8), Decimal(7)]


@pytest.mark.usefixtures("two_channels")
def test_a_channel_silent_on_a_day_the_tool_spoke_brought_nothing_that_day(asked: Asking) -> None:
    sma = asked("leads", channel="sma")
    assert sma.over(days("2026-01-01")) == 0
    assert sma.days_known(days("2026-01-01", "2026-01-05")) == 2


@pytest.mark.usefixtures("two_channels")
def test_a_channel_without_leads_has_no_cost_per_lead(asked: Asking) -> None:
    assert asked("media_cost / leads", channel="sma").over(days("2026-01-01")) == NoDenominator()


@pytest.mark.usefixtures("two_channels")
def test_a_day_nobody_reported_is_not_a_day_without_leads(asked: Asking) -> None:
    refused = asked("leads").over(days("2026-03-01", "2026-03-07"))
    assert refused == NoFacts("leads", *((day := days("2026-03-01", "2026-03-07")).start, day.end))


@pytest.mark.usefixtures("two_channels")
def test_a_value_that_no_row_has_is_a_mistake_and_not_a_zero(engine: CountingEngine) -> None:
    found = measure([wants("leads", channel="saa")], plan_of(), engine, days("2026-10-15").end)
    assert found.series["kpi:x"].over(days("2026-01-01")) == NotBound("leads", "value")
    told = [f for f in found.findings if f.code != "D002"]
    assert [(f.code, f.details["missing"]) for f in told] == [("D001", ["channel=saa"])]


@pytest.mark.usefixtures("two_channels")
def test_segments_add_up_to_the_whole_and_their_ratio_is_that_of_totals(asked: Asking) -> None:
    cpl = asked("media_cost / leads", group_by="channel")
    both = days("2026-01-01", "2026-01-02")
    parts = {name: series.parts_over(both) for name, series in cpl.groups().items()}
    assert parts == {"partners": (0, 4), "sea": (300, 10), "sma": (100, 1)}
    assert cpl.over(both) == Decimal(400) / Decimal(15)


def test_components_that_read_one_cut_are_one_scan(load: Loader, engine: CountingEngine) -> None:
    load(CRM, [("2026-01-01", "sea", 4, 2)], "leads", "leads_qualified")
    load(MEDIA, [("2026-01-01", "sea", 40)], "media_cost", unit=EUR)
    wanted = [
        wants("leads"),
        wants("leads_qualified / leads"),
        wants("leads", channel="sea"),
        wants("media_cost / leads"),
        wants("media_cost / leads_qualified", channel="sea"),
    ]
    found = measure(wanted, plan_of(), engine, days("2026-10-15").end)
    assert found.scans == len(engine.scans) == 2
    crm = next(scan for scan in engine.scans if scan.cut.text == CRM)
    assert len({(a.measure, a.joining, tuple(a.filters.items())) for a in crm.aggregates}) == len(crm.aggregates) == 4


def test_a_late_source_does_not_tilt_a_ratio(load: Loader, asked: Asking) -> None:
    load("csv_orders/table/day/total", [(f"2026-01-{d:02}", 10) for d in range(1, 31)], "orders")
    load("ga4/table/day/total", [(f"2026-01-{d:02}", 1000) for d in range(1, 11)], "sessions")
    rate = asked("orders / sessions")
    assert rate.over(days("2026-01-01", "2026-01-31")) == Decimal("0.01")
    assert rate.covered(days("2026-01-01", "2026-01-31")) == days("2026-01-01", "2026-01-10")


def test_days_after_as_of_are_not_known_yet(load: Loader, asked: Asking) -> None:
    load("csv_crm/table/day/total", [("2026-03-01", 5), ("2026-03-02", 7)], "leads")
    assert asked("leads", as_of="2026-03-01").over(days("2026-03-01", "2026-03-31")) == 5


def test_a_ratio_inside_a_formula_is_divided_once(load: Loader, asked: Asking) -> None:
    load("csv_finance/table/day/total", [("2026-01-01", 900)], "acquisition_cost", unit={"acquisition_cost": "EUR"})
    load(
        "csv_crm/table/day/total",
        [("2026-01-01", 7, 3)],
        "new_customers",
        "leads",
    )
    twice = asked("(acquisition_cost / new_customers) / (leads / new_customers)")
    assert twice.over(days("2026-01-01")) == 300


def test_the_filter_of_a_kpi_goes_with_its_name_into_another_formula(engine: CountingEngine, load: Loader) -> None:
    from tests.metrics.conftest import kpi_of

    load(CRM, [("2026-01-01", "seo", 3), ("2026-01-01", "sea", 9)], "leads")
    plan = plan_of(kras=(kpi_of("seo_leads", "leads", channel=("seo",)),))
    found = measure([wants("seo_leads / leads")], plan, engine, days("2026-10-15").end)
    assert found.series["kpi:x"].over(days("2026-01-01")) == Decimal("0.25")


def test_what_was_never_loaded_says_so(engine: CountingEngine) -> None:
    plan = plan_of(sources=(source("csv_survey"),))
    found = measure(
        [wants("csat_satisfied / csat_answers"), wants("nps_answers")], plan, engine, days("2026-10-15").end
    )
    assert found.series["kpi:x"].over(days("2026-01-01")) == NeverLoaded("csv_survey")
    assert {finding.code for finding in found.findings} == {"D001"}


def test_a_hole_in_one_source_tilts_no_ratio(load: Loader, asked: Asking) -> None:
    """Ten euros a lead each day; the cost of ten days is missing: they count on neither side."""
    month = [f"2026-01-{n:02d}" for n in range(1, 31)]
    load("csv_crm/table/day/total", [(day, 1) for day in month], "leads")
    first = [(day, 10) for day in month if day < "2026-01-10"]
    last = [(day, 10) for day in month if day > "2026-01-19"]
    for rows in (first, last):
        load("csv_media/table/day/total", rows, "media_cost", unit={"media_cost": "EUR"})
    series = asked("media_cost / leads")
    assert series.over(days("2026-01-01", "2026-01-30")) == 10
    assert series.parts_over(days("2026-01-01", "2026-01-30")) == (200, 20)

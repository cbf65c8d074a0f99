"""A closer look: what is cut adds up to what was published, and what cannot be cut says why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from tests.metrics.conftest import CountingEngine, Loader, engine, load, plan_of

from jalon.plan.model import Kpi, Kra, Measurement, Plan
from jalon.quantities import Grain, Period
from jalon.routines.exploring import explore, ways_to_cut

__all__ = ["engine", "load"]
YEAR = Period(date(2026, 1, 1), date(2026, 1, 31))
DAY = date(2026, 10, 15)


@pytest.fixture
def plan() -> Plan:
    """An area with a ratio and a flow."""
    ratio = Measurement(None, "media_cost / leads", None, "EUR", "down", {}, {}, None, None, ())
    nobody = (None,) * 4
    kpis = (Kpi("cpl", ratio), Kpi("leads_all", replace(ratio, formula="leads", unit="count")))
    kra = Kra("k", *nobody, True, None, None, "active", *nobody[:3], (), (), (), (), kpis, (), ())
    return plan_of(kras=(kra,))


@pytest.fixture
def loaded(load: Loader) -> None:
    rows = [("2026-01-01", "seo", 4), ("2026-01-01", "sea", 6), ("2026-01-20", "sea", 10)]
    load("csv_crm/table/day/channel", rows, "leads")
    costs = [("2026-01-01", "sea", 90), ("2026-01-20", "sea", 230), ("2026-01-01", "seo", 0)]
    load("csv_media/table/day/channel", costs, "media_cost", unit={"media_cost": "EUR"})


def test_the_ways_to_cut_are_those_with_several_values(plan: Plan, engine: CountingEngine, loaded: None) -> None:
    assert ways_to_cut(plan, engine, "leads_all", DAY) == ("channel",)
    assert ways_to_cut(plan, engine, "nothing", DAY) == ()


def test_parts_of_a_flow_add_up_to_the_whole(plan: Plan, engine: CountingEngine, loaded: None) -> None:
    found, whole = (explore(plan, engine, "leads_all", DAY, YEAR, by, None) for by in ("channel", None))
    assert found is not None
    assert whole is not None
    assert {group.name: group.value for group in found.groups} == {"sea": 16, "seo": 4}
    assert sum(group.value for group in found.groups if isinstance(group.value, Decimal)) == whole.groups[0].value == 20


def test_a_ratio_is_divided_inside_each_part_and_never_averaged(
    plan: Plan, engine: CountingEngine, loaded: None
) -> None:
    found = explore(plan, engine, "cpl", DAY, YEAR, "channel", Grain.MONTH)
    assert found is not None
    by_name = {group.name: group for group in found.groups}
    assert (by_name["sea"].value, by_name["seo"].value) == (Decimal(20), Decimal(0))
    assert [bucket.value for bucket in by_name["sea"].buckets] == [Decimal(20)]
    document = found.as_document()
    assert (document["exploration"], document["grain"], document["by"]) == (True, "month", "channel")


def test_a_dimension_that_no_report_tells_is_refused(plan: Plan, engine: CountingEngine, loaded: None) -> None:
    found = explore(plan, engine, "cpl", DAY, YEAR, "device", None)
    assert found is not None
    assert found.refusal is not None
    assert found.groups == ()

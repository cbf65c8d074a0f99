"""The arithmetic of the sample company: a year's totals and the ratios its plan is made of.

Source: the plan of Atelier Kervoal, whose objectives are products and sums of their parts: 1.6 M sessions at
1.25 % and 240 EUR make 4.80 M EUR; 168,000 EUR for 2,400 leads make 70 EUR a lead; 4.80 M over 437,000 EUR of
media is 10.98.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from jalon.catalogue import kpis
from jalon.catalogue.formula import parse
from jalon.facts.cut import Cut
from jalon.facts.engines.duckdb import DuckdbEngine
from jalon.facts.load import Load
from jalon.facts.table import MeasureColumn, Table
from jalon.metrics import Wanted, measure
from jalon.plan.model import Company, Plan
from jalon.quantities import Period, Text

YEAR = Period(date(2025, 1, 1), date(2025, 12, 31))
PLAN = Plan(("fr",), "in_force", None, Company("kervoal", Text.of("Atelier Kervoal", "Atelier Kervoal")), YEAR)
TOTALS = {
    "ga4": {"b2c": {"sessions": 1_600_000}},
    "csv_orders": {"b2c": {"orders": 20_000, "revenue": 4_800_000, "refunded_orders": 1_480}},
    "csv_media": {"b2c": {"media_cost": 437_000}, "b2b": {"media_cost": 168_000}},
    "csv_crm": {"b2b": {"leads": 2_400, "leads_qualified": 960}},
    "csv_survey": {"b2c": {"nps_answers": 500, "nps_promoters": 290, "nps_detractors": 100}},
}
MONEY = ("revenue", "media_cost")


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> DuckdbEngine:
    """A year's totals, written on two days that differ, so that a mean of days would show."""
    kept = DuckdbEngine(tmp_path_factory.mktemp("facts"))
    for tool, by_business in TOTALS.items():
        cut = Cut.parse(f"{tool}/table/day/business")
        names = sorted({name for told in by_business.values() for name in told})
        rows = [
            (day, business, {name: told[name] * share for name in told})
            for business, told in by_business.items()
            for day, share in ((YEAR.start, Decimal("0.25")), (YEAR.end, Decimal("0.75")))
        ]
        days = [row[0] for row in rows]
        table = Table(
            cut,
            (YEAR,),
            {
                "period_start": days,
                "period_end": days,
                "business": [row[1] for row in rows],
                **{name: [row[2].get(name) for row in rows] for name in names},
            },
            tuple(MeasureColumn(name, "flow", "EUR" if name in MONEY else "count") for name in names),
            len(rows),
        )
        when = datetime(2026, 1, 2, tzinfo=UTC)
        kept.replace(Load(tool, None, cut, (YEAR,), tool, "f.csv", "jalon.table@1", when), table)
    return kept


@pytest.mark.parametrize(
    ("kpi", "business", "value"),
    [
        ("revenue", "b2c", "4800000"),
        ("cvr_order", "b2c", "0.0125"),
        ("aov", "b2c", "240"),
        ("rpv", "b2c", "3"),
        ("mer", "b2c", "10.98"),
        ("refund_rate", "b2c", "0.074"),
        ("cpl", "b2b", "70"),
        ("lead_to_mql", "b2b", "0.4"),
        ("nps", "b2c", "38"),
    ],
)
def test_the_baselines_of_the_plan_come_out_of_its_totals(
    engine: DuckdbEngine, kpi: str, business: str, value: str
) -> None:
    wanted = Wanted(f"kpi:{kpi}", parse(kpis()[kpi].formula), {"business": (business,)})
    told = measure([wanted], PLAN, engine, YEAR.end).series[f"kpi:{kpi}"].over(YEAR)
    assert isinstance(told, Decimal)
    assert round(told, -Decimal(value).as_tuple().exponent) == Decimal(value)

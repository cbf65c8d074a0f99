"""The house table: one plain form for every tool without a reader, and nothing in it is guessed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from jalon.quantities import Period

from .files import TABLE, codes, read, totals


def told(tmp_path: Path, text: str, name: str = "csv_orders-x.csv", **answers: object) -> tuple[str, list[str]]:
    report = read(tmp_path, name, text, **answers)
    return report.status, codes(report)


def test_the_example_of_the_format_is_read_to_the_cent(tmp_path: Path) -> None:
    text = (
        "day,account,currency,channel,orders,revenue,new_customers\n"
        "2026-10-01,kervoal-fr,EUR,organic,41,12480.50,18\n2026-10-01,kervoal-fr,EUR,sea,27,7310.00,15\n"
        "2026-10-02,kervoal-fr,EUR,organic,39,11902.25,\n"
    )
    report = read(tmp_path, "csv_orders-october.csv", text)
    (table,) = report.tables
    assert (report.status, report.tool, report.account, report.currency) == (
        "recognised",
        "csv_orders",
        "kervoal-fr",
        "EUR",
    )
    assert totals(report) == {
        "csv_orders/table/day/channel": {"orders": 107, "revenue": Decimal("31692.75"), "new_customers": 33}
    }
    assert table.as_document()["measures"]["new_customers"]["nulls"] == 1  # type: ignore[index]
    assert table.period == Period(date(2026, 10, 1), date(2026, 10, 2))
    assert codes(report) == ["timezone.unknown"]


@pytest.mark.parametrize(
    ("text", "status", "code"),
    [
        ("day,revenu\n2026-10-01,1\n", "unknown", "format.unknown"),
        ("day,orders,revenu\n2026-10-01,1,2\n", "refused", "column.unknown"),
        ("day,orders,email\n2026-10-01,1,a@b.fr\n", "refused", "column.unknown"),
        ("date,orders\n2026-10-01,1\n", "unknown", "format.unknown"),
        ("orders\n1\n", "refused", "header.missing"),
        ("day,period_start,period_end,orders\n2026-10-01,2026-10-01,2026-10-02,1\n", "refused", "header.duplicate"),
        ("day,orders,orders\n2026-10-01,1,1\n", "refused", "header.duplicate"),
        ("day,orders\n2026-13-01,1\n", "recognised", "date.invalid"),
        ("day,orders\n,1\n", "recognised", "date.invalid"),
        ("day,orders\n1999-10-01,1\n", "recognised", "date.invalid"),
        ("day,orders\n03/10/2026,1\n", "recognised", "date.ambiguous"),
        ("day,orders\n2026-10-01,1\n01/10/2026,1\n", "recognised", "date.mixed"),
        ("period_start,period_end,orders\n2026-10-05,2026-10-01,1\n", "recognised", "period.backwards"),
        ("day,orders\n2026-10-01,1\n2026-10-01,2\n", "recognised", "rows.duplicate_key"),
        ("day,orders\n2026-10-01,-1\n", "recognised", "number.negative"),
        ("day,orders\n2026-10-01,many\n", "recognised", "number.invalid"),
        ("day,orders\n2026-10-01,NaN\n", "recognised", "number.invalid"),
        ("day,orders\n2026-10-01,1.5E+11\n", "recognised", "number.spreadsheet_damaged"),
        ("day,orders\n2026-10-01,1;2\n", "recognised", "number.invalid"),
        ("day,revenue,orders\n2026-10-01,12.5,1\n", "recognised", "currency.unknown"),
        ("day,currency,revenue,orders\n2026-10-01,EUR,1,1\n2026-10-02,USD,1,1\n", "recognised", "currency.mixed"),
        ("day,orders,sessions\n2026-10-01,1,2\n", "refused", "tool.mixed"),
        ("day,cohort_size\n2026-10-01,40\n", "refused", "header.missing"),
        ("day,cohort,cohort_size\n2026-10-01,March 2025,40\n", "recognised", "date.invalid"),
        ("day,cohort,cohort_age,cohort_active\n2026-10-01,2025-03,one year,4\n", "recognised", "number.invalid"),
        ("day,channel,by_channel,orders\n2026-10-01,seo,seo,4\n", "refused", "header.duplicate"),
        ("day,orders\n2026-10-01,1,2\n", "refused", "table.ragged"),
    ],
)
def test_what_is_against_the_rules_is_named_and_never_guessed(
    text: str, status: str, code: str, tmp_path: Path
) -> None:
    found, findings = told(tmp_path, text)
    assert code in findings
    assert found == status


def test_an_error_forbids_the_import_until_it_is_answered(tmp_path: Path) -> None:
    asked = read(tmp_path, "csv_orders-x.csv", "day,orders\n03/10/2026,1\n")
    assert not asked.importable
    answered = read(tmp_path, "csv_orders-x.csv", "day,orders\n03/10/2026,1\n", day_first=True)
    assert answered.importable
    assert answered.tables[0].table.columns["period_start"] == [date(2026, 10, 3)]
    american = read(tmp_path, "csv_orders-x.csv", "day,orders\n03/10/2026,1\n", day_first=False)
    assert american.tables[0].table.columns["period_start"] == [date(2026, 3, 10)]


def test_a_measure_of_two_tools_is_decided_by_the_file_s_name_or_asked(tmp_path: Path) -> None:
    text = "day,new_customers\n2026-10-01,4\n"
    assert "tool.ambiguous" in told(tmp_path, text, "customers.csv")[1]
    assert read(tmp_path, "csv_crm-customers.csv", text).tool == "csv_crm"
    assert read(tmp_path, "customers.csv", text, tool="csv_orders").tool == "csv_orders"
    assert "tool.mixed" in told(tmp_path, text, "customers.csv", tool="semrush")[1]


def test_a_period_that_is_said_covers_the_days_without_a_row(tmp_path: Path) -> None:
    month = Period(date(2026, 10, 1), date(2026, 10, 31))
    (table,) = read(tmp_path, "csv_orders-x.csv", TABLE, period=month).tables
    assert table.table.covers == (month,)


def test_pairs_of_days_are_slices_of_their_own(tmp_path: Path) -> None:
    text = "period_start,period_end,orders\n2026-09-01,2026-09-30,400\n2026-10-01,2026-10-14,210\n"
    (table,) = read(tmp_path, "csv_orders-x.csv", text).tables
    assert (table.table.cut.text, len(table.table.covers)) == ("csv_orders/table/range/total", 2)


def test_several_accounts_are_several_tables(tmp_path: Path) -> None:
    text = "day,account,orders\n2026-10-01,fr,4\n2026-10-01,be,5\n2026-10-02,fr,6\n"
    report = read(tmp_path, "csv_orders-x.csv", text)
    assert {table.table.account: table.total("orders") for table in report.tables} == {"fr": 10, "be": 5}


def test_absence_is_not_zero(tmp_path: Path) -> None:
    (table,) = read(tmp_path, "csv_orders-x.csv", "day,orders,new_customers\n2026-10-01,0,\n").tables
    assert (table.total("orders"), table.total("new_customers")) == (0, None)


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_a_french_decimal_comma_is_read_where_no_comma_separates(delimiter: str, tmp_path: Path) -> None:
    lines = ("day,currency,orders,revenue", "2026-10-01,EUR,4,1 204|50", "2026-10-02,EUR,5,98|10")
    text = "\n".join(line.replace(",", delimiter).replace("|", ",") for line in lines) + "\n"
    (table,) = read(tmp_path, "csv_orders-x.csv", text).tables
    assert table.total("revenue") == Decimal("1302.60")


def test_each_account_has_its_own_currency(tmp_path: Path) -> None:
    head = "day,account,currency,orders,revenue\n"
    text = head + "2026-10-01,fr,EUR,4,100.00\n2026-10-01,uk,GBP,5,80.00\n"
    report = read(tmp_path, "csv_orders-x.csv", text)
    assert report.importable
    units = {t.table.account: m.unit for t in report.tables for m in t.table.measures if m.name == "revenue"}
    assert (units, report.currency) == ({"fr": "EUR", "uk": "GBP"}, None)
    mixed = text + "2026-10-02,uk,EUR,5,80.00\n"
    assert "currency.mixed" in told(tmp_path, mixed)[1]
    unsaid = head + "2026-10-01,fr,EUR,4,100.00\n2026-10-01,uk,,5,80.00\n"
    assert "currency.unknown" in told(tmp_path, unsaid)[1]
    assert "currency.contradiction" in told(tmp_path, text, currency="GBP")[1]

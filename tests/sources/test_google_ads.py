"""Google Ads reports: periods, totals, bounds and money, as the interface writes them."""

from __future__ import annotations

from pathlib import Path

import pytest

from jalon.findings import Severity

from .files import codes, read

HEAD = "Campaign report\nOctober 1, 2026 - October 2, 2026\n"
ROWS = "2026-10-01,Brand,EUR,100,10,12.50\n2026-10-02,Brand,EUR,120,12,14.25\n"
COLUMNS = "Day,Campaign,Currency code,Impr.,Clicks,Cost\n"


def errors(report: object) -> list[str]:
    return [finding.code for finding in report.findings if finding.severity is Severity.ERROR]  # type: ignore[attr-defined]


def test_all_time_is_no_period(tmp_path: Path) -> None:
    report = read(tmp_path, "x.csv", "Campaign report\nAll time\nCampaign,Currency code,Cost\nBrand,EUR,12.50\n")
    assert errors(report) == ["period.unbounded"]


def test_rows_that_do_not_make_their_own_total_stop_the_import(tmp_path: Path) -> None:
    report = read(tmp_path, "x.csv", f"{HEAD}{COLUMNS}{ROWS}Total: Campaigns, --,EUR,220,22,27.75\n")
    assert errors(report) == ["total.mismatch"]
    (told,) = [finding for finding in report.findings if finding.code == "total.mismatch"]
    assert (told.details["rows"], told.details["stated"]) == ("26.75", "27.75")


def test_a_larger_total_of_the_account_is_said_and_forbids_nothing(tmp_path: Path) -> None:
    totals = "Total: Campaigns, --,EUR,220,22,26.75\nTotal: Account,,EUR,300,40,50.00\n"
    report = read(tmp_path, "x.csv", HEAD + COLUMNS + ROWS + totals)
    assert report.importable
    assert codes(report).count("total.account_differs") == 3
    assert report.tables[0].total("sea_cost").compare(26) == 1  # type: ignore[union-attr]


@pytest.mark.parametrize("place", range(3))
def test_a_total_is_left_out_wherever_its_words_stand(place: int, tmp_path: Path) -> None:
    cells = [" --", " --", " --", " --"]
    cells[place] = "Total: All but removed keywords"
    head = "Search keyword report\nOctober 1, 2026 - October 2, 2026\n"
    columns = "Keyword status,Keyword,Match type,Campaign,Ad group,Currency code,Cost\n"
    rows = "Enabled,[desk],Exact match,Brand,Desks,EUR,3.10\nPaused,desk,Broad match,Brand,Desks,EUR,4.90\n"
    report = read(tmp_path, "x.csv", f"{head}{columns}{rows}{','.join(cells)}, --,EUR,8.00\n")
    assert (report.dropped.total_rows, report.tables[0].table.rows) == (1, 2)
    assert [check.within for check in report.tables[0].checks] == [True]


def test_a_share_under_ten_percent_is_a_bound_and_not_a_missing_value(tmp_path: Path) -> None:
    head = "Campaign report\nOctober 1, 2026 - October 2, 2026\nCampaign,Search impr. share\n"
    report = read(tmp_path, "x.csv", f"{head}Brand,> 90%\nGeneric,< 10%\nShop,34.5%\nVideo, --\n")
    (table,) = report.tables
    columns = table.table.columns
    assert list(columns["sea_impression_share_reported"]) == [None, None, 0.345, None]
    assert list(columns["sea_impression_share_reported_low"]) == [0.9, 0.0, 0.345, None]
    assert list(columns["sea_impression_share_reported_high"]) == [1.0, 0.1, 0.345, None]
    measures = table.as_document()["measures"]
    assert isinstance(measures, dict)
    assert measures["sea_impression_share_reported"]["nulls"] == 1


def test_a_cost_without_its_currency_is_asked_about(tmp_path: Path) -> None:
    text = f"{HEAD}Day,Campaign,Cost\n2026-10-01,Brand,12.50\n2026-10-02,Brand,14.25\n"
    assert errors(read(tmp_path, "x.csv", text)) == ["currency.unknown"]
    assert read(tmp_path, "x.csv", text, currency="EUR").importable


def test_a_day_outside_the_stated_period_is_said(tmp_path: Path) -> None:
    report = read(tmp_path, "x.csv", HEAD + COLUMNS + ROWS.replace("2026-10-02", "2026-11-02"))
    assert "date.outside_period" in codes(report)


@pytest.mark.parametrize(
    "text",
    [
        'Time series\n"Thu, 5 Feb 2026",US$27.35\n',
        "Campaign report\nOctober 1, 2026 - October 2, 2026\nDevice,Bid adj.\nMobile, --\n",
        "Auction insights report\nOctober 1, 2026 - October 2, 2026\nDisplay URL domain,Impr. share\nYou,34%\n",
    ],
)
def test_other_downloads_of_the_tool_are_unknown(text: str, tmp_path: Path) -> None:
    assert read(tmp_path, "x.csv", text).status == "unknown"

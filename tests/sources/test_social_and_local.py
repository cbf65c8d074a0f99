"""What each social, advertising and local tool does its own way, and what is never guessed about it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from jalon.quantities import Period
from tests.sources.files import ON_DISK, codes, read, totals

LINKEDIN = (
    'Campaign Performance Report (in UTC)\n"Report Start: 09/01/2026","Report End: 09/30/2026"\n\n'
    "Start Date (in UTC),Account Name,Campaign Name,Currency,Total Spent,Impressions,Clicks\n"
)


def linkedin(*rows: str) -> str:
    return LINKEDIN + "\n".join(rows) + "\n"


def test_linkedin_rows_a_week_apart_may_be_weeks_and_are_not_taken_for_days(tmp_path: Path) -> None:
    text = linkedin("9/1/2026,Kervoal,Desks,EUR,10.00,100,4", "9/8/2026,Kervoal,Desks,EUR,12.00,120,5")
    refused = read(tmp_path, "weeks.csv", text)
    assert (refused.status, codes(refused)) == ("refused", ["grain.unclear"])
    told = read(tmp_path, "weeks.csv", text, accepted=frozenset({"grain.unclear"}))
    (table,) = told.tables
    assert (table.table.cut.text, table.total("sma_cost")) == ("linkedin_ads/campaigns/day/campaign", Decimal(22))


def test_linkedin_rows_that_all_begin_with_the_report_stand_for_the_whole_of_it(tmp_path: Path) -> None:
    text = linkedin("9/1/2026,Kervoal,Desks,EUR,10.00,100,4", "9/1/2026,Kervoal,Chairs,EUR,12.00,120,5")
    file = read(tmp_path, "whole.csv", text)
    (table,) = file.tables
    assert table.table.covers == (Period(date(2026, 9, 1), date(2026, 9, 30)),)
    assert "grain.range" in codes(file)


def test_a_linkedin_campaign_called_total_something_is_a_campaign(tmp_path: Path) -> None:
    rows = ("9/1/2026,Kervoal,Total look,EUR,10.00,100,4", "9/2/2026,Kervoal,Total look,EUR,12.00,120,5")
    file = read(tmp_path, "named.csv", linkedin(*rows, "Total,,,EUR,22.00,220,9"))
    (table,) = file.tables
    assert (table.table.rows, file.dropped.total_rows) == (2, 1)
    assert all(check.within for check in table.checks)


def test_a_linkedin_total_that_the_rows_do_not_make_stops_the_import(tmp_path: Path) -> None:
    rows = ("9/1/2026,Kervoal,Desks,EUR,10.00,100,4", "9/2/2026,Kervoal,Desks,EUR,12.00,120,5")
    file = read(tmp_path, "wrong.csv", linkedin(*rows, "Total,,,EUR,23.00,220,9"))
    assert "total.mismatch" in codes(file)
    assert not file.importable


def test_a_business_profile_without_days_in_its_name_asks_for_its_period(tmp_path: Path) -> None:
    content = (ON_DISK / "google_business.performance" / "no-days-in-the-name.csv").read_bytes()
    asked = read(tmp_path, "performance.csv", content)
    assert "period.unknown" in codes(asked)
    assert not asked.importable


def test_the_figures_of_business_suite_never_replace_one_another(tmp_path: Path) -> None:
    folder = ON_DISK / "meta_business.metric"
    cuts = [
        cut for path in sorted(folder.glob("*.csv")) for cut in totals(read(tmp_path, path.name, path.read_bytes()))
    ]
    assert len(cuts) == len(set(cuts)) == 5


def test_a_figure_of_business_suite_is_told_by_the_header_it_stands_under(tmp_path: Path) -> None:
    path = ON_DISK / "meta_business.metric" / "en-reach-tab.csv"
    for table in read(tmp_path, path.name, path.read_bytes()).tables:
        assert [measure.header for measure in table.table.measures] == ["Primary"]


def test_a_business_suite_file_of_an_unknown_figure_is_left_to_the_person(tmp_path: Path) -> None:
    file = read(tmp_path, "Viewers.csv", 'sep=,\n"Viewers"\n"Date","Primary"\n"2026-10-01T00:00:00","5"\n')
    assert (file.status, codes(file)) == ("unknown", ["format.unknown"])


def test_a_business_suite_audience_with_unquoted_cities_is_not_read(tmp_path: Path) -> None:
    text = 'sep=,\n"Instagram reach"\n"Date","Primary"\n"2026-10-01T00:00:00","5"\nBrest, Finistère,12\n'
    file = read(tmp_path, "Audience.csv", text)
    assert (file.status, codes(file)) == ("refused", ["table.ragged"])


META = "Day,Campaign name,Reach,Impressions,{amount},Currency,Reporting starts,Reporting ends\n"


def test_a_meta_amount_and_its_currency_column_must_agree(tmp_path: Path) -> None:
    row = "2026-10-01,Desks,10,12,4.50,EUR,2026-10-01,2026-10-02\n"
    agreed = read(tmp_path, "a.csv", META.format(amount="Amount spent (EUR)") + row)
    assert (agreed.currency, agreed.importable) == ("EUR", True)
    assert agreed.tables[0].table.covers == (Period(date(2026, 10, 1), date(2026, 10, 2)),)
    other = read(tmp_path, "b.csv", META.format(amount="Amount spent (USD)") + row)
    assert "currency.contradiction" in codes(other)
    assert not other.importable


def test_a_meta_action_that_only_the_total_counts_is_unknown_on_every_row(tmp_path: Path) -> None:
    header = "Campaign name,Impressions,Purchases,Reporting starts,Reporting ends\n"
    rows = ",30,7,2026-10-01,2026-10-02\nDesks,20,,2026-10-01,2026-10-02\nChairs,10,,2026-10-01,2026-10-02\n"
    file = read(tmp_path, "x.csv", header + rows)
    (finding,) = [finding for finding in file.findings if finding.code == "measure.all_null"]
    assert (finding.details["measure"], finding.details["stated"]) == ("sma_purchases", "7")
    assert file.tables[0].total("sma_purchases") is None


def test_a_meta_total_at_the_bottom_is_a_total_too(tmp_path: Path) -> None:
    header = "Campaign name,Impressions,Amount spent (EUR),Reporting starts,Reporting ends\n"
    rows = "Desks,20,4.50,2026-10-01,2026-10-31\nChairs,10,1.25,2026-10-01,2026-10-31\n,30,5.75,,\n"
    file = read(tmp_path, "x.csv", header + rows)
    assert file.importable, codes(file)
    (table,) = file.tables
    assert (table.table.rows, file.dropped.total_rows, table.total("sma_cost")) == (2, 1, Decimal("5.75"))
    assert all(check.within for check in table.checks)


def test_a_day_of_a_snapshot_is_the_day_it_was_made_and_the_thing_keeps_its_own(tmp_path: Path) -> None:
    path = ON_DISK / "mailchimp.campaigns" / "en-2026-11-02.csv"
    (table,) = read(tmp_path, path.name, path.read_bytes()).tables
    assert set(table.table.columns["period_start"]) == {date(2026, 11, 2)}
    assert list(table.table.columns["published"]) == ["2026-10-06", "2026-10-20", None]


def test_no_word_of_a_post_nor_its_author_is_kept(tmp_path: Path) -> None:
    for folder, name in (("sprout.posts", "en-2026-10-31.csv"), ("meta_business.posts", "en-2026-11-01.csv")):
        path = ON_DISK / folder / name
        (table,) = read(tmp_path, path.name, path.read_bytes()).tables
        kept = " ".join(str(cell) for cells in table.table.columns.values() for cell in cells)
        assert "Léa" not in kept
        assert "desk" not in kept

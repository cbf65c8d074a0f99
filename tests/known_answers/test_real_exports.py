"""Real exports of the tools, read to the last unit, against the figures their own files state."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from jalon.assembly import House
from jalon.sources.reading.answers import Answers
from jalon.sources.reading.recognising import read_files
from jalon.sources.reading.report import FileReport, ReadTable

EXPORTS = Path(__file__).resolve().parents[3] / "shared" / "sources" / "exports"
pytestmark = pytest.mark.skipif(not EXPORTS.exists(), reason="the real exports are not beside this folder")


def read(paths: Sequence[Path], **told: object) -> dict[str, FileReport]:
    report = read_files(paths, House(Path()).formats(), Answers(**told))  # type: ignore[arg-type]
    return {Path(file.path).name: file for file in report.files}


def codes(file: FileReport) -> set[str]:
    return {finding.code for finding in file.findings}


def only(file: FileReport) -> ReadTable:
    (table,) = file.tables
    return table


@pytest.fixture(scope="module")
def search() -> dict[str, FileReport]:
    return read(sorted((EXPORTS / "search_console" / "fr-2025-three-months").glob("*.csv")))


@pytest.mark.parametrize(
    ("name", "cut", "rows", "weighted"),
    [
        ("Dates.csv", "day/total", 92, "768839541.60"),
        ("Appareils.csv", "range/device", 3, "768821360.68"),
        ("Pays.csv", "range/country", 241, "768808437.33"),
    ],
)
def test_dates_devices_and_countries_of_a_french_download_agree(
    search: dict[str, FileReport], name: str, cut: str, rows: int, weighted: str
) -> None:
    table = only(search[name])
    assert (table.table.cut.text, table.table.rows) == (f"search_console/performance/{cut}?search_type=Web", rows)
    assert (table.total("organic_clicks"), table.total("organic_impressions")) == (676_311, 38_473_290)
    assert table.total("position_impressions") == Decimal(weighted)
    assert codes(search[name]) == set()


def test_the_whole_cuts_are_checked_against_one_another(search: dict[str, FileReport]) -> None:
    checks = [check for check in only(search["Dates.csv"]).checks if check.check == "whole_cuts_agree"]
    assert {(check.measure, check.within) for check in checks} == {
        ("organic_clicks", True),
        ("organic_impressions", True),
    }


@pytest.mark.parametrize(
    ("name", "clicks", "impressions"), [("Requêtes.csv", 307_179, 5_688_261), ("Pages.csv", 636_276, 38_276_123)]
)
def test_a_capped_cut_is_kept_apart_and_says_so(
    search: dict[str, FileReport], name: str, clicks: int, impressions: int
) -> None:
    table = only(search[name])
    assert (table.total("organic_clicks"), table.total("organic_impressions")) == (clicks, impressions)
    assert codes(search[name]) == {"rows.capped"}
    assert table.table.cut.text not in {only(search[other]).table.cut.text for other in ("Dates.csv", "Pays.csv")}


def test_queries_say_how_much_of_the_whole_they_hold(search: dict[str, FileReport]) -> None:
    coverage = only(search["Requêtes.csv"]).coverage
    assert coverage == {"reference": "day", "organic_clicks": "0.4542", "organic_impressions": "0.1478"}


def test_the_filter_file_gives_filters_and_no_table(search: dict[str, FileReport]) -> None:
    assert search["Filtres.csv"].tables == ()
    assert search["Filtres.csv"].filters == {"search_type": "Web", "date": "Les 3 derniers mois"}
    assert only(search["Apparence dans les résultats de recherche.csv"]).total("organic_clicks") == 221_074


GOOGLE_ADS = EXPORTS / "google_ads" / "2025-campaign-report.csv"
STATED = {
    "sea_impressions": Decimal(46_168),
    "sea_interactions": Decimal(22_061),
    "sea_cost": Decimal("2565.93"),
    "sea_conversions": Decimal(15),
}


def test_a_google_ads_report_adds_up_to_its_own_total_line() -> None:
    file = read([GOOGLE_ADS])[GOOGLE_ADS.name]
    table = only(file)
    assert {name: table.total(name) for name in STATED} == STATED
    (check,) = [one for one in table.checks if one.measure == "sea_cost"]
    assert (check.within, check.facts["rows"], check.facts["stated"]) == (True, "2565.93", "2565.92")
    assert (file.dropped.total_rows, file.currency, table.table.rows) == (4, "INR", 2)
    assert codes(file) == {"grain.range", "timezone.unknown"}


def test_the_excel_form_of_the_same_report_says_the_same(tmp_path: Path) -> None:
    import csv
    import io

    rows = list(csv.reader(io.StringIO(GOOGLE_ADS.read_text("utf-8"))))
    excel = tmp_path / GOOGLE_ADS.name
    text = io.StringIO()
    csv.writer(text, delimiter="\t").writerows(rows)
    excel.write_bytes(b"\xff\xfe" + text.getvalue().encode("utf-16-le"))
    file = read([excel])[excel.name]
    assert {name: only(file).total(name) for name in STATED} == STATED
    assert (file.encoding, file.delimiter) == ("utf-16-le", "\t")


@pytest.mark.parametrize(
    ("number", "totals"),
    [
        (11, {"sessions": 10, "engaged_sessions": 4, "events": 41}),
        (6, {"sessions": 10, "users_new": 5}),
        (7, {"pageviews": 15, "events": 41}),
        (9, {"events": 41}),
    ],
)
def test_a_ga4_download_gives_its_own_figures(number: int, totals: dict[str, int]) -> None:
    name = f"2023-data-export-{number}.csv"
    file = read([EXPORTS / "ga4" / name])[name]
    found: dict[str, Decimal | None] = {}
    for table in file.tables:
        assert table.period is not None
        assert (table.period.start.isoformat(), table.period.end.isoformat()) == ("2023-03-22", "2023-04-18")
        found |= {measure: value for measure in totals if (value := table.total(measure)) is not None}
    assert found == totals


def test_a_ga4_download_of_several_tables_is_read_table_by_table() -> None:
    name = "2023-data-export-13.csv"
    file = read([EXPORTS / "ga4" / name])[name]
    by_cut = {table.table.cut.text.partition("/")[2]: table for table in file.tables}
    days = [table for table in file.tables if table.table.cut.grain == "day"]
    assert [table.table.rows for table in days] == [28] * len(days)
    assert any(table.total("users_new") == 5 for table in days)
    assert any(table.total("sessions") == 10 for cut, table in by_cut.items() if cut.endswith("session_channel"))


def test_a_header_without_rows_is_an_empty_table_and_not_zero() -> None:
    name = "2023-data-export-1.csv"
    file = read([EXPORTS / "ga4" / name])[name]
    assert "table.empty" in codes(file)
    assert all(table.total(measure.name) is None for table in file.tables for measure in table.table.measures)


def test_a_meta_workbook_leaves_its_total_out_and_never_adds_reach() -> None:
    name = "2024-reporting-by-region-and-month.xlsx"
    file = read([EXPORTS / "meta_ads" / name])[name]
    table = only(file)
    assert (table.table.cut.text, table.table.rows) == ("meta_ads/performance/month/region", 310)
    assert table.total("sma_impressions") == 3_159_843
    assert table.total("sma_cost") == Decimal("77818.01000004")
    reach = table.table.columns["sma_reach"]
    assert (sum(Decimal(str(value)) for value in reach if value is not None), reach.count(None)) == (1_846_036, 31)  # type: ignore[attr-defined]
    assert [measure.kind for measure in table.table.measures if measure.name == "sma_reach"] == ["distinct"]
    assert {check.measure: check.within for check in table.checks} == {"sma_impressions": True, "sma_cost": True}
    assert (file.currency, file.dropped.total_rows) == ("UAH", 1)
    (partial,) = [finding for finding in file.findings if finding.code == "period.partial"]
    assert partial.details == {"first": "2024-03-01", "last": "2024-03-11"}
    assert "total" not in table.as_document()["measures"]["sma_reach"]  # type: ignore[index]


def test_sprout_profiles_keep_unknown_apart_from_zero_and_say_where_growth_disagrees() -> None:
    name = "Profile-Performance-40-days.csv"
    file = read([EXPORTS / "sprout" / name])[name]
    table = only(file)
    assert (table.table.cut.text, table.table.rows) == ("sprout/profiles/day/network+profile", 240)
    stated = {
        "social_impressions": 1_485_209,
        "social_engagements": 22_867,
        "followers_net_reported": 632,
        "social_posts": 170,
        "video_plays": 399_332,
    }
    assert {measure: table.total(measure) for measure in stated} == stated
    blank = {measure: list(table.table.columns[measure]).count(None) for measure in ("social_impressions", "followers")}
    assert blank == {"social_impressions": 40, "followers": 1}
    assert "@flyONT" in set(table.table.columns["profile"])
    unlike = {f.details["network"]: f.details["agreeing"] for f in file.findings if f.code == "followers.unlike_growth"}
    assert unlike == {"LinkedIn": "7", "YouTube": "20"}
    steps = {check.facts["network"]: check.within for check in table.checks if check.check == "followers_vs_growth"}
    assert steps == {
        "X": True,
        "Facebook": True,
        "Instagram": True,
        "TikTok": True,
        "LinkedIn": False,
        "YouTube": False,
    }
    assert file.importable


def test_mailchimp_campaigns_are_a_snapshot_and_one_never_sent_stays() -> None:
    name = "campaigns-aggregated.csv"
    file = read([EXPORTS / "mailchimp" / name])[name]
    table = only(file)
    assert (table.table.cut.text, table.table.rows) == ("mailchimp/campaigns/snapshot/campaign+list", 3)
    stated = {
        "emails_sent": 247,
        "emails_delivered": 242,
        "email_soft_bounces": 2,
        "email_hard_bounces": 3,
        "email_unique_opens": 60,
        "email_unique_clicks": 12,
        "email_unsubscribes": 1,
    }
    assert {measure: table.total(measure) for measure in stated} == stated


def test_business_suite_reach_is_two_tables_one_a_network() -> None:
    file = read([EXPORTS / "meta_business" / "Reach.csv"])["Reach.csv"]
    cuts = {table.table.cut.text: table.table.rows for table in file.tables}
    base = "meta_business/metric/day/total?network="
    assert cuts == {f"{base}Facebook": 242, f"{base}Instagram": 242}
    for table in file.tables:
        assert table.period is not None
        assert (table.period.start.isoformat(), table.period.end.isoformat()) == ("2023-07-08", "2024-03-05")
        assert [measure.kind for measure in table.table.measures] == ["distinct"]
    assert file.encoding == "utf-16-le"


def test_business_suite_posts_keep_their_day_and_drop_their_words() -> None:
    name = "posts-content-export-12-posts.csv"
    file = read([EXPORTS / "meta_business" / name])[name]
    table = only(file)
    stated = {
        "social_post_reach": 349_311,
        "social_impressions": 460_142,
        "social_reactions": 1_104,
        "social_comments": 35,
        "social_shares": 329,
    }
    assert {measure: table.total(measure) for measure in stated} == stated
    assert (table.table.rows, file.dropped.personal_columns) == (12, ("Title", "Description"))
    assert list(table.table.columns["published"])[:3] == ["2023-12-12", "2024-03-04", None]

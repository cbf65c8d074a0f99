"""Search Console downloads: both languages, filtered or not, zipped or loose."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from jalon.quantities import Period
from jalon.sources.reading.recognising import read_files

from .files import FORMATS, SEARCH, codes, read, totals, zipped

ENGLISH = {
    "Chart.csv": "Date,Clicks,Impressions,CTR,Position\n2026-10-01,110,1200,9.17%,4\n2026-10-02,90,1000,9%,4.2\n",
    "Devices.csv": "Device,Clicks,Impressions,CTR,Position\nMobile,150,1500,10%,4\nDesktop,50,700,7.14%,4.3\n",
    "Filters.csv": "Filter,Value\nSearch type,Web\nDate,2026-10-01 - 2026-10-02\n",
}
WEB = "search_console/performance/day/total?search_type=Web"


def test_french_and_english_downloads_say_the_same(tmp_path: Path) -> None:
    french = totals(read(tmp_path, "fr.zip", zipped(SEARCH)))
    english = totals(read(tmp_path, "en.zip", zipped(ENGLISH)))
    assert french[WEB] == english[WEB]
    assert english[WEB]["organic_clicks"] == 200
    devices = "search_console/performance/range/device?search_type=Web"
    assert french[devices] == english[devices]


def test_a_filtered_download_is_a_cut_of_its_own(tmp_path: Path) -> None:
    filters = SEARCH["Filtres.csv"] + "Requête,Sans kervoal\n"
    report = read(tmp_path, "filtered.zip", zipped({**SEARCH, "Filtres.csv": filters}))
    told = report if "filter.unknown" not in codes(report) else None
    assert told is None or all("query=" in cut for cut in totals(told)), "a filter is kept in the cut, or asked about"
    said = {"query": "not_contains:kervoal"}
    answered = read(tmp_path, "filtered.zip", zipped({**SEARCH, "Filtres.csv": filters}), filters=said)
    assert all("query=not_contains:kervoal" in cut for cut in totals(answered))
    assert WEB not in totals(answered)


def test_a_download_without_its_filter_file_is_not_taken_for_the_whole(tmp_path: Path) -> None:
    loose = {name: text for name, text in SEARCH.items() if name != "Filtres.csv"}
    assert "filter.unknown" in codes(read(tmp_path, "bare.zip", zipped(loose)))


def test_loose_files_of_one_folder_are_read_as_one_download(tmp_path: Path) -> None:
    for name, text in SEARCH.items():
        (tmp_path / name).write_text(text, "utf-8")
    report = read_files(sorted(tmp_path.glob("*.csv")), FORMATS)
    assert report.exit_status == 0
    assert {file.unit for file in report.files} == {tmp_path.name}
    (days,) = [table for file in report.files for table in file.tables if table.table.cut.text == WEB]
    assert days.table.rows == 2


def test_whole_cuts_that_disagree_stop_the_import(tmp_path: Path) -> None:
    wrong = SEARCH["Appareils.csv"].replace("Mobile,150", "Mobile,140")
    report = read(tmp_path, "wrong.zip", zipped({**SEARCH, "Appareils.csv": wrong}))
    assert "total.mismatch" in codes(report)
    assert not report.importable


COMPARED = [
    "Date,Clics - 01/10/2026,Clics - 01/09/2026\n2026-10-01,1,2\n",
    "Top pages,Last 3 months Clicks,Previous 3 months Clicks,Last 3 months Impressions,Previous 3 months Impressions,"
    "Last 3 months CTR,Previous 3 months CTR,Last 3 months Position,Previous 3 months Position\n"
    "https://kervoal.example/,500,400,10000,9000,5%,4.44%,3.2,3.9\n",
    "Pages les plus populaires,3 derniers mois Clics,3 mois précédents Clics,3 derniers mois Impressions,"
    "3 mois précédents Impressions,3 derniers mois CTR,3 mois précédents CTR,3 derniers mois Position,"
    '3 mois précédents Position\nhttps://kervoal.example/,500,400,10000,9000,"5 %","4,44 %","3,2","3,9"\n',
    "Top queries,6/1/26 - 6/13/26 Clicks,5/1/26 - 5/13/26 Clicks\nkervoal,3,2\n",
    "Top pages,Clicks,Same period last year Clicks,Impressions,Same period last year Impressions\nhttps://k.example/,1,2,3,4\n",
]


@pytest.mark.parametrize("text", COMPARED)
def test_two_periods_compared_are_refused(text: str, tmp_path: Path) -> None:
    report = read(tmp_path, "Pages.csv", text)
    assert (report.status, codes(report)) == ("recognised", ["report.comparison"])
    zipped_one = read(tmp_path, "compared.zip", zipped({**SEARCH, "Dates.csv": text}))
    assert not zipped_one.importable


@pytest.mark.parametrize(
    "text",
    [
        "Häufigste Suchanfragen;Klicks;Impressionen;Klickrate;Durchschnittliche Position\nkervoal;3;40;7,5 %;4,2\n",
        "Date,Clicks,Impressions,CTR,Position,Cost\n2026-10-01,3,40,7.5%,4,12.10\n",
        "Date,Non valide,Valides,Impressions\n2026-10-01,3,40,12\n",
        "Date,Poor,Need improvement,Good\n2026-10-01,3,40,12\n",
        "Raison,Source,Validation,Pages\nPage avec redirection,Site Web,Non commencée,35\n",
    ],
)
def test_what_only_looks_like_the_performance_report_is_not_taken_for_it(text: str, tmp_path: Path) -> None:
    assert read(tmp_path, "Graphique.csv", text).status == "unknown"


def test_the_impressions_of_the_indexing_report_are_not_those_of_a_search(tmp_path: Path) -> None:
    report = read(tmp_path, "Graphique.csv", "Date,Non indexées,Dans l'index,Impressions\n2026-10-01,188,18,140\n")
    (table,) = report.tables
    assert [measure.name for measure in table.table.measures] == ["pages_not_indexed", "pages_indexed"]
    assert ("Impressions", "no_canonical_name") in report.dropped.other


def test_a_table_alone_has_no_period(tmp_path: Path) -> None:
    report = read(tmp_path, "Requêtes.csv", SEARCH["Requêtes.csv"])
    assert {"period.unknown", "filter.unknown"} <= set(codes(report))
    assert not report.importable
    stated = read(tmp_path, "Requêtes.csv", SEARCH["Requêtes.csv"], period=Period(date(2026, 9, 1), date(2026, 9, 30)))
    assert stated.importable


@pytest.mark.parametrize("mark", ["-kervoal", "!kervoal", "~k.*l", "/kervoal/", "(kervoal|ker voal)"])
def test_a_filter_whose_mark_is_not_known_keeps_its_value_in_a_cut_of_its_own(mark: str, tmp_path: Path) -> None:
    filters = f'{SEARCH["Filtres.csv"]}Requête,"{mark}"\n'
    report = read(tmp_path, "marked.zip", zipped({**SEARCH, "Filtres.csv": filters}))
    assert "filter.unknown" in codes(report)
    assert {table.table.cut.filters for table in report.tables} == {(("query", mark), ("search_type", "Web"))}


def test_two_filters_of_one_name_are_both_told_and_asked_about(tmp_path: Path) -> None:
    filters = SEARCH["Filtres.csv"] + "Page,+/blog/\nPage,+/desks/\n"
    report = read(tmp_path, "twice.zip", zipped({**SEARCH, "Filtres.csv": filters}))
    assert "filter.unknown" in codes(report)
    assert report.filters["page"] == "+/blog/, +/desks/"


def test_both_halves_of_a_brand_filter_are_cuts_of_their_own(tmp_path: Path) -> None:
    brand = zipped({**SEARCH, "Filtres.csv": SEARCH["Filtres.csv"] + "Requête,+kervoal\n"})
    named = read(tmp_path, "brand.zip", brand)
    other = read(tmp_path, "other.zip", zipped(SEARCH), filters={"query": "not_contains:kervoal", "search_type": "Web"})
    cuts = {
        table.table.cut.text for report in (named, other) for table in report.tables if table.table.cut.grain == "day"
    }
    assert cuts == {f"{WEB[:-16]}?query={half}:kervoal&search_type=Web" for half in ("contains", "not_contains")}

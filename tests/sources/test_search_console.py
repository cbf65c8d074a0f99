"""Search Console downloads: both languages, filtered or not, zipped or loose."""

from __future__ import annotations

from pathlib import Path

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


def test_two_periods_compared_are_refused(tmp_path: Path) -> None:
    text = "Date,Clics - 01/10/2026,Clics - 01/09/2026\n2026-10-01,1,2\n"
    report = read(tmp_path, "compared.zip", zipped({**SEARCH, "Dates.csv": text}))
    assert not report.importable

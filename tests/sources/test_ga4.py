"""GA4 downloads of several tables: what each of them is, and what must not be mixed."""

from __future__ import annotations

from pathlib import Path

from .files import codes, read

RULE = "# " + "-" * 40
ABOVE = f"{RULE}\n# Reports snapshot\n# Account: Kervoal\n# Property: Kervoal\n{RULE}\n"
DATES = "# Start date: 20261001\n# End date: 20261007\n"


def test_a_table_by_a_dimension_without_a_name_here_is_left_out_and_told(tmp_path: Path) -> None:
    strange = f"# \n{DATES}Session Google Ads campaign,Sessions\nBrand,9\nShoes,4\n\n"
    report = read(tmp_path, "x.csv", f"{ABOVE}{strange}# \n{DATES}Browser,Sessions\nFox,13\n")
    assert [table.table.cut.text for table in report.tables] == ["ga4/overview/range/browser"]
    assert ("Session Google Ads campaign", "no_canonical_name") in report.dropped.other
    assert "column.unmapped" in codes(report)
    assert report.importable


def test_a_row_that_starts_with_a_mark_is_a_row(tmp_path: Path) -> None:
    text = f"{ABOVE}# \n{DATES}Page title and screen class,Views\n# 1 desk,40\n#2,3\nDesks,12\n"
    (table,) = read(tmp_path, "x.csv", text).tables
    assert list(table.table.columns["page_title"]) == ["# 1 desk", "#2", "Desks"]
    assert table.total("pageviews") == 55


def test_a_table_told_twice_counts_once(tmp_path: Path) -> None:
    block = f"# \n{DATES}Browser,Sessions\nFox,13\nOwl,2\n\n"
    report = read(tmp_path, "x.csv", ABOVE + block + block)
    assert [table.total("sessions") for table in report.tables] == [15]
    assert report.importable


def test_two_tables_that_tell_one_figure_differently_stop_the_import(tmp_path: Path) -> None:
    report = read(
        tmp_path, "x.csv", f"{ABOVE}# \n{DATES}Browser,Sessions\nFox,13\n\n# \n{DATES}Browser,Sessions\nFox,12\n"
    )
    assert "rows.duplicate_key" in codes(report)
    assert not report.importable


def test_everyone_and_a_comparison_are_two_cuts(tmp_path: Path) -> None:
    everyone = f"# \n# All Users\n{DATES}Browser,Sessions\nFox,13\n\n"
    report = read(tmp_path, "x.csv", f"{ABOVE}{everyone}# \n# Mobile traffic\n{DATES}Browser,Sessions\nFox,9\n")
    cuts = {table.table.cut.text: table.total("sessions") for table in report.tables}
    assert cuts == {"ga4/overview/range/browser": 13, "ga4/overview/range/browser?segment=Mobile traffic": 9}


def test_a_report_has_one_name_in_both_languages(tmp_path: Path) -> None:
    english = (
        f"{RULE}\n# Events: Event name\n# Account: K\n# Property: K\n{RULE}\n#\n{DATES}Event name,Event count\na,1\n"
    )
    french = (
        f"{RULE}\n# Événements : Nom de l’événement\n# Compte : K\n# Propriété : K\n{RULE}\n#\n"
        "# Date de début : 20261001\n# Date de fin : 20261007\nNom de l’événement,Nombre d’événements\na,1\n"
    )
    reports = [read(tmp_path, f"{number}.csv", text) for number, text in enumerate((english, french))]
    assert {report.tables[0].table.cut.text for report in reports} == {"ga4/events/range/event"}
    assert [report.language for report in reports] == ["en", "fr"]


def test_a_user_count_is_never_added(tmp_path: Path) -> None:
    report = read(tmp_path, "x.csv", f"{ABOVE}# \n{DATES}Browser,Total users\nFox,13\nOwl,2\n")
    measures = report.tables[0].as_document()["measures"]
    assert isinstance(measures, dict)
    assert (measures["users_total"]["kind"], "total" in measures["users_total"]) == ("distinct", False)

"""A file of no known format: what its columns seem to be, what the person says they are, and what is read then."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from jalon.sources.reading import mapping
from jalon.sources.reading.answers import Answers
from jalon.sources.reading.container import opened
from jalon.sources.reading.described import Described
from jalon.sources.reading.descriptor import Descriptor
from jalon.sources.reading.mapping import Choice
from jalon.sources.reading.pages import Page, pages_of
from jalon.sources.reading.recognising import read_files
from tests.sources.files import FORMATS, codes

KNOWN: list[Descriptor] = [one.said for one in FORMATS if isinstance(one, Described)]

SHOP = (
    "Boutique Kervoal;;;;;;\nExport du 5 octobre 2026;;;;;;\n"
    "Date;Canal;Nombre de commandes;Chiffre d'affaires;Panier moyen;Vendeur;Note\n"
    "01/10/2026;SEO;41;12 480,50;304,40;ana@kervoal.example;x\n"
    "01/10/2026;SEA;27;7 310,00;270,74;ben@kervoal.example;\n"
    "13/10/2026;SEO;39;11 902,25;305,19;ana@kervoal.example;\n"
    "Total;;107;31 692,75;296,19;;\n"
)
CHOICE = Choice(
    "csv_orders",
    "boutique",
    {
        "Date": "day",
        "Canal": "dimension:channel",
        "Nombre de commandes": "measure:orders",
        "Chiffre d'affaires": "measure:revenue",
        "Panier moyen": "ratio",
        "Vendeur": "personal",
        "Note": "ignored",
    },
    numbers="comma",
    total="Total",
)


def page(folder: Path, text: str, name: str = "boutique.csv") -> Page:
    path = folder / name
    path.write_text(text, "utf-8")
    return pages_of(opened(path))[0]


def test_no_format_of_the_house_fits_the_shops_own_export(tmp_path: Path) -> None:
    page(tmp_path, SHOP)
    (report,) = read_files([tmp_path / "boutique.csv"], FORMATS).files
    assert (report.status, codes(report)) == ("unknown", ["format.unknown"])


def test_the_header_is_found_under_the_title_and_its_columns_seem_what_they_are(tmp_path: Path) -> None:
    shape = mapping.shape_of(page(tmp_path, SHOP), KNOWN)
    assert shape is not None
    assert (shape.line, shape.delimiter, shape.rows) == (3, ";", 4)
    seems = {column.header: column.seems for column in shape.columns}
    assert seems["Date"] == "day"
    assert seems["Vendeur"] == "personal"
    assert [column.header for column in shape.columns] == list(CHOICE.columns)
    assert all("@" not in sample for column in shape.columns for sample in column.samples)


def test_another_header_line_can_be_told(tmp_path: Path) -> None:
    shape = mapping.shape_of(page(tmp_path, SHOP), KNOWN, line=4)
    assert shape is not None
    assert shape.columns[0].header == "01/10/2026"


def test_a_mapped_file_is_read_with_its_totals_its_persons_left_at_the_door(tmp_path: Path) -> None:
    page(tmp_path, SHOP)
    mapped = mapping.format_of(CHOICE)
    answers = Answers(currency="EUR")
    (report,) = read_files([tmp_path / "boutique.csv"], [*FORMATS, mapped], answers).files
    assert (report.status, report.format) == ("recognised", "own.csv_orders.boutique@1"), codes(report)
    assert report.importable, codes(report)
    (table,) = report.tables
    assert table.table.cut.text == "csv_orders/boutique/day/channel"
    assert (table.total("orders"), table.total("revenue")) == (Decimal(107), Decimal("31692.75"))
    assert report.dropped.personal_columns == ("Vendeur",)
    assert report.dropped.total_rows == 1


def test_the_same_export_of_next_month_is_recognised_with_a_new_column_beside(tmp_path: Path) -> None:
    lines = [f"{line};{'Origine' if line.startswith('Date') else ''}" for line in SHOP.splitlines()]
    page(tmp_path, "\n".join(lines) + "\n", "novembre.csv")
    answers = Answers(currency="EUR")
    (report,) = read_files([tmp_path / "novembre.csv"], [*FORMATS, mapping.format_of(CHOICE)], answers).files
    assert report.importable, codes(report)
    assert ("Origine", "no_canonical_name") in report.dropped.other


def test_a_choice_survives_its_document() -> None:
    assert Choice.of(CHOICE.as_document()) == CHOICE


@pytest.mark.parametrize(
    ("columns", "tool", "code"),
    [
        ({"Date": "day"}, "csv_orders", "mapping.no_measure"),
        ({"A": "measure:orders", "B": "measure:orders"}, "csv_orders", "mapping.twice"),
        ({"A": "measure:ordres"}, "csv_orders", "column.unknown"),
        ({"A": "measure:sessions"}, "csv_orders", "mapping.foreign_tool"),
        ({"A": "measure:orders", "B": "nonsense"}, "csv_orders", "mapping.role_unknown"),
        ({"A": "measure:orders"}, "", "mapping.unnamed"),
    ],
)
def test_a_choice_that_cannot_be_read_says_why(columns: dict[str, str], tool: str, code: str) -> None:
    assert code in [finding.code for finding in mapping.wrong_in(Choice(tool, "boutique", columns))]


def test_a_sound_choice_has_nothing_wrong() -> None:
    assert mapping.wrong_in(CHOICE) == []


def test_the_tools_offered_are_those_that_count_every_measure_chosen() -> None:
    assert "csv_orders" in mapping.tools_of(CHOICE.columns.values())
    assert mapping.tools_of(["measure:sessions", "measure:orders"]) == ()

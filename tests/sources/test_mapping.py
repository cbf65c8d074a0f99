"""A file of no known format: what its columns seem to be, what the person says they are, and what is read then."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from jalon.assembly import House
from jalon.routines import describing
from jalon.sources.reading import mapping, proposing
from jalon.sources.reading.answers import NOTHING, Answers
from jalon.sources.reading.container import opened
from jalon.sources.reading.described import Described
from jalon.sources.reading.descriptor import Descriptor
from jalon.sources.reading.mapping import Choice
from jalon.sources.reading.pages import Page, pages_of
from jalon.sources.reading.recognising import read_files
from jalon.sources.reading.report import FileReport
from tests.sources.files import ADS, FORMATS, GA4, KEYWORDS, RATES, SEARCH, TABLE, TERMS, codes

DOOR = House(Path()).door()
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
    shape = proposing.shape_of(page(tmp_path, SHOP), KNOWN)
    assert shape is not None
    assert (shape.line, shape.delimiter, shape.rows) == (3, ";", 4)
    seems = {column.header: column.seems for column in shape.columns}
    assert seems["Date"] == "day"
    assert seems["Vendeur"] == "personal"
    assert (seems["Chiffre d'affaires"], seems["Panier moyen"]) == ("measure:revenue", "ratio")
    assert shape.total == "Total"
    assert [column.header for column in shape.columns] == list(CHOICE.columns)
    assert all("@" not in sample for column in shape.columns for sample in column.samples)


def test_another_header_line_can_be_told(tmp_path: Path) -> None:
    shape = proposing.shape_of(page(tmp_path, SHOP), KNOWN, line=4)
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


def test_what_is_proposed_for_the_shop_is_read_with_its_currency_said_once(tmp_path: Path) -> None:
    page(tmp_path, SHOP)
    proposed = describing.propose(tmp_path / "boutique.csv", DOOR)
    choice = replace(proposed.choice, currency="EUR")
    _, report = describing.attempt(tmp_path / "boutique.csv", choice, Answers(), DOOR, FORMATS)
    assert report is not None
    assert report.importable, codes(report)
    assert (report.currency, report.tables[0].total("revenue")) == ("EUR", Decimal("31692.75"))


def test_a_currency_that_the_file_tells_is_the_file_s() -> None:
    text = "Date,Revenue (USD)\n2026-10-01,12.50\n"
    chosen = Choice("csv_orders", "abroad", {"Date": "day", "Revenue (USD)": "measure:revenue"}, currency="EUR")
    assert read_as(text, chosen).currency == "USD"


def read_as(text: str, *choices: Choice, answers: Answers = NOTHING) -> FileReport:
    with TemporaryDirectory() as folder:
        page(Path(folder), text)
        own = [mapping.format_of(one) for one in choices]
        (report,) = read_files([Path(folder) / "boutique.csv"], [*FORMATS, *own], answers).files
    return report


@pytest.mark.parametrize("text", [ADS, KEYWORDS, TERMS, GA4, TABLE, RATES, *SEARCH.values()])
def test_a_format_of_one_s_own_never_takes_the_file_of_a_shipped_one(tmp_path: Path, text: str) -> None:
    """Not even a choice made for that very file, which knows every column of it."""
    first = page(tmp_path, text, "export.csv")
    (before,) = read_files([tmp_path / "export.csv"], FORMATS).files
    shapes = [shape for line in range(1, 12) if (shape := proposing.shape_of(first, KNOWN, line))]
    for shape in shapes:
        columns = {column.header: "ignored" for column in shape.columns} | {shape.columns[-1].header: "measure:orders"}
        own = mapping.format_of(Choice("csv_orders", "mine", columns))
        (after,) = read_files([tmp_path / "export.csv"], [own, *FORMATS, own]).files
        assert after == before
    assert before.status == "recognised"
    assert shapes


def test_two_formats_of_one_s_own_that_fit_equally_are_asked_about_until_one_is_meant() -> None:
    twin = replace(CHOICE, report="boutique_bis")
    asked = read_as(SHOP, CHOICE, twin)
    assert (asked.status, codes(asked)) == ("unknown", ["format.ambiguous"])
    ids = ["own.csv_orders.boutique@1", "own.csv_orders.boutique_bis@1"]
    assert asked.findings[0].details["formats"] == ids
    meant = read_as(SHOP, CHOICE, twin, answers=Answers(currency="EUR", meant=ids[1]))
    assert (meant.format, meant.importable) == (ids[1], True)


def test_the_format_that_knows_clearly_more_columns_reads_the_file() -> None:
    fewer = Choice("csv_orders", "short", {"Date": "day", "Nombre de commandes": "measure:orders"}, total="Total")
    assert read_as(SHOP, fewer, CHOICE, answers=Answers(currency="EUR")).format == "own.csv_orders.boutique@1"


def test_what_a_format_lacks_of_a_file_is_named() -> None:
    report = read_as(SHOP.replace("Panier moyen", "Panier"), CHOICE)
    assert codes(report) == ["format.unknown"]
    nearest = report.findings[0].details["nearest"]
    assert isinstance(nearest, list)
    assert nearest[0] == {"format": "own.csv_orders.boutique@1", "lacks": ["panier moyen"]}


def test_two_rows_of_one_day_and_channel_are_refused_not_merged() -> None:
    twice = SHOP.replace("13/10/2026;SEO", "01/10/2026;SEO")
    report = read_as(twice, CHOICE, answers=Answers(currency="EUR", day_first=True))
    assert "rows.duplicate_key" in codes(report)
    assert not report.importable


def test_a_report_may_not_bear_the_name_of_one_that_is_shipped(tmp_path: Path) -> None:
    page(tmp_path, SHOP)
    wrong, report = describing.attempt(
        tmp_path / "boutique.csv", replace(CHOICE, report="table"), Answers(), DOOR, FORMATS
    )
    assert ([one.code for one in wrong], report) == (["mapping.taken"], None)


def test_a_file_that_is_known_already_is_said_to_be(tmp_path: Path) -> None:
    page(tmp_path, TABLE)
    noted = describing.propose(tmp_path / "boutique.csv", DOOR).findings
    assert [(one.code, one.details["formats"]) for one in noted] == [("mapping.known", ["jalon.table@1"])]
    page(tmp_path, SHOP)
    assert describing.propose(tmp_path / "boutique.csv", DOOR).findings == ()


def test_the_sheet_of_a_workbook_may_be_told(tmp_path: Path) -> None:
    from xlsxwriter import Workbook

    with Workbook(str(tmp_path / "shop.xlsx")) as book:
        for name, headers, rows in (
            ("Lisez-moi", ["Bonjour", "à tous"], 1),
            ("Ventes", ["Jour", "Canal", "Commandes"], 3),
            ("Retours", ["Jour", "Retours"], 2),
        ):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, headers)
            for row in range(rows):
                sheet.write_row(row + 1, 0, [f"2026-10-0{row + 1}", *["seo"] * (len(headers) - 2), 5 + row])
    proposed = describing.propose(tmp_path / "shop.xlsx", DOOR)
    assert proposed.shape is not None
    assert (proposed.shape.member, proposed.members) == ("Ventes", ("Lisez-moi", "Ventes", "Retours"))
    told = describing.propose(tmp_path / "shop.xlsx", DOOR, member="Retours")
    assert told.shape is not None
    assert [column.header for column in told.shape.columns] == ["Jour", "Retours"]


@pytest.mark.parametrize(
    ("said", "kept"), [("Export boutique Été", "export_boutique_ete"), ("../x", "x"), ("a" * 90, "a" * 40), ("", "")]
)
def test_the_name_of_a_report_is_one_that_a_cut_can_bear(said: str, kept: str) -> None:
    assert Choice.of({"tool": "csv_orders", "report": said, "columns": {}}).report == kept

"""The plan as tables: what each cell shows, what an edit of it does, and the cell that each fault names."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from jalon.findings import Finding
from jalon.plan.document import read_plan
from jalon.plan.document.changing import with_changes
from jalon.plan.document.writing import content_of
from jalon.plan.lint import lint
from jalon.plan.sheets import Decided, laid, taken
from jalon.plan.sheets.filled import TYPED, Filled, Page, filled
from jalon.plan.sheets.forms import Cell, Hand
from jalon.plan.sheets.laying import languages_of, sheets_of
from jalon.plan.sheets.placing import Places

SOUND = (Path(__file__).parent / "sound.yaml").read_text("utf-8")
DECIDED = Decided("dan", "Revue de juin", date(2027, 6, 15))
Work = dict[tuple[str, str, str], Cell]
"""(sheet, id, column) → what somebody writes there; an id that no row has is a new row."""


def sheets(
    text: str, work: Work, *, gone: tuple[tuple[str, str], ...] = (), only: str | None = None, hand: Hand = TYPED
) -> tuple[list[Filled], list[Finding]]:
    """The sheets of a plan after somebody worked in them."""
    content = content_of(text)
    pages = []
    for table in laid(content):
        name = table.sheet.name
        key = "id" if "id" in table.headers else "kra"
        rows = [dict(row.cells) for row in table.rows if (name, row.id) not in gone]
        for (sheet, row_id, column), cell in work.items():
            if sheet == name:
                row = next((one for one in rows if one.get(key) == row_id), None)
                if row is None:
                    rows.append(row := {key: row_id})
                row[column] = cell
        headers = [*table.headers, *{c for s, _, c in work if s == name and c not in table.headers}]
        if only in (None, name):
            pages.append(Page(name, [(1, headers), *enumerate([[r.get(h) for h in headers] for r in rows], 2)], hand))
    names = {one.name: one.name for one in sheets_of(content)}
    return filled(pages, sheets_of(content), languages_of(content), names, {}, "plan.xlsx")


def worked(text: str, work: Work, **more: object) -> tuple[str, list[str]]:
    """The plan's document after the work, and what was noticed."""
    own, noticed = sheets(text, work, **more)  # type: ignore[arg-type]  # the options of `sheets`
    found = taken(content_of(text), content_of(text), own, DECIDED)
    said = [f"{one.code} {one.place.file} {one.place.column}" for one in (*noticed, *found.findings)]
    return with_changes(text, found.changes), said


def difference(before: str, after: str) -> tuple[list[str], list[str]]:
    old, new = before.splitlines(), after.splitlines()
    return [line.strip() for line in old if line not in new], [line.strip() for line in new if line not in old]


def test_the_sheets_show_who_answers_for_what_and_how_far() -> None:
    tables = {table.sheet.name: table for table in laid(content_of(SOUND))}
    leads = next(row for row in tables["kpis"].rows if row.id == "sea_leads")
    shown = {name: cell for name, cell in leads.cells.items() if cell is not None}
    assert shown == {
        "id": "sea_leads", "kra": "K_sea", "use": "leads", "filter": "channel: sea", "baseline": Decimal(200),
        "target": Decimal(230), "due": date(2027, 12, 31), "guardrail": "csat", "rationale": "Deux régions neuves",
    }  # fmt: skip
    claims = [
        (r.cells["kra"], r.cells["ground"], r.cells["values"], r.cells["market"]) for r in tables["territories"].rows
    ]
    assert ("K_sea", "asset", "blog", "be") in claims
    assert [row.id for row in tables["budget"].rows] == ["*", "ads", "reserve"]
    cvr = next(row for row in tables["kpis"].rows if row.id == "cvr_order")
    assert {"baseline", "target"} <= cvr.shares


def test_one_cell_changes_one_word_of_the_document() -> None:
    after, said = worked(SOUND, {("kras", "K_seo", "mission"): "Être trouvé, puis lu"})
    assert said == []
    assert difference(SOUND, after) == (
        ["mission: Être trouvé par les bonnes personnes"],
        ['mission: "Être trouvé, puis lu"'],
    )


def test_a_target_with_a_history_gains_a_version_and_loses_none() -> None:
    after, said = worked(SOUND, {("kpis", "ticket_sla", "target"): Decimal("0.85")})
    assert said == []
    gone, come = difference(SOUND, after)
    assert gone == []
    assert come == ["- {decided_on: 2027-06-15, author: dan, reason: Revue de juin, target: 0.85, due: 2027-12-31}"]


def test_a_kpi_that_another_area_takes_goes_there_whole() -> None:
    after, said = worked(SOUND, {("kpis", "ticket_sla", "kra"): "K_sea"})
    assert said == []
    kras = content_of(after)["kras"]  # type: ignore[index, call-overload]  # a plan
    assert [kpi.get("id") for kpi in kras[1]["kpis"]] == ["sea_leads", "budget_pacing", "ticket_sla"]
    assert len(kras[1]["kpis"][2]["targets"]) == 2


def test_a_new_area_comes_with_its_territory_and_its_indicators() -> None:
    work: Work = {
        ("kras", "K_mail", "name"): "Relation", ("kras", "K_mail", "mission"): "Faire revenir",
        ("kras", "K_mail", "owner"): "dan", ("territories", "K_mail", "ground"): "asset",
        ("territories", "K_mail", "values"): "guides", ("kpis", "repeat_12m", "kra"): "K_mail",
        ("kpis", "repeat_12m", "use"): "repeat_12m", ("kpis", "repeat_12m", "baseline"): Decimal("0.1"),
    }  # fmt: skip
    after, said = worked(SOUND, work)
    assert said == []
    assert content_of(after)["kras"][3] == {  # type: ignore[index, call-overload]  # a plan
        "id": "K_mail", "name": "Relation", "mission": "Faire revenir", "owner": "dan",
        "territory": [{"asset": "guides"}], "kpis": [{"use": "repeat_12m", "baseline": Decimal("0.1")}],
    }  # fmt: skip


def test_a_row_taken_away_takes_its_object_and_nothing_else() -> None:
    after, said = worked(SOUND, {}, gone=(("actions", "A2"), ("kris", "panne")))
    assert said == []
    content = content_of(after)
    assert [one["id"] for one in content["actions"]] == ["A1"]  # type: ignore[index, call-overload, union-attr]  # a plan
    assert content["kras"][2]["kris"] == []  # type: ignore[index, call-overload]  # a plan


def test_a_sheet_that_is_not_there_changes_nothing() -> None:
    after, said = worked(SOUND, {("kpis", "aov", "target"): Decimal(53)}, only="kpis")
    assert (said, len(difference(SOUND, after)[1])) == ([], 1)


@pytest.mark.parametrize(
    ("sheet", "row", "column", "cell", "said"),
    [
        ("kpis", "aov", "target", "cinquante", "sheet.number plan.xlsx [kpis] target (K7)"),
        ("kpis", "aov", "target", "1,234", "sheet.number_ambiguous plan.xlsx [kpis] target (K7)"),
        ("kpis", "aov", "due", "3/10/2027", "sheet.day_ambiguous plan.xlsx [kpis] due (N7)"),
        ("kpis", "aov", "due", "32/13/2027", "sheet.day plan.xlsx [kpis] due (N7)"),
        ("kpis", "aov", "filter", "channel", "sheet.pairs plan.xlsx [kpis] filter (H7)"),
        ("kpis", "aov", "target_low", Decimal(1), "sheet.half plan.xlsx [kpis] target_high (M7)"),
        ("kpis", "aov", "kra", "K_nowhere", "sheet.unknown_kra plan.xlsx [kpis] kra (B7)"),
        ("people", "ana", "external", "peut-être", "sheet.truth plan.xlsx [people] external (F2)"),
        ("actions", "A1", "expect_kind", "beaucoup", "sheet.choice plan.xlsx [actions] expect_kind (K2)"),
        ("budget", "ads", "jan", Decimal("0.1"), "sheet.only_whole plan.xlsx [budget] jan (E3)"),
        ("territories", "K_shop", "ground", "sol", "sheet.choice plan.xlsx [territories] ground (B7)"),
        ("kpis", "aov", "valeur", "x", "sheet.unknown_column plan.xlsx [kpis] valeur (S1)"),
    ],
)
def test_a_cell_that_is_not_understood_is_named(sheet: str, row: str, column: str, cell: Cell, said: str) -> None:
    after, noticed = worked(SOUND, {(sheet, row, column): cell})
    assert noticed == [said]
    assert after == SOUND or said.startswith("sheet.unknown_column")


def test_a_number_written_by_hand_is_read_by_the_mark_of_its_file() -> None:
    work: Work = {("kpis", "aov", "target"): "1 234,5", ("kpis", "csat", "target"): "92 %"}
    after, said = worked(SOUND, work, hand=Hand(","))
    assert said == []
    assert [line for line in difference(SOUND, after)[1] if "aov" in line or "csat" in line] == [
        "- {use: aov, baseline: 50, target: 1234.5, due: 2027-12-31}",
        "- {use: csat, baseline: 0.86, target: 0.92, due: 2027-12-31}",
    ]


def test_rows_without_a_name_or_of_one_name_are_refused() -> None:
    own, _ = sheets(SOUND, {("people", "ben", "id"): "ana", ("people", "cleo", "id"): None})
    found = taken(content_of(SOUND), content_of(SOUND), own, DECIDED)
    assert [(one.code, one.place.line) for one in found.findings] == [("sheet.twice", 3), ("sheet.no_id", 4)]
    assert not found.sound


def test_what_was_changed_here_and_meanwhile_in_the_plan_is_a_conflict_and_never_a_loss() -> None:
    now = SOUND.replace("target: 52", "target: 60").replace("name: Boutique", "name: La boutique")
    for cell, codes in ((Decimal(53), ["sheet.conflict"]), (Decimal(52), []), (Decimal(60), [])):
        own, _ = sheets(SOUND, {("kpis", "aov", "target"): cell, ("kras", "K_seo", "name"): "Visibilité"})
        found = taken(content_of(now), content_of(SOUND), own, DECIDED)
        assert [one.code for one in found.findings] == codes
        after = with_changes(now, found.changes)
        assert ("target: 60" in after, "name: La boutique" in after, "name: Visibilité" in after) == (True,) * 3


def test_a_sheet_left_empty_is_asked_about() -> None:
    own, _ = sheets(SOUND, {}, gone=(("decisions", "D1"),))
    found = taken(content_of(SOUND), content_of(SOUND), own, DECIDED)
    assert [(one.code, one.details) for one in found.findings] == [("sheet.empty", {"have": 1})]


def test_a_fault_of_the_plan_is_placed_in_the_cell_that_makes_it() -> None:
    own, _ = sheets(SOUND, {("kpis", "aov", "guardrail"): "nobody", ("kras", "K_sea", "owner"): "personne"})
    found = taken(content_of(SOUND), content_of(SOUND), own, DECIDED)
    text = with_changes(SOUND, found.changes)
    report = lint(read_plan(text.encode(), "plan.xlsx"))
    places = Places(content_of(text), own)
    told = {(one.code, places.of(one.place).file, places.of(one.place).column) for one in report.findings}
    assert ("F107", "plan.xlsx [kpis]", "guardrail (Q7)") in told
    assert ("F107", "plan.xlsx [kras]", "owner (D3)") in told


def test_a_sheet_of_another_name_is_known_by_its_columns_and_two_titles_rows_are_not_objects() -> None:
    content = content_of(SOUND)
    table = next(one for one in laid(content) if one.sheet.name == "milestones")
    titles = {"name": frozenset({"nom"}), "date": frozenset({"jour"}), "owner": frozenset({"responsable"})}
    page = Page(
        "Feuil1",
        [
            (1, table.headers),
            (2, ["", "Nom", "Jour", "Responsable"]),
            *enumerate([[row.cells.get(h) for h in table.headers] for row in table.rows], 3),
        ],
    )
    own, noticed = filled([page], sheets_of(content), ("fr",), {}, titles, "jalons.csv")
    assert (noticed, [one.sheet.name for one in own], len(own[0].rows)) == ([], ["milestones"], 2)


def test_merged_cells_and_a_file_of_something_else_are_refused() -> None:
    content = content_of(SOUND)
    merged = Page("kpis", [(1, ["id", "kra", "use"]), (2, ["a", "K_seo", "aov"])], merged=("B2:B3",))
    names = {"kpis": "kpis"}
    _, noticed = filled([merged], sheets_of(content), ("fr",), names, {}, "x.xlsx")
    assert [one.code for one in noticed] == ["sheet.merged", "sheet.none"]
    _, noticed = filled([Page("Ventes", [(1, ["jour", "ca"])])], sheets_of(content), ("fr",), names, {}, "x.xlsx")
    assert [one.code for one in noticed] == ["sheet.none"]

"""The plan in a spreadsheet, typed: written, worked in, given back, with every fault named by its cell."""

from __future__ import annotations

import json
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

Typed = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def written(typed: Typed, folder: Path, applied: subprocess.CompletedProcess[str]) -> Path:
    assert applied.returncode == 0
    for name in ("plan.xlsx", "plan.zip", "kpi.csv"):
        assert typed("export", "--sheet", name, language="fr").returncode == 0
    return folder


def worked(folder: Path, name: str, **changes: tuple[str, str]) -> None:
    """The archive with a text replaced in some of its files."""
    with zipfile.ZipFile(folder / "plan.zip") as before, zipfile.ZipFile(folder / name, "w") as after:
        for one in before.namelist():
            text = before.read(one).decode("utf-8-sig")
            old, new = changes.get(one.removesuffix(".csv"), ("", ""))
            assert old in text
            after.writestr(one, text.replace(old, new, 1) if old else text)


@pytest.mark.parametrize("name", ["plan.xlsx", "plan.zip", "kpi.csv"])
def test_a_spreadsheet_given_back_as_it_was_changes_nothing(typed: Typed, written: Path, name: str) -> None:
    done = typed("apply", name)
    assert (done.returncode, done.stdout.strip()) == (0, "Nothing changes: revision 1.")
    same = typed("diff", "plan.yaml", name)
    assert same.returncode == 0
    assert "say the same" in same.stdout


def test_a_cell_that_is_not_understood_stops_all_and_is_named(typed: Typed, written: Path) -> None:
    worked(written, "wrong.zip", KPI=(";10,98;", ";onze;"))
    french = typed("apply", "wrong.zip", language="fr")
    assert french.returncode == 2
    assert "wrong.zip [KPI]:2 «\u00a0baseline (K2)\u00a0»: erreur sheet.number  Ce n’est pas un nombre" in french.stdout
    english = json.loads(typed("--json", "apply", "wrong.zip").stdout)
    (finding,) = english["findings"]
    assert (finding["place"]["line"], finding["place"]["column"]) == (2, "baseline (K2)")
    assert finding["message"].startswith("Not a number: “onze”.")
    assert typed("export").stdout == (written / "plan.yaml").read_text("utf-8")


def test_a_plan_that_the_lint_refuses_names_the_cell_too(typed: Typed, written: Path) -> None:
    worked(written, "lint.zip", KPI=(";lead_to_mql;", ";personne;"))
    done = typed("apply", "lint.zip", language="fr")
    assert done.returncode == 1
    assert "lint.zip [KPI]:7 «\u00a0guardrail (R7)\u00a0»: erreur F107" in done.stdout


def test_only_kinds_of_files_and_sheets_that_are_known_are_written(typed: Typed, written: Path) -> None:
    assert typed("export", "--sheet", "plan.ods").returncode == 2
    done = typed("export", "--sheet", "x.csv", "--only", "kpi")
    assert (done.returncode, "kpis" in done.stderr) == (2, True)
    (written / "not.xlsx").write_text("hello")
    assert typed("apply", "not.xlsx").returncode == 2


def test_an_edit_becomes_a_revision_told_in_sentences_and_later_edits_of_an_old_file_join_it(
    typed: Typed, written: Path
) -> None:
    worked(written, "first.zip", KPI=(";0,24;", ";25 %;"))
    done = typed("apply", "first.zip", "--author", "claire", "--reason", "Autumn review", "--on", "2026-10-15")
    assert done.returncode == 0
    assert "the target moves from 24% to 25%" in done.stdout
    assert "Revision 2 in force." in done.stdout
    worked(written, "second.zip", KRA=("Tenir le cap et arbitrer", "Tenir le cap"))
    later = typed("apply", "second.zip")
    assert (later.returncode, "Revision 3 in force." in later.stdout) == (0, True), later.stdout
    document = typed("export").stdout
    assert "target: 0.24" in document, "the history of the target is kept"
    assert "target: 0.25" in document
    assert "mission: {fr: Tenir le cap, en: Hold the course and arbitrate}" in document
    assert "# Blended CPL = B2B media / all B2B leads." in document
    worked(written, "third.zip", KPI=(";0,24;", ";0,3;"))
    conflict = typed("apply", "third.zip")
    assert (conflict.returncode, "sheet.conflict" in conflict.stdout) == (2, True)
    typed("export", "--sheet", "again.xlsx")
    assert "revision 3" in typed("apply", "again.xlsx").stdout

"""`jalon describe`: a file nobody knows is proposed, corrected, read and kept, and the next one is known."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

from tests.sources.test_mapping import CHOICE, SHOP

Typed = Callable[..., subprocess.CompletedProcess[str]]


def choice_file(folder: Path, name: str, **changed: object) -> None:
    said = {**CHOICE.as_document(), **changed}
    (folder / name).write_text(json.dumps(said), "utf-8")  # every JSON text is YAML


def test_an_unknown_file_is_proposed_in_both_languages_and_written_as_a_choice(typed: Typed, folder: Path) -> None:
    (folder / "boutique.csv").write_text(SHOP, "utf-8")
    done = typed("describe", "boutique.csv", "-o", "proposed.yaml", language="fr")
    assert (done.returncode, "measure:orders" in done.stdout) == (0, True)
    assert "tool: csv_orders" in (folder / "proposed.yaml").read_text("utf-8")
    document = json.loads(typed("--json", "describe", "boutique.csv").stdout)
    assert (document["header_line"], document["choice"]["columns"]["Date"]) == (3, "day")


def test_a_kept_choice_reads_the_next_file_of_that_shape(typed: Typed, folder: Path, applied: object) -> None:
    (folder / "boutique.csv").write_text(SHOP, "utf-8")
    (folder / "boutique-bis.csv").write_text(SHOP.replace("12 480,50", "12 480,60"), "utf-8")
    choice_file(folder, "choice.yaml")
    before = typed("import", "boutique-bis.csv", "--yes", "--currency", "EUR")
    assert before.returncode == 2
    words = ("describe", "boutique.csv", "--with", "choice.yaml", "--save", "--currency", "EUR")
    saved = json.loads(typed("--json", *words).stdout)
    assert saved["saved"] == "own.csv_orders.boutique@1"
    after = typed("import", "boutique-bis.csv", "--yes", "--currency", "EUR")
    assert (after.returncode, "csv_orders/boutique/day/channel" in after.stdout) == (0, True), after.stderr


def test_the_formats_of_a_workspace_are_listed_and_one_is_retired(typed: Typed, folder: Path, applied: object) -> None:
    (folder / "boutique.csv").write_text(SHOP, "utf-8")
    choice_file(folder, "choice.yaml", report="to_retire")
    assert typed("describe", "boutique.csv", "--with", "choice.yaml", "--save", "--currency", "EUR").returncode == 0
    listed = typed("formats", language="fr")
    assert (listed.returncode, "own.csv_orders.to_retire@1 · 7 colonnes · operator" in listed.stdout) == (0, True)
    told = json.loads(typed("--json", "formats", "--retire", "own.csv_orders.to_retire").stdout)
    assert "to_retire" not in [one["report"] for one in told["formats"]]
    assert typed("formats", "--retire", "own.csv_orders.to_retire").returncode == 2


def test_a_choice_that_cannot_be_read_ends_with_two_and_says_why(typed: Typed, folder: Path) -> None:
    (folder / "boutique.csv").write_text(SHOP, "utf-8")
    choice_file(folder, "wrong.yaml", columns={"Date": "day"})
    (folder / "no.yaml").write_text("[", "utf-8")
    none = typed("describe", "boutique.csv", "--with", "wrong.yaml")
    assert (none.returncode, "mapping.no_measure" in none.stdout) == (2, True)
    assert typed("describe", "boutique.csv", "--with", "no.yaml").returncode == 2
    assert typed("describe", "absent.csv").returncode == 2

"""`jalon start` as it is typed: a draft that the next commands take, files left out said, nothing overwritten."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.conftest import Typed


@pytest.fixture(scope="module")
def asking(folder: Path) -> Path:
    (folder / "ga4-days.csv").write_text("day,sessions\n2026-09-01,40\n", "utf-8")
    return folder


@pytest.fixture(scope="module")
def started(typed: Typed, asking: Path) -> dict[str, object]:
    words = ["--json", "start", "csv_orders-september.csv", "ga4-days.csv", "-o", "draft.yaml", "--year", "2026"]
    done = typed(*words, "--owner", "seo=Lucie", "--director", "Claire", "--company", "Savonnerie")
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


def test_the_draft_written_is_one_that_lint_and_apply_take(
    typed: Typed, started: dict[str, object], folder: Path
) -> None:
    assert (folder / "draft.yaml").read_text("utf-8") == started["document"]
    verdict = typed("--json", "lint", "draft.yaml")
    assert verdict.returncode == 0
    assert json.loads(verdict.stdout)["counts"] == started["lint"]
    applied = json.loads(typed("--json", "--workspace", "draft", "apply", "draft.yaml").stdout)
    assert (applied["applied"], applied["revision"]) == (True, 1)


def test_what_was_found_is_one_document(started: dict[str, object]) -> None:
    assert started["contract"] == 1
    channels = started["channels"]
    assert isinstance(channels, list)
    seo = next(one for one in channels if one["id"] == "seo")
    assert (seo["owner"], seo["headline"]["measure"], seo["headline"]["baseline"]["value"]) == (
        "Lucie",
        "orders",
        "765",
    )
    assert seo["headline"]["baseline"]["period"] == ["2026-09-01", "2026-09-30"]
    files = started["files"]
    assert isinstance(files, list)
    assert [(one["used"], one["findings"][-1]["code"]) for one in files] == [
        (True, "timezone.unknown"),
        (False, "tool.ambiguous"),
    ]


@pytest.mark.parametrize(("language", "left"), [("fr", "Laissé de côté"), ("en", "Left out")])
def test_a_file_left_out_is_named_with_its_reason_and_the_plan_is_on_standard_output(
    typed: Typed, asking: Path, language: str, left: str
) -> None:
    done = typed("start", "csv_orders-september.csv", "ga4-days.csv", language=language)
    assert done.returncode == 0
    assert done.stdout.startswith("# ")
    assert "status: draft" in done.stdout
    assert f"{left}" in done.stderr
    assert "tool.ambiguous" in done.stderr


def test_a_plan_that_is_there_is_not_overwritten_unless_asked(typed: Typed, folder: Path) -> None:
    before = (folder / "plan.yaml").read_bytes()
    done = typed("start", "csv_orders-september.csv", "-o", "plan.yaml")
    assert (done.returncode, "--force" in done.stderr) == (2, True)
    assert (folder / "plan.yaml").read_bytes() == before
    (folder / "old.yaml").write_text("old", "utf-8")
    assert typed("start", "csv_orders-september.csv", "-o", "old.yaml", "--force").returncode == 0
    assert "version: jalon/1" in (folder / "old.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--owner", "sms=Amel"], "seo"),
        (["--owner", "Amel"], "CHANNEL=NAME"),
    ],
)
def test_a_name_for_a_channel_that_is_not_there_is_a_sentence(typed: Typed, words: list[str], said: str) -> None:
    done = typed("start", "csv_orders-september.csv", *words)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_nothing_readable_ends_with_two(typed: Typed, folder: Path) -> None:
    (folder / "words.txt").write_text("no export\n", "utf-8")
    done = typed("start", "words.txt", "absent.csv", "-o", "none.yaml")
    assert done.returncode == 2
    assert not (folder / "none.yaml").exists()
    assert "words.txt" in done.stderr
    assert "absent.csv" in done.stderr


def test_a_folder_gives_the_files_in_it(typed: Typed, folder: Path) -> None:
    inside = folder / "exports" / "october"
    inside.mkdir(parents=True)
    (inside / "csv_orders-september.csv").write_bytes((folder / "csv_orders-september.csv").read_bytes())
    found = json.loads(typed("--json", "start", "exports").stdout)
    assert [one["id"] for one in found["channels"]] == ["seo", "shop"]

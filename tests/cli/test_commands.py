"""Commands as they are typed: what they say, what they keep, how they end."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

Typed = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def imported(typed: Typed, applied: object) -> subprocess.CompletedProcess[str]:
    return typed("import", "csv_orders-september.csv", "--yes", "--extracted-at", "2026-10-01T05:00:00+00:00")


def test_a_sound_plan_ends_with_zero_and_its_warnings_are_said(typed: Typed) -> None:
    done = typed("lint", "plan.yaml")
    assert (done.returncode, done.stderr) == (0, "")
    assert "K007" in done.stdout
    document = json.loads(typed("--json", "lint", "plan.yaml").stdout)
    assert (document["version"], document["counts"]["error"]) == ("jalon/1", 0)
    assert {one["code"] for one in document["findings"]} >= {"K007"}


def test_a_broken_plan_ends_with_one_and_names_the_line_and_the_nearest(typed: Typed, folder: Path) -> None:
    text = (folder / "plan.yaml").read_text("utf-8")
    (folder / "broken.yaml").write_text(text.replace("owner: sofiane", "owner: sofian", 1), "utf-8")
    line = next(n for n, row in enumerate(text.splitlines(), 1) if "owner: sofiane" in row)
    said = {language: typed("lint", "broken.yaml", language=language) for language in ("en", "fr")}
    assert [one.returncode for one in said.values()] == [1, 1]
    assert f"broken.yaml:{line}" in said["en"].stdout
    assert "sofiane" in said["en"].stdout
    assert said["fr"].stdout != said["en"].stdout


def test_a_process_that_begins_with_nothing_says_the_same(typed: Typed, typed_cold: Typed, applied: object) -> None:
    """What is typed here begins with everything imported; a user's process does not."""
    for words in (("lint", "plan.yaml"), ("--json", "export"), ("lint", "absent.yaml"), ("--json", "doctor")):
        cold, warm = typed_cold(*words, language="fr"), typed(*words, language="fr")
        assert (cold.returncode, cold.stdout, cold.stderr) == (warm.returncode, warm.stdout, warm.stderr), words


def test_a_global_option_may_stand_behind_its_command(typed: Typed) -> None:
    before, behind = typed("--json", "lint", "plan.yaml"), typed("lint", "plan.yaml", "--json")
    assert (behind.returncode, behind.stdout) == (before.returncode, before.stdout)
    french = typed("lint", "plan.yaml", "--lang", "fr")
    assert french.stdout == typed("--lang", "fr", "lint", "plan.yaml").stdout
    nested = typed("audit", "verify", "--json")
    assert json.loads(nested.stdout) == json.loads(typed("--json", "audit", "verify").stdout)


@pytest.mark.parametrize("content", ["", "a: [", "version: jalon/9\n", "- 1\n", "a: &x [*x]\n"])
def test_what_is_no_plan_ends_with_two_and_never_with_a_traceback(typed: Typed, folder: Path, content: str) -> None:
    (folder / "no-plan.yaml").write_text(content, "utf-8")
    done = typed("lint", "no-plan.yaml")
    assert done.returncode in (1, 2)
    assert "Traceback" not in done.stdout + done.stderr
    assert "no-plan.yaml" in done.stdout


def test_a_file_that_is_not_there_is_said(typed: Typed, applied: object) -> None:
    for words in (("lint", "absent.yaml"), ("diff", "absent.yaml", "plan.yaml"), ("read", "absent.csv")):
        done = typed(*words)
        assert done.returncode == 2
        assert "Traceback" not in done.stderr
        assert done.stdout + done.stderr != ""


def test_the_difference_of_two_plans_is_told_in_words(typed: Typed, folder: Path) -> None:
    text = (folder / "plan.yaml").read_text("utf-8")
    (folder / "moved.yaml").write_text(text.replace("target: 5500000", "target: 5200000", 1), "utf-8")
    assert "5500000" in text
    english, french = (typed("diff", "plan.yaml", "moved.yaml", language=code) for code in ("en", "fr"))
    assert (english.returncode, french.returncode) == (0, 0)
    assert "5" in english.stdout
    assert english.stdout != french.stdout
    assert json.loads(typed("--json", "diff", "plan.yaml", "moved.yaml").stdout)["changes"] != []
    assert json.loads(typed("--json", "diff", "plan.yaml", "plan.yaml").stdout)["changes"] == []


def test_apply_export_apply_changes_nothing_and_says_so(
    typed: Typed, applied: subprocess.CompletedProcess[str], folder: Path
) -> None:
    assert applied.returncode == 0, applied.stderr
    exported = typed("export", "-o", "exported.yaml")
    assert exported.returncode == 0
    assert (folder / "exported.yaml").read_bytes() == (folder / "plan.yaml").read_bytes()
    again = json.loads(typed("--json", "apply", "exported.yaml").stdout)
    assert (again["applied"], again["new"], again["revision"]) == (True, False, 1)


def test_a_plan_with_an_error_does_not_come_into_force(typed: Typed, applied: object, folder: Path) -> None:
    text = (folder / "plan.yaml").read_text("utf-8")
    (folder / "wrong.yaml").write_text(text.replace("owner: sofiane", "owner: nobody", 1), "utf-8")
    done = typed("--json", "apply", "wrong.yaml")
    assert done.returncode == 1
    assert json.loads(done.stdout)["applied"] is False
    assert json.loads(typed("--json", "apply", "plan.yaml").stdout)["revision"] == 1


def test_reading_stores_nothing(typed: Typed, folder: Path) -> None:
    done = typed("--json", "read", "csv_orders-september.csv")
    (file,) = json.loads(done.stdout)["files"]
    assert (done.returncode, file["status"], file["tables"][0]["rows"]) == (0, "recognised", 30)
    assert file["tables"][0]["measures"]["orders"]["total"] == "765"


def test_an_import_says_what_it_keeps_and_a_second_one_changes_nothing(
    typed: Typed, imported: subprocess.CompletedProcess[str]
) -> None:
    assert imported.returncode == 0, imported.stderr
    assert "765" in imported.stdout
    again = typed("--json", "import", "csv_orders-september.csv", "--yes")
    (part,) = json.loads(again.stdout)["imports"]
    assert (part["already_loaded"], part["kept"], again.returncode) == (True, False, 0)
    assert part["effect"] == {"kpis": [], "unjudged": None}


def test_an_import_says_whose_standings_it_would_change(typed: Typed, folder: Path, applied: object) -> None:
    own = folder / "csv_tickets-april.csv"
    own.write_text("day,tickets,csat_satisfied,csat_answers\n2026-04-01,8,7,8\n", "utf-8")
    (part,) = json.loads(typed("--json", "import", "csv_tickets-april.csv").stdout)["imports"]
    fed = {one["id"]: (one["before"], one["after"]) for one in part["effect"]["kpis"]}
    assert fed["csat"][0] == "no_data"
    assert fed["csat"][1] not in (None, "no_data")
    assert "aov" not in fed


def test_a_scorecard_is_published_shown_whole_and_one_by_one(typed: Typed, imported: object) -> None:
    published = typed("refresh", "--as-of", "2026-10-01")
    assert published.returncode == 0, published.stderr
    whole = json.loads(typed("--json", "show").stdout)
    assert (whole["contract"], whole["as_of"], whole["edition"]) == (1, "2026-10-01", 1)
    one = json.loads(typed("--json", "show", "aov").stdout)
    assert one["kind"] == "kpis"
    assert round(float(one["measured"]["value"]), 2) == 38.38, "the last 28 days: 28,476 € over 742 orders"
    shown = typed("show", "aov")
    assert "€38.38" in shown.stdout
    unknown = typed("show", "nothing_of_the_kind")
    assert (unknown.returncode, "nothing_of_the_kind" in unknown.stderr) == (2, True)


def test_a_change_is_said_in_parts_that_add_up_to_it(typed: Typed, imported: object) -> None:
    typed("refresh", "--as-of", "2026-10-01")
    days = ("--from", "2026-09-16", "--to", "2026-09-30")
    told = json.loads(typed("--json", "why", "aov", "--by", "channel", *days).stdout)
    parts = [Decimal(part["effect"]) for part in told["parts"]]
    assert told["exploration"] is True
    assert "seo" in {part["name"] for part in told["parts"]}
    assert sum(parts, Decimal(told["rest"])) == Decimal(told["change"])
    assert Decimal(told["after"]) - Decimal(told["before"]) == Decimal(told["change"])
    assert "Mostly " in typed("why", "aov", *days).stdout
    assert typed("why", "aov", "--from", "2026-09-16").returncode == 2
    assert typed("why", "aov", "--against", "2026-09-01").returncode == 2
    assert typed("why", "nothing_of_that_name").returncode == 2
    assert typed("why", "csat").returncode == 2


def test_an_import_is_undone_by_the_beginning_of_its_id(typed: Typed, folder: Path, imported: object) -> None:
    (folder / "csv_tickets-may.csv").write_text("day,tickets\n2026-05-01,4\n", "utf-8")
    kept = json.loads(typed("--json", "import", "csv_tickets-may.csv", "--yes").stdout)["imports"][0]
    assert kept["kept"] is True
    done = typed("undo", kept["import_id"][:12], "--reason", "another shop")
    assert done.returncode == 0, done.stderr
    assert "1 day vanishes" in done.stdout
    again = typed("undo", kept["import_id"][:12])
    assert (again.returncode, "already undone" in again.stderr) == (2, True)
    assert typed("undo", "ffffffffffff").returncode == 2
    assert kept["import_id"][:12] in typed("undo").stdout
    listed = json.loads(typed("--json", "undo").stdout)["imports"]
    (mine,) = [one for one in listed if one["import_id"] == kept["import_id"]]
    assert (mine["undone_by"], mine["undone_reason"], mine["difference"]["new_days"]) == ("operator", "another shop", 1)


def test_an_import_says_which_days_are_new_move_and_vanish_and_what_a_newer_one_holds(
    typed: Typed, folder: Path, imported: object
) -> None:
    def delivered(name: str, rows: str, day: str) -> list[str]:
        (folder / name).write_text(f"day,tickets\n{rows}\n", "utf-8")
        return [*("import", name, "--yes", "--extracted-at", f"{day}T05:00:00+00:00")]

    first = typed(*delivered("csv_tickets-1.csv", "2026-06-01,10\n2026-06-02,20\n2026-06-03,5", "2026-06-04"))
    assert first.returncode == 0, first.stderr
    second = typed(*delivered("csv_tickets-2.csv", "2026-06-01,12\n2026-06-03,5\n2026-06-04,7", "2026-06-05"))
    assert "1 new day: 4 Jun 2026." in second.stdout
    assert "2 days replaced, 1 of which change: 1 Jun 2026, 3 Jun 2026." in second.stdout
    assert "1 day vanishes, which the file no longer tells: 2 Jun 2026." in second.stdout
    assert "−18 (−51.4%)" in second.stdout, "35 were there, 17 are left of the same days"
    older = delivered("csv_tickets-0.csv", "2026-05-31,1\n2026-06-01,9", "2026-06-02")
    document = json.loads(typed("--json", *older).stdout)["imports"][0]
    (held,) = document["held"]
    assert (held["file_name"], held["days"]) == ("csv_tickets-2.csv", [["2026-06-01", "2026-06-01"]])
    assert (document["new"], document["replaced_days"]) == ([["2026-05-31", "2026-05-31"]], 0)


def test_a_home_is_whole_until_a_file_is_touched(typed: Typed, folder: Path, imported: object) -> None:
    assert typed("doctor").returncode == 0
    assert typed("audit", "verify").returncode == 0
    data = next((folder / "home" / "facts").rglob("*.parquet"))
    content = data.read_bytes()
    data.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    hurt, refused = typed("doctor"), typed("refresh", "--as-of", "2026-10-02")
    data.write_bytes(content)
    assert hurt.returncode == 1
    assert data.name in hurt.stdout
    assert (refused.returncode, "Traceback" in refused.stderr) == (2, False)
    assert "jalon doctor" in refused.stderr


def test_a_period_or_a_day_that_cannot_be_understood_is_said(typed: Typed) -> None:
    done = typed("read", "csv_orders-september.csv", "--period", "someday")
    assert (done.returncode, "someday" in done.stderr) == (2, True)
    assert typed("refresh", "--as-of", "someday").returncode == 2


def test_help_speaks_both_languages(typed: Typed) -> None:
    english, french = (typed("--help", language=code).stdout for code in ("en", "fr"))
    assert "lint" in english
    assert english != french
    assert "Dossier" in french


def test_a_past_day_does_not_count_what_was_extracted_later_and_says_so(typed: Typed, imported: object) -> None:
    done = typed("refresh", "--as-of", "2026-09-15")
    assert done.returncode == 0
    assert "data.extracted_later" in done.stdout
    assert "from 1 Oct 2026" in done.stdout


def test_a_day_that_does_not_exist_is_said_and_never_a_traceback(typed: Typed, folder: Path) -> None:
    (folder / "csv_orders-bad.csv").write_text("day,orders\n2026-02-30,3\n", "utf-8")
    done = typed("read", "csv_orders-bad.csv")
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert "2026-02-30" in done.stdout


def test_a_total_of_zero_is_told_as_zero(typed: Typed, folder: Path, applied: object) -> None:
    (folder / "csv_orders-zero.csv").write_text("day,orders\n2026-03-01,0\n", "utf-8")
    (part,) = json.loads(typed("--json", "import", "csv_orders-zero.csv", "--yes").stdout)["imports"]
    assert part["changes"][0]["after"] == "0"


def test_a_day_ahead_is_not_published(typed: Typed, applied: object) -> None:
    done = typed("refresh", "--as-of", "2999-01-01")
    assert (done.returncode, "2999" in done.stderr) == (2, True)

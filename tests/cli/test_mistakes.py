"""What goes wrong is said in the reader's language, ends with status 2, and never with a traceback."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Typed = Callable[..., subprocess.CompletedProcess[str]]
ENGLISH = re.compile(r"\b(Usage: |Error|Missing|No such|Try|Invalid|Got|does not|is not|must|Show this)\b")
MISTYPED = (
    "lint",
    "lint a.yaml b.yaml",
    "lint --nope plan.yaml",
    "nope",
    "audit nope",
    "show --grain year aov",
    "serve --port high",
    "refresh --as-of someday",
    "apply plan.yaml --reason",
    "--lang de lint plan.yaml",
    "export --output",
)


@pytest.mark.parametrize("words", MISTYPED)
def test_a_mistyped_command_is_said_in_the_readers_language(typed: Typed, words: str) -> None:
    french, english = (typed(*words.split(), language=code) for code in ("fr", "en"))
    assert (french.returncode, english.returncode) == (2, 2)
    assert ("Erreur\u00a0: " in french.stderr, "Error: " in english.stderr) == (True, True)
    assert ENGLISH.search(french.stderr) is None, french.stderr
    assert "Traceback" not in french.stderr + english.stderr


def test_each_command_says_in_its_help_how_it_ends(typed: Typed) -> None:
    for name in ("lint", "import", "doctor"):
        assert "Exit status: 0 " in typed(name, "--help").stdout
        french = typed(name, "--help", language="fr").stdout
        assert "Statut de sortie\u00a0: 0 " in french
        assert ENGLISH.search(french) is None


@pytest.mark.parametrize(
    ("command", "language", "sentence"),
    [("serve", "fr", "Le port {} de 127.0.0.1 est déjà pris"), ("demo", "en", "Port {} of 127.0.0.1 is already taken")],
)
def test_a_port_already_taken_is_refused_and_never_shared(
    typed: Typed, command: str, language: str, sentence: str
) -> None:
    with socket.socket() as other:
        # A server that would share its port, as ours does: the second one would otherwise start without a word.
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = typed(command, "--port", str(port), language=language)
    assert done.returncode == 2
    assert done.stderr.startswith(sentence.format(port))
    assert done.stdout == ""


def test_a_day_is_asked_for_as_people_write_it(typed: Typed) -> None:
    assert "AAAA-MM-JJ" in typed("refresh", "--as-of", "3 mars", language="fr").stderr
    assert "YYYY-MM-DD" in typed("refresh", "--as-of", "3 March").stderr


def test_the_answer_that_is_not_understood_is_the_one_named(typed: Typed) -> None:
    for option, value in (("--extracted-at", "yesterday"), ("--period", "last month")):
        said = typed("read", "csv_orders-september.csv", option, value).stderr
        assert said.startswith(value), said


def test_a_column_that_is_not_known_is_named(typed: Typed, folder: Path) -> None:
    (folder / "csv_orders-odd.csv").write_text("day,orders,wat\n2026-05-01,4,1\n", "utf-8")
    done = typed("read", "csv_orders-odd.csv")
    assert (done.returncode, "“wat”" in done.stdout) == (2, True)


def test_a_file_without_any_near_format_leaves_no_empty_place(typed: Typed, folder: Path) -> None:
    (folder / "letter.txt").write_text("Dear all,\n", "utf-8")
    said = typed("read", "letter.txt").stdout
    assert ": ." not in said
    assert "format.unknown" in said


@pytest.mark.parametrize("target", ["absent/plan.yaml", "."])
def test_a_plan_that_cannot_be_written_is_said(typed: Typed, applied: object, target: str) -> None:
    done = typed("export", "-o", target, language="fr")
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert done.stderr.startswith(f"{target}\u00a0: ")


def test_a_workspace_is_named_by_plain_signs(typed: Typed) -> None:
    done = typed("--workspace", "../../etc", "apply", "plan.yaml")
    assert (done.returncode, "../../etc" in done.stderr) == (2, True)
    assert "../../etc" not in typed("--workspace", "unknown", "show").stderr


def elsewhere(place: Path, home: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "jalon", "--home", str(home), "--lang", "fr", "doctor"],
        capture_output=True,
        text=True,
        check=False,
        cwd=place,
        env={**os.environ, **variables},
    )


def test_a_home_that_cannot_be_used_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder", "utf-8")
    done = elsewhere(tmp_path, tmp_path / "file")
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert "--home" in done.stderr


def test_records_that_are_damaged_are_said(tmp_path: Path) -> None:
    (tmp_path / "records.sqlite3").write_text("this is no database, whatever its name says\n" * 40, "utf-8")
    done = elsewhere(tmp_path, tmp_path)
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert "sauvegarde" in done.stderr


@pytest.mark.parametrize("address", ["mysql://jalon:s3cret@db/jalon", "postgresql://jalon:s3cret@127.0.0.1:1/jalon"])
def test_a_database_that_does_not_answer_is_said_without_its_password(tmp_path: Path, address: str) -> None:
    done = elsewhere(tmp_path, tmp_path, JALON_DATABASE=address)
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert "JALON_DATABASE" in done.stderr
    assert "s3cret" not in done.stderr
    assert not (tmp_path / "records.sqlite3").exists(), "never another database than the one asked for"


def test_a_plan_is_refused_in_json_too(typed: Typed, folder: Path) -> None:
    (folder / "empty.yaml").write_text("", "utf-8")
    done = typed("--json", "lint", "empty.yaml")
    assert done.returncode == 2
    assert json.loads(done.stdout)["counts"]["error"] == 1

"""Files dropped on the page: kept beside under safe names, forgotten, never reached by another name."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from tests.conftest import home_of_process

from jalon.quantities import Period
from jalon.records.workspaces import Workspace

home_of_process()

from django.conf import settings  # noqa: E402  # Django knows its settings only now
from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402

from jalon.web.sources import staging  # noqa: E402


@pytest.fixture
def workspace() -> Workspace:
    return Workspace(uuid4(), "w", "W", "Europe/Paris", "EUR")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("orders.csv", "orders.csv"),
        ("../../etc/passwd", "passwd"),
        ("..", "file-0"),
        (".hidden", "hidden"),
        ("a\x00b\n.csv", "a_b_.csv"),
        ("x" * 300 + ".csv", "x" * 116 + ".csv"),
        ("Requêtes.csv", "Requêtes.csv"),
    ],
)
def test_a_name_never_leaves_its_folder(given: str, kept: str, workspace: Workspace) -> None:
    upload = SimpleUploadedFile("placeholder", b"day,orders\n")
    upload._name = given  # type: ignore[attr-defined]  # the name as a hostile client would send it
    token = staging.keep_aside(workspace, [upload])
    (file,) = staging.files_of(workspace, token)
    assert file.name == kept
    assert Path(settings.HOME) / "incoming" / str(workspace.id) / token == file.parent
    assert staging.arrived(workspace, token) <= datetime.now(UTC)


@pytest.mark.parametrize("token", ["", "..", "../other/token-of-another", "short", "a/b" * 8])
def test_a_token_is_no_path(token: str, workspace: Workspace) -> None:
    assert staging.files_of(workspace, token) == []


def test_a_file_of_another_workspace_is_not_there(workspace: Workspace) -> None:
    token = staging.keep_aside(workspace, [SimpleUploadedFile("a.csv", b"1")])
    assert staging.files_of(Workspace(uuid4(), "v", "V", "Europe/Paris", "EUR"), token) == []
    staging.forget(workspace, token)
    assert staging.files_of(workspace, token) == []


def test_more_than_a_page_takes_is_refused(workspace: Workspace) -> None:
    with pytest.raises(staging.TooMuch):
        staging.keep_aside(workspace, [SimpleUploadedFile(f"{n}.csv", b"1") for n in range(staging.MOST_FILES + 1)])


def test_fields_of_the_page_are_answers_and_an_empty_one_answers_nothing() -> None:
    assert staging.answers_from({}) == staging.Answers()
    told = staging.answers_from(
        {"currency": "eur ", "day_order": "month", "first_day": "2026-01-01", "last_day": "2026-01-31", "tool": "ga4"}
    )
    assert (told.currency, told.day_first, told.tool) == ("EUR", False, "ga4")
    assert told.period == Period(date(2026, 1, 1), date(2026, 1, 31))
    assert staging.answers_from({"first_day": "someday", "last_day": "2026-01-31"}).period is None


def test_two_files_of_one_name_are_refused_rather_than_one_lost(workspace: Workspace) -> None:
    with pytest.raises(staging.TwoOfOneName):
        staging.keep_aside(workspace, [SimpleUploadedFile("Dates.csv", b"1"), SimpleUploadedFile("Dates.csv", b"2")])

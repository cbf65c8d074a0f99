"""What is dropped on the page of sources: a hostile file is refused at once and nothing of it stays on the disk."""

from __future__ import annotations

from pathlib import Path
from random import Random
from uuid import uuid4

import pytest
from tests.conftest import home_of_process
from tests.sources.files import TABLE
from tests.sources.hostile import bodies, containers, texts, workbooks
from tests.sources.hostile.made import Made

from jalon.records import accounts, workspaces
from jalon.records.workspaces import Workspace
from jalon.wording import say

home_of_process()

from django.conf import settings  # noqa: E402  # Django knows its settings only now
from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.core.files.uploadhandler import TemporaryFileUploadHandler  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import override_settings  # noqa: E402

from jalon.web import uploads  # noqa: E402

PASSWORD = "granite lighthouse 42"
HOSTILE = [
    containers.name_that_leaves_its_folder(Random(1)),
    workbooks.document_type(Random(2)),
    texts.nul_in_text(Random(3)),
    bodies.row_of_another_width(Random(4)),
]


@pytest.fixture
def workspace() -> Workspace:
    return workspaces.create(f"w-{uuid4().hex[:10]}", "Atelier", "Europe/Paris", "EUR")


@pytest.fixture
def director(workspace: Workspace) -> Client:
    person = accounts.create(f"{uuid4().hex[:8]}@kervoal.example", "Claire", PASSWORD, "en")
    workspaces.join(workspace, person.id, "director")
    visitor = Client(headers={"accept-language": "en"})
    visitor.post("/sign-in", {"email": person.email, "password": PASSWORD})
    return visitor


def stored(workspace: Workspace) -> list[str]:
    folder = Path(settings.HOME) / "incoming" / str(workspace.id)
    return sorted(path.name for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else []


def dropped(visitor: Client, *files: tuple[str, bytes]) -> str:
    given = [SimpleUploadedFile(name, content) for name, content in files]
    answer = visitor.post("/sources/preview", {"files": given})
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("made", HOSTILE, ids=lambda made: made.codes[0])
def test_a_hostile_file_is_refused_with_its_reason_and_thrown_away(
    made: Made, director: Client, workspace: Workspace
) -> None:
    page = dropped(director, (made.name, made.content))
    assert say({"code": made.codes[0], "details": {}}, "en").split("–")[0][:20] in page
    assert stored(workspace) == []


def test_the_good_one_beside_it_waits_for_its_answer(director: Client, workspace: Workspace) -> None:
    dropped(director, (HOSTILE[0].name, HOSTILE[0].content), ("csv_orders-october.csv", TABLE.encode()))
    assert stored(workspace) == [".arrived", "csv_orders-october.csv"]


def test_a_file_too_large_is_written_no_further_than_the_limit(
    director: Client, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = []
    keep = TemporaryFileUploadHandler.receive_data_chunk

    def kept(handler: TemporaryFileUploadHandler, raw_data: bytes, start: int) -> None:
        written.append(len(raw_data))
        keep(handler, raw_data, start)

    monkeypatch.setattr(TemporaryFileUploadHandler, "receive_data_chunk", kept)
    monkeypatch.setattr(uploads, "MOST_BYTES", 200_000)
    with override_settings(FILE_UPLOAD_MAX_MEMORY_SIZE=1000):
        files = [SimpleUploadedFile("large.csv", b"x" * 1_000_000), SimpleUploadedFile("small.csv", b"day\n")]
        answer = director.post("/sources/preview", {"files": files}, follow=True)
    assert 0 < sum(written) <= 200_000 + 10
    assert stored(workspace) == []
    assert "200" in answer.content.decode()

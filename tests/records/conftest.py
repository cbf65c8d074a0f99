"""Real records: a workspace of its own for every test."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from jalon.records import accounts, workspaces
from jalon.records.workspaces import Member, Workspace
from tests.conftest import home_of_process

home_of_process()  # tables are named at the top of the tests: Django must know them before

NOW = datetime(2026, 10, 15, 7, 10, tzinfo=UTC)


@pytest.fixture
def workspace(records_home: Path) -> Workspace:
    """A company nobody else of the tests knows."""
    return workspaces.create(f"w-{uuid4().hex[:10]}", "Atelier Kervoal", "Europe/Paris", "EUR")


@pytest.fixture
def member_as(workspace: Workspace) -> Callable[..., Member]:
    """Somebody with a role in it."""

    def joined(role: str, person: str = "") -> Member:
        account = accounts.without_password(f"{uuid4().hex[:10]}@kervoal.example", "Somebody")
        workspaces.join(workspace, account.id, role, person)
        found = workspaces.member(account.id, workspace.slug)
        assert found is not None
        return found

    return joined


@pytest.fixture
def together(records_home: Path) -> Callable[..., list[object]]:
    """Run one piece of work in several threads at once, each with its own connection; gives what each answered."""

    def run(work: Callable[[int], object], threads: int = 6) -> list[object]:
        from django.db import connection

        answers: list[object] = [None] * threads
        ready = threading.Barrier(threads)

        def one(number: int) -> None:
            ready.wait()
            try:
                answers[number] = work(number)
            except Exception as fault:
                answers[number] = fault
            finally:
                connection.close()

        running = [threading.Thread(target=one, args=(number,)) for number in range(threads)]
        for thread in running:
            thread.start()
        for thread in running:
            thread.join()
        return answers

    return run

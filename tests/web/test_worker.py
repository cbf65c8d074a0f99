"""The worker: one job at a time, and a broken one does not stop the others."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from tests.conftest import home_of_process

from jalon.facts.engine import Passing
from jalon.records import jobs, workspaces
from jalon.records.jobs import Claimed
from jalon.records.workspaces import Workspace

home_of_process()

from jalon.records import models  # noqa: E402  # Django knows its tables only now
from jalon.web.jobs import timetable, worker  # noqa: E402


@pytest.fixture
def workspace() -> Workspace:
    models.Job.objects.all().delete()
    return workspaces.create(f"w-{uuid4().hex[:10]}", "W", "Europe/Paris", "EUR")


def outcome(workspace: Workspace) -> tuple[str, str]:
    row = models.Job.objects.get(workspace_id=workspace.id)
    return row.outcome, row.said


def test_a_refresh_without_a_plan_ends_by_saying_so(workspace: Workspace) -> None:
    jobs.plan(workspace, "refresh", {}, datetime.now(UTC))
    assert worker.work_once("a")
    assert outcome(workspace) == ("done", "refresh.no_plan")
    assert not worker.work_once("a")


def test_an_unknown_kind_of_job_ends(workspace: Workspace) -> None:
    jobs.plan(workspace, "nothing_known", {}, datetime.now(UTC))
    assert worker.work_once("a")
    assert outcome(workspace) == ("failed", "job.unknown")


def test_a_passing_fault_comes_back_and_a_broken_job_does_not(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(_: Workspace, __: Claimed) -> str:
        raise Passing("facts.concurrent_writer", cut="x")

    def broken(_: Workspace, __: Claimed) -> str:
        raise ZeroDivisionError

    monkeypatch.setitem(worker.KINDS, "busy", busy)
    monkeypatch.setitem(worker.KINDS, "broken", broken)
    jobs.plan(workspace, "busy", {}, datetime.now(UTC))
    assert worker.work_once("a")
    assert outcome(workspace) == ("", "facts.concurrent_writer")
    models.Job.objects.all().delete()
    jobs.plan(workspace, "broken", {}, datetime.now(UTC))
    assert worker.work_once("a")
    assert outcome(workspace) == ("failed", "ZeroDivisionError")


def test_sessions_that_are_over_are_removed_and_the_others_stay() -> None:
    from django.contrib.sessions.models import Session

    now = datetime.now(UTC)
    for key, lasts in (("over", -1), ("lives", 1)):
        ends = now + timedelta(hours=lasts)
        Session.objects.update_or_create(session_key=key, defaults={"session_data": "", "expire_date": ends})
    timetable.tidy(now)
    assert list(Session.objects.filter(session_key__in=["over", "lives"]).values_list("session_key", flat=True)) == [
        "lives"
    ]

"""Jobs: one holder at a time, taken over when the lease has ended, refused to whoever lost it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from jalon.records import jobs, models
from jalon.records.jobs import Claimed
from jalon.records.workspaces import Workspace

from .conftest import NOW


@pytest.fixture(autouse=True)
def empty_list(records_home: object) -> None:
    models.Job.objects.all().delete()


def claimed(holder: str, after: timedelta = timedelta(0)) -> Claimed:
    job = jobs.claim(holder, NOW + after)
    assert job is not None
    return job


def test_workers_that_ask_at_once_never_hold_the_same_job(
    workspace: Workspace, together: Callable[..., list[object]]
) -> None:
    planned = {jobs.plan(workspace, "refresh", {}, NOW) for _ in range(12)}

    def work(number: int) -> list[object]:
        mine = []
        while (job := jobs.claim(f"worker {number}", NOW)) is not None:
            mine.append(job.id)
        return mine

    answers = together(work, 4)
    assert [one for one in answers if isinstance(one, Exception)] == []
    taken = [job for one in answers if isinstance(one, list) for job in one]
    assert (len(taken), set(taken)) == (12, planned)


def test_a_job_is_not_taken_before_it_is_due(workspace: Workspace) -> None:
    jobs.plan(workspace, "refresh", {}, NOW + timedelta(minutes=1))
    assert jobs.claim("a", NOW) is None
    assert claimed("a", timedelta(minutes=1)).kind == "refresh"


def test_a_worker_that_died_loses_the_job_when_its_lease_ends(workspace: Workspace) -> None:
    jobs.plan(workspace, "refresh", {}, NOW)
    dead = claimed("dead")
    assert jobs.claim("living", NOW + jobs.LEASE) is None
    living = claimed("living", jobs.LEASE + timedelta(seconds=1))
    assert (living.id, living.attempts) == (dead.id, 2)
    assert not jobs.heartbeat(dead, NOW)
    assert not jobs.finish(dead, "done", NOW)
    assert jobs.finish(living, "done", NOW)


def test_a_heartbeat_keeps_the_job(workspace: Workspace) -> None:
    jobs.plan(workspace, "refresh", {}, NOW)
    job = claimed("a")
    assert jobs.heartbeat(job, NOW + timedelta(minutes=1))
    assert jobs.claim("b", NOW + jobs.LEASE + timedelta(seconds=30)) is None


def test_a_passing_fault_is_tried_again_later_and_later_then_given_up(workspace: Workspace) -> None:
    jobs.plan(workspace, "refresh", {}, NOW)
    when, waits = NOW, []
    for _ in range(jobs.MOST_ATTEMPTS):
        job = jobs.claim("a", when)
        assert job is not None
        jobs.fail(job, "facts.busy", when, passing=True)
        row = models.Job.objects.get(id=job.id)
        waits.append((row.due - when).total_seconds() if row.finished is None else None)
        when = max(row.due, when)
    assert waits == [30, 60, 120, 240, 480, None]
    assert models.Job.objects.get(workspace_id=workspace.id).outcome == "failed"


def test_a_lasting_fault_ends_the_job_at_once(workspace: Workspace) -> None:
    jobs.plan(workspace, "refresh", {}, NOW)
    jobs.fail(claimed("a"), "facts.unreadable", NOW, passing=False)
    assert jobs.claim("a", NOW + timedelta(days=1)) is None
    assert not jobs.waiting(workspace, "refresh")


def test_tomorrow_s_scorecard_is_no_work_under_way_and_one_to_be_tried_again_is(workspace: Workspace) -> None:
    jobs.plan(workspace, "refresh", {}, NOW + timedelta(days=1))
    assert jobs.waiting(workspace, "refresh")
    assert not jobs.under_way(workspace, "refresh", NOW)
    jobs.plan(workspace, "refresh", {}, NOW)
    assert jobs.under_way(workspace, "refresh", NOW)
    jobs.fail(claimed("a"), "facts.busy", NOW, passing=True)
    assert jobs.under_way(workspace, "refresh", NOW)


def test_a_timetable_puts_the_next_one_on_the_list(workspace: Workspace) -> None:
    jobs.plan(workspace, "refresh", {"of": "day"}, NOW)
    assert jobs.finish(claimed("a"), "done", NOW, again=NOW + timedelta(days=1))
    assert jobs.claim("a", NOW) is None
    assert claimed("a", timedelta(days=1)).arguments == {"of": "day"}


def test_work_says_how_far_it_is_and_stops_between_two_steps_when_asked(workspace: Workspace) -> None:
    jobs.plan(workspace, "curves", {}, NOW)
    job = claimed("a")
    assert jobs.advanced(job, 0.25)
    assert jobs.ask_to_stop(workspace, "curves", NOW)
    assert not jobs.advanced(job, 0.5)
    assert jobs.stop(job, "fitted 1", NOW)
    last = jobs.newest(workspace, "curves")
    assert last is not None
    assert (last.outcome, last.progress) == ("stopped", 0.5)


def test_work_that_nobody_has_begun_stops_at_once(workspace: Workspace) -> None:
    jobs.plan(workspace, "curves", {}, NOW)
    assert jobs.ask_to_stop(workspace, "curves", NOW)
    assert jobs.claim("a", NOW) is None
    assert not jobs.ask_to_stop(workspace, "curves", NOW)

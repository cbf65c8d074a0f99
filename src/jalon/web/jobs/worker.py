"""Jobs taken one by one: claimed, kept by a heartbeat, finished or tried again."""

from __future__ import annotations

import logging
import os
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import monotonic
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import DatabaseError, close_old_connections

from jalon.assembly import House
from jalon.facts.engine import Passing
from jalon.records import connections, jobs, workspaces
from jalon.records.jobs import Claimed
from jalon.records.workspaces import Workspace
from jalon.routines import curving, posting, refreshing, telling
from jalon.web.jobs import timetable, warming

log = logging.getLogger(__name__)
BEAT, IDLE, ROUND = 30.0, 1.0, 60.0
"""Seconds between two heartbeats, two looks at an empty list, two looks at the timetable."""


def day_known(workspace: Workspace, now: datetime) -> date:
    """The day a scorecard is published for: today where the company is; in the demo, the demo's own day."""
    if settings.DEMO:
        from jalon.demo.company import TRUTH

        return TRUTH.demo_day
    return now.astimezone(ZoneInfo(workspace.timezone)).date()


def _refresh(workspace: Workspace, job: Claimed) -> str:
    now = datetime.now(UTC)
    engine, actor = House(Path(settings.HOME)).engine(workspace), str(job.arguments.get("actor", "operator"))
    done = refreshing.refresh(workspace, engine, day_known(workspace, now), now, actor)
    warming.warm(workspace)
    return done.reason if isinstance(done, refreshing.NothingToRefresh) else f"edition {done.scorecard.edition}"


def _tell(workspace: Workspace, job: Claimed) -> str:
    done = telling.tell(workspace, House(Path(settings.HOME)).post(), datetime.now(UTC))
    return f"sent {done.sent}, held {done.held}, failed {done.failed}, waiting {done.waiting}"


def _digest(workspace: Workspace, job: Claimed) -> str:
    now = datetime.now(UTC)
    post, due = House(Path(settings.HOME)).post(), telling.due_digests(workspace, now)
    noted = telling.note_digests(workspace, now, due) if due else 0
    reports = posting.note_due(workspace, post.address, now)
    telling.send(workspace, post, now)
    return f"noted {noted}, reports {reports}"


def _curves(workspace: Workspace, job: Claimed) -> str:
    """Fit the curves; a new scorecard follows when any was found, so that the risks of saturation read them."""
    now = datetime.now(UTC)
    engine, actor = House(Path(settings.HOME)).engine(workspace), str(job.arguments.get("actor", "operator"))
    done = curving.curve(
        workspace, engine, day_known(workspace, now), now, lambda part: jobs.advanced(job, part), actor=actor
    )
    if isinstance(done, refreshing.NothingToRefresh):
        return done.reason
    if done.stopped:
        raise jobs.Stopped(f"fitted {len(done.fitted)}")
    if done.fitted and not settings.DEMO:
        jobs.plan(workspace, "refresh", {"actor": actor}, now)
    return f"fitted {len(done.fitted)}, known {len(done.known)}"


def _fetch(workspace: Workspace, job: Claimed) -> str:
    """One connection asked; what passes is tried again by the list, what lasts waits for somebody and for tomorrow."""
    one = connections.found(workspace, str(job.arguments.get("connection", "")))
    if one is None or one.ended is not None:
        return "ended"
    since = str(job.arguments.get("since", ""))
    run = House(Path(settings.HOME)).fetch(
        workspace, one, datetime.now(UTC), since=date.fromisoformat(since) if since else None,
        author=str(job.arguments.get("actor", "timetable")),
    )  # fmt: skip
    if run.fault is not None and run.fault.passing:
        rest = run.fault.rest.total_seconds() if run.fault.rest else 0.0
        raise Passing(run.fault.code, rest=str(rest))
    return run.fault.code if run.fault else f"rows {run.rows}, calls {run.calls}"


KINDS: dict[str, Callable[[Workspace, Claimed], str]] = {
    "refresh": _refresh, "tell": _tell, "digest": _digest, "curves": _curves, "fetch": _fetch
}  # fmt: skip


def work_once(holder: str) -> bool:
    """Do one job that is due; False when there is none."""
    job = jobs.claim(holder, datetime.now(UTC))
    if job is None:
        return False
    workspace = next((one for one in workspaces.every() if one.id == job.workspace), None)
    if workspace is None or job.kind not in KINDS:
        jobs.fail(job, "job.unknown", datetime.now(UTC), passing=False)
        return True
    try:
        with _beating(job):
            said = KINDS[job.kind](workspace, job)
    except jobs.Stopped as fault:
        jobs.stop(job, str(fault), datetime.now(UTC))
    except Passing as fault:
        rest = timedelta(seconds=float(fault.details.get("rest", "0")))
        jobs.fail(job, fault.code, datetime.now(UTC), passing=True, rest=rest)
    except Exception as fault:  # one broken job must not stop the worker
        log.exception("job %s of %s failed", job.kind, workspace.slug)
        jobs.fail(job, type(fault).__name__, datetime.now(UTC), passing=False)
    else:
        jobs.finish(job, said, datetime.now(UTC))
    return True


@contextmanager
def _beating(job: Claimed) -> Iterator[None]:
    """Renew the lease from beside while the work goes on."""
    over = threading.Event()

    def beat() -> None:
        while not over.wait(BEAT):
            try:
                jobs.heartbeat(job, datetime.now(UTC))
            except DatabaseError:
                log.warning("a heartbeat of job %s was missed", job.id)
            close_old_connections()

    beside = threading.Thread(target=beat, daemon=True)
    beside.start()
    try:
        yield
    finally:
        over.set()


def run(stop: threading.Event) -> None:
    """Work until told to stop."""
    holder, looked = f"{os.getpid()}-{secrets.token_hex(4)}", float("-inf")
    while not stop.is_set():
        try:
            if monotonic() - looked >= ROUND:
                timetable.keep(datetime.now(UTC))
                timetable.tidy(datetime.now(UTC))
                looked = monotonic()
            busy = work_once(holder)
        except Exception:  # a database out of reach for a moment
            log.exception("the list of jobs could not be read")
            busy = False
        close_old_connections()
        if not busy:
            stop.wait(IDLE)

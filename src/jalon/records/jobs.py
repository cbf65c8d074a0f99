"""Jobs: claimed by one conditional UPDATE, kept by a heartbeat, refused to whoever lost the lease."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from jalon.records.workspaces import Workspace

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from jalon.records import models

LEASE = timedelta(minutes=2)
FIRST_DELAY = timedelta(seconds=30)
MOST_ATTEMPTS = 6


class Stopped(Exception):
    """The work was asked to stop between two of its steps; what it kept stays kept."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A job in somebody's hands."""

    id: UUID
    workspace: UUID
    kind: str
    arguments: Mapping[str, object]
    attempts: int
    holder: str


def plan(workspace: Workspace, kind: str, arguments: Mapping[str, object], due: datetime) -> UUID:
    """Put work on the list."""
    from jalon.records import models

    return models.Job.objects.create(workspace_id=workspace.id, kind=kind, arguments=dict(arguments), due=due).id


def claim(holder: str, now: datetime) -> Claimed | None:
    """Take the oldest job due that nobody holds, or whose holder's lease has ended."""
    from django.db.models import F, Q

    from jalon.records import models

    free = Q(holder="") | Q(lease_ends__lt=now)
    waiting = models.Job.objects.filter(free, finished=None, due__lte=now).order_by("due")
    for job_id in waiting.values_list("id", flat=True)[:10]:
        taken = models.Job.objects.filter(free, id=job_id, finished=None, due__lte=now).update(
            holder=holder, lease_ends=now + LEASE, attempts=F("attempts") + 1
        )
        if taken == 1:
            row = models.Job.objects.get(id=job_id)
            if row.attempts > MOST_ATTEMPTS:
                # Its workers died at it: one more would too.
                row.outcome, row.said, row.finished, row.lease_ends = "failed", "job.workers_died", now, None
                row.save()
                continue
            return Claimed(row.id, row.workspace_id, row.kind, row.arguments, row.attempts, holder)
    return None


@dataclass(frozen=True, slots=True)
class UnderWay:
    """Work as a page follows it: the part done, whether somebody asked it to stop, whether a worker holds it."""

    id: UUID
    progress: float
    stop_asked: bool
    held: bool
    outcome: str
    said: str
    finished: datetime | None


def newest(workspace: Workspace, kind: str) -> UnderWay | None:
    """The last work of a kind that was put on the list, finished or not."""
    from jalon.records import models

    rows = models.Job.objects.filter(workspace_id=workspace.id, kind=kind)
    row = rows.filter(finished=None).order_by("due").first() or rows.order_by("-finished").first()
    if row is None:
        return None
    return UnderWay(row.id, row.progress, row.stop_asked, bool(row.holder), row.outcome, row.said, row.finished)


def advanced(job: Claimed, progress: float) -> bool:
    """Say how far the work is; False when it was asked to stop, or is another's by now."""
    mine = _mine(job)
    return mine.update(progress=progress) == 1 and not mine.filter(stop_asked=True).exists()


def ask_to_stop(workspace: Workspace, kind: str, now: datetime) -> bool:
    """Ask the work of a kind to stop: at once where nobody has begun it, else between two of its steps."""
    from jalon.records import models

    live = models.Job.objects.filter(workspace_id=workspace.id, kind=kind, finished=None)
    unbegun = live.filter(holder="").update(outcome="stopped", said="job.stopped", finished=now, stop_asked=True)
    return bool(unbegun + live.update(stop_asked=True))


def stop(job: Claimed, said: str, now: datetime) -> bool:
    """Write that the work stopped because it was asked to; what it kept stays kept."""
    return _mine(job).update(outcome="stopped", said=said, finished=now, lease_ends=None) == 1


def waiting(workspace: Workspace, kind: str, **arguments: str) -> bool:
    """Whether work of a kind, with these arguments, is on the list, for now or for later."""
    from jalon.records import models

    named = {f"arguments__{name}": value for name, value in arguments.items()}
    return models.Job.objects.filter(workspace_id=workspace.id, kind=kind, finished=None, **named).exists()


def under_way(workspace: Workspace, kind: str, now: datetime) -> bool:
    """Whether work of a kind is due, in hand or to be tried again; what the timetable keeps for later is not."""
    from django.db.models import Q

    from jalon.records import models

    begun = Q(due__lte=now) | Q(attempts__gt=0)
    return models.Job.objects.filter(begun, workspace_id=workspace.id, kind=kind, finished=None).exists()


def heartbeat(job: Claimed, now: datetime) -> bool:
    """Renew the lease; False when it is another's by now."""
    return _mine(job).update(lease_ends=now + LEASE) == 1


def finish(job: Claimed, said: str, now: datetime, again: datetime | None = None) -> bool:
    """Write the outcome, and the next due date of a timetable; refused to whoever lost the lease."""
    from jalon.records import models

    done = _mine(job).update(outcome="done", said=said, finished=now, lease_ends=None) == 1
    if done and again is not None:
        models.Job.objects.create(workspace_id=job.workspace, kind=job.kind, arguments=job.arguments, due=again)
    return done


def fail(job: Claimed, said: str, now: datetime, passing: bool, rest: timedelta = timedelta(0)) -> bool:
    """A passing fault tries again after a growing delay, `rest` at least; a lasting one, or too many tries, ends it."""
    if passing and job.attempts < MOST_ATTEMPTS:
        due = now + max(rest, FIRST_DELAY * 2 ** (job.attempts - 1))
        return _mine(job).update(holder="", lease_ends=None, due=due, said=said) == 1
    return _mine(job).update(outcome="failed", said=said, finished=now, lease_ends=None) == 1


def _mine(job: Claimed) -> QuerySet[models.Job]:
    from jalon.records import models

    return models.Job.objects.filter(id=job.id, holder=job.holder, finished=None, attempts=job.attempts)

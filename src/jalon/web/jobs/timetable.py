"""What comes back by itself: the day's scorecard, what there is to tell, the Monday mail."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from jalon.records import jobs, workspaces
from jalon.records.workspaces import Workspace

REFRESH_AT, DIGEST_AT = time(7, 0), time(7, 30)
"""Where the company is: the scorecard before people arrive, the Monday mail half an hour later."""
TELL_EVERY = timedelta(minutes=5)
MONDAY = 0


def due_next(kind: str, workspace: Workspace, now: datetime) -> datetime:
    """When work of a kind is due next, where the company is."""
    if kind == "tell":
        return now + TELL_EVERY
    here = now.astimezone(ZoneInfo(workspace.timezone))
    at = REFRESH_AT if kind == "refresh" else DIGEST_AT
    day = here.date() if here.time() < at else here.date() + timedelta(days=1)
    if kind == "digest":
        day += timedelta(days=(MONDAY - day.weekday()) % 7)
    return datetime.combine(day, at, ZoneInfo(workspace.timezone)).astimezone(UTC)


def kept() -> tuple[str, ...]:
    """The kinds of work that come back. The demo stays on its own day: nothing is published anew there."""
    return ("tell", "digest") if settings.DEMO else ("refresh", "tell", "digest")


def keep(now: datetime, waiting: Callable[[Workspace, str], bool] = jobs.waiting) -> None:
    """Put back on the list whatever should be there and is not: at the start, or after a job failed for good."""
    for workspace in workspaces.every():
        for kind in kept():
            if not waiting(workspace, kind):
                jobs.plan(workspace, kind, {}, due_next(kind, workspace, now))

"""What comes back by itself: the day's scorecard, what there is to tell, mails at their hours."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from jalon.records import connections, jobs, tallies, visits, workspaces
from jalon.records.workspaces import Workspace

REFRESH_AT = time(7, 0)
"""Where the company is: the scorecard before people arrive."""
TELL_EVERY = timedelta(minutes=5)
CURVES_ON, CURVES_AT = 0, time(5, 0)
"""Where the company is: on Mondays before the scorecard, which reads them."""
MAILS_EVERY = timedelta(minutes=30)
"""How often the hours of mails are looked at: they are hours and half-hours."""


FETCH_AT = time(5, 0)
"""On each source's own clock: its day before is over, and people have not arrived."""


def due_fetch(zone: str, now: datetime) -> datetime:
    """When a source is asked next, on its own clock."""
    there = ZoneInfo(zone)
    here = now.astimezone(there)
    day = here.date() if here.time() < FETCH_AT else here.date() + timedelta(days=1)
    return datetime.combine(day, FETCH_AT, there).astimezone(UTC)


def due_next(kind: str, workspace: Workspace, now: datetime) -> datetime:
    """When work of a kind is due next, where the company is."""
    if kind == "tell":
        return now + TELL_EVERY
    if kind == "digest":
        return _next_half_hour(now)
    here = now.astimezone(ZoneInfo(workspace.timezone))
    if kind == "curves":
        ahead = (CURVES_ON - here.weekday()) % 7
        days = ahead or (0 if here.time() < CURVES_AT else 7)
        monday = here.date() + timedelta(days=days)
        return datetime.combine(monday, CURVES_AT, ZoneInfo(workspace.timezone)).astimezone(UTC)
    day = here.date() if here.time() < REFRESH_AT else here.date() + timedelta(days=1)
    return datetime.combine(day, REFRESH_AT, ZoneInfo(workspace.timezone)).astimezone(UTC)


def _next_half_hour(now: datetime) -> datetime:
    """Every zone of the world counts its hours in quarters at least."""
    begun = now.replace(minute=now.minute // 30 * 30, second=0, microsecond=0)
    return begun + MAILS_EVERY


def kept() -> tuple[str, ...]:
    """The kinds of work that come back. The demo stays on its own day: nothing is published anew there."""
    return ("tell", "digest") if settings.DEMO else ("refresh", "tell", "digest", "curves")


def keep(now: datetime, waiting: Callable[[Workspace, str], bool] = jobs.waiting) -> None:
    """Put back on the list whatever should be there and is not: at the start, or after a job failed for good."""
    for workspace in workspaces.every():
        for kind in kept():
            if not waiting(workspace, kind):
                jobs.plan(workspace, kind, {}, due_next(kind, workspace, now))
        for one in connections.every(workspace):
            if not jobs.waiting(workspace, "fetch", connection=str(one.id)):
                first = now if one.tried is None else due_fetch(one.timezone or workspace.timezone, now)
                jobs.plan(workspace, "fetch", {"connection": str(one.id)}, first)


def tidy(now: datetime) -> None:
    """Remove what is over and would only grow: sessions past their end, tries that are forgotten."""
    visits.forget_sessions(now)
    tallies.forget_old(now)

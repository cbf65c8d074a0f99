"""Where a number comes from: its value by one dimension, on the facts of the scorecard's day. Marked as exploration."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.cache import cache

from jalon.assembly import House
from jalon.quantities import Period
from jalon.routines.exploring import Exploration, explore, ways_to_cut
from jalon.web.here import Here

MOST = 12


@dataclass(frozen=True, slots=True)
class Where:
    """The dimensions one can cut by, the one chosen, and what was found."""

    ways: tuple[str, ...]
    by: str
    found: Exploration | None
    rest: int


def where(here: Here, measured: Mapping[str, object], asked: str) -> Where | None:
    """Cut a KPI by the dimension asked, else by the first that has several values; None when it has none."""
    span, plan, day = measured["period"], here.plan, here.as_of
    if plan is None or day is None or not isinstance(span, list):
        return None
    ways = ways_of(here, str(measured["id"]), day)
    if not ways:
        return None
    by = asked if asked in ways else ways[0]
    period = Period(date.fromisoformat(str(span[0])), date.fromisoformat(str(span[1])))
    found = explore(plan, House(Path(settings.HOME)).engine(here.workspace), str(measured["id"]), day, period, by, None)
    return Where(ways, by, found, max(len(found.groups) - MOST, 0) if found else 0)


def ways_of(here: Here, name: str, day: date) -> tuple[str, ...]:
    """What can be cut changes with the plan and the edition only: asked once for each."""
    edition = here.published.edition if here.published else 0
    key = f"ways:{here.workspace.id}:{here.revision}:{day.isoformat()}:{edition}:{name}"
    kept = cache.get(key)
    if kept is None and here.plan is not None:
        kept = ways_to_cut(here.plan, House(Path(settings.HOME)).engine(here.workspace), name, day)
        cache.set(key, kept, 3600)
    return tuple(kept or ())

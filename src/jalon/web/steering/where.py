"""Where a number comes from: its value by one dimension, on the facts of the scorecard's day. Marked as exploration."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.core.cache import cache

from jalon.assembly import House
from jalon.quantities import Period
from jalon.routines.exploring import Exploration, explore, ways_to_cut
from jalon.web.here import Here
from jalon.web.kept import kept

MOST = 12


@dataclass(frozen=True, slots=True)
class Where:
    """The dimensions one can cut by, the one chosen, and what was found."""

    ways: tuple[str, ...]
    by: str
    found: Exploration | None
    rest: int


def where(here: Here, measured: Mapping[str, object], asked: str) -> Where | None:
    """Cut a KPI by the dimension asked, else by the first that has several values; None when it has none.

    Asked once for each edition: its facts do not change.
    """
    name = str(measured["id"])
    found = kept(_key("where", here, name, asked), lambda: _cut(here, measured, asked))
    return found if found.ways else None


def where_known(here: Here, name: str, asked: str) -> bool:
    """Whether it was asked already."""
    return _key("where", here, name, asked) in cache


def _key(what: str, here: Here, name: str, asked: str = "") -> str:
    edition = here.published.edition if here.published else 0
    told = f"{here.workspace.id}:{here.revision}:{here.as_of}:{edition}:{name}:{asked}"
    return f"{what}:{sha256(told.encode()).hexdigest()}"


def _cut(here: Here, measured: Mapping[str, object], asked: str) -> Where:
    span, plan, day = measured["period"], here.plan, here.as_of
    ways = ways_of(here, str(measured["id"]), day) if day is not None and isinstance(span, list) else ()
    if plan is None or day is None or not isinstance(span, list) or not ways:
        return Where((), "", None, 0)
    by = asked if asked in ways else ways[0]
    period = Period(date.fromisoformat(str(span[0])), date.fromisoformat(str(span[1])))
    found = explore(plan, House(Path(settings.HOME)).engine(here.workspace), str(measured["id"]), day, period, by, None)
    return Where(ways, by, found, max(len(found.groups) - MOST, 0) if found else 0)


def ways_of(here: Here, name: str, day: date) -> tuple[str, ...]:
    """What can be cut changes with the plan and the edition only: asked once for each."""
    plan = here.plan
    if plan is None:
        return ()
    engine = House(Path(settings.HOME)).engine(here.workspace)
    return tuple(kept(_key("ways", here, name), lambda: ways_to_cut(plan, engine, name, day)))

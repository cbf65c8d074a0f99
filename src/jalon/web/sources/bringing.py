"""Files kept aside, read and kept: the same for the page and for a program."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from django.conf import settings

from jalon.assembly import House
from jalon.facts.load import Commit
from jalon.records import jobs, loads
from jalon.routines import importing, weighing
from jalon.sources.reading.answers import Answers
from jalon.web.here import Here
from jalon.web.jobs.worker import day_known
from jalon.web.sources import staging

DEMO_ARRIVAL = datetime(2026, 10, 15, 12, 0, tzinfo=UTC)
"""In the demo a file without a date of its own arrives on the demo's day, so that it can move something."""


def read(place: Here, token: str, files: list[Path], answers: Answers) -> importing.Preview:
    """What was kept aside, with what keeping it would change."""
    house = House(Path(settings.HOME))
    author = place.member.person or place.member.email
    now = DEMO_ARRIVAL if settings.DEMO else staging.arrived(place.workspace, token)
    door, engine = house.door(place.workspace), house.engine(place.workspace)
    return importing.preview(files, door.read, answers, engine, now, author)


def effects(place: Here, shown: importing.Preview) -> tuple[Mapping[str, weighing.Effect] | None, date]:
    """What keeping would do to the standings of the day that the next scorecard is of, and that day."""
    house = House(Path(settings.HOME))
    day = day_known(place.workspace, datetime.now(UTC))
    engine = house.engine(place.workspace)
    return weighing.effects(shown, place.workspace, engine, lambda: house.trial(place.workspace), day), day


def keep(place: Here, token: str, shown: importing.Preview) -> list[importing.Kept]:
    """Keep what was read, put the computing of the scorecard on the list, and forget the files."""
    now = datetime.now(UTC)
    before = loads.import_ids(place.workspace)
    try:
        kept = importing.commit(shown, House(Path(settings.HOME)).engine(place.workspace), place.workspace, now)
    finally:
        # What was kept before a fault counts all the same.
        if loads.import_ids(place.workspace) != before:
            jobs.plan(place.workspace, "refresh", {"actor": place.member.email}, now)
    staging.forget(place.workspace, token)
    return kept


def undo(place: Here, import_id: str, reason: str) -> Commit | importing.NotUndone:
    """Take an import back, or why not."""
    engine, now = House(Path(settings.HOME)).engine(place.workspace), datetime.now(UTC)
    actor = place.member.person or place.member.email
    done = importing.undo(import_id, engine, place.workspace, now, actor, reason.strip()[:300])
    if not isinstance(done, importing.NotUndone):
        jobs.plan(place.workspace, "refresh", {"actor": place.member.email}, now)
    return done

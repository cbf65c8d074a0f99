"""The demo: the sample company's plan applied, its exports imported in order, its scorecards published."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.resources import files
from pathlib import Path

from jalon.demo import SLUG
from jalon.demo.company import TRUTH, simulate
from jalon.demo.exports import Delivery, write_exports
from jalon.facts.engine import Engine
from jalon.records import accounts, backtests, curves, workspaces
from jalon.records.workspaces import Workspace
from jalon.routines import backtesting, curving, importing, planning, refreshing, telling, told_lately
from jalon.routines.knowing import plan_now
from jalon.sources.reading.answers import Answers
from jalon.sources.reading.door import Reading

DIRECTOR = "claire"
CURVED = ("O1", "O2")
"""Results whose curves are fitted beforehand: the page offers to fit the others."""
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Demonstrated:
    """The demo ready to be shown."""

    workspace: Workspace
    refreshed: refreshing.Refreshed | refreshing.NothingToRefresh
    files: int


def demonstrate(
    home: Path,
    read: Reading,
    engine_of: Callable[[Workspace], Engine],
    post: telling.Post,
    progress: Progress,
    now: datetime,
) -> Demonstrated:
    """Build the demo's home, or come back to one that is already built: nothing is imported twice."""
    workspace = workspaces.found(SLUG) or workspaces.create(SLUG, "Atelier Kervoal", "Europe/Paris", "EUR")
    _people(workspace)
    plan = files("jalon.demo").joinpath("plan.yaml").read_bytes()
    progress("demo.plan", 0, 1)
    planning.apply(plan, "plan.yaml", workspace, DIRECTOR, "Plan 2026", TRUTH.demo_day.replace(month=1, day=5), now)
    progress("demo.exports", 0, 1)
    deliveries = write_exports(simulate(), home / "exports")
    engine = engine_of(workspace)
    for number, delivery in enumerate(deliveries, 1):
        progress("demo.import", number, len(deliveries))
        shown = importing.preview([delivery.path], read, _answers(delivery), engine, now, DIRECTOR)
        importing.commit(shown, engine, workspace, now)
    progress("demo.refresh", 0, 1)
    refreshing.refresh(workspace, engine, TRUTH.demo_day - timedelta(days=7), now)
    # Before the last scorecard, so that it says what each risk is worth on its own past.
    progress("demo.backtest", 0, 1)
    if backtests.latest(workspace) is None:
        backtesting.backtest(workspace, engine, TRUTH.demo_day, now)
    # Before it too, so that the risks of saturation read the curves.
    progress("demo.curves", 0, 1)
    if not curves.newest(workspace):
        curving.curve(workspace, engine, TRUTH.demo_day, now, only=CURVED, actor=DIRECTOR)
    progress("demo.refresh", 0, 1)
    done = refreshing.refresh(workspace, engine, TRUTH.demo_day, now)
    progress("demo.tell", 0, 1)
    telling.tell(workspace, post, now)
    in_force = plan_now(workspace)
    if in_force is not None:
        told_lately.tell_lately(workspace, in_force, TRUTH.demo_day)
    return Demonstrated(workspace, done, len(deliveries))


def _answers(delivery: Delivery) -> Answers:
    """What the person who dropped the file answered; a house table's own tool is not asked."""
    own = delivery.tool is None or delivery.tool.startswith("csv_") or delivery.tool in ("rum", "crux")
    return Answers(
        tool=None if own else delivery.tool,
        timezone=delivery.timezone,
        filters=delivery.filters,
        extracted_at=delivery.extracted_at,
    )


def _people(workspace: Workspace) -> None:
    """The director's account and two others: no password opens them, only the demo's own way in."""
    for person, name, role in (
        ("claire", "Claire", "director"),
        ("sofiane", "Sofiane", "holder"),
        ("", "Lecture", "reader"),
    ):
        account = accounts.without_password(f"{person or 'lecture'}@kervoal.example", name)
        workspaces.join(workspace, account.id, role, person)

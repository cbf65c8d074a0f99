"""What channels return, fitted result by result on the facts of a day: each is kept as soon as it is found."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from jalon.facts.engine import Engine
from jalon.metrics import measure
from jalon.plan.document import plan_in
from jalon.records import audit, curves, plans
from jalon.records.workspaces import Workspace
from jalon.routines.refreshing import NothingToRefresh, end_of
from jalon.scorecard.curves.asked import results, wanted_for
from jalon.scorecard.curves.fitted import Stopped, fit_document
from jalon.scorecard.curves.lifts import MeasuredEffect, effects_of
from jalon.scorecard.curves.weeks import has_money, weeks_of

Progress = Callable[[float], bool]
"""Told the part done; answers False to stop."""


@dataclass(frozen=True, slots=True)
class Curved:
    """What was fitted, what was kept already from the same facts, and whether it was stopped on the way."""

    fitted: tuple[str, ...]
    known: tuple[str, ...]
    stopped: bool = False


def curve(
    workspace: Workspace,
    engine: Engine,
    as_of: date,
    now: datetime,
    progress: Progress = lambda part: True,
    only: Iterable[str] = (),
    actor: str = "operator",
    effects: Iterable[MeasuredEffect] = (),
) -> Curved | NothingToRefresh:
    """Fit every result that money is asked to move, or some; begun again, it goes on where it was stopped.

    `effects` are measured actions beside those that the plan itself tells.
    """
    revision = plans.in_force(workspace, as_of)
    plan = plan_in(revision.document) if revision else None
    if plan is None or revision is None or plan.is_draft:
        return NothingToRefresh("refresh.no_plan" if plan is None else "refresh.draft")
    asked = results(plan, only)
    measured = measure(list(wanted_for(asked)), plan, engine, as_of, end_of(as_of, plan))
    versions = {state.cut.text: state.version for state in measured.states}
    made_from = {"facts_versions": versions, "plan_revision": revision.number, "as_of": as_of.isoformat()}
    known = {one.key for one in curves.newest(workspace) if made_from.items() <= one.document.items()}
    taught = (*effects_of(plan), *effects)
    done: list[str] = []
    stopped = False
    todo = [one for one in asked if one.key not in known and has_money(one, measured)]
    for number, one in enumerate(todo):
        told = _share(progress, number, len(todo))
        bearing = tuple(effect for effect in taught if effect.result == one.key)
        try:
            weeks = weeks_of(one, plan, measured, as_of, bearing)
            document = {**fit_document(one, weeks, plan, as_of, versions, told), **made_from}
        except Stopped:
            stopped = True
            break
        curves.keep(workspace, one.key, as_of, document, now)
        done.append(one.key)
    facts = {"fitted": done, "stopped": stopped}
    audit.write(actor, "curves", f"curves:{as_of.isoformat()}", now, facts, workspace=workspace.id)
    return Curved(tuple(done), tuple(sorted(known)), stopped)


def _share(progress: Progress, number: int, of: int) -> Progress:
    """The part of the whole that one result's own part is."""
    return lambda part: progress((number + part) / of)

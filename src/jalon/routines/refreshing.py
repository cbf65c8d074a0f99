"""From facts to a published scorecard: the plan in force, one scan a cut, the judgement, the publication."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from jalon import __version__
from jalon.facts.engine import Engine
from jalon.metrics import Measurements, measure, wanted_by
from jalon.plan.document import read_plan
from jalon.plan.model import Plan
from jalon.records import audit, plans, scorecards
from jalon.records.scorecards import Change
from jalon.records.workspaces import Workspace
from jalon.scorecard.lint import unclaimed_channels, wanted_for_rules
from jalon.scorecard.publishing import scorecard
from jalon.scorecard.results import Scorecard


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a refresh published, and which standings it moved."""

    scorecard: Scorecard
    changes: tuple[Change, ...]
    scans: int


@dataclass(frozen=True, slots=True)
class NothingToRefresh:
    """Why nothing was published: no plan, or a draft, which publishes nothing."""

    reason: str


def measured(plan: Plan, engine: Engine, as_of: date) -> Measurements:
    """Everything a plan asks of the facts, as they were known at the end of a day."""
    end = datetime.combine(as_of, time.max, ZoneInfo(plan.company.timezone))
    return measure([*wanted_by(plan), *wanted_for_rules(plan)], plan, engine, as_of, end)


def refresh(workspace: Workspace, engine: Engine, as_of: date, now: datetime) -> Refreshed | NothingToRefresh:
    """Compute and publish the scorecard of a day."""
    revision = plans.in_force(workspace, as_of)
    if revision is None:
        return NothingToRefresh("refresh.no_plan")
    plan = read_plan(revision.document.encode(), "plan.yaml").plan
    if plan is None or plan.is_draft:
        return NothingToRefresh("refresh.draft")
    measurements = measured(plan, engine, as_of)
    edition = scorecards.next_edition(workspace, as_of)
    card = scorecard(
        plan,
        measurements,
        as_of,
        workspace=str(workspace.id),
        edition=edition,
        plan_revision=revision.number,
        code_version=__version__,
        findings=tuple(unclaimed_channels(plan, measurements, as_of)),
    )
    moved = scorecards.publish(workspace, as_of, edition, revision.number, card.as_document())
    audit.write("operator", "publish", f"scorecard:{as_of.isoformat()}", now, {"edition": edition})
    return Refreshed(card, tuple(moved), measurements.scans)

"""From facts to a published scorecard: the plan in force, one scan a cut, the judgement, the publication."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from jalon import __version__
from jalon.facts.engine import Engine
from jalon.findings import Finding, Place, Severity
from jalon.metrics import Measurements, measure, wanted_by
from jalon.metrics.lines import active_lines, recent_days
from jalon.plan.document import plan_in
from jalon.plan.model import Plan
from jalon.quantities import Period
from jalon.records import arms, audit, backtests, curves, plans, risks, scorecards
from jalon.records.scorecards import Change
from jalon.records.workspaces import Workspace
from jalon.scorecard.causes.witnesses import wanted_for_causes
from jalon.scorecard.effects.asking import ArmCount, wanted_for_effects
from jalon.scorecard.effects.kept import rows_before
from jalon.scorecard.effects.rows import Known
from jalon.scorecard.lint import DAYS, unclaimed_channels, unclaimed_lines, wanted_for_rules
from jalon.scorecard.odds.told import correction_of
from jalon.scorecard.publishing import scorecard
from jalon.scorecard.results import Scorecard

FIT_LASTS = timedelta(days=35)
"""A curve older than that says nothing of today: the risks go back to what each channel tells alone."""


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
    end = end_of(as_of, plan)
    wanted = [*wanted_by(plan), *wanted_for_rules(plan), *wanted_for_causes(plan), *wanted_for_effects(plan)]
    return measure(wanted, plan, engine, as_of, end)


def end_of(day: date, plan: Plan) -> datetime:
    """The last moment of a day where the company is: what was extracted by then was known that day."""
    return datetime.combine(day, time.max, ZoneInfo(plan.company.timezone))


def unclaimed(plan: Plan, engine: Engine, measurements: Measurements, as_of: date) -> list[Finding]:
    """Money, visits and revenue that nobody answers for: by channel, then by campaign and budget line."""
    channels = list(unclaimed_channels(plan, measurements, as_of))
    since = Period(plan.period.start, as_of) if plan.period and plan.period.start <= as_of else recent_days(as_of, DAYS)
    lines = active_lines(plan, engine, measurements.states, recent_days(as_of, DAYS), since)
    return [*channels, *unclaimed_lines(plan, lines, as_of, channels)]


def _extracted_later(plan: Plan, engine: Engine, as_of: date) -> list[Finding]:
    """Imports that a past day does not count, because their files were extracted after it."""
    end = end_of(as_of, plan)
    loads = [load for state in engine.cuts() for load in engine.imports(state.cut).values()]
    later = [load.extracted_at for load in loads if load.extracted_at > end]
    if not later:
        return []
    details = {"imports": len(later), "day": as_of.isoformat(), "first": min(later).date().isoformat()}
    return [Finding("data.extracted_later", Severity.WARNING, "workspace", Place(None, None, None), details)]


def _rows_before(workspace: Workspace, as_of: date) -> Mapping[str, Mapping[str, object]]:
    """What the scorecard before this one published of each action."""
    last = scorecards.known_on(workspace, as_of)
    return rows_before(last.document if last else None)


def _arms(workspace: Workspace, as_of: date) -> Mapping[str, tuple[ArmCount, ...]]:
    """What the arms of tests had counted by a day."""
    return {
        action: tuple(ArmCount(one.arm, one.day, one.units, one.converted, one.guarded) for one in counts)
        for action, counts in arms.of_workspace(workspace, as_of).items()
    }


def rows_of(document: Mapping[str, object], kind: str) -> list[Mapping[str, object]]:
    """Rows of one kind of a published scorecard."""
    found = document.get(kind)
    return [row for row in found if isinstance(row, Mapping)] if isinstance(found, list) else []


def refresh(
    workspace: Workspace, engine: Engine, as_of: date, now: datetime, actor: str = "operator"
) -> Refreshed | NothingToRefresh:
    """Compute and publish the scorecard of a day."""
    revision = plans.in_force(workspace, as_of)
    if revision is None:
        return NothingToRefresh("refresh.no_plan")
    plan = plan_in(revision.document)
    if plan is None or plan.is_draft:
        return NothingToRefresh("refresh.draft")
    measurements = measured(plan, engine, as_of)
    noticed = [*unclaimed(plan, engine, measurements, as_of), *_extracted_later(plan, engine, as_of)]
    edition = scorecards.next_edition(workspace, as_of)
    newest = backtests.latest(workspace)
    replay = newest if newest and newest.as_of <= as_of else None
    card = scorecard(
        plan,
        measurements,
        as_of,
        workspace=str(workspace.id),
        edition=edition,
        plan_revision=revision.number,
        code_version=__version__,
        findings=tuple(noticed),
        correction=correction_of(replay.document) if replay else None,
        replays=rows_of(replay.document, "risks") if replay else (),
        known=Known(_rows_before(workspace, as_of), _arms(workspace, as_of), revision.number),
        fits=[one.document for one in curves.newest(workspace, as_of) if (as_of - one.as_of) <= FIT_LASTS],
    )
    document = card.as_document()
    moved = scorecards.publish(workspace, as_of, edition, revision.number, document)
    risks.follow(workspace, as_of, rows_of(document, "kris"), now)
    audit.write(actor, "publish", f"scorecard:{as_of.isoformat()}", now, {"edition": edition}, workspace=workspace.id)
    return Refreshed(card, tuple(moved), measurements.scans)

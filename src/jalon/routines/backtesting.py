"""Judgements replayed on the past of a workspace, and what became of the odds published so far."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from jalon.facts.engine import Engine
from jalon.plan.document import plan_in
from jalon.quantities import Period
from jalon.records import audit, backtests, plans, scorecards
from jalon.records.workspaces import Workspace
from jalon.routines.refreshing import NothingToRefresh, measured
from jalon.scorecard.kri.replaying import replayed_risks, risks_document
from jalon.scorecard.measured import Judge
from jalon.scorecard.odds.backtest import ORIGINS, replayed
from jalon.scorecard.odds.kept import kept_odds
from jalon.scorecard.odds.told import backtest_document
from jalon.scorecard.publishing import targets_of


@dataclass(frozen=True, slots=True)
class Backtested:
    """What a replay found, as it is kept and shown."""

    as_of: date
    document: dict[str, object]


def backtest(
    workspace: Workspace,
    engine: Engine,
    as_of: date,
    now: datetime,
    step: Callable[[int, int], None] = lambda done, of: None,
    actor: str = "operator",
) -> Backtested | NothingToRefresh:
    """Replay odds and risks on the facts known on a day, score the odds published so far, keep what was found."""
    revision = plans.in_force(workspace, as_of)
    plan = plan_in(revision.document) if revision else None
    if plan is None or plan.is_draft:
        return NothingToRefresh("refresh.no_plan" if plan is None else "refresh.draft")
    period = plan.period or Period(as_of.replace(month=1, day=1), as_of)
    measurements = measured(plan, engine, as_of)
    judge = Judge(plan, period, measurements, as_of)
    questions, _ = judge.questions(targets_of(plan))
    more = sum(1 for _ in plan.kris())
    found = replayed(questions, lambda done, of: step(done, of + more))
    risks = replayed_risks(plan, measurements, as_of, lambda done, of: step(ORIGINS + done, ORIGINS + of))
    kept = kept_odds(scorecards.documents(workspace, as_of))
    document = {**backtest_document(as_of, found, kept), "risks": risks_document(risks)}
    backtests.keep(workspace, as_of, document, now)
    audit.write(
        actor, "backtest", f"backtest:{as_of.isoformat()}", now, {"replays": len(found.replays)}, workspace=workspace.id
    )
    return Backtested(as_of, document)

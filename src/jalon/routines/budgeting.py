"""Curves as they are told, and budgets proposed from them: read from what was kept, nothing is fitted here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from jalon.plan.document import plan_in
from jalon.plan.model import Plan
from jalon.records import curves, plans
from jalon.records.curves import KeptFit
from jalon.records.workspaces import Workspace
from jalon.scorecard.curves.moving import proposal
from jalon.scorecard.curves.wishes import Wish

CONTRACT = 1
_DRAWS = "draws"


@dataclass(frozen=True, slots=True)
class Budgeted:
    """A budget proposed from a fit."""

    fit: KeptFit
    document: Mapping[str, object]


def told_curves(workspace: Workspace, until: date | None = None) -> list[dict[str, object]]:
    """The newest fit of each result, contract 1, without its draws: those that found a curve first."""
    found = [told(one.document) for one in curves.newest(workspace, until)]
    return sorted(found, key=lambda one: not one["channels"])


def told(document: Mapping[str, object]) -> dict[str, object]:
    """A fit for people and programs: the draws stay in the house."""
    return {name: value for name, value in document.items() if name != _DRAWS}


def budget(
    workspace: Workspace,
    name: str,
    wish: Wish | None = None,
    until: date | None = None,
    plan: Plan | None = None,
) -> Budgeted | None:
    """What is proposed for a result, by its id; None where it was never fitted or no plan is in force."""
    fit = curves.of(workspace, name, until)
    if plan is None:
        last = plans.latest(workspace)
        plan = plan_in(last.document) if last else None
    if fit is None or plan is None:
        return None
    return Budgeted(fit, proposal(fit.document, plan, wish or Wish()))

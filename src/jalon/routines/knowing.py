"""What messages and reports are made from: the plan a scorecard was published under, who reads and how."""

from __future__ import annotations

from jalon.plan.document import plan_in
from jalon.plan.model import Plan
from jalon.records import plans, workspaces
from jalon.records.scorecards import Published
from jalon.records.workspaces import Workspace


def plan_of(workspace: Workspace, published: Published | None) -> Plan | None:
    """The plan that a scorecard was published under."""
    revision = plans.numbered(workspace, published.plan_revision) if published else None
    return plan_in(revision.document) if revision else None


def plan_now(workspace: Workspace) -> Plan | None:
    """The plan of now."""
    revision = plans.latest(workspace)
    return plan_in(revision.document) if revision else None


def readers(workspace: Workspace) -> dict[str, tuple[str, str]]:
    """Person → address and language of her account."""
    return {one.person: (one.email, one.language) for one in workspaces.members(workspace) if one.person}

"""Lint rules that need data: they run at refresh, never block, and land in the same list of findings."""

from jalon.metrics import Wanted
from jalon.plan.model import Plan
from jalon.scorecard.lint.crossed import crossed_breaks
from jalon.scorecard.lint.dependent import wanted_by_objectives
from jalon.scorecard.lint.known import Known
from jalon.scorecard.lint.noticing import RULES, noticed
from jalon.scorecard.lint.unclaimed import DAYS, unclaimed_channels, unclaimed_lines, wanted_by_channel

__all__ = [
    "DAYS",
    "Known",
    "noticed",
    "rules",
    "unclaimed_channels",
    "unclaimed_lines",
    "wanted_for_rules",
]


def wanted_for_rules(plan: Plan) -> list[Wanted]:
    """What the rules read besides the KPIs."""
    return [*wanted_by_channel(plan), *wanted_by_objectives(plan)]


def rules() -> list[object]:
    """The data rules, for the entry point `jalon.rules`."""
    return [unclaimed_channels, unclaimed_lines, crossed_breaks, *RULES]

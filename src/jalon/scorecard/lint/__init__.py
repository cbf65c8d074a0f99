"""Lint rules that need data: they run at refresh, never block, and land in the same list of findings."""

from jalon.scorecard.lint.crossed import crossed_breaks
from jalon.scorecard.lint.unclaimed import unclaimed_channels, wanted_for_rules

__all__ = ["crossed_breaks", "rules", "unclaimed_channels", "wanted_for_rules"]


def rules() -> list[object]:
    """The data rules, for the entry point `jalon.rules`."""
    return [unclaimed_channels, crossed_breaks]

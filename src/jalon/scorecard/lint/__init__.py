"""Lint rules that need data: they run at refresh, never block, and land in the same list of findings."""

from jalon.scorecard.lint.crossed import crossed_breaks
from jalon.scorecard.lint.unclaimed import DAYS, unclaimed_channels, unclaimed_lines, wanted_for_rules

__all__ = ["DAYS", "crossed_breaks", "rules", "unclaimed_channels", "unclaimed_lines", "wanted_for_rules"]


def rules() -> list[object]:
    """The data rules, for the entry point `jalon.rules`."""
    return [unclaimed_channels, unclaimed_lines, crossed_breaks]

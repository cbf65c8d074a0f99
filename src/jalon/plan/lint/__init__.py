"""The rules a plan must pass: one file a rule under `rules/`, judged together by `lint`."""

from jalon.plan.lint.linting import LintReport, lint, shipped_rules
from jalon.plan.lint.rule import Breach, Case, Rule

__all__ = ["Breach", "Case", "LintReport", "Rule", "lint", "rules", "shipped_rules"]


def rules() -> list[Rule]:
    """The shipped rules, for the entry point `jalon.rules`."""
    return shipped_rules()

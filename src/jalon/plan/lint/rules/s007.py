"""S007: a context KPI carries no target."""

from __future__ import annotations

from collections.abc import Iterator

from jalon.plan.lint.cascades import measured_things
from jalon.plan.lint.formulas import is_context
from jalon.plan.lint.rule import Breach, Case, error


def _breaches(case: Case) -> Iterator[Breach]:
    for subject, path, measured in measured_things(case.plan):
        if is_context(measured) and measured.targets:
            yield Breach(subject, path, {"use": measured.use})


RULE = error("S007", _breaches, "plan+catalogue")

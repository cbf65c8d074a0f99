"""S014: a target is due inside the period of the plan."""

from __future__ import annotations

from collections.abc import Iterator

from jalon.plan.lint.cascades import measured_things
from jalon.plan.lint.rule import Breach, Case, warning


def _breaches(case: Case) -> Iterator[Breach]:
    period = case.plan.period
    for subject, _, measured in measured_things(case.plan):
        last = measured.last_target
        if period is not None and last is not None and last.due is not None and last.due not in period:
            yield Breach(subject, f"{last.path}.due", {"due": last.due.isoformat()})


RULE = warning("S014", _breaches)

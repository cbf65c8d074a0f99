"""S002: a target lies in the favourable direction."""

from __future__ import annotations

from collections.abc import Iterator

from jalon.plan.lint.cascades import measured_things
from jalon.plan.lint.formulas import is_context
from jalon.plan.lint.rule import Breach, Case, error


def _breaches(case: Case) -> Iterator[Breach]:
    for subject, _, measured in measured_things(case.plan):
        base, version = measured.baseline, measured.last_target
        target = version.target if version else None
        if base is None or version is None or target is None or is_context(measured):
            continue
        wrong = (measured.direction == "up" and target < base) or (measured.direction == "down" and target > base)
        same = target == base and version.trajectory != "flat" and measured.direction in ("up", "down")
        if wrong or same:
            details = {"baseline": str(base), "target": str(target), "direction": measured.direction}
            yield Breach(subject, f"{version.path}.target", details)


RULE = error("S002", _breaches, "plan+catalogue")

"""S001: a KPI has a baseline, a target and a date."""

from __future__ import annotations

from collections.abc import Iterator

from jalon.plan.lint.cascades import measured_things
from jalon.plan.lint.formulas import is_context
from jalon.plan.lint.rule import Breach, Case, error


def _breaches(case: Case) -> Iterator[Breach]:
    for subject, path, measured in measured_things(case.plan):
        if measured.direction == "context" or is_context(measured):
            continue
        missing = []
        ranged = measured.direction == "range"
        last = measured.last_target
        if measured.baseline is None and not ranged and not case.wrong(f"{path}.baseline"):
            missing.append("baseline")
        aim = last and (last.target_range if ranged else last.target)
        fields = (f"{path}.target", f"{path}.target_range", f"{path}.targets")
        if aim is None and not case.wrong(*fields):
            missing.append("target_range" if ranged else "target")
        undated = last.due is None if last else not case.written(f"{path}.due")
        if undated and not case.wrong(f"{path}.due", *fields) and subject.startswith("kpi:"):
            missing.append("due")
        if missing:
            yield Breach(subject, path, {"missing": missing})


RULE = error("S001", _breaches, "plan+catalogue")

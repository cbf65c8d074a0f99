"""S003: values are in the unit of the KPI."""

from __future__ import annotations

from collections.abc import Iterator

from jalon import catalogue
from jalon.plan.lint.cascades import measured_things
from jalon.plan.lint.formulas import is_context
from jalon.plan.lint.rule import Breach, Case, error


def _breaches(case: Case) -> Iterator[Breach]:
    for subject, path, measured in measured_things(case.plan):
        row = catalogue.kpis().get(measured.use or "")
        if is_context(measured):
            continue
        low, high = (row.value_min, row.value_max) if row else (None, None)
        values = [("baseline", path, measured.baseline)]
        values += [("target", v.path, v.target) for v in measured.targets]
        values += [("target_range", v.path, bound) for v in measured.targets for bound in v.target_range or ()]
        for name, where, value in values:
            if value is not None and ((low is not None and value < low) or (high is not None and value > high)):
                details = {"value": str(value), "low": str(low), "high": str(high), "unit": measured.unit}
                yield Breach(subject, f"{where}.{name}", details)
                break
        else:
            base = measured.baseline
            for version in measured.targets:
                if measured.unit == "ratio" and base and version.target and version.target >= 50 * base:
                    yield Breach(
                        subject, f"{version.path}.target", {"value": str(version.target), "baseline": str(base)}
                    )


RULE = error("S003", _breaches, "plan+catalogue")

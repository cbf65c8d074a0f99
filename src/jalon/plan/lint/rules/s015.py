"""S015: a version of a target says who decided it, when and why."""

from __future__ import annotations

from collections.abc import Iterator

from jalon.plan.lint.cascades import measured_things
from jalon.plan.lint.rule import Breach, Case, error


def _breaches(case: Case) -> Iterator[Breach]:
    for subject, _, measured in measured_things(case.plan):
        for version in measured.targets:
            if version.short_form:
                continue
            said = {"decided_on": version.decided_on, "author": version.author, "reason": version.reason}
            missing = [n for n, value in said.items() if value is None and not case.wrong(f"{version.path}.{n}")]
            if missing:
                yield Breach(subject, version.path, {"missing": missing})


RULE = error("S015", _breaches)

"""S013: a target that moves again and again rests on a decision."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from jalon.plan.lint.rule import Breach, Case, info


def _breaches(case: Case) -> Iterator[Breach]:
    for _, kpi in case.plan.kpis():
        versions = sorted(kpi.measured.targets, key=lambda v: v.decided_on or date.min)
        bare = [version for version in versions[1:] if version.decision is None]
        if len(versions) >= 3 and bare:
            yield Breach(f"kpi:{kpi.id}", f"{kpi.path}.targets", {"count": len(versions)})


RULE = info("S013", _breaches)

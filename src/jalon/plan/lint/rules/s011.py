"""S011: a target is due on a working day."""

from __future__ import annotations

from collections.abc import Iterator

from jalon.catalogue.calendars import public_holidays
from jalon.plan.lint.rule import Breach, Case, warning


def _breaches(case: Case) -> Iterator[Breach]:
    holidays = public_holidays(case.plan.company.country)
    for _, kpi in case.plan.kpis():
        last = kpi.measured.last_target
        if last is None or last.due is None:
            continue
        if last.due.weekday() >= 5 or last.due in holidays:
            yield Breach(f"kpi:{kpi.id}", f"{last.path}.due", {"due": last.due.isoformat()})


RULE = warning("S011", _breaches, "plan+catalogue")

"""R002: one central area for each actor: two primary areas with a day in common are one too many."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import combinations

from jalon.plan.lint.rule import Breach, Case, error


def _breaches(case: Case) -> Iterator[Breach]:
    primary = [k for k in case.plan.kras if k.primary and k.status == "active" and k.owner]
    for first, second in combinations(primary, 2):
        if first.owner != second.owner or None in (first.first_day, first.last_day, second.first_day, second.last_day):
            continue
        starts = max(first.first_day or date.min, second.first_day or date.min)
        if starts <= min(first.last_day or date.max, second.last_day or date.max):
            others = (f"kra:{first.id}", f"kra:{second.id}")
            yield Breach(f"person:{first.owner}", second.path, {"kras": [first.id, second.id]}, others)


RULE = error("R002", _breaches)

"""R002: one central area for each actor: two primary areas with a day in common are one too many."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from jalon.plan.lint.rule import Breach, Case, error, meet


def _breaches(case: Case) -> Iterator[Breach]:
    primary = [k for k in case.plan.kras if k.primary and k.status == "active" and k.owner]
    for first, second in combinations(primary, 2):
        days = [f"{kra.path}.{name}" for kra in (first, second) for name in ("from", "to", "primary", "status")]
        if first.owner == second.owner and meet(first, second) and not case.wrong(*days):
            others = (f"kra:{first.id}", f"kra:{second.id}")
            yield Breach(f"person:{first.owner}", second.path, {"kras": [first.id, second.id]}, others)


RULE = error("R002", _breaches)

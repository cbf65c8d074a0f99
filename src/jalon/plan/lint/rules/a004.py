"""A004: two actions do not work on one ground at one time."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from jalon.plan.lint.rule import Breach, Case, warning
from jalon.plan.territory.boxes import meeting


def _breaches(case: Case) -> Iterator[Breach]:
    live = [a for a in case.plan.actions if a.status != "stopped" and a.start and a.end and a.start <= a.end]
    for first, second in combinations(live, 2):
        if not (first.start and first.end and second.start and second.end):
            continue
        if max(first.start, second.start) > min(first.end, second.end):
            continue
        boxes = [(a, case.territory.box(a), b, case.territory.box(b)) for a in first.touches for b in second.touches]
        if any(a.ground == b.ground and meeting(one, two) is not None for a, one, b, two in boxes):
            yield Breach(f"action:{second.id}", second.path, {"with": first.id}, (f"action:{first.id}",))


RULE = warning("A004", _breaches)

"""R015: the owner is in the team for the whole life of the area."""

from __future__ import annotations

from collections.abc import Iterator

from jalon.plan.lint.rule import Breach, Case, error
from jalon.plan.model import Kra


def days_of(kra: Kra) -> tuple[str, str]:
    """The fields that say when an area lives."""
    return f"{kra.path}.from", f"{kra.path}.to"


def _breaches(case: Case) -> Iterator[Breach]:
    period = case.plan.period
    for kra in case.plan.kras:
        owner = case.plan.person(kra.owner)
        if owner is None or period is None or kra.status != "active" or case.wrong(owner.path, *days_of(kra)):
            continue
        first, last = max(kra.first_day or period.start, period.start), min(kra.last_day or period.end, period.end)
        if last < first:
            continue
        late = owner.first_day is not None and owner.first_day > first
        if late or (owner.last_day is not None and owner.last_day < last):
            days = {"from": owner.first_day, "to": owner.last_day}
            details = {name: day.isoformat() if day else None for name, day in days.items()}
            yield Breach(f"kra:{kra.id}", f"{kra.path}.owner", {"owner": owner.id, **details})


RULE = error("R015", _breaches)

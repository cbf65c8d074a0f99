"""What objects take from where they stand: told once there, never again by each of them."""

from __future__ import annotations

from collections.abc import Mapping

from jalon.plan.difference.walking import plain
from jalon.plan.model import Action, Kpi, Kra, Kri, Objective, Person, Plan

Moved = tuple[object, object]
"""What a default was and what it is now."""


def inherited(plans: tuple[Plan, Plan], old: object, new: object, kra: str | None) -> Mapping[str, Moved]:
    """Defaults by field: a field that moved exactly as its default did is no change of its own."""
    found: dict[str, Moved] = {}
    areas = (plans[0].kra(kra), plans[1].kra(kra))
    owners = tuple(area.owner if area else None for area in areas)
    starts = tuple(plain(plan.period.start) if plan.period else None for plan in plans)
    ends = tuple(plain(plan.period.end) if plan.period else None for plan in plans)
    if isinstance(new, Action):
        found["owner"] = owners[0], owners[1]
    if isinstance(old, Kri) and isinstance(new, Kri):
        defaults = (plans[0].kri_defaults, plans[1].kri_defaults)
        found["owner"] = owners[0], owners[1]
        found["response.owner"] = old.owner, new.owner
        found["response.within"] = plain(defaults[0].red_within), plain(defaults[1].red_within)
        found["escalate_to"] = defaults[0].escalate_to, defaults[1].escalate_to
        found["persistence.hits"] = defaults[0].persistence.hits, defaults[1].persistence.hits
        found["persistence.of"] = defaults[0].persistence.of, defaults[1].persistence.of
    if isinstance(old, Kra) and isinstance(new, Kra):
        found["reviewer"] = _reviewer(plans[0], old), _reviewer(plans[1], new)
        found["last_day"] = ends[0], ends[1]
    if isinstance(new, Kra | Person):
        found["first_day"] = starts[0], starts[1]
    if isinstance(new, Kpi | Objective):
        before = [plain(plan.period.year_before()) if plan.period else None for plan in plans]
        found["baseline_period"] = before[0], before[1]
        found["unit"] = plans[0].company.currency, plans[1].company.currency
    return found


def _reviewer(plan: Plan, kra: Kra) -> str | None:
    """Who signs unless somebody is named: the owner of the first objective served."""
    first = plan.objective(kra.serves[0]) if kra.serves else None
    return first.owner if first else None

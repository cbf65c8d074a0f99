"""Comparing two plans by id: added, removed, changed field by field, and the words that matter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from jalon.plan.difference.inheriting import inherited
from jalon.plan.difference.naming import names
from jalon.plan.difference.objects import KINDS, Change, PlanDifference
from jalon.plan.difference.walking import plain, walk
from jalon.plan.model import Claim, Kpi, Kra, Measurement, Objective, OverlapRule, Plan, TargetVersion
from jalon.plan.territory import Territory
from jalon.plan.territory.boxes import minus_all

_OWN_WORDS = frozenset({"territory", "kpis", "kris", "owner", "targets", "deputy", "weight"})
"""Fields of an object that are told by words of their own."""
_LISTS = (
    ("person", "people"),
    ("objective", "objectives"),
    ("overlap_rule", "overlap_rules"),
    ("milestone", "milestones"),
    ("action", "actions"),
    ("decision", "decisions"),
    ("source", "sources"),
    ("axis", "axes"),
    ("team", "teams"),
    ("role", "roles"),
    ("event", "own_events"),
)
_WHOLE = (
    "languages", "status", "as_of", "company", "period", "brand_terms", "grounds", "dimensions", "dimension_names",
    "required", "arbitration", "kri_defaults", "event_sources", "cadence", "mappings", "sharing", "lint",
)  # fmt: skip


def difference(before: Plan, after: Plan) -> PlanDifference:
    """What changed from one plan to the other."""
    found = [*_lists(before, after), *_kras(before, after), *_whole(before, after)]
    changes = tuple(sorted(found, key=lambda c: (KINDS.index(c.kind), c.subject)))
    return PlanDifference(changes, names((before, after), changes), after.company.currency)


def _lists(before: Plan, after: Plan) -> Iterator[Change]:
    """Objects with ids that stand at the top of the document."""
    plans = (before, after)
    for kind, name in _LISTS:
        yield from _objects(plans, kind, getattr(before, name), getattr(after, name), None)
    lines = [plan.budget.lines if plan.budget else () for plan in plans]
    yield from _objects(plans, "budget_line", lines[0], lines[1], None)


def _objects(
    plans: tuple[Plan, Plan], kind: str, before: Sequence[object], after: Sequence[object], kra: str | None
) -> Iterator[Change]:
    old = {str(getattr(item, "id", "")): item for item in before}
    new = {str(getattr(item, "id", "")): item for item in after}
    for name in new.keys() - old.keys():
        coming = "rule_added" if kind == "overlap_rule" else "added"
        yield Change(coming, f"{kind}:{name}", kra or _kra_of(new[name]), _introduced(new[name]))
    for name in old.keys() - new.keys():
        going = "rule_dropped" if kind == "overlap_rule" else "removed"
        yield Change(going, f"{kind}:{name}", kra or _kra_of(old[name]), _introduced(old[name]))
    for name in old.keys() & new.keys():
        yield from _fields(plans, f"{kind}:{name}", old[name], new[name], kra or _kra_of(new[name]))


def _introduced(item: object) -> dict[str, object]:
    """What is said of an object that comes or goes."""
    if isinstance(item, OverlapRule):
        return {"between": list(item.between), "rule": plain(item.rule)}
    known = {name: plain(getattr(item, name)) for name in ("owner", "amount", "day") if hasattr(item, name)}
    return {name: value for name, value in known.items() if value is not None}


def _kra_of(item: object) -> str | None:
    kra = getattr(item, "kra", None)
    return kra if isinstance(kra, str) else None


def _fields(plans: tuple[Plan, Plan], subject: str, old: object, new: object, kra: str | None) -> Iterator[Change]:
    """Field by field; owners and targets in their own words."""
    owners = [getattr(item, "owner", None) for item in (old, new)]
    handed_down = inherited(plans, old, new, kra)
    if owners[0] != owners[1] and not subject.startswith("kri:") and handed_down.get("owner") != tuple(owners):
        yield Change("owner", subject, kra, {"before": owners[0], "after": owners[1]})
    skipped = _OWN_WORDS - {"owner"} if subject.startswith("kri:") else _OWN_WORDS
    skipped -= {"deputy"} if subject.startswith("person:") else frozenset()
    measured = [_measured(item) for item in (old, new)]
    if measured[0] is not None and measured[1] is not None:
        yield from _targets(subject, plans, (old, new), kra)
        for field, was, now in walk(measured[0], measured[1], "", frozenset({"targets"})):
            if handed_down.get(field) == (was, now):
                continue
            yield _changed(subject, kra, field, was, now, measured[1].unit)
        skipped |= {"measured", "result"}
    for field, was, now in [*_effective(plans, old, new), *walk(old, new, "", skipped)]:
        if handed_down.get(field) != (was, now):
            yield _changed(subject, kra, field, was, now)


def _changed(subject: str, kra: str | None, field: str, was: object, now: object, unit: str | None = None) -> Change:
    """A field that says something else; in `baseline` and its like, numbers have the unit of the KPI."""
    details = {"field": field, "before": was, "after": now}
    return Change("changed", subject, kra, {**details, "unit": unit} if unit and field == "baseline" else details)


def _measured(item: object) -> Measurement | None:
    return item.measured if isinstance(item, Kpi) else item.result if isinstance(item, Objective) else None


def _effective(plans: tuple[Plan, Plan], old: object, new: object) -> Iterator[tuple[str, object, object]]:
    """Fields whose default depends on their surroundings: writing the default out makes no difference."""
    if isinstance(old, Kra) and isinstance(new, Kra) and old.deputy != new.deputy:
        was, now = plans[0].deputy_of(old), plans[1].deputy_of(new)
        if was != now:
            yield "deputy", was, now
    if isinstance(old, Kpi) and isinstance(new, Kpi) and old.weight != new.weight:
        weights = [_weight(plan, kpi) for plan, kpi in zip(plans, (old, new), strict=True)]
        if weights[0] != weights[1]:
            yield "weight", plain(weights[0]), plain(weights[1])


def _weight(plan: Plan, kpi: Kpi) -> Decimal | None:
    if kpi.weight is not None:
        return kpi.weight
    targeted = [one for kra, inner in plan.kpis() if inner.id == kpi.id for one in kra.kpis if one.measured.targets]
    return Decimal(1) / len(targeted) if targeted else None


def _targets(subject: str, plans: tuple[Plan, Plan], items: tuple[object, object], kra: str | None) -> Iterator[Change]:
    """A target moved: from what to what, by whom, why."""
    measured = [_measured(item) for item in items]
    old, new = measured
    if old is None or new is None:
        return
    owners = [plan.kra(kra) if kra else item for plan, item in zip(plans, items, strict=True)]
    said = [
        [_said(version, plan, getattr(owner, "owner", None)) for version in one.targets]
        for one, plan, owner in zip((old, new), plans, owners, strict=True)
    ]
    if said[0] == said[1]:
        return
    first, last = old.last_target, new.last_target
    yield Change(
        "target",
        subject,
        kra,
        {
            **_aims("before", "due_before", "trajectory_before", first),
            **_aims("after", "due", "trajectory", last),
            "author": last.author if last and not last.short_form else None,
            "reason": plain(last.reason) if last and not last.short_form else None,
            "decision": last.decision if last else None,
            "unit": new.unit,
        },
    )


def _aims(value: str, due: str, trajectory: str, version: TargetVersion | None) -> dict[str, object]:
    """A version's value, date and way."""
    if version is None:
        return {value: None, due: None, trajectory: None}
    aim = plain(version.target) if version.target is not None else plain(version.target_range)
    return {value: aim, due: plain(version.due), trajectory: version.trajectory}


def _said(version: TargetVersion, plan: Plan, owner: str | None) -> object:
    """A version as it counts; the short form says the same as one version by the owner, at the period's start."""
    aim = (version.target, version.target_range, version.due, version.trajectory, plain(version.steps))
    start = plan.period.start if plan.period else None
    yearly = version.reason is not None and set(version.reason.by_language.values()) == {"plan"}
    default = version.decided_on == start and version.author == owner and yearly
    if version.short_form or default:
        return aim, None
    return aim, (version.decided_on, version.author, plain(version.reason), version.decision)


def _kras(before: Plan, after: Plan) -> Iterator[Change]:
    plans = (before, after)
    old, new = {kra.id: kra for kra in before.kras}, {kra.id: kra for kra in after.kras}
    for name in new.keys() - old.keys():
        yield Change("added", f"kra:{name}", name, _introduced(new[name]))
    for name in old.keys() - new.keys():
        yield Change("removed", f"kra:{name}", name, _introduced(old[name]))
    for name in sorted(old.keys() & new.keys()):
        yield from _fields(plans, f"kra:{name}", old[name], new[name], name)
        yield from _objects(plans, "kpi", old[name].kpis, new[name].kpis, name)
        yield from _objects(plans, "kri", old[name].kris, new[name].kris, name)
    for name in sorted(old.keys() | new.keys()):
        yield from _territory(name, old.get(name), new.get(name), after, before)


def _territory(name: str, old: Kra | None, new: Kra | None, after: Plan, before: Plan) -> Iterator[Change]:
    """What an area gains and loses, by box difference in the newer plan's words."""
    mine = new.territory if new else ()
    had = old.territory if old else ()
    for kind, claims, others, plan in (
        ("territory_gained", mine, had, after),
        ("territory_lost", had, mine, before),
    ):
        ground = Territory(plan)
        cells = [cell for claim in claims for cell in _left(ground, claim, others)]
        if cells:
            yield Change(kind, f"kra:{name}", name, {"cells": cells})


def _left(ground: Territory, claim: Claim, others: tuple[Claim, ...]) -> list[Mapping[str, object]]:
    taken = [ground.box(other) for other in others if other.ground == claim.ground]
    return [ground.narrowed(claim.ground, box) for box in minus_all(ground.box(claim), taken)]


def _whole(before: Plan, after: Plan) -> Iterator[Change]:
    """What belongs to the plan as a whole."""
    for name in _WHOLE:
        for field, was, now in walk(getattr(before, name), getattr(after, name), name):
            if not field.startswith("grounds.budget"):
                yield Change("plan", "plan", None, {"field": field, "before": was, "after": now})
    budgets = [(plan.budget.total, plan.budget.seasonality) if plan.budget else (None, {}) for plan in (before, after)]
    for field, at in (("budget.total", 0), ("budget.seasonality", 1)):
        for path, was, now in walk(budgets[0][at], budgets[1][at], field):
            yield Change("plan", "plan", None, {"field": path, "before": was, "after": now})

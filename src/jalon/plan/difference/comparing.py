"""Comparing two plans by id: added, removed, changed field by field, and the words that matter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal

from jalon.plan.difference.objects import KINDS, Change, PlanDifference
from jalon.plan.model import Claim, Kra, Plan, TargetVersion
from jalon.plan.territory import Territory
from jalon.plan.territory.boxes import minus_all
from jalon.quantities import Duration, Period, Text

_OWN = {"path", "territory", "kpis", "kris", "owner", "targets", "short_form"}
"""Fields told by their own words, or that are no content."""


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


def difference(before: Plan, after: Plan) -> PlanDifference:
    """What changed from one plan to the other."""
    found = [*_lists(before, after), *_kras(before, after), *_whole(before, after)]
    return PlanDifference(tuple(sorted(found, key=lambda c: (KINDS.index(c.kind), c.subject))))


def _lists(before: Plan, after: Plan) -> Iterator[Change]:
    """Objects with ids that stand at the top of the document."""
    for kind, name in _LISTS:
        yield from _objects(kind, getattr(before, name), getattr(after, name), None)
    lines = [plan.budget.lines if plan.budget else () for plan in (before, after)]
    yield from _objects("budget_line", lines[0], lines[1], None)


def _objects(kind: str, before: Sequence[object], after: Sequence[object], kra: str | None) -> Iterator[Change]:
    old = {str(getattr(item, "id", "")): item for item in before}
    new = {str(getattr(item, "id", "")): item for item in after}
    for name in new.keys() - old.keys():
        rule = kind == "overlap_rule"
        yield Change("rule_added" if rule else "added", f"{kind}:{name}", kra or _kra_of(new[name]))
    for name in old.keys() - new.keys():
        rule = kind == "overlap_rule"
        yield Change("rule_dropped" if rule else "removed", f"{kind}:{name}", kra or _kra_of(old[name]))
    for name in old.keys() & new.keys():
        yield from _fields(kind, name, old[name], new[name], kra or _kra_of(new[name]))


def _kra_of(item: object) -> str | None:
    kra = getattr(item, "kra", None)
    return kra if isinstance(kra, str) else None


def _fields(kind: str, name: str, old: object, new: object, kra: str | None) -> Iterator[Change]:
    """Field by field; owners and targets in their own words."""
    subject = f"{kind}:{name}"
    if getattr(old, "owner", None) != getattr(new, "owner", None):
        details = {"before": getattr(old, "owner", None), "after": getattr(new, "owner", None)}
        yield Change("owner", subject, kra, details)
    for measured in ("measured", "result"):
        if hasattr(new, measured):
            yield from _targets(subject, getattr(old, measured).targets, getattr(new, measured).targets, kra)
    one, other = _flat(old), _flat(new)
    for path in sorted(one.keys() | other.keys()):
        if one.get(path) != other.get(path):
            yield Change("changed", subject, kra, {"field": path, "before": one.get(path), "after": other.get(path)})


def _targets(
    subject: str, before: tuple[TargetVersion, ...], after: tuple[TargetVersion, ...], kra: str | None
) -> Iterator[Change]:
    """A target moved: from what to what, by whom, why."""
    old, new = _said(before), _said(after)
    if old == new:
        return
    last = max(after, key=lambda v: v.decided_on or date.min, default=None)
    first = max(before, key=lambda v: v.decided_on or date.min, default=None)
    yield Change(
        "target",
        subject,
        kra,
        {
            "before": _plain(first.target if first else None) or _plain(first.target_range if first else None),
            "after": _plain(last.target if last else None) or _plain(last.target_range if last else None),
            "due": _plain(last.due if last else None),
            "author": last.author if last else None,
            "reason": _plain(last.reason if last else None),
            "decision": last.decision if last else None,
        },
    )


def _said(versions: tuple[TargetVersion, ...]) -> list[object]:
    return [
        (
            v.target,
            v.target_range,
            v.due,
            v.trajectory,
            _plain(v.steps),
            None if v.short_form else (v.decided_on, v.author),
        )
        for v in versions
    ]


def _kras(before: Plan, after: Plan) -> Iterator[Change]:
    old, new = {kra.id: kra for kra in before.kras}, {kra.id: kra for kra in after.kras}
    for name in new.keys() - old.keys():
        yield Change("added", f"kra:{name}", name)
    for name in old.keys() - new.keys():
        yield Change("removed", f"kra:{name}", name)
    for name in sorted(old.keys() & new.keys()):
        yield from _fields("kra", name, old[name], new[name], name)
        yield from _objects("kpi", old[name].kpis, new[name].kpis, name)
        yield from _objects("kri", old[name].kris, new[name].kris, name)
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


def _left(ground: Territory, claim: Claim, others: tuple[Claim, ...]) -> list[dict[str, object]]:
    taken = [ground.box(other) for other in others if other.ground == claim.ground]
    return [ground.cell(claim.ground, box) for box in minus_all(ground.box(claim), taken)]


def _whole(before: Plan, after: Plan) -> Iterator[Change]:
    """What belongs to the plan as a whole."""
    for name in (
        "languages", "status", "as_of", "company", "period", "brand_terms", "grounds", "dimensions", "dimension_names",
        "required", "arbitration", "kri_defaults", "event_sources", "cadence", "mappings", "sharing", "lint",
    ):  # fmt: skip
        old, new = _plain(getattr(before, name)), _plain(getattr(after, name))
        if old != new:
            yield Change("plan", "plan", None, {"field": name, "before": old, "after": new})
    money = [(p.budget.total, dict(p.budget.seasonality)) if p.budget else None for p in (before, after)]
    if money[0] != money[1]:
        yield Change("plan", "plan", None, {"field": "budget", "before": _plain(money[0]), "after": _plain(money[1])})


def _flat(item: object) -> dict[str, object]:
    found: dict[str, object] = {}
    if not is_dataclass(item):
        return found
    for one in fields(item):
        if one.name in _OWN or one.name == "id":
            continue
        value = getattr(item, one.name)
        if one.name in ("measured", "result"):
            found.update(_flat(value))
        else:
            found[one.name] = _plain(value)
    return found


def _plain(value: object) -> object:
    """A value as JSON holds it, so that two of them compare by content."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Text):
        return value.as_document()
    if isinstance(value, Duration):
        return value.text
    if isinstance(value, Period):
        return [value.start.isoformat(), value.end.isoformat()]
    if isinstance(value, Mapping):
        return {str(name): _plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple | frozenset | set):
        return [_plain(inner) for inner in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value) if one.name != "path"}
    return value

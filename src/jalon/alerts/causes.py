"""From the standings that moved to the causes worth a message: one cause, one accountable person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from jalon.alerts.channel import EMAIL
from jalon.plan.model import Plan
from jalon.wording.carried import Document, rows

GRAVITY = {
    "on_course": 0, "quiet": 0, "no_target": 0, "fresh": 0,
    "stale": 1, "no_data": 1, "unknown": 1,
    "watch": 2, "amber": 2, "due": 2, "late": 2,
    "off_course": 3, "red": 3,
}  # fmt: skip
"""How grave a standing is. Silence stands above what is well: it is never green."""
SOON = timedelta(days=2)
"""How long before its day a decision is said to be due."""
SILENT = frozenset({"stale", "no_data", "unknown"})
_LEADS = ("source", "objective", "kpi", "kri", "kra")
"""Of a cause that moved several things, the one that the message names: an area only moves because of its KPIs."""


class Change(Protocol):
    """A standing that moved between two published scorecards."""

    @property
    def subject(self) -> str:
        """`kpi:cpl`."""
        ...

    @property
    def before(self) -> str: ...

    @property
    def after(self) -> str: ...

    @property
    def as_of(self) -> date: ...

    @property
    def owner(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Moved:
    """A change, as this room makes one."""

    subject: str
    before: str
    after: str
    as_of: date
    owner: str


@dataclass(frozen=True, slots=True)
class Cause:
    """What one person is told once: what moved, what moved with it, by which rule, over which channel."""

    lead: Change
    also: tuple[Change, ...]
    rule: str
    person: str
    channel: str
    weekly_cap: int

    @property
    def subjects(self) -> tuple[str, ...]:
        """Everything the message speaks of."""
        return (self.lead.subject, *(one.subject for one in self.also))


def worsened(change: Change) -> bool:
    """Whether somebody must know today; what got better waits for Monday."""
    fell_silent = change.after in SILENT and change.before not in SILENT
    return fell_silent or GRAVITY.get(change.after, 0) > GRAVITY.get(change.before, 0)


def causes(changes: Sequence[Change], document: Document, plan: Plan) -> list[Cause]:
    """Every cause with the person it goes to, the gravest first."""
    found = [change for change in changes if worsened(change)]
    groups = [*_late_sources(found, document), *_linked(found, document)]
    told = [cause for group in groups for cause in _addressed(group, plan)]
    return sorted(told, key=lambda cause: (-GRAVITY.get(cause.lead.after, 0), cause.lead.subject))


def _late_sources(found: list[Change], document: Document) -> Iterable[list[Change]]:
    """What fell silent because a source is late is that source's cause; takes those changes out of `found`."""
    late = [row for row in rows(document, "sources") if row["standing"] not in ("fresh", "unused")]
    kpis = {f"kpi:{row['id']}": row for row in (*rows(document, "kpis"),)}
    kpis |= {f"objective:{row['id']}": row for row in rows(document, "objectives")}
    areas = {f"kra:{row['id']}": f"kpi:{row['because']}" for row in rows(document, "kras")}
    groups: dict[str, list[Change]] = {}
    for change in [one for one in found if one.after in SILENT]:
        row = kpis.get(areas.get(change.subject, change.subject))
        tools = {str(one["tool"]) for one in _listed(row, "provenance")} if row else set()
        source = next((one for one in late if str(one["tool"]) in tools), None)
        if source is not None:
            head = Moved(f"source:{source['id']}", "fresh", "stale", change.as_of, str(source["owner"] or change.owner))
            groups.setdefault(str(source["id"]), [head]).append(change)
            found.remove(change)
    return groups.values()


def _linked(found: list[Change], document: Document) -> Iterable[list[Change]]:
    """Changes of one person that hang together: an area with its worst KPI, a risk with the KPI it threatens."""
    ties = {frozenset((f"kra:{row['id']}", f"kpi:{row['because']}")) for row in rows(document, "kras")}
    for row in rows(document, "kris"):
        for threat in _names(row, "threatens"):
            ties |= {frozenset((f"kri:{row['id']}", f"{kind}:{threat}")) for kind in ("kpi", "objective")}
    for row in rows(document, "objectives"):
        ties |= {frozenset((f"objective:{row['id']}", f"{one['kind']}:{one['id']}")) for one in _listed(row, "parts")}
    groups: list[list[Change]] = []
    for change in found:
        mine = [
            group
            for group in groups
            if any(one.owner == change.owner and frozenset((one.subject, change.subject)) in ties for one in group)
        ]
        groups = [group for group in groups if group not in mine]
        groups.append([change, *(one for group in mine for one in group)])
    return groups


def _addressed(group: list[Change], plan: Plan) -> Iterable[Cause]:
    """One cause for each person that a rule of the plan names; the accountable one where no rule speaks of it."""
    ordered = sorted(group, key=lambda one: (_LEADS.index(_kind(one)), -GRAVITY.get(one.after, 0), one.subject))
    return _told(ordered, rule_of(ordered[0]), plan)


def _told(ordered: list[Change], rule: str, plan: Plan) -> Iterable[Cause]:
    """Everybody that a rule of the plan names for a cause."""
    lead = ordered[0]
    written = [one for one in plan.sharing.alerts if one.when == rule]
    decider = plan.arbitration.decider if plan.arbitration else None
    owner = lead.owner or decider or ""
    told: dict[str, tuple[str, int]] = {}
    for one in written:
        for who in one.to:
            told.setdefault(owner if who == "owner" else who, (one.channel, one.weekly_cap))
    if not written:
        told[owner] = (EMAIL, 5)
    for person, (channel, cap) in told.items():
        if person:
            yield Cause(lead, tuple(ordered[1:]), rule, person, channel, cap)


def dated_causes(plan: Plan, as_of: date) -> list[Cause]:
    """What the plan wants told by its day: a decision that is due within two days or past, a milestone that is late."""
    decider = plan.arbitration.decider if plan.arbitration else None
    found = []
    for decision in plan.decisions:
        due = plan.deadline_of(decision)
        if decision.chosen is None and due is not None and due - as_of <= SOON:
            found.append(("decision_due", Moved(f"decision:{decision.id}", "", "due", as_of, decider or "")))
    for milestone in plan.milestones:
        if milestone.status == "open" and milestone.day is not None and milestone.day < as_of:
            owner = milestone.owner or ""
            found.append(("milestone_late", Moved(f"milestone:{milestone.id}", "", "late", as_of, owner)))
    wanted = {one.when for one in plan.sharing.alerts}
    return [cause for rule, change in found if rule in wanted for cause in _told([change], rule, plan)]


def rule_of(change: Change) -> str:
    """The `when` of the plan's alerts that a change falls under."""
    if change.after in SILENT:
        return "data_stale"
    if _kind(change) == "kri":
        return "kri_red" if change.after == "red" else "kri_amber"
    return "standing_changed"


def _kind(change: Change) -> str:
    return change.subject.partition(":")[0]


def _listed(row: Mapping[str, object], name: str) -> list[Mapping[str, object]]:
    found = row.get(name)
    return found if isinstance(found, list) else []


def _names(row: Mapping[str, object], name: str) -> list[str]:
    found = row.get(name)
    return [str(one) for one in found] if isinstance(found, list) else []

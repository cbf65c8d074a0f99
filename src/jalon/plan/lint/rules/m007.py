"""M007: nothing leads back to itself: cascades, formulas, dependencies."""

from __future__ import annotations

from collections.abc import Iterator

from jalon.catalogue.formula import names
from jalon.plan.lint.formulas import look_up
from jalon.plan.lint.rule import Breach, Case, error


def _breaches(case: Case) -> Iterator[Breach]:
    plan = case.plan
    parts = {o.id: [p.objective for p in o.cascade.parts if p.objective] if o.cascade else [] for o in plan.objectives}
    needs = {item.id: list(item.needs) for item in plan.milestones} | {a.id: list(a.needs) for a in plan.actions}
    for milestone in plan.milestones:
        for waiting in milestone.needed_by:
            if waiting in needs:
                needs[waiting] = [*needs[waiting], milestone.id]
    own = {kpi.id for _, kpi in plan.kpis() if kpi.measured.use is None}
    known = look_up(plan)
    uses = {name: [used for used in names(known[name]) if used in own] for name in own if name in known}
    paths = {item.id: item.path for item in plan.objectives} | {item.id: item.path for item in plan.milestones}
    paths |= {item.id: item.path for item in plan.actions}
    paths |= {kpi.id: f"{kpi.path}.formula" for _, kpi in plan.kpis()}
    kinds = {item.id: "action" for item in plan.actions} | {item.id: "milestone" for item in plan.milestones}
    for graph, kind in ((parts, "objective"), (needs, ""), (uses, "kpi")):
        for cycle in cycles(graph):
            subjects = tuple(f"{kind or kinds.get(name, 'action')}:{name}" for name in cycle)
            yield Breach(subjects[0], paths.get(cycle[0], ""), {"cycle": list(cycle)}, subjects[1:])


def cycles(graph: dict[str, list[str]]) -> Iterator[tuple[str, ...]]:
    """Each cycle once, from its first member in reading order. Iterative: a long chain exhausts nothing."""
    done: set[str] = set()
    for start in graph:
        trail: list[str] = []
        waiting = [(start, 0)]
        while waiting:
            name, depth = waiting.pop()
            del trail[depth:]
            if name in trail:
                yield tuple(trail[trail.index(name) :])
                done.update(trail)
                continue
            if name in done or name not in graph:
                continue
            trail.append(name)
            following = [(after, depth + 1) for after in reversed(graph[name])]
            if not following:
                done.add(name)
            waiting.extend(following)
        done.add(start)


RULE = error("M007", _breaches)

"""Names of everything two plans speak of, so that a difference can be told without an id."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from jalon.plan.difference.objects import Change
from jalon.plan.model import Kpi, Kra, Kri, Plan
from jalon.quantities import Text

Names = Mapping[str, Mapping[str, str]]
_NAMED = (
    ("objective", "objectives"),
    ("kra", "kras"),
    ("milestone", "milestones"),
    ("action", "actions"),
    ("axis", "axes"),
    ("team", "teams"),
    ("role", "roles"),
    ("event", "own_events"),
)


def names(plans: Iterable[Plan], changes: Iterable[Change]) -> dict[str, dict[str, str]]:
    """Names by `kind:id` of what the changes speak of; the newer plan's word wins."""
    spoken = {
        word for change in changes for word in _words([change.subject.partition(":")[2], change.kra, change.details])
    }
    found: dict[str, dict[str, str]] = {}
    for plan in plans:
        found.update({key: said for key, said in _all(plan) if key.partition(":")[2] in spoken})
    return found


def _words(value: object) -> Iterator[str]:
    """Every word inside a detail, names of fields included."""
    if isinstance(value, str):
        yield value
        yield from value.split(".")
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield str(name)
            yield from _words(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _words(inner)


def _all(plan: Plan) -> Iterator[tuple[str, dict[str, str]]]:
    for person in plan.people:
        yield f"person:{person.id}", {"": person.name}
    for kind, field in _NAMED:
        for item in getattr(plan, field):
            if isinstance(item.name, Text):
                yield f"{kind}:{item.id}", item.name.as_document()
    for decision in plan.decisions:
        if decision.question is not None:
            yield f"decision:{decision.id}", decision.question.as_document()
    for line in plan.budget.lines if plan.budget else ():
        if line.name is not None:
            yield f"budget_line:{line.id}", line.name.as_document()
    for kra in plan.kras:
        yield from _indicators(kra, "kpi", kra.kpis)
        yield from _indicators(kra, "kri", kra.kris)
    for ground, words in {**plan.grounds, **plan.dimensions}.items():
        yield from ((f"{ground}:{word}", said.as_document()) for word, said in words.items() if said is not None)
    yield from ((f"dimension:{name}", said.as_document()) for name, said in plan.dimension_names.items())


def _indicators(kra: Kra, kind: str, rows: Iterable[Kpi | Kri]) -> Iterator[tuple[str, dict[str, str]]]:
    """Two KPIs of one area may bear one catalogue name; their ids then tell them apart."""
    said = [(row.id, row.measured.name if isinstance(row, Kpi) else row.name) for row in rows]
    seen = [name for _, name in said]
    for row_id, name in said:
        if name is not None:
            twice = seen.count(name) > 1
            yield f"{kind}:{row_id}", {k: f"{v} ({row_id})" if twice else v for k, v in name.as_document().items()}

"""Results that money is asked to move: objectives and targets that add up, with what is spent for them by channel."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from jalon.catalogue.formula import Name
from jalon.metrics import Wanted, wanted_by
from jalon.plan.model import Measurement, Plan
from jalon.quantities import Text
from jalon.scorecard.naming import told_apart

SPEND = "media_cost"
CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Result:
    """A result with a target: its key (`objective:O1`), its name, and the formulas of its weeks and of its money."""

    key: str
    name: Text
    response: Wanted
    spend: Wanted

    @property
    def id(self) -> str:
        """Its id in the plan."""
        return self.key.partition(":")[2]


def results(plan: Plan, only: Iterable[str] = ()) -> tuple[Result, ...]:
    """Objectives first, then KPIs; each formula once, and none that only counts when it falls."""
    if CHANNEL not in plan.grounds:
        return ()
    chosen = frozenset(only)
    formulas = {wanted.key: wanted for wanted in wanted_by(plan)}
    found: dict[object, Result] = {}
    for key, name, measured in _targets(plan):
        wanted = formulas.get(key)
        if wanted is None or not _grows(measured):
            continue
        same = (str(wanted.formula), tuple(sorted(wanted.filter.items())), tuple(sorted(wanted.params.items())))
        if same not in found:
            spend = Wanted(
                f"curve:{key}:spend", Name(SPEND), wanted.filter, unit=plan.company.currency, group_by=CHANNEL
            )
            found[same] = Result(key, name, replace(wanted, key=f"curve:{key}:response"), spend)
    return tuple(one for one in found.values() if not chosen or one.id in chosen)


def _targets(plan: Plan) -> Iterator[tuple[str, Text, Measurement]]:
    for objective in plan.objectives:
        yield f"objective:{objective.id}", objective.name or Text({"fr": objective.id}), objective.result
    for _, kpi in plan.kpis():
        yield f"kpi:{kpi.id}", told_apart(plan, kpi.measured) or Text({"fr": kpi.id}), kpi.measured


def _grows(measured: Measurement) -> bool:
    return measured.direction == "up" and any(one.target is not None for one in measured.targets)


def wanted_for(asked: Iterable[Result]) -> Iterator[Wanted]:
    """Every formula that these results need."""
    for one in asked:
        yield from (one.response, one.spend)

"""Inputs of `marginal_response`: spend and results of each threatened cost, week by week, with its ceiling."""

from __future__ import annotations

from jalon.quantities import Refusal
from jalon.quantities.refusals import NotAdditive
from jalon.scorecard.kri.binding.levels import direction
from jalon.scorecard.kri.binding.question import Question, Span, numbers
from jalon.scorecard.kri.case import Case
from jalon.scorecard.kri.saturating import LONGEST, pairs_of
from jalon.stats.signals import Given, Observed


def marginal_response(case: Case, span: Span) -> list[Question] | Refusal:
    """One question a threatened cost per result; the worst decides. Reach does not add over weeks: refused."""
    if case.params.get("output") == "elasticity":
        return NotAdditive("distinct")
    pairs = pairs_of(case.kri, case.plan, case.measurements, span.last)
    if isinstance(pairs, Refusal):
        return pairs
    asked = []
    for pair in pairs:
        days = tuple(pair.last_days())
        taken = tuple(range(max(0, len(days) - span.readings), len(days)))
        params: dict[str, float | str] = {"ceiling": pair.ceiling, "history": float(LONGEST), "readings": len(taken)}
        inputs = {"cost": Observed(pair.spend), "response": Observed(pair.results)}
        given = Given(inputs, params | numbers(case, "certainty"), direction(case))
        asked.append(Question(given, days, taken, place=pair.kpi))
    return asked

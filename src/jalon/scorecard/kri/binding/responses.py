"""Inputs of `marginal_response`: spend and results of each threatened cost, week by week, with its ceiling."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from jalon.quantities import Refusal
from jalon.quantities.refusals import NotAdditive
from jalon.scorecard.kri.binding.fits import fitted_questions
from jalon.scorecard.kri.binding.levels import direction
from jalon.scorecard.kri.binding.question import Question, Span, numbers
from jalon.scorecard.kri.case import Case
from jalon.scorecard.kri.saturating import LONGEST, WEEK, pairs_of
from jalon.scorecard.kri.windows import window_ending
from jalon.stats.signals import Given, Observed
from jalon.stats.warning.robust import Array


def marginal_response(case: Case, span: Span) -> list[Question] | Refusal:
    """One question a channel fitted, and one a threatened cost per result that no fit speaks for; the worst decides."""
    if case.params.get("output") == "elasticity":
        return _elasticity(case, span)
    asked, spoken = fitted_questions(case, span)
    pairs = pairs_of(case.kri, case.plan, case.measurements, span.last)
    if isinstance(pairs, Refusal):
        return asked or pairs
    # Where channels could be fitted together, the curve of one alone says nothing more.
    for pair in (one for one in pairs if one.kpi not in spoken):
        days = tuple(pair.last_days())
        taken = tuple(range(max(0, len(days) - span.readings), len(days)))
        params: dict[str, float | str] = {"ceiling": pair.ceiling, "history": float(LONGEST), "readings": len(taken)}
        inputs = {"cost": Observed(pair.spend), "response": Observed(pair.results)}
        given = Given(inputs, params | numbers(case, "certainty"), direction(case))
        asked.append(Question(given, days, taken, place=pair.kpi))
    return asked


def _elasticity(case: Case, span: Span) -> list[Question] | Refusal:
    """Spend and reach of the same weeks. Reach never adds: only weeks that the tool counted as weeks are told."""
    cost, response = case.series("cost"), case.series("response")
    refusal = cost.refusal or response.refusal
    if refusal is not None:
        return refusal
    ends = sorted({day for one in response.components.values() for day in one.days if day <= span.last})[-LONGEST:]
    weeks = [window_ending(day, WEEK) for day in ends]
    reached, spent = (_told([one.over(week) for week in weeks]) for one in (response, cost))
    if not np.isfinite(reached).any():
        why = response.over(weeks[-1]) if weeks else None
        return why if isinstance(why, Refusal) else NotAdditive("distinct")
    known = np.flatnonzero(np.isfinite(reached) & np.isfinite(spent))
    kept = [at for at in known if (ends[known[-1]] - ends[at]).days % WEEK == 0]
    days = tuple(ends[at] for at in kept)
    taken = tuple(range(max(0, len(days) - span.readings), len(days)))
    params: dict[str, float | str] = {"output": "elasticity", "history": float(LONGEST), "readings": len(taken)}
    inputs = {"cost": Observed(spent[kept], level=True), "response": Observed(reached[kept], level=True)}
    return [Question(Given(inputs, params | numbers(case, "certainty"), direction(case)), days, taken)]


def _told(values: Sequence[object]) -> Array:
    return np.array([float("nan") if isinstance(one, Refusal) else float(str(one)) for one in values])

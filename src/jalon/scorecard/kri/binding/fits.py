"""Inputs of `marginal_response` from a fit of all channels together: week by week, what the next euro brought there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import numpy as np

from jalon.catalogue.formula import Operation
from jalon.metrics import wanted_by
from jalon.plan.model import EVERYTHING, Kpi
from jalon.scorecard.curves.asked import CHANNEL, Result, results
from jalon.scorecard.curves.reading import Fitted, Told
from jalon.scorecard.kri.binding.levels import direction
from jalon.scorecard.kri.binding.question import Question, Span, numbers
from jalon.scorecard.kri.case import Case
from jalon.stats.signals import Given, Observed
from jalon.stats.warning.robust import Array

WEEK, TODAY_WEEKS = 7, 4
HALF = 0.5
"""Without a ceiling in the plan, the next euro brings too little when it brings less than half of the average one."""
_NOTHING = 1e-12


def fitted_questions(case: Case, span: Span) -> tuple[list[Question], frozenset[str]]:
    """One question a channel of the area that the weeks could tell, and the threatened KPIs that a fit speaks for."""
    asked: list[Question] = []
    spoken: set[str] = set()
    for name, fit, ceiling in _bearing(case):
        own = [(at, one) for at, one in enumerate(fit.channels) if one.identified and _is_own(case, one.channel)]
        found = [_question(case, span, fit, at, one, ceiling) for at, one in own]
        asked += [question for question in found if question is not None]
        spoken |= {name} if found else set()
    return asked, frozenset(spoken)


def _bearing(case: Case) -> Iterator[tuple[str, Fitted, float | None]]:
    """Fits of what the risk threatens: the result itself, or the one that a threatened ratio sets beside its money."""
    if not case.fits:
        return
    known = {result.key: result for result in results(case.plan)}
    wanted = {one.key: one for one in wanted_by(case.plan)}
    kpis = {kpi.id: kpi for _, kpi in case.plan.kpis()}
    for name in case.kri.threatens:
        asked = wanted.get(f"kpi:{name}") or wanted.get(f"objective:{name}")
        for fit in case.fits:
            result = known.get(fit.key)
            if asked is None or result is None or fit.curves is None or asked.filter != result.response.filter:
                continue
            if asked.formula == result.response.formula:
                yield name, fit, None
            elif isinstance(asked.formula, Operation) and asked.formula.sign == "/":
                yield from _beside_money(name, kpis.get(name), asked.formula, result, fit)


def _beside_money(
    name: str, kpi: Kpi | None, formula: Operation, result: Result, fit: Fitted
) -> Iterator[tuple[str, Fitted, float | None]]:
    if formula.left == result.response.formula:
        yield name, fit, None
    elif formula.right == result.response.formula:
        last = kpi.measured.target_on(fit.as_of) if kpi else None
        yield name, fit, float(last.target) if last and last.target and last.target > 0 else None


def _is_own(case: Case, channel: str) -> bool:
    """Whether the area of the risk answers for the channel; a risk of nobody's watches them all."""
    kra = next((kra for kra, kri in case.plan.kris() if kri.id == case.kri.id), None)
    claimed = {value for claim in kra.territory if claim.ground == CHANNEL for value in claim.values} if kra else set()
    return not claimed or bool({channel, EVERYTHING} & claimed)


def _question(case: Case, span: Span, fit: Fitted, at: int, one: Told, ceiling: float | None) -> Question | None:
    spent = np.asarray(fit.weeks[at])
    if len(spent) < TODAY_WEEKS:
        return None
    lately = np.convolve(spent, np.full(TODAY_WEEKS, 1 / TODAY_WEEKS), mode="valid")[-span.readings :]
    values = np.stack([_value(fit, at, float(spend), ceiling) for spend in lately])
    days = tuple(fit.until - timedelta(days=WEEK * back) for back in reversed(range(len(lately))))
    certainty = float(case.params.get("certainty", "0.8"))
    good = 1 - certainty if case.kri.bad_direction != "down" else certainty
    inputs = {
        "told": Observed(np.median(values, axis=1), level=True),
        "sure": Observed(np.quantile(values, good, axis=1), level=True),
    }
    params: dict[str, float | str] = {"output": "told", "readings": len(lately)}
    given = Given(inputs, params | numbers(case, "certainty"), direction(case))
    return Question(given, days, tuple(range(len(days))), place=one.channel)


def _value(fit: Fitted, at: int, spend: float, ceiling: float | None) -> Array:
    """Over 1: the next euro costs more than the plan admits, or brings less than half of the average one."""
    assert fit.curves is not None  # noqa: S101  # only fits with draws are asked
    split = np.array([one.today for one in fit.channels])
    split[at] = max(spend, _NOTHING)
    marginal = np.maximum(fit.curves.slope(split)[:, at], _NOTHING)
    if ceiling is not None:
        return np.asarray(1 / marginal / ceiling)
    return np.asarray(HALF * fit.curves.response(split)[:, at] / split[at] / marginal)

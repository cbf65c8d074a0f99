"""Inputs of `count_rule`: items in a bad state, from measures, from rows by item, from the plan itself."""

from __future__ import annotations

from datetime import timedelta

import numpy as np

from jalon.quantities import Refusal
from jalon.quantities.refusals import NoItems
from jalon.scorecard.kri.binding.items import BY_ROW
from jalon.scorecard.kri.binding.levels import direction, reasons, windows
from jalon.scorecard.kri.binding.question import Question, Span, numbers, words
from jalon.scorecard.kri.case import Case
from jalon.scorecard.kri.reading import observed
from jalon.scorecard.kri.windows import days_of, reading_days
from jalon.stats.signals import UP, Given, Observed

_COUNTED = ("amber_at", "red_at", "warning_at", "min_denominator")


def count_rule(case: Case, span: Span) -> list[Question] | Refusal:
    """Areas without a deputy from the plan; else a count that a source tells, in all or by item."""
    if case.params.get("item") == "kra":
        return _areas(case, span)
    if case.params.get("condition") in BY_ROW:
        return BY_ROW[case.params["condition"]](case, span)
    return _counted(case, span) if case.has("count") else NoItems()


def _counted(case: Case, span: Span) -> list[Question] | Refusal:
    series = case.series("count")
    if series.refusal is not None:
        return series.refusal
    if case.params.get("condition") == "not_indexed" and not case.kri.filter:
        return NoItems()
    groups = series.groups()
    days = span.days(case)
    over = windows(case, days, default=1)
    columns = list(groups.values()) or [series]
    read = observed(case, columns, over)
    inputs = {"count": Observed(read.observed.top, level=True)}
    if case.has("total") and case.series("total").refusal is None:
        inputs["total"] = observed(case, [case.series("total")], over).observed
    params: dict[str, float | str] = {**numbers(case, *_COUNTED), **words(case, "form")}
    given = Given(inputs, params, direction(case))
    return [Question(given, tuple(days), tuple(range(len(days))), reasons(read, days))]


def _areas(case: Case, span: Span) -> list[Question]:
    """Areas without a deputy, and those of them whose holder leaves soon."""
    plan = case.plan
    alone = [kra for kra in plan.kras if plan.deputy_of(kra) is None]
    soon = timedelta(days=days_of(case.params.get("red_window"), 90) or 90)
    days = reading_days(span.last, "daily", 1)
    ends = {person.id: person.last_day for person in plan.people if person.last_day is not None}
    leaving = {name for name, end in ends.items() if span.last <= end <= span.last + soon}
    inputs = {
        "count": Observed(np.array([float(len(alone))])),
        "worse": Observed(np.array([float(sum(kra.owner in leaving for kra in alone))])),
    }
    if alone:
        case.evidence["areas"] = ", ".join(kra.id for kra in alone)
    given = Given(inputs, {**numbers(case, *_COUNTED)}, UP)
    return [Question(given, tuple(days), (0,))]

"""Conditions of `count_rule` that are tested on rows: pages that take turns on a keyword, customers silent too long."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

import numpy as np

from jalon.facts.engine import BETWEEN
from jalon.metrics import MeasuredSeries
from jalon.quantities import Period, Refusal
from jalon.quantities.refusals import NoItems
from jalon.scorecard.kri.binding.levels import direction
from jalon.scorecard.kri.binding.question import Question, Span, numbers, step_of, words
from jalon.scorecard.kri.binding.references import same_day_last_year
from jalon.scorecard.kri.case import Case
from jalon.scorecard.kri.reading import observed
from jalon.scorecard.kri.windows import window_of
from jalon.stats.signals import Given, Observed
from jalon.stats.signals.counting import alternating, silent
from jalon.stats.warning.robust import Array

_TESTED = ("amber_at", "red_at", "min_denominator")


def taking_turns(case: Case, span: Span) -> list[Question] | Refusal:
    """Keywords on which at least two own pages were each the best placed, among those followed."""
    if not case.has("position"):
        return NoItems()
    series = case.series("position")
    if series.refusal is not None or series.group_by is None:
        return series.refusal or series.drill_down or NoItems()
    keywords: dict[str, list[MeasuredSeries]] = {}
    for name, one in series.groups().items():
        keywords.setdefault(name.rpartition(BETWEEN)[0], []).append(one)
    days = span.days(case)
    top, urls = float(case.params.get("top", 20)), int(case.params.get("urls", 2))
    windows = [window_of(case.params.get("window"), day, 28) for day in days]
    count = [sum(_turns(pages, window, top, urls) for pages in keywords.values() if window) for window in windows]
    return _shares(case, days, np.array(count, float), len(days))


def _turns(pages: Sequence[MeasuredSeries], window: Period, top: float, urls: int) -> bool:
    if len(pages) < urls:
        return False
    ranks = np.full((len(window), len(pages)), np.nan)
    for at, day in enumerate(window.days()):
        for column, page in enumerate(pages):
            rank = page.over(Period(day, day))
            ranks[at, column] = np.nan if isinstance(rank, Refusal) else float(rank)
    return alternating(ranks, top, urls)


def gone_quiet(case: Case, span: Span) -> list[Question] | Refusal:
    """Customers silent for longer than their own gaps, among the active ones, beside the same share a year before."""
    if not case.has("orders"):
        return NoItems()
    series = case.series("orders")
    if series.refusal is not None or series.group_by is None:
        return series.refusal or series.drill_down or NoItems()
    now = span.days(case)
    before = [same_day_last_year(day, case.plan.company.country) for day in now]
    ordered = [np.array(days, np.intp) for one in series.groups().values() if (days := _order_days(one, span.last))]
    share, fewest = float(case.params.get("quantile", 0.90)), int(case.params.get("min_gaps", 3))
    kept = [days for days in ordered if len(days) > fewest]
    count = np.array([_silent_on(kept, day.toordinal(), share, fewest) for day in (*before, *now)], float)
    return _shares(case, (*before, *now), count, len(now))


def _order_days(one: MeasuredSeries, last: date) -> list[int]:
    """Days with an order, as ordinals; an order that is taken back the same day is none."""
    found = set()
    for component in one.components.values():
        for day in component.days:
            told = component.over(Period(day, day)) if day <= last else None
            if told is not None and not isinstance(told, Refusal) and told > 0:
                found.add(day.toordinal())
    return sorted(found)


def _silent_on(ordered: Sequence[Array | np.ndarray], day: int, share: float, fewest: int) -> int:
    """Customers silent on a day, by the orders known then."""
    past = [days[: int(np.searchsorted(days, day, side="right"))] for days in ordered]
    told = [days for days in past if len(days) > fewest]
    if not told:
        return 0
    gaps = np.full((max(map(len, told)) - 1, len(told)), np.nan)
    for column, days in enumerate(told):
        gaps[: len(days) - 1, column] = np.diff(days)
    since = np.array([day - days[-1] for days in told], float)
    return int(silent(since, gaps, share, fewest).sum())


def _shares(case: Case, days: Sequence[date], count: Array, readings: int) -> list[Question] | Refusal:
    """Counts beside the total of their day; those before the readings are what they are compared with."""
    inputs = {"count": Observed(count, level=True)}
    if case.has("total") and case.series("total").refusal is None:
        over = [Period(day - timedelta(days=step_of(case) - 1), day) for day in days]
        inputs["total"] = observed(case, [case.series("total")], over).observed
    params: dict[str, float | str] = {**numbers(case, *_TESTED), **words(case, "form"), "reference": float(readings)}
    taken = tuple(range(len(days) - readings, len(days)))
    return [Question(Given(inputs, params, direction(case)), tuple(days), taken)]


BY_ROW: Mapping[str, Callable[[Case, Span], list[Question] | Refusal]] = {
    "own_urls_alternate": taking_turns,
    "silence_over_own_gap": gone_quiet,
}

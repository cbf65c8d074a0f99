"""Inputs of methods that read a level, step by step: each step is one window, read exactly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import numpy as np

from jalon.metrics import MeasuredSeries
from jalon.metrics.splitting import HOUR
from jalon.quantities import Period, Refusal
from jalon.quantities.refusals import NotBound
from jalon.scorecard.kri.binding.question import Question, Span, lasting, numbers, step_of, words
from jalon.scorecard.kri.binding.sent import ONE_CAMPAIGN, campaigns
from jalon.scorecard.kri.case import Case
from jalon.scorecard.kri.reading import Observation, observed
from jalon.scorecard.kri.windows import days_of, is_within_a_day, window_of
from jalon.stats.signals import DOWN, UP, Given, Observed
from jalon.stats.signals.spike import rank_losses

SLOPE_STEP = 7
MONTH = 30.44
BEST_OF = 180
"""Days among which an item's best window is looked for."""


def direction(case: Case) -> int:
    """The bad one."""
    return DOWN if case.kri.bad_direction == "down" else UP


def windows(case: Case, days: Sequence[date], name: str = "window", default: int = 7) -> list[Period | Refusal]:
    """The window of each step; hours are read on their day, and the evidence says so."""
    text = case.params.get(name)
    if is_within_a_day(text):
        case.evidence["read_over"] = "1d"
    return [window_of(text, day, default) or NotBound(name, f"grain {text}") for day in days]


def places(case: Case, name: str) -> Mapping[str, MeasuredSeries]:
    """The values of the row's dimension, or the whole; a cut that does not tell them is read whole, and said so."""
    groups = case.split(name) if "dim" in case.params else {}
    if HOUR in (case.series(name).group_by or ""):
        case.evidence["read_over"] = case.params["window"]
    return groups or {"": case.series(name)}


def too_thin(case: Case, asked: Sequence[Question]) -> bool:
    """Whether no place of several has the volume asked on its last reading: only together do they say something."""
    least = float(case.params.get("min_denominator", 0))
    unders = [one.given.inputs["value"].under for one in asked]
    if len(asked) < 2 or not least or any(under is None for under in unders):
        return False
    return not any(under is not None and np.nan_to_num(under[-1]).max() >= least for under in unders)


def reasons(found: Observation, days: Sequence[date]) -> dict[date, Refusal]:
    """Why a step has no number, by its day."""
    return {days[step]: why for step, why in found.whys.items()}


def threshold(case: Case, span: Span) -> list[Question] | Refusal:
    """A level against its bounds; both inputs when the row reads both, each value of its dimension."""
    names = [case.speaks]
    if case.params.get("read") == "both" and case.has("alternative") and case.speaks != "alternative":
        names = ["value", "alternative"]
    told = [name for name in names if case.series(name).refusal is None]
    if not told:
        return case.value().refusal or NotBound("value")
    found: list[Question] = []
    for name in told:
        asked = _weighed(case, span, name) if "item" in case.params else _levels(case, span, name, len(names) > 1)
        if isinstance(asked, Refusal):
            return asked
        found += asked
    return found


_TESTED = ("certainty", "min_denominator")


def _levels(case: Case, span: Span, name: str, named: bool) -> list[Question]:
    days = span.days(case)
    if case.params.get("window") == ONE_CAMPAIGN:
        told = campaigns(case, name, days)
    else:
        own = f"{name}_window" if f"{name}_window" in case.params else "window"
        told = {place: (one, windows(case, days, own)) for place, one in places(case, name).items()}
    asked = [
        _level(case, days, one, over, name if named and not place else place) for place, (one, over) in told.items()
    ]
    if too_thin(case, asked) and HOUR not in (case.series(name).group_by or ""):
        case.evidence["not_split_by"] = case.params["dim"]
        return [_level(case, days, case.series(name), next(iter(told.values()))[1], name if named else "")]
    return asked


def _level(
    case: Case, days: Sequence[date], one: MeasuredSeries, over: Sequence[Period | Refusal], place: str
) -> Question:
    params = {"window": 1.0, **numbers(case, *_TESTED), **words(case, "when_zero_denominator")}
    read = observed(case, [one], over)
    if read.left_out:
        case.evidence["days_left_out"] = read.left_out
    given = Given({"value": read.observed}, params, direction(case))
    return Question(given, tuple(days), tuple(range(len(days))), reasons(read, days), place)


def _weighed(case: Case, span: Span, name: str) -> list[Question] | Refusal:
    """Of items in a state, the share that their weights carry: sum of weight by state over the sum of weights."""
    states = case.series(name).groups()
    weights = case.series("weight").groups() if case.has("weight") else {}
    items = sorted(states.keys() & weights.keys())
    if not items:
        return NotBound(name, lacks=case.params["item"])
    days = span.days(case)
    state = observed(case, [states[item] for item in items], windows(case, days))
    weight = observed(case, [weights[item] for item in items], windows(case, days, "weight_window", 90))
    worth = np.nan_to_num(weight.observed.by_cell().top)
    read, under = state.observed.by_cell().top, state.observed.by_cell().under
    share = read if under is None else np.divide(read, under, out=np.full_like(read, np.nan), where=under > 0)
    known = np.isfinite(share)
    top, whole = (np.where(known, share, 0.0) * worth).sum(1), np.where(known, worth, 0.0).sum(1)
    given = Given({"value": Observed(top, whole, level=True)}, {"window": 1.0}, direction(case))
    return [Question(given, tuple(days), tuple(range(len(days))), reasons(state, days))]


def concentration(case: Case, span: Span) -> list[Question] | Refusal:
    """The value by value of its dimension, over a window."""
    series = case.value()
    refusal = series.refusal or series.drill_down
    if refusal is not None:
        return refusal
    groups = series.groups()
    if not groups:
        return NotBound(case.speaks, lacks=case.params.get("dim", ""))
    days = span.days(case)
    read = observed(case, list(groups.values()), windows(case, days, default=91))
    params = {"window": 1.0, **numbers(case, "n", "min_total", "min_items"), **words(case, "index")}
    given = Given({"value": Observed(read.observed.by_cell().top, level=True)}, params, direction(case))
    return [Question(given, tuple(days), tuple(range(len(days))), reasons(read, days), cells=tuple(groups))]


def _stepped(case: Case, span: Span, step: int, history: int) -> tuple[list[date], tuple[int, ...]]:
    """Days `step` apart that end with the last reading, those of the history before them, and which are readings."""
    every = max(1, step_of(case) // step)
    count = (span.readings - 1) * every + 1 + history
    days = [span.last - timedelta(days=step * back) for back in reversed(range(count))]
    return days, tuple(range(history, count, every))


def slope(case: Case, span: Span) -> list[Question] | Refusal:
    """Weekly readings of the level, or of the shares of each rival and our own."""
    rivals = case.params.get("output", "slope") == "rival_gap"
    needed = ("rival", "own", "total") if rivals else (case.speaks,)
    for name in needed:
        refusal = case.series(name).refusal if case.has(name) else NotBound(name)
        if refusal is not None:
            return refusal
    points = max(1, round(lasting(case, "window", SLOPE_STEP, 90)))
    days, taken = _stepped(case, span, SLOPE_STEP, points)
    weeks: list[Period | Refusal] = [Period(day - timedelta(days=SLOPE_STEP - 1), day) for day in days]
    params = {
        "window": float(points),
        "every": 1.0,
        "per": MONTH / SLOPE_STEP,
        "fewest": 4.0 if (days_of(case.params.get("window"), 90) or 90) <= 28 else 8.0,
        **numbers(case, "certainty", "min_denominator"),
        **words(case, "output"),
    }
    cells: tuple[str, ...] = ()
    if rivals:
        groups = case.series("rival").groups()
        if not groups:
            return case.series("rival").drill_down or NotBound("rival", lacks=case.params.get("dim", ""))
        cells = tuple(groups)
        read = observed(case, list(groups.values()), weeks)
        inputs = {"rival": Observed(read.observed.by_cell().top, level=True)}
        inputs |= {name: observed(case, [case.series(name)], weeks).observed for name in ("own", "total")}
    else:
        read = observed(case, [case.value()], weeks)
        inputs = {"value": read.observed}
    return [Question(Given(inputs, params, direction(case)), tuple(days), taken, reasons(read, days), cells=cells)]


def spike(case: Case, span: Span) -> list[Question] | Refusal:
    """The last window and those of the past, side by side; exposure and volume read over the same windows."""
    series, step = case.value(), step_of(case)
    if series.refusal is not None:
        return series.refusal
    transform = case.params.get("transform") == "loss"
    history = round(lasting(case, "history", step, 182)) + 1
    days, taken = _stepped(case, span, step, history)
    over = windows(case, days, default=1)
    length = days_of(case.params.get("window"), 1) or 1
    params: dict[str, float | str] = {"window": 1.0, "span": float(max(1, -(-length // step)))}
    params |= {"history": float(history)}
    params |= numbers(case, "min_volume") | words(case, "model")
    if transform:
        return _lost_ranks(case, days, taken, params)
    asked = []
    for place, one in places(case, case.speaks).items():
        read = observed(case, [one], over)
        inputs = {"value": read.observed}
        for name in ("exposure", "volume"):
            if case.has(name) and (told := _at(case.series(name), place)) is not None:
                inputs[name] = observed(case, [told], over).observed
        asked.append(Question(Given(inputs, params, UP), tuple(days), taken, reasons(read, days), place))
    return asked


def _at(series: MeasuredSeries, place: str) -> MeasuredSeries | None:
    """A second input at the same place; None where it cannot be told there."""
    if series.refusal is not None:
        return None
    return series.groups().get(place, series) if place else series


def _lost_ranks(
    case: Case, days: Sequence[date], taken: tuple[int, ...], params: dict[str, float | str]
) -> list[Question] | Refusal:
    """Places lost over the lag by each item, averaged by weight."""
    ranks, weights = case.value().groups(), case.series("weight").groups() if case.has("weight") else {}
    if not ranks:
        return case.value().drill_down or NotBound(case.speaks, lacks=case.params.get("item", ""))
    over: list[Period | Refusal] = [Period(day - timedelta(days=6), day) for day in days]
    read = observed(case, list(ranks.values()), over)
    placed = _ratio(read.observed.by_cell())
    worth = np.ones_like(placed)
    if weights:
        lacking = next(iter(weights.values()))
        columns = [weights.get(item, lacking) for item in ranks]
        worth = _ratio(observed(case, columns, over).observed.by_cell())
        worth[:, [item not in weights for item in ranks]] = np.nan
    lag = days_of(case.params.get("lag"), 7) or 7
    lost = rank_losses(placed, worth, max(1, lag // step_of(case)))
    return [Question(Given({"value": Observed(lost, level=True)}, params, UP), tuple(days), taken, reasons(read, days))]


def _ratio(one: Observed) -> np.ndarray:
    if one.under is None:
        return one.top
    return np.divide(one.top, one.under, out=np.full_like(one.top, np.nan), where=one.under > 0)


def joint_rule(case: Case, span: Span) -> list[Question] | Refusal:
    """Each tested input at every value of the dimension, over the same windows."""
    named = [name.removesuffix("_test") for name in case.params if name.endswith("_test")]
    tested = [name for name in named if case.has(name)]
    for name in tested:
        refusal = case.series(name).refusal or (None if case.series(name).group_by else case.series(name).drill_down)
        if refusal is not None:
            return refusal
    groups = {name: case.split(name) for name in tested}
    cells = sorted(set.intersection(*(set(one) for one in groups.values()))) if groups else []
    if len(tested) < 2 or not cells:
        return NotBound(", ".join(named) or "inputs", lacks=case.params.get("dim", ""))
    step = step_of(case)
    days, taken = _stepped(case, span, step, BEST_OF // step)
    over = windows(case, days)
    read = {name: observed(case, [groups[name][cell] for cell in cells], over) for name in tested}
    params = {"window": 1.0, "span": lasting(case, "window", step, 7), **numbers(case, "min_denominator")}
    for name in tested:
        params |= numbers(case, f"{name}_amber", f"{name}_red") | words(case, f"{name}_test")
    given = Given({name: one.observed.by_cell() for name, one in read.items()}, params, direction(case))
    return [Question(given, tuple(days), taken, reasons(read[tested[0]], days), cells=tuple(cells))]

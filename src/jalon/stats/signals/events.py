"""`event_window`: a dated event, then what it did."""

from __future__ import annotations

import numpy as np

from jalon.quantities import Refusal
from jalon.stats.signals.bands import AMBER, QUIET, RED
from jalon.stats.signals.given import Given, Readings
from jalon.stats.signals.residual import residual_shift
from jalon.stats.warning.robust import Flags

AFTER, ANNOUNCED = 7, 60


def event_window(given: Given) -> Readings | Refusal:
    """`drop_in_window`: the residual outside its interval within an event's window, while no control is outside its.

    `break_recorded`: an event in force on a measure in use that no own event records. With no control measured the
    level is amber at most. The stated chance, the share of days in some window, stands in the evidence.
    """
    if given.word("test", "drop_in_window") == "break_recorded":
        return _recorded(given)
    found = residual_shift(given)
    if isinstance(found, Refusal):
        return found
    inside = _windows(given, len(found.value), given.steps("after", AFTER))
    amber, red = ((1 - given.number(f"interval_{name}", share)) / 2 for name, share in _INTERVALS)
    place = found.value
    measured = [_quiet_control(given, name, amber) for name in given.inputs if name.startswith("control")]
    told = [one for one in measured if one is not None]
    alone = np.all(told, axis=0) if told else np.ones(len(place), np.bool_)
    low = np.where(place <= red, RED if told else AMBER, np.where(place < amber, AMBER, QUIET))
    levels = np.where(inside & alone, low, QUIET)
    levels = np.where(np.isfinite(place), levels, np.nan)
    evidence = {"chance": float(inside.mean()), "controls": float(len(told)), "inside": float(inside[-1])}
    return Readings(place, place, levels, evidence)


_INTERVALS = (("amber", 0.80), ("red", 0.95))


def _windows(given: Given, steps: int, after: int) -> Flags:
    inside = np.zeros(steps, np.bool_)
    for first, last in given.events:
        inside[max(first, 0) : max(last + after + 1, 0)] = True
    return inside


def _quiet_control(given: Given, name: str, amber: float) -> Flags | None:
    """Days on which a control is not outside its own interval on the bad side; None where it cannot be told."""
    control = residual_shift(Given({"value": given.inputs[name]}, given.params, given.direction))
    if isinstance(control, Refusal):
        return None
    return np.asarray(~(np.nan_to_num(control.value, nan=1.0) < amber))


def _recorded(given: Given) -> Readings:
    """Steps until each break comes into force; `recorded` (n, E) tells which are, 1 or 0, on each step."""
    recorded = given.inputs["recorded"].by_cell().top
    steps, announced = len(recorded), given.steps("announced", ANNOUNCED)
    level = np.full(steps, QUIET)
    at = np.arange(steps)
    for column, (first, last) in enumerate(given.events):
        missing = ~(recorded[:, column] > 0)
        coming = (at >= first - announced) & (at < first) & missing
        running = (at >= first) & (at <= last) & missing
        level = np.maximum(level, np.where(running, RED, np.where(coming, AMBER, QUIET)))
    return Readings(level, level, level, {"events": float(len(given.events))})

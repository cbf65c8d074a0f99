"""A shift beside dated events: when it was, how large, which event it goes with, and how easily that is chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np

from jalon.quantities import Refusal
from jalon.quantities.refusals import NegativeValues, NoVariation, TooLittleHistory, TooManyGaps
from jalon.stats.changes.steps import Steps, leveled, steps
from jalon.stats.warning.robust import Array, Flags

FEWEST_DAYS = 56
_SURE, _DATES = 3.7, 350
"""Spreads a shift must stand out by when it may lie on any day of a year, once the past has said what a spread is."""
_LOOKS, _LEAST_SURE = 7, 2.5
"""An event asks about a week of days: fewer places to look, fewer chances of a false one, and so a lower bound."""
_APART, _NEAR = 2.5, 7
"""Beside a control, the two must part by as many spreads within a week of the date: else both moved."""
_MOST_GAPS = 0.4
_Z80 = 1.2816

ENOUGH = 0.75
"""Posterior weight of the events together from which a shift is said to go with one."""
_AMONG = 0.55
"""Where windows overlap, the part of the events' weight that one of them must hold to be named."""
_EACH = 1 / 6
"""How much likelier than none of them each event is taken to be before anything is seen. It does not shrink with their
number: an event far from the date is no competitor (measured: shared out, twelve events a year halve the recall)."""
_EARLY, _DECAY = 0.8, 7.0
"""Most effects begin within days of an event's first day; the rest lie anywhere in its window."""


class Link(Enum):
    """What may be said, from least to most. Without a control nothing is ever more than a coincidence."""

    NO_SHIFT = "no_shift"
    SHARED = "shared"
    NO_EVENT = "no_event"
    COINCIDES = "coincides"
    GOES_WITH = "goes_with"


@dataclass(frozen=True, slots=True)
class Event:
    """A dated event by day index: first and last day, both inside."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Attribution:
    """The answer. `chance` is the share of the observed days that lie in some window: what a random day would meet.

    `dates` is the posterior of the first day after the shift (n,), `weights` that of each event, `no_event` the rest.
    `size` is a share (-0.2 is a fall by a fifth) with its 80 % interval; the three are 0 when there is no shift.
    """

    link: Link
    event: int | None
    chance: float
    day: int | None
    dates: Array
    weights: tuple[float, ...]
    no_event: float
    size: float
    low: float
    high: float


def attribute(
    values: Array, events: Sequence[Event], lag: int, control: Array | None = None, recent: int | None = None
) -> Attribution | Refusal:
    """Date the largest lasting shift of a daily series and weigh the events against none of them.

    `control` is a series that the events cannot touch: what both did is the market. A window runs from the event's
    first day to its last plus `lag`. With `recent`, the shift is looked for in as many last days only; the chance is
    that of all days.
    """
    refusal = _refusal(values) or (None if control is None else _refusal(control))
    if refusal is not None:
        return refusal
    chance = float(covered(events, lag, len(values)).mean())
    own = leveled(values)
    other = None if control is None else leveled(control)
    found = _lately(steps(own, other), recent)
    bounds = _bounds(events, lag, len(values), recent)
    day = int(np.argmax(found.strength**2 - bounds**2))
    link = _what(found, day, own, other, float(bounds[day]))
    if link is not Link.GOES_WITH:
        nothing = (0.0,) * len(events)
        return Attribution(link, None, chance, None, np.zeros(len(values)), nothing, 1.0, 0.0, 0.0, 0.0)
    dates = _dated(found)
    weights, none = _weighed(dates, events, lag)
    best = int(np.argmax(weights)) if weights else -1
    if 1 - none < max(ENOUGH, chance) or weights[best] < _AMONG * (1 - none):
        best, link = -1, Link.NO_EVENT
    elif control is None:
        link = Link.COINCIDES
    size, low, high = _sized(found, dates, int(np.argmax(dates)))
    event = best if best >= 0 else None
    return Attribution(link, event, chance, int(np.argmax(dates)), dates, weights, none, size, low, high)


def _lately(found: Steps, recent: int | None) -> Steps:
    """The evidence of the last days only."""
    if recent is None:
        return found
    kept = np.arange(len(found.strength)) >= len(found.strength) - recent
    return Steps(found.size * kept, found.spread * kept, found.strength * kept)


def _bounds(events: Sequence[Event], lag: int, days: int, recent: int | None) -> Array:
    """How far a shift must stand out on each day: less where fewer days are asked about, at the same false alarms."""
    span = days if recent is None else recent
    near = [event for event in events if event.last + lag >= days - span]
    bounds = np.full(days, _bound(span))
    if near:
        bounds[covered(near, lag, days)] = min(_bound(_LOOKS * len(near)), _bound(span))
    return bounds


def _bound(looks: int) -> float:
    return float(max(_SURE**2 - 2 * np.log(max(_DATES / looks, 1.0)), _LEAST_SURE**2) ** 0.5)


def _what(found: Steps, day: int, own: Array, other: Array | None, sure: float) -> Link:
    """Whether there is a shift at all, and whether it is the series' own."""
    if abs(found.strength[day]) < sure:
        alone = steps(own, None).strength if other is not None else found.strength
        return Link.SHARED if np.abs(alone).max() >= _SURE else Link.NO_SHIFT
    if other is None:
        return Link.GOES_WITH
    apart = steps(own - other, None)
    near = apart.strength[max(0, day - _NEAR) : day + _NEAR + 1] * np.sign(found.strength[day])
    return Link.GOES_WITH if near.max() >= _APART else Link.SHARED


def covered(events: Sequence[Event], lag: int, days: int) -> Flags:
    """The days that lie in some window."""
    out = np.zeros(days, np.bool_)
    for event in events:
        out[max(event.first, 0) : max(event.last + lag + 1, 0)] = True
    return out


def _refusal(values: Array) -> Refusal | None:
    known = values[np.isfinite(values)]
    if len(known) < FEWEST_DAYS:
        return TooLittleHistory(needed=FEWEST_DAYS, have=len(known))
    if len(known) < (1 - _MOST_GAPS) * len(values):
        return TooManyGaps(round(1 - len(known) / len(values), 4))
    if (known < 0).any():
        return NegativeValues(round(float(np.mean(known < 0)), 4))
    return NoVariation() if np.ptp(known) == 0 else None


def _dated(found: Steps) -> Array:
    """Posterior of the date: every candidate was judged on the same days."""
    logs = found.strength**2 / 2
    weights = np.where(found.strength != 0, np.exp(logs - logs.max()), 0.0)
    return np.asarray(weights / weights.sum())


def _weighed(dates: Array, events: Sequence[Event], lag: int) -> tuple[tuple[float, ...], float]:
    """Posterior of each event, and of none."""
    n = len(dates)
    if not events:
        return (), 1.0
    each = [float(dates @ _when(event, lag, n)) * _EACH for event in events]
    none = 1 / n
    whole = sum(each) + none
    return tuple(one / whole for one in each), none / whole


def _when(event: Event, lag: int, days: int) -> Array:
    """Where an event's effect begins if it has one: mostly within days of its first day."""
    at = np.arange(days)
    inside = (at >= event.first) & (at <= event.last + lag)
    early = np.where(inside, np.exp(-np.maximum(at - event.first, 0) / _DECAY), 0.0)
    flat = inside.astype(float)
    if not inside.any():
        return flat
    return np.asarray(_EARLY * early / early.sum() + (1 - _EARLY) * flat / flat.sum())


def _sized(found: Steps, dates: Array, day: int) -> tuple[float, float, float]:
    """Size as a share, weighed over the dates that a shift of its direction may have, with its 80 % interval."""
    dates = np.where(np.sign(found.size) == np.sign(found.size[day]), dates, 0.0)
    dates = dates / dates.sum()
    size = float(dates @ found.size)
    variance = float(dates @ (found.spread**2 + (found.size - size) ** 2))
    reach = _Z80 * variance**0.5
    return float(np.expm1(size)), float(np.expm1(size - reach)), float(np.expm1(size + reach))

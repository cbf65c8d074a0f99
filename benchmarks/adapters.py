"""The room's early warning behind the contracts of the shared benchmarks: run them with `--module` on this file."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from jalon.quantities import Refusal
from jalon.stats.attribution import Event
from jalon.stats.attribution import attribute as attributed
from jalon.stats.changes import changes
from jalon.stats.saturation import saturation as saturated
from jalon.stats.warning.alarms import alarms
from jalon.stats.warning.budget import budget
from jalon.stats.warning.families import discoveries
from jalon.stats.warning.panel import Panel, panel
from jalon.stats.warning.robust import Array, Flags
from jalon.stats.warning.watching import evidence

ANEW = 28
"""Days between two settings of the thresholds: a scorecard sets them anew from the past it has."""


def _days(dates: Array) -> int:
    return int(np.asarray(dates[0]).astype("datetime64[D]").astype(int))


def _together(firsts: list[int], lengths: list[int]) -> list[list[int]]:
    """Series whose days overlap: they are watched side by side, and are peers."""
    groups: list[list[int]] = []
    end = None
    for at in sorted(range(len(firsts)), key=firsts.__getitem__):
        if end is None or firsts[at] > end:
            groups.append([])
            end = firsts[at] + lengths[at]
        groups[-1].append(at)
        end = max(end, firsts[at] + lengths[at])
    return groups


def _shift(ys: Sequence[Array], dates: Sequence[Array], start: int, with_peers: bool) -> list[Array]:
    firsts, out = [_days(one) for one in dates], [np.zeros(0)] * len(ys)
    for group in _together(firsts, [len(y) for y in ys]):
        first = min(firsts[at] for at in group)
        begins = np.array([firsts[at] - first + start for at in group], np.intp)
        peers = np.zeros(len(group)) if with_peers else None
        found = evidence(panel([ys[at] for at in group], [firsts[at] for at in group]), begins, peers=peers)
        for column, at in enumerate(group):
            begin = firsts[at] - first
            out[at] = found.shift[begin : begin + len(ys[at]), column]
    return out


def stat_many(ys: Sequence[Array], dates: Sequence[Array], start: int) -> list[Array]:
    """bench_kri, pooled: series of one calendar are one another's peers."""
    return _shift(ys, dates, start, with_peers=True)


def alone(y: Array, dates: Array, start: int) -> Array:
    """bench_kri, each series by itself."""
    return _shift([y], [dates], start, with_peers=False)[0]


def alone_many(ys: Sequence[Array], dates: Sequence[Array], start: int) -> list[Array]:
    """bench_kri, each series by itself, in one call."""
    return _shift(ys, dates, start, with_peers=False)


def segment(y: Array, t: Array) -> list[int]:
    """bench_tcpd."""
    return list(changes(y))


def watch(
    values: Array,
    dates: Array,
    start: int,
    rate: float | None = None,
    fdr: float | None = None,
    mask: Flags | None = None,
) -> Flags:
    """Many KRIs: alarms within a budget per series and year, or with a promised share of false ones."""
    found = evidence(Panel(np.asarray(values, float)), start, broken=mask, peers=np.zeros(values.shape[1]))
    promised = 1.0 if rate is None else rate
    if fdr is not None:
        return discoveries(found.stray, budget(found.stray, promised, start).restless, fdr, start)
    bounds = np.ones_like(found.stray)
    for day in range(start, len(values), ANEW):
        bounds[day : day + ANEW] = budget(found.stray, promised, day).thresholds
    return alarms(found.stray / bounds, 1.0, start)


def attribute(
    y: Array, control: Array | None, dates: Array, events: Sequence[tuple[int, int]], lag: int
) -> dict[str, object]:
    """Attribution."""
    found = attributed(y, [Event(*one) for one in events], lag, control)
    if isinstance(found, Refusal):
        return {"event": None, "chance": float("nan")}
    return {"event": found.event, "chance": found.chance}


def saturation(spend: Array, response: Array, floor: float) -> dict[str, object] | None:
    """Saturation, weekly."""
    found = saturated(np.asarray(spend, float), np.asarray(response, float), floor)
    if isinstance(found, Refusal):
        return None
    return {"marginal": found.marginal, "lo": found.low, "hi": found.high, "flag": found.flag}

"""What an action changed on some units of a panel (regions, page groups, shops), against the untouched ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from jalon.quantities import Refusal
from jalon.quantities.refusals import NoPeers, NoVariation, TooLittleHistory
from jalon.stats.effects.panels.weights import Compared, Method, compared
from jalon.stats.effects.verdicts import Interval, Verdict, verdict
from jalon.stats.forecast.panel import Floats

FEWEST_BEFORE, FEWEST_UNTOUCHED = 6, 4
ENOUGH_UNTOUCHED = 20
"""Under so many untouched units p cannot fall below a twentieth: the answer says so."""
_MOST_PLACEBOS = 200
_ALONE = 0.999
_WILD = 3.5


@dataclass(frozen=True)
class PanelQuestion:
    """Values (periods, units), the first period after of each touched unit, the method, the smallest effect to matter.

    `margin` is on the mean effect a period; `excluded` units serve neither as touched nor as control.
    """

    values: Floats
    starts: Mapping[int, int]
    method: Method = "sdid"
    margin: float | None = None
    excluded: frozenset[int] = frozenset()


@dataclass(frozen=True)
class PanelEffect:
    """Mean effect a period, its intervals, and the proof.

    `of_units` (units,) and `of_periods` are the weights that explain it, of the largest block where starts differ;
    `expected` (periods,) what the touched units would have done on average; `placebos` the effects found on untouched
    units; `by_start` each block's own effect.
    """

    effect: float
    interval_80: Interval
    interval_95: Interval
    p: float
    relative: float | None
    verdict: Verdict
    of_units: Floats
    of_periods: Floats
    expected: Floats
    placebos: tuple[float, ...]
    by_start: tuple[tuple[int, float], ...]
    warnings: tuple[str, ...]


def panel_effect(asked: PanelQuestion) -> PanelEffect | Refusal:
    """Effect by the chosen method; its doubt is what the same method finds on groups of untouched units."""
    every = np.asarray(asked.values, float)
    touched = sorted(set(asked.starts) - asked.excluded)
    untouched = [
        u
        for u in range(every.shape[1])
        if u not in asked.starts and u not in asked.excluded and np.isfinite(every[:, u]).all()
    ]
    first = min((asked.starts[u] for u in touched), default=0)
    if first < FEWEST_BEFORE:
        return TooLittleHistory(needed=FEWEST_BEFORE, have=first)
    if len(untouched) < max(FEWEST_UNTOUCHED, len(touched) + 2):
        return NoPeers()
    others = every[:, untouched]
    if not (np.diff(others[:first], axis=0).std() > 0 and others[:first].std(0).max() > 0):
        return NoVariation()
    blocks = _blocks(asked, touched)
    found = [_block(every[:, group], others, start, asked.method) for start, group in blocks]
    shares = np.array([len(group) for _, group in blocks], float)
    shares /= shares.sum()
    effect = float(shares @ [one.effect for one in found])
    fakes, misfits = _placebos(others, blocks, shares, asked.method)
    own = float(np.sqrt(shares @ [one.misfit**2 for one in found]))
    scores, doubt = _scored(fakes, misfits, own, asked.method)
    return _answer(asked, every, untouched, blocks, found, (effect, doubt), (fakes, scores))


def _blocks(asked: PanelQuestion, touched: list[int]) -> list[tuple[int, list[int]]]:
    """Touched units by start; each block is compared on its own, as staggered starts ask."""
    starts = sorted({asked.starts[u] for u in touched})
    return [(start, [u for u in touched if asked.starts[u] == start]) for start in starts]


def _block(group: Floats, others: Floats, start: int, method: Method) -> Compared:
    read = np.asarray(np.isfinite(group).all(axis=1))
    begin = int(read[:start].sum())
    mean = group[read].mean(1)
    return compared(mean, others[read], begin, method, group.shape[1])


def _scored(fakes: Floats, misfits: Floats, own: float, method: Method) -> tuple[Floats, float]:
    """Placebos in units of each one's doubt, and the doubt of the touched units' own effect.

    Without an intercept or weights on periods, a unit that its past fits badly is doubted more: by its misfit, drawn
    towards the usual one.
    """
    if method == "sdid":
        return fakes, 1.0
    usual = float(np.median(misfits))
    return fakes / np.hypot(misfits, usual), float(np.hypot(own, usual))


def _placebos(
    others: Floats, blocks: list[tuple[int, list[int]]], shares: Floats, method: Method
) -> tuple[Floats, Floats]:
    """The same estimator on untouched units in the touched ones' place: each in turn, or drawn groups of as many."""
    count = others.shape[1]
    size = sum(len(group) for _, group in blocks)
    if size == 1:
        groups = [[unit] for unit in range(count)]
    else:
        rng = np.random.default_rng(20260101)
        groups = [list(rng.permutation(count)[:size]) for _ in range(_MOST_PLACEBOS)]
    effects, misfits = [], []
    for chosen in groups:
        rest = np.delete(others, chosen, 1)
        at, total, squares = 0, 0.0, 0.0
        for (start, group), share in zip(blocks, shares, strict=True):
            one = _block(others[:, chosen[at : at + len(group)]], rest, start, method)
            total, squares = total + share * one.effect, squares + share * one.misfit**2
            at += len(group)
        effects.append(total)
        misfits.append(squares**0.5)
    return np.array(effects), np.array(misfits)


def _answer(
    asked: PanelQuestion,
    every: Floats,
    untouched: list[int],
    blocks: list[tuple[int, list[int]]],
    found: list[Compared],
    measured: tuple[float, float],
    placebos: tuple[Floats, Floats],
) -> PanelEffect:
    (effect, doubt), (fakes, scores) = measured, placebos
    spread = float(np.sqrt((scores**2).mean())) * doubt
    freedom = len(untouched) - 1
    halves = [float(stdtrit(freedom, 0.5 + level / 2)) * spread for level in (0.80, 0.95)]
    intervals = [(effect - half, effect + half) for half in halves]
    largest = max(range(len(blocks)), key=lambda at: len(blocks[at][1]))
    start, group = blocks[largest]
    main = found[largest]
    of_units = np.zeros(every.shape[1])
    of_units[untouched] = main.of_units
    came = float(np.nanmean(every[start:, group]))
    usual = came - effect
    p = float((1 + (np.abs(scores) >= abs(effect) / doubt).sum()) / (1 + len(fakes)))
    seldom = max(0.05, 1 / (1 + len(fakes)))
    is_contradicted = p > seldom and not intervals[1][0] <= 0 <= intervals[1][1]
    return PanelEffect(
        effect,
        intervals[0],
        intervals[1],
        p,
        effect / usual if usual != 0 else None,
        verdict(intervals[1], asked.margin, is_contradicted),
        of_units,
        main.of_periods,
        main.expected,
        tuple(float(one) for one in fakes),
        tuple((begin, one.effect) for (begin, _), one in zip(blocks, found, strict=True)),
        _warnings(every, untouched, start, group, main, fakes),
    )


def _warnings(
    every: Floats, untouched: list[int], start: int, group: list[int], main: Compared, fakes: Floats
) -> tuple[str, ...]:
    """What a reader must know before believing it."""
    out = []
    if len(untouched) < ENOUGH_UNTOUCHED:
        out.append("few_units")
    if main.of_units.max() > _ALONE:
        out.append("one_unit_control")
    before, own = every[:start][:, untouched], np.nanmean(every[:start][:, group], axis=1)
    if ((own > before.max(1)) | (own < before.min(1))).mean() > 0.5:
        out.append("outside_range")
    if len(fakes) == len(untouched):
        heavy = main.of_units > 2 / len(untouched)
        usual = 1.4826 * float(np.median(np.abs(fakes)))
        if usual > 0 and (np.abs(fakes[heavy]) > _WILD * usual).any():
            out.append("control_moved")
    return tuple(out)

"""Bursts and lasting shifts of the past, told apart from the noise before it is judged."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from jalon.stats.effects.before_after.fitting import Fitted, Past, weighed
from jalon.stats.effects.before_after.laws import filtered
from jalon.stats.forecast.panel import Floats, Ints

_MOST_BURSTS, _MOST_STEPS = 6, 3
_PROOF = 5.0
"""Logarithm of the odds asked of each, beyond those of having searched everywhere."""
_EDGE = 5
_LAWS = 5


@dataclass(frozen=True)
class Disturbed:
    """The past with its bursts masked and its shifts told, and the size of the bursts on the scale in use."""

    past: Past
    bursts: Floats


def disturbed(whole: Fitted) -> Disturbed:
    """Greedy search, one disturbance after the other, under the laws that explain the past best."""
    past, start = whole.past, whole.past.start
    number, model, chosen = _leading(whole)
    own = whole.laws.only(chosen)
    t = np.arange(start)
    candidates = np.hstack([np.eye(start), (t[:, None] >= t[None, :]).astype(np.float64)])
    white = filtered(candidates, past.noise[:start], own, ()).innovations.transpose(1, 0, 2)
    mine = whole.columns[number]
    used = np.flatnonzero(whole.models[model])
    read = whole.white.innovations[:, chosen][:, :, mine].transpose(1, 0, 2)
    base = -whole.white.log_scales[:, chosen].sum(0)
    bases = [np.linalg.qr(one[:, used])[0] for one in read]
    away = [_without(one[:, -1], basis) for one, basis in zip(read, bases, strict=True)]
    rest = [_without(one, basis) for one, basis in zip(white, bases, strict=True)]
    allowed = np.isfinite(past.noise[:start])
    allowed = np.r_[allowed, (t >= _EDGE) & (t <= start - 2)]
    return _search(whole, number, (away, rest, base), allowed)


def _leading(whole: Fitted) -> tuple[int, int, Ints]:
    """Scale and model of the leading way; the laws that explain best, and plain ones that a shift would hide."""
    found = weighed(whole, whole.ways, whole.past.start).log_evidence
    best = int(found.argmax())
    number, model = int(whole.ways.scale[best]), int(whole.ways.model[best])
    order = np.argsort(-found, kind="stable")
    leading = list(dict.fromkeys(int(law) for law in whole.ways.law[order]))[:2]
    plain = [
        int(np.argmin(np.abs(whole.laws.level - level) + 10 * whole.laws.remembering + 1e6 * whole.laws.slope))
        for level in (0.0, 0.01, 0.1)
    ]
    return number, model, np.array(list(dict.fromkeys([*leading, *plain]))[:_LAWS])


def _without(columns: Floats, basis: Floats) -> Floats:
    return np.asarray(columns - basis @ (basis.T @ columns))


def _search(
    whole: Fitted, number: int, whitened: tuple[list[Floats], list[Floats], Floats], allowed: Floats
) -> Disturbed:
    away, rest, base = whitened
    start, past = whole.past.start, whole.past
    freedom = int(np.isfinite(past.noise[:start]).sum()) - 2
    masked, steps, bursts = past.masked.copy(), list(past.steps), []
    for _ in range(_MOST_BURSTS + _MOST_STEPS):
        left = np.array([float(one @ one) for one in away])
        before = base - 0.5 * freedom * np.log(left)
        said = np.array([_gains(one, columns, freedom) for one, columns in zip(away, rest, strict=True)])
        gains = (before[:, None] + said).max(0) - before.max()
        gains = np.where(allowed > 0, gains, -np.inf)
        at = int(gains.argmax())
        if gains[at] < _PROOF + np.log(2 * start) + 0.5 * np.log(start):
            break
        law = int((before + said[:, at]).argmax())
        column = rest[law][:, at]
        if at < start:
            bursts.append(float(column @ away[law] / (column @ column)))
            masked[at] = 1.0
        else:
            steps.append(at - start)
        allowed[[at % start, start + at % start]] = False
        if len(bursts) == _MOST_BURSTS:
            allowed[:start] = False
        if len(steps) - len(past.steps) == _MOST_STEPS:
            allowed[start:] = False
        for one in range(len(away)):
            taken = rest[one][:, [at]]
            taken = taken / max(float(np.linalg.norm(taken)), 1e-300)
            away[one], rest[one] = _without(away[one], taken), _without(rest[one], taken)
    told = replace(past, masked=masked, steps=tuple(sorted(steps)))
    return Disturbed(told, np.array(bursts))


def _gains(away: Floats, columns: Floats, freedom: int) -> Floats:
    """Gain in log likelihood of each candidate."""
    own = (columns**2).sum(0)
    share = (away @ columns) ** 2 / np.maximum(own, 1e-12) / max(float(away @ away), 1e-300)
    return np.asarray(np.where(own > 1e-9, -0.5 * freedom * np.log1p(-np.minimum(share, 1 - 1e-12)), 0.0))

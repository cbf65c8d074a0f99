"""Which untouched units, and which periods before, stand for what the touched unit would have done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.optimize import nnls

from jalon.stats.forecast.panel import Floats

Method = Literal["sdid", "synthetic", "did"]
_HEAVY = 1e4
"""How much the sum of the weights matters beside the fit: to six digits they sum to one."""
_FAINT = 1e-6


@dataclass(frozen=True)
class Compared:
    """Effect (mean over the periods after), weights of units (units,) and of periods before (before,), expected path.

    `expected` (periods,) is what the touched unit would have done; before the action it shows the fit, whose usual
    distance is `misfit`.
    """

    effect: float
    of_units: Floats
    of_periods: Floats
    expected: Floats
    misfit: float


def compared(touched: Floats, others: Floats, start: int, method: Method, units: int = 1) -> Compared:
    """One touched series (periods,) beside untouched ones (periods, n); `units` were averaged into it.

    Synthetic difference in differences after Arkhangelsky and others, American Economic Review 111(12), 2021.
    """
    before, after = slice(0, start), slice(start, None)
    count, later = others.shape[1], len(touched) - start
    noise = float(np.diff(others[before], axis=0).std(ddof=1)) if start > 2 else 0.0
    if method == "did":
        of_units, of_periods = np.full(count, 1 / count), np.full(start, 1 / start)
    elif method == "synthetic":
        of_units, of_periods = _simplex(others[before], touched[before], _FAINT * noise, False), np.zeros(start)
    else:
        ridge = (units * later) ** 0.25 * noise
        of_units = _simplex(others[before], touched[before], ridge, True)
        of_periods = _simplex(others[before].T, others[after].mean(0), _FAINT * noise, True)
    path = others @ of_units
    shift = float(of_periods @ (touched[before] - path[before]))
    expected = path + shift
    away = touched - expected
    misfit = float(np.sqrt((away[before] ** 2).mean()))
    return Compared(float(away[after].mean()), of_units, of_periods, expected, misfit)


def _simplex(columns: Floats, aim: Floats, ridge: float, has_intercept: bool) -> Floats:
    """Weights at least zero and of sum one, closest to the aim; the ridge spreads them."""
    rows, count = columns.shape
    size = max(float(np.abs(columns).max()), 1e-300)
    matrix, wanted = columns / size, aim / size
    if has_intercept:
        matrix, wanted = matrix - matrix.mean(0), wanted - wanted.mean()
    held = np.sqrt(rows) * max(ridge / size, 1e-9) * np.eye(count)
    heavy = _HEAVY * max(float(np.abs(matrix).max()), 1e-12)
    full = np.vstack([matrix, held, np.full((1, count), heavy)])
    out, _ = nnls(full, np.r_[wanted, np.zeros(count), heavy], maxiter=50 * max(count, 10))
    return np.asarray(out / out.sum())

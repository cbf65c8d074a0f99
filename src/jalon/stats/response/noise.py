"""Noise of a week that remembers the last ones, above a level that may wander: laws side by side, background out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg import cholesky, solve_triangular, toeplitz

from jalon.stats.response.background import Background
from jalon.stats.warning.robust import Array, Flags, Indices

_MEMORIES = (0.0, 0.35, 0.7)
_WANDERINGS = (0.0, 0.06, 0.2)
"""A week's step of the level, in spreads of the noise."""
_FREEDOM = 4.0


@dataclass(frozen=True, slots=True)
class NoiseLaws:
    """Whitening matrices (L, n, n) over the known weeks, log determinants (L,), and the scale that is expected."""

    whitening: Array
    logdet: Array
    scale: float
    known: Flags

    @property
    def count(self) -> int:
        """Number of laws."""
        return len(self.logdet)

    def whitened(self, values: Array, law: Indices) -> Array:
        """Series (N, T), each under its own law, made independent of unit spread on the known weeks (N, n)."""
        out = np.empty((len(values), int(self.known.sum())))
        kept = values[:, self.known]
        for index in range(self.count):
            chosen = law == index
            if chosen.any():
                out[chosen] = kept[chosen] @ self.whitening[index].T
        return out

    def log_likelihood(self, residual: Array, law: Indices) -> Array:
        """Of whitened residuals (N, n), the scale of the noise integrated out."""
        weeks = residual.shape[1]
        squares = np.einsum("ij,ij->i", residual, residual)
        spread = np.log1p(squares / (_FREEDOM * self.scale**2))
        return np.asarray(-self.logdet[law] - (weeks + _FREEDOM) / 2 * spread)


def noise_laws(background: Background, known: Flags, scale: float) -> NoiseLaws:
    """Every memory with every wandering, the background's coefficients integrated out."""
    at = np.arange(len(known))
    spread = background.columns * background.wide
    free = spread @ spread.T
    walked = np.minimum.outer(at, at).astype(np.float64)
    whitening, logdet = [], []
    for memory in _MEMORIES:
        short = toeplitz(memory**at)
        for wandering in _WANDERINGS:
            whole = (short + wandering**2 * walked + free)[np.ix_(known, known)]
            lower = cholesky(whole + 1e-8 * np.eye(len(whole)), lower=True)
            whitening.append(solve_triangular(lower, np.eye(len(whole)), lower=True))
            logdet.append(float(np.log(np.diag(lower)).sum()))
    return NoiseLaws(np.stack(whitening), np.array(logdet), scale, known)

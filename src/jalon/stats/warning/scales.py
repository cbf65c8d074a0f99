"""From what a series counts to a scale on which a loss by a share looks the same on every day, and back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from jalon.stats.warning.panel import Scale
from jalon.stats.warning.robust import Array, Flags, Indices, median, moving_mean

FLOOR = 0.05
"""A day below a twentieth of the usual level counts as that twentieth: a logarithm knows no zero."""
_WEEK = 7
_FEW = 30.0


@dataclass(frozen=True, slots=True)
class Stabilised:
    """(n, K) on each series' scale, turned so that bad is always down; `roots` are the series on a root scale."""

    values: Array
    roots: Flags
    sign: int

    def loss(self, level: Array, share: float) -> Array:
        """How far a change for the worse by a share takes each level: negative."""
        amounts = np.full_like(level, self.sign * np.log1p(-self.sign * share))
        if not self.roots.any():
            return amounts
        before = np.maximum((np.nan_to_num(level) / 2) ** 2 - 0.375, 0.0)
        after = 2 * np.sqrt(before * (1 - self.sign * share) + 0.375)
        return np.where(self.roots, np.minimum(self.sign * (after - 2 * np.sqrt(before + 0.375)), -1e-9), amounts)

    def as_share(self, change: Array, level: Array) -> Array:
        """A change on the scale as a share of the level it left: -0.2 is a fall by a fifth."""
        amounts = np.expm1(self.sign * change)
        if not self.roots.any():
            return amounts
        before = np.maximum((level / 2) ** 2 - 0.375, 1e-9)
        after = np.maximum((np.maximum(self.sign * (level + change), 0.0) / 2) ** 2 - 0.375, 0.0)
        return np.where(self.roots, after / before - 1, amounts)


def stabilised(values: Array, scales: Sequence[Scale], until: Indices, direction: int) -> Stabilised:
    """The series on their scales; what is usual is told by the days before `until` (K,). `direction` is the bad one."""
    by_week = np.array([scale is Scale.WEEKS for scale in scales], np.bool_)
    if by_week.any():
        values = np.where(by_week, moving_mean(values, _WEEK) * _WEEK, values)
    usual = np.nan_to_num(median(np.where(np.arange(len(values))[:, None] < until, values, np.nan)))
    roots = np.array([scale is Scale.ROOT for scale in scales], np.bool_) | (by_week & (usual < _FEW))
    amounts = np.log(np.maximum(values, FLOOR * np.maximum(usual, 1e-300)))
    turned = np.where(roots, 2 * np.sqrt(np.maximum(values, 0.0) + 0.375), amounts) if roots.any() else amounts
    return Stabilised(-direction * turned, roots, -direction)

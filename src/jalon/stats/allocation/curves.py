"""What each spend would bring: draws of saturating curves, one a channel, and their value and slope at any split."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jalon.stats.warning.robust import Array

_NOTHING = 1e-12


@dataclass(frozen=True, slots=True)
class HillCurves:
    """Draws (S, C) of top · x^bend / (x^bend + half^bend): concave up to a bend of 1, S-shaped above."""

    top: Array
    half: Array
    bend: Array

    def response(self, spend: Array) -> Array:
        """What each channel brings in each draw (S, C) when a split (C,) is kept up."""
        return self._at(spend, self.top, self.half, self.bend)

    def slope(self, spend: Array) -> Array:
        """What one more unit brings (S, C)."""
        spent = np.maximum(spend, _NOTHING)
        ratio = (self.half / spent) ** self.bend
        return np.asarray(self.top * self.bend * ratio / (spent * (1 + ratio) ** 2))

    def along(self, channel: int, spends: Array) -> Array:
        """What one channel brings in each draw at each spend (S, G)."""
        picked = (self.top[:, [channel]], self.half[:, [channel]], self.bend[:, [channel]])
        return self._at(spends, *picked)

    def only(self, draws: slice) -> HillCurves:
        """The same curves on some of the draws."""
        return HillCurves(self.top[draws], self.half[draws], self.bend[draws])

    @property
    def draws(self) -> int:
        """Number of draws."""
        return len(self.top)

    @property
    def channels(self) -> int:
        """Number of channels."""
        return int(self.top.shape[1])

    @staticmethod
    def _at(spend: Array, top: Array, half: Array, bend: Array) -> Array:
        spent = np.maximum(spend, _NOTHING)
        return np.asarray(top / (1 + (half / spent) ** bend))

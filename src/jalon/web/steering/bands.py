"""A tall drawing in bands: each is drawn when it comes in sight, and printed whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

TALLEST = 700.0
"""User units of a band, unless one thing is taller: two of them fit a printed page."""


@dataclass(frozen=True, slots=True)
class Link:
    """A curve, from where to where down the drawing; `hot` for one's own."""

    d: str
    low: float
    high: float
    hot: bool

    def crosses(self, top: float, height: float) -> bool:
        """Whether some of it is seen in a band."""
        return self.low < top + height and self.high >= top


def cuts_between(places: Sequence[float], height: float) -> list[float]:
    """Where to cut, of the places where nothing is cut through: as far apart as a band may be tall."""
    cuts, top, last = [], 0.0, 0.0
    for place in [*places, height]:
        if place - top > TALLEST and last > top:
            cuts.append(last)
            top = last
        last = place
    return cuts


def banded(cuts: Sequence[float], height: float) -> list[tuple[float, float]]:
    """Top and height of each band."""
    tops = [0.0, *(cut for cut in cuts if cut < height)]
    return [(top, after - top) for top, after in zip(tops, [*tops[1:], height], strict=True)]


def clear_of(cuts: Sequence[float], y: float, height: float) -> float:
    """The place of a box, or the next one below where no cut goes through it."""
    for cut in cuts:
        if y < cut < y + height:
            y = cut + 4
    return y

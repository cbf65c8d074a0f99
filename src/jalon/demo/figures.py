"""Daily figures of one tool by combination of dimensions: what a house table holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from jalon.demo.rhythm import Series


@dataclass(frozen=True, slots=True)
class Figures:
    """`cells` maps the values of the dimensions to a series per measure; a missing measure is unknown that day.

    `every` is the grain of its rows: `day`, `week` (Mondays) or `month`. `tool` is asked with `--tool` when the
    file alone cannot tell it. `last` readings of stocks are written as they are.
    """

    tool: str
    name: str
    dimensions: tuple[str, ...]
    cells: Mapping[tuple[str, ...], Mapping[str, Series]]
    currency: bool = False
    places: Mapping[str, int] = field(default_factory=dict)
    every: str = "day"
    stocks: frozenset[str] = frozenset()

    @property
    def measures(self) -> tuple[str, ...]:
        """Every measure of every cell, in order of appearance."""
        return tuple(dict.fromkeys(name for cell in self.cells.values() for name in cell))

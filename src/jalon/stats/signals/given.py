"""What a signal is given and what it answers: inputs by name, parameters as numbers, one reading a day or a refusal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from jalon.quantities import Refusal
from jalon.stats.warning.robust import Array

Param = float | str
DOWN, UP = -1, 1


@dataclass(frozen=True, slots=True)
class Observed:
    """One input by reading step (day, hour or week), oldest first: (n,) or (n, C) by cell; NaN is not known.

    A ratio keeps its totals apart: `top` over `under`, divided last. `level` marks what does not add over time.
    """

    top: Array
    under: Array | None = None
    level: bool = False

    @property
    def steps(self) -> int:
        """How many readings."""
        return int(self.top.shape[0])

    def by_cell(self) -> Observed:
        """The same with a column a cell."""
        if self.top.ndim == 2:
            return self
        return Observed(self.top[:, None], None if self.under is None else self.under[:, None], self.level)


@dataclass(frozen=True, slots=True)
class Given:
    """Inputs and parameters of one KRI, named as in the catalogue; durations are counted in reading steps.

    `direction` is the bad one, `events` (first, last) steps of dated events.
    """

    inputs: Mapping[str, Observed]
    params: Mapping[str, Param] = field(default_factory=dict)
    direction: int = UP
    events: tuple[tuple[int, int], ...] = ()

    def number(self, name: str, default: float) -> float:
        """A parameter that counts or measures."""
        value = self.params.get(name, default)
        return float(value)

    def steps(self, name: str, default: int) -> int:
        """A parameter that lasts."""
        return max(1, round(self.number(name, default)))

    def word(self, name: str, default: str) -> str:
        """A parameter that names."""
        return str(self.params.get(name, default))

    def starting(self, name: str) -> list[Observed]:
        """The input of that name and its numbered brothers: `control`, `control_2`."""
        return [one for key, one in sorted(self.inputs.items()) if key == name or key.startswith(f"{name}_")]


@dataclass(frozen=True, slots=True)
class Readings:
    """A reading for each step (n,), NaN where there is none.

    `sure` is what the true value reaches with the certainty asked: it decides the band. `levels` (0 quiet, 1 amber,
    2 red) are told by methods whose bounds are a rule. `evidence` explains the last reading.
    """

    value: Array
    sure: Array
    levels: Array | None = None
    evidence: Mapping[str, float] = field(default_factory=dict)


class Signal(Protocol):
    """A method: what every entry point of the group `jalon.signals` is."""

    def __call__(self, given: Given) -> Readings | Refusal:
        """Read the inputs step by step; what is said of a step rests on it and those before."""
        ...


def plainly(value: Array, **evidence: float) -> Readings:
    """Readings that need no interval."""
    return Readings(value, value, None, evidence)


def last(values: Array) -> float:
    """The last value, for the evidence."""
    return float(values[-1]) if len(values) else float("nan")


def turned(values: Array, direction: int) -> Array:
    """So that bigger is worse."""
    return np.asarray(direction * values)

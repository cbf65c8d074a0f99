"""How good the odds were on public series that nothing was tuned on: what is shown beside a company's own figures."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Proven:
    """One part of the benchmark: series, days ahead, shares inside the bands, Brier score, mean gap said to came."""

    name: str
    series: int
    horizon_days: int
    inside80: float
    inside95: float
    brier: float
    error: float


PROVEN = (
    Proven("daily", 54, 28, 0.769, 0.936, 0.1394, 0.054),
    Proven("weekly", 21, 91, 0.869, 1.0, 0.0923, 0.042),
)
"""Printed by `python -m benchmarks odds`: cash machines, web pages and advertising prices by day; their weeks."""

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
    Proven("daily", 54, 28, 0.763, 0.962, 0.1379, 0.050),
    Proven("weekly", 21, 91, 0.869, 0.988, 0.0850, 0.039),
)
"""Printed by `python -m benchmarks odds`: cash machines, web pages and advertising prices by day; their weeks."""

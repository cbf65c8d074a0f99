"""What each method promises: an answer known beforehand, a change of unit that changes nothing, quiet, and a delay."""

from __future__ import annotations

from tests.promises.signals.of_levels import CONCENTRATION, REFERENCE, SLOPE, SPIKE, THRESHOLD
from tests.promises.signals.of_rules import COUNT, FRESHNESS, JOINT, SLACK, ZERO
from tests.promises.signals.of_shapes import DISTRIBUTION, EVENT, MARGINAL, RESIDUAL, TREND
from tests.promises.signals.worlds import Promise

__all__ = ["PROMISES", "Promise"]

PROMISES = (
    THRESHOLD, REFERENCE, RESIDUAL, SPIKE, SLOPE, TREND, DISTRIBUTION, CONCENTRATION, MARGINAL, EVENT, COUNT, JOINT,
    ZERO, FRESHNESS, SLACK,
)  # fmt: skip

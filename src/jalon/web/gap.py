"""The distance to the path, as it is written and as it is drawn."""

from __future__ import annotations

from collections.abc import Mapping


def gap_to_path(measured: Mapping[str, object]) -> float | None:
    """Value over expected, minus one; None where either is unknown, or where the aim is a range."""
    value, expected = measured["value"], measured["expected"]
    if measured["target_range"] is not None or value is None or expected is None:
        return None
    if isinstance(value, Mapping) or isinstance(expected, Mapping) or float(str(expected)) == 0:
        return None
    return float(str(value)) / float(str(expected)) - 1

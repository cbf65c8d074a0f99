"""Estimates: figures with the digits they deserve, never more."""

from __future__ import annotations

from decimal import Decimal

DIGITS = 4
"""Significant digits of what is estimated: more would be noise."""

READ_DIGITS = 12
"""Significant digits of what is read from exact totals: a float's own rounding is left out."""


def estimated(value: float, digits: int = DIGITS) -> Decimal:
    """A figure with so many significant digits, written without an exponent."""
    return Decimal(format(Decimal(f"{value:.{digits}g}"), "f"))

"""Boxes: products of sets of values and of days. Met and subtracted exactly, never enumerated."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Factors = tuple[int, ...]
"""One bit set per factor: ground values, each qualifier in the plan's order, slices of time."""


def meeting(first: Factors, second: Factors) -> Factors | None:
    """The box both have, or None: two boxes meet when every factor meets."""
    found = tuple(a & b for a, b in zip(first, second, strict=True))
    return None if any(factor == 0 for factor in found) else found


def minus(whole: Factors, hole: Factors) -> list[Factors]:
    """`whole` without `hole`, as disjoint boxes: factor by factor, then on inside the intersection."""
    common = meeting(whole, hole)
    if common is None:
        return [whole]
    left, inside = [], list(whole)
    for index, (mine, taken) in enumerate(zip(whole, common, strict=True)):
        outside = mine & ~taken
        if outside:
            left.append((*inside[:index], outside, *whole[index + 1 :]))
        inside[index] = taken
    return left


def minus_all(whole: Factors, holes: Iterable[Factors]) -> list[Factors]:
    """What is left of a box after several are taken from it."""
    left = [whole]
    for hole in holes:
        left = [part for box in left for part in minus(box, hole)]
        if not left:
            break
    return left


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Names of a factor by bit."""

    names: tuple[str, ...]

    @property
    def all(self) -> int:
        """Every value."""
        return (1 << len(self.names)) - 1

    def bits(self, values: Sequence[str]) -> int:
        """The set of those values; unknown ones hold nothing."""
        places = {name: number for number, name in enumerate(self.names)}
        return sum(1 << places[value] for value in dict.fromkeys(values) if value in places)

    def of(self, bits: int) -> list[str]:
        """The values of a set, in declared order."""
        return [name for number, name in enumerate(self.names) if bits >> number & 1]

"""Levels over any period, from one scan: the readings of each account and combination of dimensions, day by day."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from jalon.facts.engine import ACROSS, BETWEEN, UNMAPPED, Case, MappedDimension
from jalon.metrics.readings import total
from jalon.quantities import Period

MOST_ROWS = 100_000
"""Beyond that many rows of a cut, the engine is asked for each period: what is kept by day would not stay small."""
_ALONE = "each:"


@dataclass(frozen=True, slots=True)
class Told:
    """What one account told of one combination of dimensions, oldest first; None where a filter let nothing through."""

    days: list[date]
    values: list[Decimal | None]
    groups: list[str]


@dataclass(frozen=True, slots=True)
class Followed:
    """One component, combination by combination: each counts with its own last (or first) reading of a period."""

    first: bool
    told: Sequence[Told]

    def over(self, period: Period, group: str | None = None) -> Decimal | None:
        """The sum of those readings, of a group where one is asked; None when there is none."""
        found: list[Decimal] = []
        for one in self.told:
            at = bisect_left(one.days, period.start) if self.first else bisect_right(one.days, period.end) - 1
            if 0 <= at < len(one.days) and one.days[at] in period:
                value = one.values[at]
                if value is not None and group in (None, one.groups[at]):
                    found.append(value)
        return total(found) if found else None


def each_of(dimensions: Sequence[str]) -> Mapping[str, MappedDimension]:
    """The dimensions of a cut as they are stored, whatever the plan maps them to; an unknown value stays apart."""
    return {
        f"{_ALONE}{one}": MappedDimension(
            f"{_ALONE}{one}", (Case(one, "equals", UNMAPPED, f"{_ALONE}{UNMAPPED}"),), otherwise=one
        )
        for one in dimensions
    }


def asked_by(dimensions: Sequence[str], group_by: str | None) -> str | None:
    """What a scan groups by to tell every combination apart, and within it the groups of a drill-down."""
    return ACROSS.join([*each_of(dimensions), *([group_by] if group_by else [])]) or None


def apart_by_combination(
    lines: Iterable[tuple[date, str, Decimal | None, Decimal | None]], dimensions: int, group_by: str | None
) -> list[Told] | None:
    """Lines (day, name of the group, reading, what the filter let through of it), oldest first, by combination.

    None when the names cannot be told apart: a value holds what stands between two of them.
    """
    parts = dimensions + (len(group_by.split(ACROSS)) if group_by else 0)
    found: dict[str, Told] = {}
    for day, name, reading, value in lines:
        named = name.split(BETWEEN)
        if parts and len(named) != parts:
            return None
        if reading is None:
            continue
        one = found.setdefault(BETWEEN.join(named[:dimensions]), Told([], [], []))
        one.days.append(day)
        one.values.append(value)
        one.groups.append(BETWEEN.join(named[dimensions:]) or UNMAPPED)
    return list(found.values())

"""Refusals of this room: why a thing has no course, no standing or no reading."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from jalon.quantities import Refusal


@dataclass(frozen=True, slots=True)
class NoTarget(Refusal):
    """No target value in force: nothing to compare with."""


@dataclass(frozen=True, slots=True)
class NoBaseline(Refusal):
    """A level without a baseline has no way to go: zero would be a guess."""


@dataclass(frozen=True, slots=True)
class NotBegun(Refusal):
    """The period starts after the last day known."""

    start: date


@dataclass(frozen=True, slots=True)
class Unmapped(Refusal):
    """Too large a share lies on values that the plan does not map."""

    share: float


@dataclass(frozen=True, slots=True)
class StaleCalendar(Refusal):
    """The list of events ends too long before the day asked: silence there proves nothing."""

    age_days: int


@dataclass(frozen=True, slots=True)
class NoMilestone(Refusal):
    """No open milestone to wait for."""


@dataclass(frozen=True, slots=True)
class NoEndDate(Refusal):
    """Something that others wait for has no end."""

    name: str

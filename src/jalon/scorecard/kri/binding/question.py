"""What a KRI asks of its method: numbers by reading step, the day each step ends, and which steps are readings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from jalon.quantities import Refusal
from jalon.scorecard.kri.case import Case
from jalon.scorecard.kri.windows import STEP_DAYS, days_of, reading_days
from jalon.stats.signals import Given


@dataclass(frozen=True, slots=True)
class Question:
    """One `Given` with its days: `taken` are the steps that are readings, `whys` the reasons of steps without a number.

    `place` is the value of the dimension it was asked at; of several places the worst decides. `cells` name its
    columns.
    """

    given: Given
    days: tuple[date, ...]
    taken: tuple[int, ...]
    whys: Mapping[date, Refusal] = field(default_factory=dict)
    place: str = ""
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """Until which day a KRI is read, and how many readings are wanted."""

    last: date
    readings: int

    def days(self, case: Case) -> list[date]:
        """The days on which the KRI is read, oldest first."""
        return reading_days(self.last, case.kri.cadence, self.readings)


Binder = Callable[[Case, Span], list[Question] | Refusal]


def step_of(case: Case) -> int:
    """Days between two readings."""
    return STEP_DAYS.get(case.kri.cadence or "daily", 1)


def numbers(case: Case, *names: str) -> dict[str, float | str]:
    """Parameters that count, by their names."""
    return {name: float(case.params[name]) for name in names if name in case.params}


def words(case: Case, *names: str) -> dict[str, float | str]:
    """Parameters that name, by their names."""
    return {name: case.params[name] for name in names if name in case.params}


def lasting(case: Case, name: str, step: int, default: int) -> float:
    """A parameter that lasts, in reading steps."""
    days = days_of(case.params.get(name), default)
    return max(1.0, -(-(days or default) // step))

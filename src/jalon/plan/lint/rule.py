"""A rule of the lint: one promise about a plan, and what breaks it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from jalon.findings import Detail, Finding, Place, Severity
from jalon.plan.document.nodes import PlaceIndex
from jalon.plan.model import Kra, Plan
from jalon.plan.territory import Territory


class Case:
    """The plan under judgement, with its places and its territory."""

    def __init__(self, plan: Plan, places: PlaceIndex, as_of: date | None) -> None:
        self.plan, self.places, self.as_of = plan, places, as_of

    def place(self, path: str) -> Place:
        """Where a path of the document stands."""
        return self.places.place(path)

    def written(self, path: str) -> bool:
        """Whether the document writes that field itself: a default is nobody's fault."""
        return self.places.written(path)

    @cached_property
    def territory(self) -> Territory:
        """The plan's boxes, made once."""
        return Territory(self.plan)

    def wrong(self, *paths: str) -> bool:
        """Whether an F1xx finding already names one of these paths or something inside: rules leave it alone."""
        return any(fault == path or fault.startswith(f"{path}.") for path in paths for fault in self.plan.faulty)


def meet(first: Kra, second: Kra) -> bool:
    """Whether two areas have a day in common: one that follows another in time takes nothing from it."""
    starts = max(first.first_day or date.min, second.first_day or date.min)
    return starts <= min(first.last_day or date.max, second.last_day or date.max)


Judge = Callable[[Case], Iterator["Breach"]]


@dataclass(frozen=True, slots=True)
class Breach:
    """Where and by what a rule is broken; the rule adds its code and severity."""

    subject: str
    path: str
    details: Mapping[str, Detail] = field(default_factory=dict)
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """Code, severity in force, what it needs (`plan` or `plan+catalogue`), and its judgement."""

    code: str
    severity: Severity
    needs: str
    judge: Judge

    def findings(self, case: Case) -> Iterator[Finding]:
        """Every breach as a finding."""
        for breach in self.judge(case):
            place = case.place(breach.path)
            yield Finding(self.code, self.severity, breach.subject, place, breach.details, breach.others)


def error(code: str, judge: Judge, needs: str = "plan") -> Rule:
    """A rule that blocks `apply`."""
    return Rule(code, Severity.ERROR, needs, judge)


def warning(code: str, judge: Judge, needs: str = "plan") -> Rule:
    """A rule that asks for a correction or a waiver."""
    return Rule(code, Severity.WARNING, needs, judge)


def info(code: str, judge: Judge, needs: str = "plan") -> Rule:
    """A rule that only notes."""
    return Rule(code, Severity.INFO, needs, judge)

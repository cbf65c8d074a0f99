"""Every KRI asked at once: inputs bound, methods found by their names, answers brought back as readings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np

from jalon.plan.model import Kri
from jalon.quantities import Refusal
from jalon.quantities.estimates import READ_DIGITS, estimated
from jalon.quantities.refusals import NotComputedYet, TooLittleVolume
from jalon.scorecard.kri.binding import BINDERS, Question, Span
from jalon.scorecard.kri.binding.admitted import admitted_bounds
from jalon.scorecard.kri.case import Case
from jalon.scorecard.results import KriStanding
from jalon.stats.signals import DOWN, UP, Bound, Readings, levels, signals
from jalon.stats.signals.together import read_all
from jalon.stats.warning.robust import Array

LEVELS = (KriStanding.QUIET, KriStanding.AMBER, KriStanding.RED)
NOW_ONLY = ("freshness", "slack")
"""Methods that know today only: their past readings would need the sources and the plan as they were."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a KRI: its value or why there is none, and the level its bounds give it."""

    day: date
    value: Decimal | Refusal
    level: KriStanding | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a KRI reads, oldest first, the question that decided the last reading and what its method said of it."""

    readings: tuple[Reading, ...]
    question: Question | None = None
    said: Readings | None = None
    worst: str = ""


def answers(cases: Sequence[Case], as_of: date, readings: Callable[[Case], int]) -> list[Answer | Refusal]:
    """What each KRI reads on its last days, or why it reads nothing; the statistics are asked once for all of them."""
    bound = [_questions(case, as_of, readings(case)) for case in cases]
    asked = [
        (signals()[case.kri.method or ""], question.given)
        for case, questions in zip(cases, bound, strict=True)
        if not isinstance(questions, Refusal)
        for question in questions
    ]
    told = iter(read_all(asked))
    found: list[Answer | Refusal] = []
    for case, questions in zip(cases, bound, strict=True):
        if isinstance(questions, Refusal):
            found.append(questions)
        else:
            found.append(_answer(case, questions, [next(told) for _ in questions]))
    return found


def _questions(case: Case, as_of: date, readings: int) -> list[Question] | Refusal:
    binder = BINDERS.get(case.kri.method or "")
    if binder is None:
        return NotComputedYet(case.kri.method or "method")
    if case.kri.method in NOW_ONLY:
        return binder(case, Span(as_of, 1))
    late = case.stale()
    if late is not None:
        return late
    last = as_of if case.kri.method == "event_window" else case.last_mature_day(as_of)
    return binder(case, Span(last, readings))


def _answer(case: Case, questions: Sequence[Question], told: Sequence[Readings | Refusal]) -> Answer | Refusal:
    """The worst place of each day; refused when no place has anything to say."""
    read = [
        (question, found, levels_of(case.kri, found, admitted_bounds(case)))
        for question, found in zip(questions, told, strict=True)
        if isinstance(found, Readings)
    ]
    if not read:
        return _why(questions[0], questions[0].days[-1]) or next(one for one in told if isinstance(one, Refusal))
    days = sorted({question.days[step] for question, _, _ in read for step in question.taken})
    rows: list[Reading] = []
    decided: tuple[Question, Readings] | None = None
    for day in days:
        row, by = _on(case, read, day)
        rows.append(row)
        decided = by if by is not None else (read[0][0], read[0][1])
    question, said = decided if decided is not None else (read[0][0], read[0][1])
    return Answer(tuple(rows), question, said, question.place if len(questions) > 1 or question.place else "")


def levels_of(kri: Kri, found: Readings, left_open: tuple[float, float] | None = None) -> Array:
    """The level of each reading by the bounds of the plan, else by those made for what it `left_open`."""
    direction = DOWN if kri.bad_direction == "down" else UP
    appetite, limit = left_open or (_bound(kri.appetite), _bound(kri.limit))
    return levels(found, appetite, limit, direction)


def _bound(told: object) -> Bound:
    if isinstance(told, tuple):
        return (float(told[0]), float(told[1]))
    return float(told) if isinstance(told, Decimal) else None


Read = tuple[Question, Readings, Array]


def _on(case: Case, read: Sequence[Read], day: date) -> tuple[Reading, tuple[Question, Readings] | None]:
    """The reading of a day: of several places the worst level, then the worst value."""
    turn = -1.0 if case.kri.bad_direction == "down" else 1.0
    best: tuple[tuple[float, float], Reading, tuple[Question, Readings]] | None = None
    why: Refusal | None = None
    for question, found, told in read:
        step = _step(question, day)
        if step is None or not np.isfinite(found.value[step]):
            why = why or _why(question, day)
            continue
        level = None if not np.isfinite(told[step]) else LEVELS[int(told[step])]
        rank = (float(np.nan_to_num(told[step], nan=-1.0)), turn * float(found.sure[step]))
        if best is None or rank > best[0]:
            value = estimated(float(found.value[step]), READ_DIGITS)
            best = rank, Reading(day, value, level), (question, found)
    if best is None:
        return Reading(day, why or TooLittleVolume(needed=1, have=0), None), None
    return best[1], best[2]


def _step(question: Question, day: date) -> int | None:
    return next((step for step in question.taken if question.days[step] == day), None)


def _why(question: Question, day: date) -> Refusal | None:
    return question.whys.get(day)

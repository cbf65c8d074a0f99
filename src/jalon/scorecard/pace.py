"""Expected to date, pace, attainment and progress of one measured thing. Pure arithmetic on given values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from jalon.plan.model import TargetVersion
from jalon.quantities import Period, Refusal
from jalon.quantities.refusals import NoBaseline, NoDenominator, NoTarget, TooEarly
from jalon.scorecard.trajectory import Profile, share_done, step_value

EARLY = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Course:
    """Where one thing stands on its way. Each number may be a refusal."""

    expected: Decimal | Refusal
    pace: Decimal | Refusal
    attainment: Decimal | Refusal
    progress: Decimal | Refusal


@dataclass(frozen=True, slots=True)
class Aim:
    """What is aimed at: kind is `flow` or a level (`ratio`, `stock`…); the window runs to the due date."""

    kind: str
    direction: str
    baseline: Decimal | None
    baseline_days: int
    version: TargetVersion
    window: Period

    @property
    def counted(self) -> bool:
        """A flow is counted from the period's start; everything else is a level."""
        return self.kind == "flow"


def expected_on(aim: Aim, day: date, profile: Profile) -> Decimal | Refusal:
    """The value that the trajectory asks for by the end of a day; the middle of a range."""
    if aim.version.target_range is not None:
        low, high = aim.version.target_range
        return (low + high) / 2
    target = aim.version.target
    if target is None:
        return NoTarget()
    start = Decimal(0) if aim.counted else aim.baseline
    if aim.version.trajectory == "flat" and not aim.counted:
        return target
    if start is None:
        return NoBaseline()
    if aim.version.trajectory == "step":
        return step_value(aim.version, start, day)
    done = share_done(aim.version, aim.window, day, profile)
    return done if isinstance(done, Refusal) else start + (target - start) * done


def progress_on(aim: Aim, day: date, profile: Profile) -> Decimal | Refusal:
    """The share of the way planned by the end of a day; of steps, what the last one reached has covered of it."""
    if aim.version.trajectory != "step" or day >= aim.window.end:
        return share_done(aim.version, aim.window, day, profile)
    start = Decimal(0) if aim.counted else aim.baseline
    if aim.version.target is None or start is None:
        return NoTarget() if aim.version.target is None else NoBaseline()
    way = aim.version.target - start
    return (step_value(aim.version, start, day) - start) / way if way else NoDenominator()


def scaled_baseline(aim: Aim) -> Decimal | None:
    """The baseline of a flow counts as many days as its window; a level needs no scaling."""
    if aim.baseline is None or not aim.counted or aim.baseline_days in (0, len(aim.window)):
        return aim.baseline
    close = abs(aim.baseline_days - len(aim.window)) <= 1
    return aim.baseline if close else aim.baseline * len(aim.window) / aim.baseline_days


def course(aim: Aim, value: Decimal, day: date, profile: Profile) -> Course:
    """Pace and attainment of a value known on a day."""
    if aim.version.target_range is not None:
        attained = range_attainment(value, aim.version.target_range)
        return Course(expected_on(aim, day, profile), attained, attained, Decimal(1))
    expected = expected_on(aim, day, profile)
    progress = progress_on(aim, day, profile)
    if isinstance(expected, Refusal) or isinstance(progress, Refusal):
        refused = expected if isinstance(expected, Refusal) else progress
        return Course(refused, refused, refused, refused)
    return Course(expected, _pace(aim, value, expected, progress), _attainment(aim, value, progress), progress)


def course_beside(aim: Aim, whole: Course, value: Decimal, share: Decimal) -> Course:
    """The course of a flow read beside days that a break hides: what those days were due is left out of both sides."""
    target = aim.version.target
    if target is None or share <= 0:
        return whole
    return Course(
        whole.expected, _pace(aim, value, target * share, share), _attainment(aim, value, share), whole.progress
    )


def _pace(aim: Aim, value: Decimal, expected: Decimal, progress: Decimal) -> Decimal | Refusal:
    """Actual over expected for a flow, inverse when down is good; the way done over the way due for a level."""
    if aim.counted or aim.version.trajectory == "flat":
        if aim.counted and progress <= 0:
            return TooEarly(share=0.0)
        over, under = (expected, value) if aim.direction == "down" else (value, expected)
        return over / under if under else NoDenominator()
    if progress < EARLY:
        return TooEarly(share=float(round(progress, 4)))
    if aim.baseline is None:
        return NoBaseline()
    due = expected - aim.baseline
    return (value - aim.baseline) / due if due else NoDenominator()


def _attainment(aim: Aim, value: Decimal, progress: Decimal) -> Decimal | Refusal:
    """0 at the baseline, 1 at the target, in the favourable direction; a flow is read at its yearly pace."""
    target, baseline = aim.version.target, scaled_baseline(aim)
    if target is None or baseline is None:
        return NoTarget() if target is None else NoBaseline()
    if target == baseline:
        return NoDenominator()
    if not aim.counted:
        return (value - baseline) / (target - baseline)
    if progress <= 0:
        return TooEarly(share=0.0)
    return (value / progress - baseline) / (target - baseline)


def range_attainment(value: Decimal, bounds: tuple[Decimal, Decimal]) -> Decimal | Refusal:
    """1 inside the range, less by the distance to it counted in half-widths."""
    low, high = bounds
    if low <= value <= high:
        return Decimal(1)
    half = (high - low) / 2
    distance = low - value if value < low else value - high
    return Decimal(1) - distance / half if half > 0 else NoDenominator()


def unbeatable(aim: Aim, value: Decimal) -> bool:
    """Nothing counted where less is better: no ratio can say it, and no pace could be better."""
    return aim.direction == "down" and value == 0 and (aim.counted or aim.version.trajectory == "flat")


def reached(aim: Aim, value: Decimal) -> bool:
    """Whether the target is met by a value known at the due date."""
    if aim.version.target_range is not None:
        return range_attainment(value, aim.version.target_range) == 1
    target = aim.version.target
    if target is None:
        return False
    return value <= target if aim.direction == "down" else value >= target

"""What is read of a series around the days that a measurement break hides: levels without them, flows beside them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from jalon.catalogue.formula import names
from jalon.metrics import MeasuredSeries
from jalon.metrics.formulas import fraction, joined, plain
from jalon.plan.model import Measurement, Plan
from jalon.quantities import Period, Refusal
from jalon.quantities.period import ONE_DAY
from jalon.quantities.refusals import BreakInWindow
from jalon.scorecard import breaks, pace
from jalon.scorecard.spans import LEVEL_DAYS
from jalon.scorecard.trajectory import Profile

FEW = Decimal("0.05")
"""A flow whose hidden days are fewer than a twentieth of its days is read as it was counted."""


@dataclass(frozen=True, slots=True)
class Read:
    """A value with its parts and the days it covers; `left_out` days between them were hidden."""

    value: Decimal | Refusal
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    period: Period | None = None
    left_out: int = 0


def channels_of(asked: Measurement) -> frozenset[str]:
    """The channels that a measurement is restricted to."""
    return frozenset(asked.filter.get("channel", ()))


def read_over(series: MeasuredSeries, span: Period, plan: Plan, channels: frozenset[str]) -> Read:
    """The series over a span. A level is read on the days that may be read together: half of its weeks, at least."""
    stretches = (span,) if series.kind == "flow" else breaks.readable(names(series.expression), plan, span, channels)
    if stretches == (span,):
        return Read(series.over(span), *series.parts_over(span), series.covered(span))
    left_out = len(span) - sum(len(part) for part in stretches)
    if (len(span) - left_out) * 2 < min(len(span), LEVEL_DAYS):
        return Read(BreakInWindow(_first_hidden(span, stretches)), left_out=left_out)
    covered = Period(stretches[0].start, stretches[-1].end)
    if not all(component.accumulates for component in series.components.values()):
        last = stretches[-1]
        return Read(series.over(last), *series.parts_over(last), series.covered(last), left_out)
    told = [totals for part in stretches if not isinstance(totals := series.totals_over(part), Refusal)]
    if not told:
        return Read(series.over(covered))
    totals = {name: sum((one[name] for one in told), Decimal(0)) for name in told[0]}
    value = joined(series.expression, totals)
    top, bottom = fraction(series.expression, totals) if series.kind == "ratio" else (None, None)
    return Read(value, plain(top) if top is not None else None, plain(bottom) if bottom is not None else None,
                covered, left_out)  # fmt: skip


def _first_hidden(span: Period, stretches: tuple[Period, ...]) -> date:
    return stretches[0].end + ONE_DAY if stretches and stretches[0].start == span.start else span.start


@dataclass(frozen=True, slots=True)
class Beside:
    """A flow beside its hidden days: what it counted there and the share of its way that was due there."""

    value: Decimal
    share: Decimal
    hidden: tuple[Period, ...]

    @property
    def days(self) -> int:
        """Days that a break hides."""
        return sum(len(part) for part in self.hidden)


def beside_breaks(
    series: MeasuredSeries, aim: pace.Aim, profile: Profile, day: date, plan: Plan, channels: frozenset[str]
) -> Beside | Refusal | None:
    """A counted flow without the stretches that a break hides; None when they are few, refused when they are most."""
    if not aim.counted or day < aim.window.start:
        return None
    so_far = Period(aim.window.start, day)
    hidden = breaks.hidden(names(series.expression), plan, so_far, channels)
    days = sum(len(part) for part in hidden)
    if days < FEW * len(so_far):
        return None
    if days * 2 > len(so_far):
        return BreakInWindow(hidden[0].start)
    value, share, start = Decimal(0), Decimal(0), so_far.start
    for stop in (*hidden, None):
        end = stop.start - ONE_DAY if stop else so_far.end
        if start <= end:
            counted, done = series.over(Period(start, end)), _share(aim, Period(start, end), profile)
            if isinstance(counted, Refusal) or isinstance(done, Refusal):
                return counted if isinstance(counted, Refusal) else done if isinstance(done, Refusal) else None
            value, share = value + counted, share + done
        start = stop.end + ONE_DAY if stop else start
    return Beside(value, share, hidden)


def _share(aim: pace.Aim, part: Period, profile: Profile) -> Decimal | Refusal:
    """The share of the way that is due inside a stretch."""
    until, before = pace.progress_on(aim, part.end, profile), pace.progress_on(aim, part.start - ONE_DAY, profile)
    if isinstance(until, Refusal) or isinstance(before, Refusal):
        return until if isinstance(until, Refusal) else before
    return until - before

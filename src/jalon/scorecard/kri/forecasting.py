"""What came against what was foreseen: a reading's place in the forecast made before it, controls taken out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import numpy as np

from jalon.catalogue.formula import names
from jalon.metrics import MeasuredSeries, daily, masked
from jalon.plan.model import TargetVersion
from jalon.quantities import Period, Refusal
from jalon.quantities.period import ONE_DAY
from jalon.quantities.refusals import BreakInWindow, NoDenominator, TooLittleHistory
from jalon.scorecard.kri.case import Case
from jalon.scorecard.kri.reading import Read, plainly
from jalon.scorecard.kri.windows import days_of
from jalon.scorecard.odds.asking import LEAST_DAYS, LONGEST_PAST, Question, without_masked
from jalon.scorecard.odds.putting import EPOCH, put
from jalon.stats.odds import RatioAsked, Verdict, at_least, odds

HORIZON = "7d"
NO_AIM = at_least(float(np.finfo(np.float64).max))
PLACES = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Foreseen:
    """Draws of what was foreseen for a window, and what came."""

    draws: np.ndarray
    came: float

    @property
    def median(self) -> float:
        """What was as likely passed as not."""
        return float(np.median(self.draws))

    def place(self, moved: float = 1.0) -> float:
        """Share of the draws below what came, once divided by what moved everything else (0 to 1)."""
        came = self.came / moved
        return float((np.mean(self.draws < came) + np.mean(self.draws <= came)) / 2)

    @property
    def moved(self) -> float:
        """How many times what was foreseen came; 1 when nothing was foreseen."""
        return self.came / self.median if self.median > 0 and self.came > 0 else 1.0


def foreseen(case: Case, series: MeasuredSeries, window: Period) -> Foreseen | Refusal:
    """A window against the forecast of the day before it: nothing of the window itself enters."""
    if series.refusal is not None:
        return series.refusal
    until = window.start - ONE_DAY
    first = max(series.first_day or until, until - LONGEST_PAST)
    needed = days_of(case.params["history_min"]) if "history_min" in case.params else LEAST_DAYS
    have = (until - first).days + 1
    if have < (needed or LEAST_DAYS):
        return TooLittleHistory(needed or LEAST_DAYS, max(have, 0))
    hidden = masked(names(series.expression), case.plan, window)
    if 2 * sum(len(part) for part in hidden) > len(window):
        return BreakInWindow(hidden[0].start)
    came = series.over(window)
    if isinstance(came, Refusal):
        return came
    past = daily(series, Period(first, until))
    kept = past if isinstance(past, Refusal) else without_masked(past, series, case.plan)
    version = TargetVersion(None, None, window.end, "flat")
    asked = put(Question(f"kri:{case.kri.id}", series, kept, version, NO_AIM, until, window), ())
    if isinstance(asked, Refusal):
        return asked
    (answer,) = odds([asked.asked])
    return Foreseen(answer.draws, float(came)) if isinstance(answer, Verdict) else answer


def residual_shift(case: Case, day: date) -> Read:
    """Place of the last days in the forecast made before them; what a control did too is taken out."""
    horizon = days_of(case.params.get("horizon", HORIZON)) or days_of(HORIZON) or 0
    window = Period(day - timedelta(days=horizon - 1), day)
    found = foreseen(case, case.value(), window)
    if isinstance(found, Refusal):
        return found
    apart = apart_from(case, window)
    case.evidence["foreseen"] = rounded(found.median)
    case.evidence["came"] = rounded(found.came)
    case.evidence["read_over"] = f"{horizon}d"
    if apart:
        case.evidence["against_controls"] = rounded(float(np.median([one.moved for one in apart])) - 1)
        return plainly(Decimal(str(np.median([one.place() for one in apart]))).quantize(PLACES))
    controls = controls_of(case, window)
    moved = float(np.median([one.moved for one in controls.values()])) if controls else 1.0
    return plainly(Decimal(str(found.place(moved))).quantize(PLACES))


def against(case: Case, control: str, window: Period) -> Foreseen | Refusal:
    """What is watched for each unit of a control, against its own forecast: what moves both leaves it alone.

    Both are foreseen together, so that their common noise does not hide a fall of one of them.
    """
    watched, other = case.value(), case.series(control)
    until = window.start - ONE_DAY
    first = max(d for d in (watched.first_day or until, other.first_day or until, until - LONGEST_PAST))
    pasts = [daily(one, Period(first, until)) for one in (watched, other)]
    cames = [one.over(window) for one in (watched, other)]
    refused = next((one for one in (*pasts, *cames) if isinstance(one, Refusal)), None)
    if refused is not None:
        return refused
    top, bottom = (without_masked(p, s, case.plan).top for p, s in zip(pasts, (watched, other), strict=True))  # type: ignore[arg-type]  # no refusal is left
    both = np.isfinite(top) & np.isfinite(bottom)
    sides = [np.where(both, side, np.nan) for side in (top, bottom)]
    asked = RatioAsked(sides[0], sides[1], (until - EPOCH).days, 0.0, 0.0, len(window), NO_AIM)
    (answer,) = odds([asked])
    if isinstance(answer, Refusal):
        return answer
    came, by = (float(one) for one in cames)  # type: ignore[arg-type]  # no refusal is left
    return Foreseen(answer.draws, came / by) if by > 0 else NoDenominator()


def controls_of(case: Case, window: Period) -> dict[str, Foreseen]:
    """Each control that could be foreseen over the window."""
    read = {name: foreseen(case, case.series(name), window) for name in control_names(case)}
    return {name: one for name, one in read.items() if isinstance(one, Foreseen)}


def control_names(case: Case) -> list[str]:
    """The controls that the row asks for."""
    return [name for name in ("control", "control_2", "control_3") if case.has(name)]


def apart_from(case: Case, window: Period) -> list[Foreseen]:
    """What is watched against each control that could be foreseen with it."""
    found = [against(case, name, window) for name in control_names(case)]
    return [one for one in found if isinstance(one, Foreseen)]


def rounded(value: float) -> Decimal:
    """An estimate with four digits, written plainly."""
    return Decimal(format(Decimal(f"{value:.4g}"), "f"))

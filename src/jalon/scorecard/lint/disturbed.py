"""S010: a baseline read on days when the number was not itself."""

from __future__ import annotations

from collections.abc import Iterator

from jalon.catalogue.formula import names
from jalon.findings import Detail, Finding, Place, Severity
from jalon.metrics import masked
from jalon.plan.model import Plan
from jalon.quantities import Period
from jalon.scorecard import breaks
from jalon.scorecard.lint.known import Aimed, Known
from jalon.scorecard.reading import channels_of


def baselines_on_disturbed_days(known: Known) -> Iterator[Finding]:
    """Baselines whose dated days meet a measurement break, or an incident of the company's, of their own measures."""
    for one in known.targets():
        period = one.asked.baseline_period
        if period is None or one.asked.direction == "context":
            continue
        met = _first_met(one, period, known.plan)
        if met is not None:
            name, days = met
            one_day = "_day" if len(days) == 1 else ""
            details: dict[str, Detail] = {
                "reason": name + one_day,
                "first": days.start.isoformat(),
                "last": days.end.isoformat(),
            }
            yield Finding("S010", Severity.WARNING, one.subject, Place(None, None, one.path), details)


def _first_met(one: Aimed, period: Period, plan: Plan) -> tuple[str, Period] | None:
    """What disturbed the days first: its kind and the days it took."""
    read, channels = tuple(names(one.series.expression)), channels_of(one.asked)
    broken = [("break", part) for part in masked(read, plan, period, channels)]
    hit = [("incident", part) for part in breaks.incidents(frozenset(read), plan, period, channels)]
    return min([*broken, *hit], key=lambda pair: pair[1].start, default=None)

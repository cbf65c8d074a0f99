"""Whether the change that a target asks for could be seen at all, at the volume that its KPI has."""

from __future__ import annotations

from decimal import Decimal

from jalon.quantities import Refusal
from jalon.quantities.refusals import NoBaseline, NotAdditive
from jalon.scorecard.odds.asking import Question
from jalon.scorecard.odds.putting import Put
from jalon.scorecard.visible import Visibility
from jalon.stats.odds import FlowAsked, PublishedAsked, RatioAsked, Sought, detectability

PLACES = Decimal("0.0001")
LEAST_POWER = 0.5
"""A change seen less than once in two teaches nothing, whichever way it goes."""


def visibility(one: Question, put: Put) -> Visibility | Refusal:
    """The whole way to the target, from its baseline, over as many days as its value covers; whatever the day."""
    aim, start, asked = one.target.aim, one.baseline, put.asked
    if aim is None or start is None:
        return NoBaseline()
    if isinstance(asked, PublishedAsked):
        return NotAdditive(one.series.kind)
    days = len(one.final)
    steps = max(days // max(put.days, 1), 1)
    if isinstance(asked, FlowAsked):
        told = one.baseline_days or len(one.window or one.final)
        sought = Sought(asked.history, steps, float(start) * days / told, aim, unit=asked.unit)
    elif isinstance(asked, RatioAsked):
        sought = Sought(asked.top, steps, float(start), aim, asked.bottom, unit=asked.unit)
    else:
        sought = Sought(asked.history, steps, float(start), aim, of_last_step=True, unit=asked.unit)
    found = detectability(sought)
    if isinstance(found, Refusal):
        return found
    aimed, smallest, power = (_rounded(value) for value in (found.aimed, found.smallest, found.power))
    return Visibility(aimed, smallest, power, found.power >= LEAST_POWER, days)


def _rounded(value: float) -> Decimal:
    return Decimal(str(round(value, 6))).quantize(PLACES)

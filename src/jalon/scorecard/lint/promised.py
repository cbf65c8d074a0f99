"""S004, S005: a target out of reach as things stand, and one that was reached too early to ask anything of anybody."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from jalon.findings import Detail, Finding, Place, Severity
from jalon.quantities import Period
from jalon.scorecard.lint.known import Aimed, Known
from jalon.scorecard.results import Forecast
from jalon.scorecard.standing import ODDS_BOUNDS

OUT_OF_REACH = ODDS_BOUNDS[1]
NEARLY_SURE = Decimal("0.95")
STILL_TO_COME = Decimal("0.25")
"""A target nearly sure in the last quarter of its time is a success, not a target set too low."""


def beyond_or_within_reach(known: Known) -> Iterator[Finding]:
    """One finding for each open target whose odds, without any action, lie under 30 % or early over 95 %."""
    for one in known.targets():
        odds = one.row.odds
        if not one.is_open or not isinstance(odds, Decimal) or not isinstance(one.row.forecast, Forecast):
            continue
        if odds < OUT_OF_REACH:
            yield Finding("S004", Severity.WARNING, one.subject, Place(None, None, one.path), _told(one, odds))
        elif odds > NEARLY_SURE and _left(known, one) >= STILL_TO_COME:
            yield Finding("S005", Severity.WARNING, one.subject, Place(None, None, one.path), _told(one, odds))


def _left(known: Known, one: Aimed) -> Decimal:
    """The part of the target's time that is still to come."""
    assert one.row.due is not None  # noqa: S101  # open
    window = Period(min(known.period.start, one.row.due), one.row.due)
    return Decimal(max((one.row.due - known.as_of).days, 0)) / len(window)


def _told(one: Aimed, odds: Decimal) -> dict[str, Detail]:
    ahead = one.row.forecast
    assert isinstance(ahead, Forecast)  # noqa: S101  # it has odds
    return {
        "odds": str(odds),
        "unit": one.row.unit,
        "target": _said(one.row.target),
        "forecast": _said(ahead.median),
        "safe_target": _said(ahead.safe_target),
        "due": one.row.due.isoformat() if one.row.due else None,
    }


def _said(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")

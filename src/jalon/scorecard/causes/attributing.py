"""A lasting change of a KPI or a KRI beside dated events, own actions and control series: no more than they say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal

import numpy as np

from jalon.catalogue import measures
from jalon.catalogue.formula import names
from jalon.metrics import MeasuredSeries, Measurements
from jalon.plan.model import Kpi, Kri, Plan
from jalon.quantities import Period, Refusal
from jalon.scorecard.causes.daily import Days, days_of_series, settled_span
from jalon.scorecard.causes.windows import LAG, Subject, Window, windows_on
from jalon.scorecard.causes.witnesses import CHANNEL, Control, controls_of_kpi, controls_of_kri
from jalon.scorecard.shifted import Candidate, DayShare, Shift, Witness
from jalon.stats.attribution import Attribution, Event, Link, attribute
from jalon.stats.warning.robust import Array
from jalon.stats.witnesses import moved, together

LEAST = 0.05
"""A change of level smaller than a twentieth is not told: it explains no missed target."""
EDGE = 14
"""Days at the start of a short span in which a change is older than what is compared."""
RECENT = 91
"""A change is looked for over the last quarter: what moved before has been decided upon, or is the new normal."""
SHIFTING = ("residual_shift", "event_window", "against_reference")
"""Methods of KRIs that look for a change of level; the others watch a bound."""
MOST_WITNESSES = 6
_SHOWN, _MOST_DAYS = 0.005, 42

Told = Shift | Refusal | None
Beside = Sequence[tuple[Control, Array]]


def shift_of_kpi(kpi: Kpi, plan: Plan, measurements: Measurements, as_of: date) -> Told:
    """The change of a KPI's level, or why none can be told."""
    series = measurements.series_for(f"kpi:{kpi.id}")
    subject = Subject(_read(series), frozenset(kpi.measured.filter.get(CHANNEL, ())), frozenset({kpi.id}))
    return _told(series, subject, plan, as_of, lambda touched: controls_of_kpi(kpi, plan, measurements, touched))


def shift_of_kri(kri: Kri, plan: Plan, measurements: Measurements, as_of: date) -> Told:
    """The change of what a KRI watches; None when its method looks for none."""
    if kri.method not in SHIFTING:
        return None
    series = measurements.series_for(f"kri:{kri.id}:value")
    channels = frozenset(kri.filter.get(CHANNEL, ()))
    subject = Subject(_read(series), channels, frozenset({kri.id, *kri.threatens}))
    return _told(series, subject, plan, as_of, lambda _: controls_of_kri(kri, measurements))


def _told(
    series: MeasuredSeries,
    subject: Subject,
    plan: Plan,
    as_of: date,
    controls: Callable[[frozenset[str]], Sequence[Control]],
) -> Told:
    span = settled_span(series, plan, as_of)
    if isinstance(span, Refusal):
        return span
    windows = windows_on(subject, plan, span)
    return compared(series, span, windows, controls(frozenset(c for one in windows for c in one.channels)), plan)


def _read(series: MeasuredSeries) -> frozenset[str]:
    """Measures of a formula and their bases."""
    known = [measures().get(name.partition("@")[0]) for name in names(series.expression)]
    return frozenset(name for one in known if one for name in (one.id, one.base or one.id))


def compared(
    series: MeasuredSeries, span: Period, windows: Sequence[Window], controls: Sequence[Control], plan: Plan
) -> Shift | Refusal:
    """The largest lasting change of a span, weighed.

    Without a control nor the year before, a season would pass for a change: refused.
    """
    own = days_of_series(series, plan, span)
    if isinstance(own, Refusal):
        return own
    beside = _beside(controls, own, plan)
    if not beside and own.lacks is not None:
        return own.lacks
    events = [Event((w.days.start - span.start).days, (w.days.end - span.start).days) for w in windows]
    found = attribute(own.values, events, LAG.days, together([values for _, values in beside]), RECENT)
    return found if isinstance(found, Refusal) else _published(found, own, windows, beside)


def _beside(controls: Sequence[Control], own: Days, plan: Plan) -> list[tuple[Control, Array]]:
    """Controls known on the same days and on the same footing, the largest of them."""
    found = []
    for control in controls:
        days = days_of_series(control.series, plan, own.span)
        if isinstance(days, Days) and days.season == own.season and _is_full(days.values):
            found.append((control, days.values))
    return sorted(found, key=lambda pair: (-float(np.nanmedian(pair[1])), pair[0].id))[:MOST_WITNESSES]


def _is_full(values: Array) -> bool:
    known = values[np.isfinite(values)]
    return len(known) >= 0.9 * len(values) and bool(np.median(known) > 0)


def _published(found: Attribution, own: Days, windows: Sequence[Window], beside: Beside) -> Shift:
    """What is kept of an attribution; a change too small or too old to matter is none."""
    weights = [_share(one) for one in found.weights]
    candidates = tuple(
        Candidate(w.kind, w.id, w.name, w.origin, Period(w.days.start, w.days.end + LAG), weight)
        for w, weight in zip(windows, weights, strict=True)
    )
    chance = _share(found.chance)
    told = found.link in (Link.SHARED, Link.NO_SHIFT) or found.day is None
    small = abs(found.size) < LEAST or found.low * found.high <= 0 or (found.day or 0) < EDGE
    if found.day is None or told or small:
        link = Link.SHARED if found.link is Link.SHARED else Link.NO_SHIFT
        none = tuple(Candidate(c.kind, c.id, c.name, c.origin, c.window, Decimal(0)) for c in candidates)
        return Shift(str(link.value), own.span, _looked(own.span), chance, candidates=none,
                     witnesses=_witnesses(beside, None), season=own.season)  # fmt: skip
    return Shift(
        link=str(found.link.value),
        span=own.span,
        looked=_looked(own.span),
        chance=chance,
        since=own.span.start + timedelta(days=found.day),
        size=_share(found.size),
        size80=(_share(found.low), _share(found.high)),
        cause=windows[found.event].id if found.event is not None else None,
        candidates=candidates,
        no_event=_share(found.no_event),
        witnesses=_witnesses(beside, found.day),
        dated=_dated(found.dates, own.span),
        season=own.season,
    )


def _looked(span: Period) -> Period:
    """The days on which a change may have begun and be told."""
    return Period(max(span.start, span.end - timedelta(days=RECENT - 1)), span.end)


def _witnesses(beside: Beside, day: int | None) -> tuple[Witness, ...]:
    """Each control with what its level did on the day, nothing where there is no day."""
    return tuple(
        Witness(control.id, control.kind, control.name, _share(moved(values, day)) if day is not None else None)
        for control, values in beside
    )


def _dated(dates: Array, span: Period) -> tuple[DayShare, ...]:
    """The days that matter, in order."""
    likely = [int(at) for at in np.sort(np.argsort(-dates)[:_MOST_DAYS]) if dates[at] >= _SHOWN]
    return tuple(DayShare(span.start + timedelta(days=at), _share(dates[at])) for at in likely)


def _share(value: float) -> Decimal:
    return Decimal(str(round(float(value), 4)))

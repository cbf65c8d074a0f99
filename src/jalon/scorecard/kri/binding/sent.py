"""Windows counted otherwise than in days: one campaign over its own life, the days of so many posts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from jalon.metrics import MeasuredSeries
from jalon.quantities import Period, Refusal
from jalon.quantities.refusals import TooLittleVolume
from jalon.scorecard.kri.binding.question import step_of
from jalon.scorecard.kri.case import Case

ONE_CAMPAIGN = "1campaign"
POSTS = "posts"
LONGEST = 90
"""Days among which the posts of a window are looked for: older ones say nothing of today's reach."""
_PUBLISHED = "social_posts"


def campaigns(
    case: Case, name: str, days: Sequence[date]
) -> Mapping[str, tuple[MeasuredSeries, list[Period | Refusal]]]:
    """Each campaign sent since the reading before, over its own life; the whole of it where no cut tells campaigns."""
    step = timedelta(days=step_of(case))
    found: dict[str, tuple[MeasuredSeries, list[Period | Refusal]]] = {}
    for place, one in (case.split(name) or {"": case.series(name)}).items():
        if not place:
            return {"": (one, [Period(day - step + timedelta(days=1), day) for day in days])}
        sent = _first_sent(one, Period(days[0] - step + timedelta(days=1), days[-1]))
        if sent is not None:
            lives = [Period(sent, day) if day - step < sent <= day else _not_sent() for day in days]
            found[place] = one, lives
    return found or {"": (case.series(name), [_not_sent() for _ in days])}


def _first_sent(one: MeasuredSeries, within: Period) -> date | None:
    """The first day of a campaign, where it lies within the readings."""
    before = one.parts_over(Period(within.start - timedelta(days=LONGEST), within.start - timedelta(days=1)))[1]
    if before:
        return None
    return next((day for day in within.days() if one.parts_over(Period(day, day))[1]), None)


def _not_sent() -> Refusal:
    return TooLittleVolume(needed=1, have=0)


def posted(series: MeasuredSeries, last: date, wanted: int) -> Period | Refusal:
    """The shortest stretch that ends with a day and holds so many posts."""
    posts = series.components.get(_PUBLISHED)
    have = 0.0
    for back in range(LONGEST if posts is not None else 0):
        day = last - timedelta(days=back)
        told = posts.over(Period(day, day)) if posts is not None else None
        have += 0.0 if told is None or isinstance(told, Refusal) else float(told)
        if have >= wanted:
            return Period(day, last)
    return TooLittleVolume(needed=wanted, have=have)

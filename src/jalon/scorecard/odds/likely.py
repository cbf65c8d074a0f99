"""Odds and forecast of each target: one batch a kind, so that short series lean on the others of the company."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

import numpy as np

from jalon.plan.model import Action
from jalon.quantities import Refusal
from jalon.quantities.estimates import DIGITS, estimated
from jalon.scorecard.odds.asking import Question
from jalon.scorecard.odds.putting import Put, put
from jalon.scorecard.odds.record import Record
from jalon.scorecard.odds.seeing import visibility
from jalon.scorecard.odds.weeks import MIDDLE, Widths, weekly_bands, widths
from jalon.scorecard.results import FanPoint, Forecast
from jalon.scorecard.visible import Visibility
from jalon.stats.odds import Fan, FlowAsked, PublishedAsked, RatioAsked, StockAsked, Verdict, odds, trust
from jalon.stats.odds.verdict import SHOWN_ODDS
from jalon.stats.scoring import Recalibration

WEEK = 7
FORMS = {FlowAsked: "week", RatioAsked: "rest", StockAsked: "change", PublishedAsked: "change"}
_EXACT_DIGITS = 15


@dataclass(frozen=True, slots=True)
class Likely:
    """What becomes of one target as things stand."""

    odds: Decimal
    forecast: Forecast
    target: Decimal | tuple[Decimal, Decimal]
    due: date
    visible: Visibility | Refusal

    def said(self) -> dict[str, object]:
        """What the reason of a standing says of it."""
        return {"target": self.target, "forecast": self.forecast.median, "due": self.due}


def likelihoods(
    questions: Iterable[Question], record: Record | None = None, correction: Recalibration | None = None
) -> Mapping[str, Likely | Refusal]:
    """The answer to each question, by key. `record`: what finished actions measured over what was expected of them.

    `correction` is what closed targets taught of the odds published before.
    """
    found: dict[str, Likely | Refusal] = {}
    record = record or Record()
    puts: list[tuple[Question, Put]] = []
    for one in questions:
        asked = put(one, record)
        if isinstance(asked, Refusal):
            found[one.key] = asked
        else:
            puts.append((one, asked))
    answers = odds([asked.asked for _, asked in puts])
    totals = [one for (one, asked), answer in zip(puts, answers, strict=True) if _by_day(asked, answer)]
    by_week = dict(zip((one.key for one in totals), widths(totals), strict=True))
    for (one, asked), answer in zip(puts, answers, strict=True):
        found[one.key] = (
            answer if isinstance(answer, Refusal) else _likely(one, answer, asked, by_week.get(one.key, {}), record)
        )
    return found if correction is None else {key: _corrected(one, correction) for key, one in found.items()}


def _corrected(one: Likely | Refusal, correction: Recalibration) -> Likely | Refusal:
    """What was computed stays beside what is said; what is sure is not corrected."""
    if isinstance(one, Refusal) or one.forecast.exact:
        return one
    said = [float(value) for value in (one.odds, one.forecast.odds_with_actions) if value is not None]
    odds_now = [_odds(float(value)) for value in correction(np.array(said))]
    acted = odds_now[1] if len(odds_now) > 1 else None
    return replace(
        one, odds=odds_now[0] or one.odds, forecast=replace(one.forecast, odds_with_actions=acted, raw_odds=one.odds)
    )


def _by_day(asked: Put, answer: Verdict | Refusal) -> bool:
    """A total foreseen day by day, whose weeks can be drawn one by one."""
    return isinstance(asked.asked, FlowAsked) and asked.days == 1 and isinstance(answer, Verdict) and not answer.exact


def _likely(one: Question, verdict: Verdict, asked: Put, by_week: Widths, record: Record) -> Likely:
    return Likely(
        odds=Decimal(str(round(verdict.shown, 4))),
        target=one.version.target_range or one.version.target or Decimal(0),
        due=one.final.end,
        visible=visibility(one, asked),
        forecast=Forecast(
            median=estimated(verdict.median, _EXACT_DIGITS if verdict.exact else DIGITS),
            band50=_band(verdict, 50),
            band80=_band(verdict, 80),
            band95=_band(verdict, 95),
            needed_pace=_maybe(verdict.needed_pace),
            recent_pace=_maybe(verdict.recent_pace),
            pace_form=_form(asked),
            safe_target=_maybe(verdict.safe_target),
            exact=verdict.exact,
            settled=one.settled,
            reliability=verdict.reliability,
            outcomes=estimated(verdict.outcomes),
            models=tuple(name for name, _ in verdict.model),
            fan=_weeks(one, verdict, verdict.fan, asked.days, by_week) if verdict.fan is not None else (),
            odds_with_actions=_odds(verdict.odds_with_actions),
            actions=tuple(action.id for action in one.actions),
            believed=_believed(one.actions, record),
            measured_actions=len(record.kept),
        ),
    )


def _believed(actions: Sequence[Action], record: Record) -> Decimal | None:
    """Of what the actions are expected to bring, the share that past ones let one believe; None without any."""
    shares = [trust(record.of(one.kra), record.beside(one.kra)).mean for one in actions]
    return estimated(sum(shares) / len(shares)) if shares else None


def _form(asked: Put) -> str:
    """What a pace is: a week's total, the ratio of the rest, or the change of a level in a week."""
    level = isinstance(asked.asked, RatioAsked) and asked.asked.last is not None
    return "change" if level else FORMS[type(asked.asked)]


def _band(verdict: Verdict, level: int) -> tuple[Decimal, Decimal]:
    low, high = verdict.band(level)
    return estimated(low), estimated(high)


def _maybe(value: float | None) -> Decimal | None:
    return None if value is None or not np.isfinite(value) else estimated(value)


def _odds(value: float | None) -> Decimal | None:
    """Odds as published: never 0 or 1 while anything is random."""
    return None if value is None else Decimal(str(round(min(max(value, SHOWN_ODDS[0]), SHOWN_ODDS[1]), 4)))


def _weeks(one: Question, verdict: Verdict, fan: Fan, days: int, by_week: Widths) -> tuple[FanPoint, ...]:
    """The fan at the end of each ISO week and on the last day."""
    ends = [min(one.told_until + timedelta(days=int(step) * days), one.final.end) for step in fan.after]
    shown = [n for n, day in enumerate(ends) if days > 1 or day.weekday() == WEEK - 1 or n == len(ends) - 1]
    bands = weekly_bands(one, fan, by_week)
    more = _more(verdict, one)
    return tuple(
        FanPoint(
            ends[n],
            _row(fan.to_date[n]),
            _row(bands[ends[n]]) if ends[n] in bands else None,
            estimated(bands[ends[n]][MIDDLE] * more) if ends[n] in bands and more is not None else None,
        )
        for n in shown
    )


def _more(verdict: Verdict, one: Question) -> float | None:
    """How many times what is foreseen the rest must bring for the target to be met."""
    known, aim = one.told(), one.target.aim
    rest = verdict.median - known
    return None if aim is None or rest <= 0 or aim <= known else (aim - known) / rest


def _row(values: Iterable[float]) -> tuple[Decimal, ...]:
    return tuple(estimated(float(value)) for value in values)

"""The fit of one result as it is kept: what each channel returns and with which doubt, contract 1, draws included."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

import numpy as np

from jalon.plan.model import Plan
from jalon.quantities import Refusal
from jalon.quantities.estimates import estimated
from jalon.scorecard.curves.asked import Result
from jalon.scorecard.curves.weeks import Line, Weeks
from jalon.stats.allocation.curves import HillCurves
from jalon.stats.response.answer import TODAY_WEEKS, ChannelAnswer, answers, curves
from jalon.stats.response.fitting import Fit, Stopped, fitted
from jalon.stats.warning.robust import Array

CONTRACT = 1
DRAWN = 200
"""Draws kept of a fit: a split chosen on fewer looks better than it is."""
FARTHEST = 1.5
"""Times the dearest week ever: beyond it a curve only guesses, and nothing is proposed."""
POINTS = 25
__all__ = ["CONTRACT", "Stopped", "fit_document"]
_DIGITS = 6
FEWEST_ANCESTORS, LEAST_MOVED = 4, 0.2
"""Under so few distinct beginnings, or so small a part of moves taken (a draw moves some ten times at the end), another
run may say something else."""


def fit_document(
    result: Result,
    weeks: Weeks | Refusal,
    plan: Plan,
    as_of: date,
    facts_versions: Mapping[str, int],
    progress: Callable[[float], bool] | None = None,
) -> dict[str, object]:
    """Fit one result and tell it; a refusal is told in its place. Raises `Stopped` when `progress` says no."""
    head: dict[str, object] = {
        "contract": CONTRACT,
        "result": {
            "key": result.key, "id": result.id, "name": result.name.as_document(), "unit": result.response.unit
        },
        "as_of": as_of.isoformat(),
        "currency": plan.company.currency,
        "facts_versions": dict(facts_versions),
    }  # fmt: skip
    if isinstance(weeks, Refusal):
        return {**head, **_nothing(weeks)}
    head |= {
        "until": weeks.until.isoformat(),
        "weeks": len(weeks.question.response),
        "controls": [name.as_document() for name in weeks.controls],
        "untold": [_untold(line, why) for line, why in weeks.untold],
    }
    if not weeks.lines:
        return {**head, "refused": None, "light": "not_identified", "channels": [], "tests": [], "draws": None}
    found = fitted(weeks.question, progress=progress)
    if isinstance(found, Refusal):
        return {**head, **_nothing(found)}
    drawn = curves(found)
    drawn = drawn.only(slice(0, None, max(drawn.draws // DRAWN, 1)))
    told = answers(found)
    moved = found.ancestors >= FEWEST_ANCESTORS and found.accepted >= LEAST_MOVED
    light = "stable" if moved else "run_longer"
    if not any(one.identified for one in told):
        light = "not_identified"
    return {
        **head,
        "refused": None,
        "light": light,
        "channels": [_channel(weeks, at, one, drawn) for at, one in enumerate(told)],
        "tests": _tests(weeks, found),
        "draws": {name: _grid(getattr(drawn, name)) for name in ("top", "half", "bend")},
    }


def _nothing(why: Refusal) -> dict[str, object]:
    return {"refused": _refused(why), "light": "refused", "channels": [], "tests": [], "draws": None}


def _refused(why: Refusal) -> dict[str, object]:
    facts = why.as_document()
    return {"refused": facts.pop("code"), **facts}


def _untold(line: Line, why: Refusal) -> dict[str, object]:
    return {
        "channel": line.channel,
        "spent": format(line.spent, "f"),
        "today": str(estimated(_today(line.weeks))),
        "refused": _refused(why),
    }


def _today(spend: Array) -> float:
    return float(spend[-TODAY_WEEKS:].mean())


def _channel(weeks: Weeks, at: int, said: ChannelAnswer, drawn: HillCurves) -> dict[str, object]:
    line = weeks.lines[at]
    tests = sum(test.channel == at for test in weeks.question.tests)
    return {
        "channel": line.channel,
        "spent": format(line.spent, "f"),
        "today": _n(_today(line.weeks)),
        "highest": _n(float(line.weeks.max())),
        "believed": [_n(end) for end in said.believed],
        "returned": _n(said.returned),
        "returned90": [_n(said.low), _n(said.high)],
        "marginal": _n(said.marginal),
        "marginal90": [_n(said.marginal_low), _n(said.marginal_high)],
        "share": _n(said.share),
        "below_half": str(round(Decimal(said.below_half), 4)),
        "saturated": said.saturated if said.identified else None,
        "identified": said.identified,
        "leaning": [str(round(Decimal(move), 4)) for move in said.leaning],
        "tests": tests,
        "curve": _curve(line, at, drawn),
        "weeks": [_n(spent) for spent in line.weeks],
    }


def _curve(line: Line, at: int, drawn: HillCurves) -> list[dict[str, object]]:
    """What a spend kept up brings a week, nine times in ten, up to half as much again as the dearest week."""
    highest = float(line.weeks.max())
    spends = np.linspace(0.0, FARTHEST * highest, POINTS)
    brought = drawn.along(at, spends)
    middle, low, high = np.median(brought, axis=0), *np.quantile(brought, [0.05, 0.95], axis=0)
    return [
        {"spend": _n(spend), "results": _n(mid), "results90": [_n(under), _n(over)], "beyond": bool(spend > highest)}
        for spend, mid, under, over in zip(spends, middle, low, high, strict=True)
    ]


def _tests(weeks: Weeks, found: Fit) -> list[dict[str, object]]:
    return [
        {"action": one.action, "channel": one.channel, "effect": _n(test.effect), "error": _n(test.error)}
        for one, test in zip(weeks.effects, found.channels.question.tests, strict=True)
    ]


def _grid(values: Array) -> list[list[float]]:
    return [[float(f"{value:.{_DIGITS}g}") for value in row] for row in values]


def _n(value: float) -> str:
    return str(estimated(value))

"""Before launch: the smallest effect each possible design could see, how long it takes, and which one is advised."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np

from jalon.catalogue.formula import Operation, names
from jalon.metrics.arrays import Floats
from jalon.plan.model import Action, Plan
from jalon.quantities import Refusal
from jalon.quantities.estimates import estimated
from jalon.quantities.refusals import NoPeers, NothingToDraw, TooLittleHistory
from jalon.scorecard.acted import Announced, DesignRow, RefusedDesign
from jalon.scorecard.effects.answering import put
from jalon.scorecard.effects.asking import METHOD, EffectQuestion, Figures, figures, panel_table
from jalon.stats.effects import design as stats
from jalon.stats.effects.design import Announced as Seen
from jalon.stats.effects.design import LotsAsked, PanelAsked, PastAsked
from jalon.stats.effects.design.announced import Kind
from jalon.stats.effects.randomised import Anytime, Mode, Planned

PANEL: tuple[Kind, ...] = ("geo_holdout", "page_group_control")
STEPPED: Kind = "stepped_rollout"
LOTS: tuple[Kind, ...] = ("ab_test", "holdout")
LOOKS = (0.25, 0.5, 0.75, 1.0)
"""Looks of a test planned with several, as shares of its length."""
DRAWN = frozenset({"cohort_size", "dormant_contacted", "page_visits", "emails_sent", "emails_delivered",
                   "consent_prompts", "tickets"})  # fmt: skip
"""Beside visits, users and leads: what lots can be drawn among."""
LEAST_TOUCHED = 0.05
GOES_BY: dict[str, Kind] = {"interrupted_time_series": "before_after", "synthetic_control": "geo_holdout",
                            "platform_lift": "holdout"}  # fmt: skip
"""Designs of the plan that see as much as one of the six that are announced."""


def announced(action: Action, one: EffectQuestion, plan: Plan, as_of: date) -> Announced:
    """Every design the action could have, from what was known before it; the past is read up to the day before."""
    eve = min(as_of, one.window.start)
    base = _past(one, plan)
    expected = expected_share(action, one, base)
    designs: list[DesignRow] = []
    refused: list[RefusedDesign] = []
    seen: list[Seen] = []
    for kind, found, days in _answers(action, one, plan, base):
        if isinstance(found, Refusal):
            refused.append(RefusedDesign(kind, found))
        elif np.isfinite(found.relative):
            seen.append(found)
            designs.append(_row(kind, found, days, one, base, expected))
    advised = stats.recommended(seen, expected) if expected else None
    said = None if expected is None else estimated(expected)
    name = None if advised is None else advised.kind
    return Announced(eve, asked_as(action), said, tuple(designs), tuple(refused), name)


def asked_as(action: Action) -> str:
    """Changes with whatever of the action the announcement rests on."""
    told = (METHOD, action.kpi, action.objective, action.start, action.end, action.expect, action.effect_design,
            action.holdout_share, action.design)  # fmt: skip
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def _past(one: EffectQuestion, plan: Plan, coarse: bool = True) -> Figures | Refusal:
    """What is known before the start: periods that are still to come are cut off."""
    read = figures(one, plan, coarse)
    if isinstance(read, Refusal):
        return read
    known = np.flatnonzero(np.isfinite(read.top[: read.start]))
    end = int(known[-1]) + 1 if len(known) else 0
    if end == 0:
        return TooLittleHistory(needed=24, have=0)
    bottom = None if read.bottom is None else read.bottom[:end]
    controls = None if read.controls is None else read.controls[:end]
    steps = tuple(at for at in read.steps if at < end)
    return replace(read, start=end, top=read.top[:end], bottom=bottom, controls=controls, steps=steps)


def expected_share(action: Action, one: EffectQuestion, base: Figures | Refusal) -> float | None:
    """The expected effect as a share of the number; what is said in its unit needs to know where the number stands."""
    expect = action.expect
    if expect is None:
        return None
    if expect.rel is not None:
        return float(expect.rel)
    if expect.abs is None or isinstance(base, Refusal):
        return None
    usual = level_before(base)
    if one.is_total:
        usual = usual * len(one.window) / base.days
    return float(expect.abs) / abs(usual) if usual else None


def level_before(base: Figures) -> float:
    """Where the number stood before: a period's total, or the ratio of the last periods, totals first."""
    length = max(1, min(base.start, max(len(base.top) - base.start, 8)))
    top = base.top[base.start - length : base.start]
    if base.bottom is None:
        return float(np.nanmean(top)) if np.isfinite(top).any() else 0.0
    below = base.bottom[base.start - length : base.start]
    known = np.isfinite(top) & np.isfinite(below)
    under = float(below[known].sum())
    return float(top[known].sum()) / under if under else 0.0


def _row(
    kind: str, found: Seen, days: int, one: EffectQuestion, base: Figures | Refusal, expected: float | None
) -> DesignRow:
    usual = 0.0 if isinstance(base, Refusal) else abs(level_before(base))
    if one.is_total and not isinstance(base, Refusal):
        usual = usual * len(one.window) / base.days
    needed = found.length_for(expected) if expected else None
    return DesignRow(
        kind,
        found.length * days,
        estimated(found.relative),
        estimated(found.relative * usual),
        None if needed is None else needed * days,
        None if found.cried_wolf is None else estimated(found.cried_wolf, 3),
    )


def _answers(
    action: Action, one: EffectQuestion, plan: Plan, base: Figures | Refusal
) -> Iterator[tuple[Kind, Seen | Refusal, int]]:
    """Lots, panels, then the past alone; and how many days a period of each lasts."""
    for kind in LOTS:
        yield kind, _by_lots(kind, action, one, base), 1
    wanted: Kind = PANEL[1] if action.effect_design == PANEL[1] else PANEL[0]
    table = _panel(one, plan)
    for kind in (wanted, STEPPED):
        if isinstance(table, Refusal):
            yield kind, table, 1
        else:
            yield kind, _by_units(kind, one, *table), table[2].days
    yield "before_after", *_by_past(one, plan, base)


def _by_past(one: EffectQuestion, plan: Plan, base: Figures | Refusal) -> tuple[Seen | Refusal, int]:
    if isinstance(base, Refusal):
        return base, 1
    found: Seen | Refusal = TooLittleHistory(needed=24, have=base.start)
    for coarse in (True, False):
        read = base if coarse else _past(one, plan, coarse=False)
        if isinstance(read, Refusal):
            return read, 1
        length = max(1, len(one.window) // read.days)
        found = stats.past_design(PastAsked(put(replace(one, margin=None), read), length))
        if not isinstance(found, Refusal) or read.days == 1:
            return found, read.days
    return found, 1


def _by_lots(kind: Kind, action: Action, one: EffectQuestion, base: Figures | Refusal) -> Seen | Refusal:
    """As if what the ratio divides by were drawn; of a total, nobody knows among whom lots would be drawn."""
    if isinstance(base, Refusal):
        return base
    mean = level_before(base)
    if base.bottom is None or not _can_be_drawn(one) or not 0 < mean < 1:
        return NothingToDraw()
    recent = base.bottom[max(0, base.start - 8) : base.start]
    units = float(np.nanmean(recent)) / base.days
    held = action.holdout_share
    touched = 0.5 if kind == "ab_test" or held is None else float(1 - held)
    touched = min(max(touched, LEAST_TOUCHED), 1 - LEAST_TOUCHED)
    return stats.lots_design(
        LotsAsked(units, mean, mean * (1 - mean), len(one.window), touched, _mode(one, units), kind=kind)
    )


def _can_be_drawn(one: EffectQuestion) -> bool:
    """Whether the ratio divides by people or visits that the company can part by lot."""
    shown = one.series.expression
    below = names(shown.right) if isinstance(shown, Operation) and shown.sign == "/" else ()
    told = [name.partition("@")[0] for name in below]
    return bool(told) and all(
        name in DRAWN or name.endswith("sessions") or name.startswith(("users_", "leads")) for name in told
    )


def _mode(one: EffectQuestion, units: float) -> Mode | None:
    if one.mode == "planned":
        return Planned(LOOKS)
    return Anytime(float(one.sample or units * len(one.window))) if one.mode == "anytime" else None


def _panel(one: EffectQuestion, plan: Plan) -> tuple[Floats, tuple[str, ...], Figures] | Refusal:
    if not one.groups or not one.starts:
        return NoPeers()
    table = panel_table(one, plan)
    if isinstance(table, Refusal):
        return table
    values, units, read = table
    known = np.flatnonzero(np.isfinite(values[: read.start]).all(1))
    return (values[: int(known[-1]) + 1], units, read) if len(known) else NoPeers()


def _by_units(kind: Kind, one: EffectQuestion, values: Floats, units: tuple[str, ...], read: Figures) -> Seen | Refusal:
    length = max(1, len(one.window) // read.days)
    if kind == "stepped_rollout":
        days = set(one.starts.values())
        if len(days) < 2:
            return NoPeers()
        late = max((day - one.window.start).days // read.days for day in days) + 1
        begun = [
            (one.starts[unit] - one.window.start).days // read.days if unit in one.starts else late for unit in units
        ]
        return stats.stepped_design(np.nan_to_num(values), begun)
    touched = tuple(units.index(unit) for unit in one.starts if unit in units)
    return stats.panel_design(PanelAsked(values, touched, length, kind=kind))


def smallest_of(found: Announced | None, kind: str | None) -> Decimal | None:
    """The smallest share that the chosen design sees over its window; None where nobody could say."""
    if found is None or kind is None:
        return None
    row = found.of(GOES_BY.get(kind, kind))
    return None if row is None else row.relative

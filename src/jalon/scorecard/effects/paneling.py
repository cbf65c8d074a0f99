"""An effect read on units of a panel: those that got the action against the untouched ones, by their differences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from jalon.metrics.arrays import Floats
from jalon.plan.model import Plan
from jalon.quantities import Period, Refusal
from jalon.quantities.estimates import estimated
from jalon.scorecard.acted import ActionEffect, ControlRow, EffectPoint, PlaceboRow
from jalon.scorecard.effects.asking import EffectQuestion, Figures, panel_table
from jalon.scorecard.effects.beside import MOST_BEFORE, asked_of, facts_of, noticed, or_none, scaled
from jalon.stats.effects.panels.measuring import PanelEffect, PanelQuestion, panel_effect

_MOST_SHOWN = 40
_NORMAL_95 = 1.96
_FAINT = 0.005


@dataclass(frozen=True, slots=True)
class _Panel:
    """Values (weeks, units) with their names, the periods they stand on, and which units got the action."""

    values: Floats
    units: tuple[str, ...]
    read: Figures
    touched: tuple[int, ...]

    @property
    def own(self) -> Floats:
        """The touched units' mean, period by period."""
        return np.asarray(np.nanmean(self.values[:, self.touched], axis=1))

    def share(self, one: EffectQuestion) -> float:
        """What a mean a period and unit is multiplied by: of a total, the periods and the units it was summed over."""
        return float((len(self.read.top) - self.read.start) * len(self.touched)) if one.is_total else 1.0


def by_panel(one: EffectQuestion, plan: Plan, as_of: date) -> ActionEffect | Refusal:
    """The mean effect on the touched units; of a total, summed over them and the window."""
    table = panel_table(one, plan)
    if isinstance(table, Refusal):
        return table
    values, units, read = table
    starts = {
        units.index(unit): -(-(day - read.first_day).days // read.days)
        for unit, day in one.starts.items()
        if unit in units
    }
    panel = _Panel(values, units, read, tuple(sorted(starts)))
    margin = None
    if one.margin is not None and starts:
        margin = float(one.margin) * abs(float(np.nanmean(values[: read.start][:, panel.touched])))
    found = panel_effect(PanelQuestion(values, starts, margin=margin))
    return found if isinstance(found, Refusal) else _told(one, plan, as_of, panel, found)


def _told(one: EffectQuestion, plan: Plan, as_of: date, panel: _Panel, found: PanelEffect) -> ActionEffect:
    read, share = panel.read, panel.share(one)
    came = float(np.nanmean(panel.values[read.start :][:, panel.touched])) * share
    usual = came / share - found.effect
    return ActionEffect(
        read_as="panel",
        window=Period(one.window.start, read.span_of(len(read.top) - 1).end),
        grain="week" if read.days > 1 else "day",
        periods=len(read.top) - read.start,
        measured_on=as_of,
        question=asked_of(one, plan),
        unit=one.asked.unit or one.series.unit,
        effect=estimated(found.effect * share),
        interval80=scaled(found.interval_80, share),
        interval95=scaled(found.interval_95, share),
        came=estimated(came),
        without=estimated(usual * share),
        relative=None if found.relative is None else estimated(found.relative),
        relative95=scaled(found.interval_95, 1 / abs(usual)) if usual else None,
        p=estimated(found.p),
        verdict=found.verdict,
        margin=None if one.margin is None else estimated(float(one.margin) * abs(usual) * share),
        placebos=tuple(_placebos(panel, found)),
        controls=tuple(_controls(panel, found)),
        warnings=tuple(dict.fromkeys((*found.warnings, *noticed(one, plan, "panel")))),
        path=tuple(_path(panel, found)),
        facts=facts_of(one),
    )


def _half(found: PanelEffect) -> float:
    return (found.interval_95[1] - found.interval_95[0]) / 2 or 1.0


def _placebos(panel: _Panel, found: PanelEffect) -> Iterator[PlaceboRow]:
    """What the same method finds on each untouched unit, or on groups of them where several were touched."""
    untouched = [unit for at, unit in enumerate(panel.units) if at not in panel.touched]
    alone = len(found.placebos) == len(untouched)
    for at, error in enumerate(found.placebos[:_MOST_SHOWN]):
        score = error / _half(found) * _NORMAL_95
        yield PlaceboRow(estimated(score, 3), abs(error) <= _half(found), unit=untouched[at] if alone else None)


def _controls(panel: _Panel, found: PanelEffect) -> list[ControlRow]:
    weights = [(float(weight), panel.units[at]) for at, weight in enumerate(found.of_units) if weight > _FAINT]
    return [ControlRow(unit, estimated(weight, 2)) for weight, unit in sorted(weights, reverse=True)]


def _path(panel: _Panel, found: PanelEffect) -> Iterator[EffectPoint]:
    read, own, half = panel.read, panel.own, _half(found)
    for at in range(max(0, read.start - MOST_BEFORE), len(own)):
        span = read.span_of(at)
        if at < read.start or at >= len(found.expected):
            yield EffectPoint(span.start, span.end, or_none(own[at]))
            continue
        middle = float(found.expected[at])
        band = estimated(middle - half), estimated(middle + half)
        yield EffectPoint(span.start, span.end, or_none(own[at]), estimated(middle), None, band)

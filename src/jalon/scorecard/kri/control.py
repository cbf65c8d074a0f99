"""Many risks at once: of those that statistics raise, how few are false is promised, and published with each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from statistics import NormalDist

import numpy as np

from jalon.quantities.estimates import estimated
from jalon.scorecard.results import KriRow, KriStanding
from jalon.stats.warning.families import charged_look, kept

SHARE = 0.10
"""Promised share of false ones among the alarms that escalate."""
STANDS, MAY_BE_CHANCE = "stands", "may_be_chance"
_LOUD = (KriStanding.AMBER, KriStanding.RED)


def controlled(rows: Sequence[KriRow]) -> tuple[KriRow, ...]:
    """The rows with their chance beside them: an alert that does not stand among all the risks watched is amber.

    Bounds that a plan states are facts, not tests: only risks read against their own history are watched together.
    """
    told = {row.id: chance for row in rows if (chance := chance_of(row)) is not None}
    passed = dict(zip(told, kept(np.array(list(told.values())), SHARE), strict=True)) if told else {}
    return tuple(_with(row, told[row.id], bool(passed[row.id]), len(told)) if row.id in told else row for row in rows)


def _with(row: KriRow, chance: float, stands: bool, watched: int) -> KriRow:
    evidence = {**row.evidence, "by_chance": estimated(chance), "watched_together": watched}
    standing = row.standing
    if standing in _LOUD:
        evidence["control"] = STANDS if stands else MAY_BE_CHANCE
        standing = standing if stands else KriStanding.AMBER
    return replace(row, standing=standing, evidence=evidence)


def chance_of(row: KriRow) -> float | None:
    """How likely something as far out is within the days charged, when nothing happens; None where no history says.

    A lasting shift brings its own chance beside that of its readings: the smaller of the two answers, times two.
    """
    read = _of_readings(row)
    if read is None or "by_chance" not in row.evidence:
        return read
    return min(1.0, 2 * min(read, float(str(row.evidence["by_chance"]))))


def _of_readings(row: KriRow) -> float | None:
    """Of the last `of` readings the `hits`-th furthest speaks, times of/hits, whatever their dependence (Rüger, 1978).

    It is charged with every stretch as long as theirs among the days that all answers are charged with.
    """
    if row.method == "event_window" and "controls" not in row.evidence:
        return None
    if row.scale not in ("quantile", "zscore") and row.method != "event_window":
        return None
    read = row.readings[-row.of :]
    places = [place for one in read if (place := _place(row, one)) is not None]
    if len(places) < row.hits or not isinstance(row.reading, Decimal):
        return None
    chance = min(1.0, sorted(places)[row.hits - 1] * row.of / row.hits)
    return charged_look(chance, _days_covered(row))


def _days_covered(row: KriRow) -> int:
    """Days until as many readings follow that are none of these."""
    days = [one["day"] for one in row.readings[-2:]]
    step = (days[-1] - days[0]).days if len(days) == 2 else 1  # type: ignore[operator]  # both are days
    return max(step, 1) * row.of


def _place(row: KriRow, reading: Mapping[str, object]) -> float | None:
    """How likely a reading at least as bad is."""
    value = reading["value"]
    if not isinstance(value, Decimal):
        return None
    if row.method == "event_window":
        return float(value)
    far = float(value) if row.bad_direction == "up" else -float(value)
    if row.scale == "zscore":
        return 1 - NormalDist().cdf(far)
    return 1 - far if row.bad_direction == "up" else -far

"""From readings of a risk to a state that does not flicker."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from jalon.plan.model import Kri, Persistence
from jalon.plan.model.indicators import Response
from jalon.scorecard.kri.answering import LEVELS, levels_of
from jalon.scorecard.kri.judging import held as state
from jalon.scorecard.results import KriStanding
from jalon.stats.signals.given import plainly

Q, A, R = KriStanding.QUIET, KriStanding.AMBER, KriStanding.RED
BARE = Kri(
    "k", None, None, None, None, "threshold", {}, (), None, "up", "value", Decimal("0.02"), Decimal("0.05"),
    Persistence(2, 3), None, None, False, Response(None, None, None, None), None,
)  # fmt: skip


def level(kri: Kri, reading: Decimal) -> KriStanding | None:
    (found,) = levels_of(kri, plainly(np.array([float(reading)])))
    return LEVELS[int(found)] if np.isfinite(found) else None


@pytest.mark.parametrize(("reading", "said"), [("0.02", Q), ("0.0201", A), ("0.0499", A), ("0.05", R), ("1", R)])
def test_quiet_up_to_the_appetite_red_from_the_limit(reading: str, said: KriStanding) -> None:
    assert level(BARE, Decimal(reading)) is said


@pytest.mark.parametrize(("reading", "said"), [("0.95", Q), ("0.9", A), ("0.85", R), ("0.2", R)])
def test_what_is_bad_when_low_is_judged_from_above(reading: str, said: KriStanding) -> None:
    falling = replace(BARE, bad_direction="down", appetite=Decimal("0.95"), limit=Decimal("0.85"))
    assert level(falling, Decimal(reading)) is said


@pytest.mark.parametrize(("reading", "said"), [("1", Q), ("0.85", A), ("1.15", A), ("0.7", R), ("1.3", R)])
def test_a_range_is_quiet_inside_its_appetite(reading: str, said: KriStanding) -> None:
    around = replace(BARE, appetite=(Decimal("0.9"), Decimal("1.1")), limit=(Decimal("0.8"), Decimal("1.2")))
    assert level(around, Decimal(reading)) is said


def test_without_bounds_there_is_no_level() -> None:
    assert level(replace(BARE, appetite=None), Decimal(1)) is None


@pytest.mark.parametrize(
    ("levels", "said"),
    [
        ([Q, Q, A], Q),
        ([Q, A, A], A),
        ([A, Q, A], A),
        ([A, A, R], A),
        ([A, R, R], R),
        ([Q, R, R], R),
        ([R, R, Q], R),
        ([R, R, Q, Q], Q),
        ([R, R, A, A], A),
        ([R, R, A, Q], A),
        ([None, None], KriStanding.UNKNOWN),
        ([], KriStanding.UNKNOWN),
        ([Q, Q, None], KriStanding.UNKNOWN),
        ([A, None, A], A),
    ],
)
def test_two_readings_of_three_move_a_state(levels: list[KriStanding | None], said: KriStanding) -> None:
    assert state(levels, 2, 3) is said


def test_no_reading_is_never_quiet() -> None:
    assert state([None] * 5, 1, 1) is KriStanding.UNKNOWN

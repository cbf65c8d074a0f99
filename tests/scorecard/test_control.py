"""Many risks watched together: an alert that chance alone would give is not escalated, and each chance is told."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pytest
from tests.scorecard.conftest import kra, kri, measured, plan, series, steadily

from jalon.scorecard.kri.control import MAY_BE_CHANCE, STANDS, chance_of, controlled
from jalon.scorecard.kri.judging import kri_row
from jalon.scorecard.results import KriRow, KriStanding
from jalon.stats.warning.families import kept

AMBER, RED, QUIET = KriStanding.AMBER, KriStanding.RED, KriStanding.QUIET
DAY = date(2026, 10, 15)


def row(name: str, standing: KriStanding, *places: str, scale: str = "quantile", of: int = 3) -> KriRow:
    told = series("kri:risk:value", "leads", {"leads": steadily(1)})
    risk = kri(appetite=Decimal("0.1"), limit=Decimal("0.025"), bad_direction="down")
    made = kri_row(kra("K"), risk, plan(kra("K")), measured(told), DAY)
    readings = tuple({"day": DAY - timedelta(days=n), "value": Decimal(p)} for n, p in enumerate(reversed(places)))[
        ::-1
    ]
    return replace(made, id=name, standing=standing, scale=scale, hits=2, of=of, readings=readings,
                   reading=Decimal(places[-1]))  # fmt: skip


def test_of_a_batch_those_are_kept_whose_share_of_false_ones_is_promised() -> None:
    """Benjamini and Hochberg, 1995, table 1: at five per cent, the first four of fifteen."""
    chances = np.array([0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262,
                        0.5719, 0.6528, 0.7590, 1.0000])  # fmt: skip
    assert kept(chances, 0.05).sum() == 4
    assert kept(np.append(chances, np.nan), 0.05).sum() == 4, "what is not told is not one more"


def test_the_second_furthest_of_three_readings_speaks_and_pays_for_eight_months_of_looks() -> None:
    """0.02 × 3/2 for the three of them, 224/3 times as many looks: nearly sure to be met by chance once."""
    assert chance_of(row("a", RED, "0.5", "0.01", "0.02")) == pytest.approx(1 - math.exp(-0.03 * 224 / 3))
    rare = chance_of(row("a", RED, "0.5", "0.000001", "0.000002"))
    assert rare == pytest.approx(0.000003 * 224 / 3, rel=1e-3)
    assert chance_of(row("a", RED, "0.01", "0.01", "0.01", scale="value")) is None, "a bound of the plan is no test"


def test_an_alert_among_many_quiet_risks_is_amber_unless_it_is_rarer_than_chance() -> None:
    quiet = [row(f"q{n}", QUIET, "0.6", "0.5", "0.7") for n in range(9)]
    weak, strong = row("weak", RED, "0.5", "0.02", "0.02"), row("strong", RED, "0.002", "0.00002", "0.00001")
    found = {one.id: one for one in controlled([*quiet, weak, strong])}
    assert (found["strong"].standing, found["strong"].evidence["control"]) == (RED, STANDS)
    assert (found["weak"].standing, found["weak"].evidence["control"]) == (AMBER, MAY_BE_CHANCE)
    assert found["weak"].evidence["watched_together"] == 11
    alone = controlled([strong])[0]
    assert (alone.standing, alone.evidence["control"]) == (RED, STANDS)
    assert controlled([weak])[0].standing is AMBER, "one look in fifty is met within eight months"


def test_a_lasting_shift_stands_though_no_single_reading_is_the_furthest_of_a_year() -> None:
    read = row("shift", RED, "0.5", "0.01", "0.01")
    lasting = replace(read, evidence={**read.evidence, "by_chance": Decimal("0.004")})
    assert chance_of(lasting) == pytest.approx(0.008)
    assert (controlled([lasting])[0].standing, controlled([read])[0].standing) == (RED, AMBER)


def test_what_no_history_judges_is_left_as_it_is() -> None:
    plain = row("a", RED, "0.5", "0.5", "0.5", scale="value")
    assert controlled([plain]) == (plain,)

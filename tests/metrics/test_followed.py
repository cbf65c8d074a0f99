"""A level over any period: what is told from one scan is what the engine tells of that very period."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest

from jalon.facts.engine import BETWEEN
from jalon.metrics import followed, measure
from jalon.metrics.measured import MeasuredSeries
from jalon.quantities import Period
from tests.metrics.conftest import CountingEngine, Loader, days, plan_of, wants

ROWS = [
    ("2026-01-05", "linkedin", "fr", 1000),
    ("2026-01-05", "instagram", "fr", 500),
    ("2026-01-06", None, "fr", 7),
    ("2026-01-07", "(unmapped)", "fr", 11),
    ("2026-01-09", "linkedin", "be", 40),
    ("2026-01-12", "linkedin", "fr", None),
    ("2026-01-13", "instagram", "fr", 520),
    ("2026-01-14", "linkedin", "be", 44),
]
FIRST = days("2026-01-01").start
ASKED: tuple[dict[str, str], ...] = ({"group_by": "network"}, {"network": "linkedin"})


def _read(engine: CountingEngine) -> list[MeasuredSeries]:
    """All, one network, and each network, as of a day after the last row."""
    found = [measure([wants("followers", **told)], plan_of(), engine, days("2026-10-15").end) for told in ASKED]
    return [one.series["kpi:x"] for one in found] + list(found[0].series["kpi:x"].groups().values())


def _answers(engine: CountingEngine) -> list[str]:
    spans = [
        Period(FIRST + timedelta(days=at), FIRST + timedelta(days=at + n)) for at, n in product(range(16), (1, 4, 9))
    ]
    return [repr(series.over(span)) for series in _read(engine) for span in spans]


def test_one_scan_tells_every_period_as_the_engine_does(
    load: Loader, engine: CountingEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    for account in ("a", "b"):
        load("hootsuite/table/day/network+country", ROWS, "followers", kind="stock", account=account)
    fused, scans = _answers(engine), len(engine.scans)
    monkeypatch.setattr("jalon.metrics.scans.MOST_ROWS", 0)
    assert _answers(engine) == fused
    assert len(engine.scans) - scans > 5 * scans


def test_names_that_cannot_be_told_apart_are_left_to_the_engine() -> None:
    lines = [(FIRST, f"a{BETWEEN}b{BETWEEN}c", None, None)]
    assert followed.apart_by_combination(lines, 2, None) is None

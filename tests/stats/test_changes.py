"""Cutting a history: steps and slopes found, trends and spikes left alone."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jalon.quantities.refusals import NoVariation, TooLittleHistory
from jalon.stats.changes import changes, segments


def noise(seed: int, points: int) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal(points)


def test_a_step_is_cut_where_it_happened() -> None:
    values = noise(1, 200) + np.where(np.arange(200) >= 120, 6.0, 0.0)
    (cut,) = changes(values)
    assert abs(cut - 120) <= 1
    before, after = segments(values)  # type: ignore[misc]  # two segments, no refusal
    assert after.level - before.level == pytest.approx(6.0, abs=0.6)
    assert before.slope == after.slope == 0.0


def test_a_plain_trend_is_one_segment() -> None:
    values = 0.1 * np.arange(300) + noise(2, 300)
    (only,) = segments(values)  # type: ignore[misc]  # one segment, no refusal
    assert only.slope == pytest.approx(0.1, abs=0.01)


def test_a_step_in_a_trend_is_cut_once() -> None:
    values = 0.05 * np.arange(300) + noise(3, 300) + np.where(np.arange(300) >= 150, -12.0, 0.0)
    found = changes(values)
    assert any(abs(cut - 150) <= 2 for cut in found)
    assert len(found) <= 2


def test_lone_spikes_are_no_segments() -> None:
    values = noise(4, 200)
    values[[30, 90, 91, 160]] += 25
    assert changes(values) == ()


def test_noise_is_left_whole() -> None:
    assert np.mean([len(changes(noise(seed, 150))) for seed in range(20)]) <= 0.5


def test_missing_days_keep_their_place() -> None:
    values = noise(5, 200) + np.where(np.arange(200) >= 100, 8.0, 0.0)
    values[[10, 50, 51, 99, 140]] = np.nan
    assert [abs(cut - 100) <= 2 for cut in changes(values)] == [True]


@pytest.mark.parametrize(
    ("values", "reason"),
    [(np.ones(50), NoVariation), (np.arange(5.0), TooLittleHistory), (np.full(50, np.nan), TooLittleHistory)],
)
def test_what_cannot_be_cut_is_refused(values: np.ndarray, reason: type) -> None:
    assert isinstance(segments(values), reason)
    assert changes(values) == ()


@settings(max_examples=25, deadline=None)
@given(factor=st.floats(1e-3, 1e4), offset=st.floats(-1e3, 1e3), seed=st.integers(0, 30))
def test_unit_and_origin_change_no_cut(factor: float, offset: float, seed: int) -> None:
    values = noise(seed, 120) + np.where(np.arange(120) >= 70, 5.0, 0.0)
    assert changes(values) == changes(values * factor + offset)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 200), size=st.integers(8, 300))
def test_segments_tile_the_series(seed: int, size: int) -> None:
    found = segments(np.cumsum(noise(seed, size)))
    assert isinstance(found, tuple)
    assert found[0].start == 0
    assert found[-1].end == size
    assert all(one.end == other.start for one, other in pairwise(found))

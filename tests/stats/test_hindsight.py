"""An early warning in hindsight: matched with what followed, beside what chance alone would give."""

from __future__ import annotations

import numpy as np
import pytest

from jalon.stats.warning.hindsight import copies, departures, hindsight, onsets

HORIZON = 30


def test_an_alarm_is_right_when_a_fall_follows_in_time_and_the_lead_is_what_it_won() -> None:
    found = hindsight([100, 200, 690], [110, 260, 400], 0, 700, HORIZON)
    assert found.followed == (True, False, None), "the last is too young to be judged"
    assert found.seen == (10, None, None)
    assert (found.hits, found.judged, found.leads) == (1, 2, [10])


def test_an_alarm_on_the_day_of_the_fall_or_after_it_warned_of_nothing() -> None:
    found = hindsight([100, 115], [100], 0, 700, HORIZON)
    assert found.hits == 0
    assert found.seen == (None,)


def test_chance_is_what_alarms_on_random_days_would_give() -> None:
    """Ten falls, each preceded by thirty days out of some 670: about 45 % of the days are followed by one."""
    falls = list(range(60, 660, 60))
    found = hindsight([5, 70, 130], falls, 0, 700, HORIZON)
    assert found.chance == pytest.approx(0.45, abs=0.05)
    assert found.lucky > found.chance


def test_a_state_that_stays_up_is_one_alarm_and_one_that_flickers_is_quiet_for_four_weeks() -> None:
    states = np.zeros(120)
    states[10:20] = 1
    states[30:32] = 2
    states[80:90] = 1
    assert onsets(states) == [10, 80]
    assert onsets(np.full(50, np.nan)) == []


def test_a_figure_that_comes_to_stand_a_fifth_lower_has_fallen_once_and_a_season_is_no_fall() -> None:
    days = np.arange(1100)
    season = 100 * (1 + 0.3 * np.sin(2 * np.pi * days / 364))
    assert departures(season[:1100], 1) == departures(season[:500], 1), "once a year is known, a season is no fall"
    fallen = season * np.where(days >= 900, 0.8, 1.0)
    assert [day for day in departures(fallen, 1) if day > 600] == [900]
    assert [day for day in departures(fallen, -1) if day > 600] == [], "where down is good, lower is no fall"


def test_a_reading_that_moves_with_the_figure_copies_it_and_one_that_moves_before_does_not() -> None:
    walk = np.cumsum(np.random.default_rng(3).standard_normal(300))
    assert copies(walk, 5 + 2 * walk)
    assert not copies(walk, np.roll(walk, 10))

"""Tries are counted where every process sees them, and forgotten after a while."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from jalon.records import tallies
from tests.conftest import home_of_process

home_of_process()

NOW, WHILE = datetime(2027, 6, 15, 7, 10, tzinfo=UTC), timedelta(minutes=5)


def test_what_is_counted_adds_up_until_it_is_forgotten() -> None:
    key = uuid4().hex
    for second in range(3):
        tallies.count(key, WHILE, NOW + timedelta(seconds=second))
    assert tallies.numbers([key, "another"], NOW + timedelta(minutes=4)) == {key: 3}
    after = NOW + WHILE
    assert tallies.numbers([key], after) == {}
    tallies.count(key, WHILE, after)
    assert tallies.numbers([key], after) == {key: 1}, "a new while begins at one"


def test_one_less_never_goes_below_none() -> None:
    key = uuid4().hex
    tallies.count(key, WHILE, NOW)
    tallies.uncount([key], NOW)
    tallies.uncount([key], NOW)
    assert tallies.numbers([key], NOW) == {key: 0}


def test_what_is_past_its_time_is_removed() -> None:
    old, fresh = uuid4().hex, uuid4().hex
    tallies.count(old, WHILE, NOW - timedelta(hours=1))
    tallies.count(fresh, WHILE, NOW)
    assert tallies.forget_old(NOW) >= 1
    assert tallies.numbers([old], NOW - timedelta(hours=1)) == {}
    assert tallies.numbers([fresh], NOW) == {fresh: 1}

"""Which number decides, and what outranks it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from jalon.quantities.refusals import NoProfile
from jalon.scorecard.results import KpiStanding
from jalon.scorecard.standing import judged_by_odds, judged_by_pace, worst

ON, WATCH, OFF = KpiStanding.ON_COURSE, KpiStanding.WATCH, KpiStanding.OFF_COURSE


@pytest.mark.parametrize(
    ("odds", "said"), [("0.60", ON), ("0.599", WATCH), ("0.30", WATCH), ("0.299", OFF), ("0", OFF)]
)
def test_odds_decide_where_there_are_odds(odds: str, said: KpiStanding) -> None:
    found = judged_by_odds(Decimal(odds), {})
    assert (found.standing, found.decided_by) == (said, "odds")


@pytest.mark.parametrize(
    ("pace", "said"), [("0.95", ON), ("0.9499", WATCH), ("0.85", WATCH), ("0.8499", OFF), ("-3", OFF)]
)
def test_the_pace_decides_without_odds_and_says_so(pace: str, said: KpiStanding) -> None:
    found = judged_by_pace(Decimal(pace))
    assert (found.standing, found.decided_by, found.reasons[0].code) == (said, "pace", "pace")


def test_without_either_the_reason_is_the_refusal() -> None:
    found = judged_by_pace(NoProfile(365, 200))
    assert (found.standing, found.decided_by, found.reasons[0].code) == (KpiStanding.NO_DATA, None, "refused.NoProfile")
    assert found.reasons[0].details == {"needed_days": 365, "have_days": 200}


def test_an_area_stands_as_its_worst_kpi_and_silence_outranks_watch() -> None:
    no_data, stale, no_target = KpiStanding.NO_DATA, KpiStanding.STALE, KpiStanding.NO_TARGET
    assert worst([("a", ON), ("b", WATCH)]) == (WATCH, "b")
    assert worst([("a", no_data), ("b", WATCH)]) == (no_data, "a")
    assert worst([("a", stale), ("b", no_data), ("c", OFF)]) == (OFF, "c")
    assert worst([("a", no_target), ("b", ON)]) == (ON, "b")
    assert worst([("a", no_target)]) == (no_target, None)

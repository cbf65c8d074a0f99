"""Lists that move while they are read: pages served twice, totals that change between two calls."""

from __future__ import annotations

import json
from datetime import date

import pytest

from jalon.quantities import Period
from jalon.sources.asking.connector import Brought
from jalon.sources.asking.unanswered import Unanswered
from tests.promises.connectors.cases import playing
from tests.stand_ins.server import App, Asked, Reply, well

DAYS = Period(date(2026, 10, 1), date(2026, 10, 9))
PAGED = {"ga4": "landing_pages", "search_console": "days", "google_ads": "campaigns"}


def first_page_again(asked: Asked, app: App) -> Reply:
    """The page before, in place of the next."""
    body = asked.json()
    body.update({"offset": "0"} if "offset" in body else {"startRow": 0})
    return app(Asked(asked.method, asked.path, asked.params, asked.headers, json.dumps(body).encode()))


def first_batch_twice(asked: Asked, app: App) -> Reply:
    batches = app(asked).body
    return Reply([batches[0], *batches])


def another_count(asked: Asked, app: App) -> Reply:
    told = app(asked).body
    return Reply({**told, "rowCount": told["rowCount"] + 1})


AGAIN = {"ga4": first_page_again, "search_console": first_page_again, "google_ads": first_batch_twice}


def brought(tool: str, *faults: object) -> Brought:
    with playing(tool) as (case, stand_in, line):
        if tool == "search_console":
            case = type(case)(type(case.connector)(page=4), case.app, case.settings, case.secrets)  # type: ignore[call-arg]
        given = case.given()
        known = case.connector.known(line, given)
        stand_in.unwell.extend(faults)  # type: ignore[arg-type]
        return case.connector.bring(line, given, known, PAGED[tool], DAYS)


@pytest.mark.parametrize("tool", PAGED)
def test_a_page_served_twice_is_read_again_from_the_start(tool: str) -> None:
    faults = [AGAIN[tool]] if tool == "google_ads" else [well, AGAIN[tool]]
    once, again = brought(tool).tables[0], brought(tool, *faults).tables[0]
    assert dict(again.columns) == dict(once.columns)


@pytest.mark.parametrize("tool", PAGED)
def test_a_tool_that_repeats_itself_for_ever_is_given_up(tool: str) -> None:
    faults = [AGAIN[tool]] if tool == "google_ads" else [well, AGAIN[tool]]
    with pytest.raises(Unanswered) as stopped:
        brought(tool, *faults * 9)
    assert (stopped.value.code, stopped.value.passing) == ("fetch.page_twice", True)


def test_a_report_whose_length_changes_on_the_way_is_read_again_whole() -> None:
    assert dict(brought("ga4", well, another_count).tables[0].columns) == dict(brought("ga4").tables[0].columns)

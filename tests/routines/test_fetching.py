"""Connections asked day after day: what is kept, what is asked again, what a failing tool leaves alone."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import pytest
from tests.promises.connectors.cases import CASES, line_to
from tests.stand_ins import google, server
from tests.stand_ins.figures import Figures
from tests.stand_ins.server import StandIn, serving

from jalon.assembly import engine_in
from jalon.catalogue.restatement import reread_days
from jalon.facts.engine import Aggregate, Engine, Scan
from jalon.records import connections, loads, workspaces
from jalon.records.connections import Connection
from jalon.records.workspaces import Workspace
from jalon.routines import fetching
from jalon.sources.asking.connector import Connector, Given, Known
from jalon.sources.asking.line import Line

KEY = "the key of a home, random and long enough"
FIRST = date(2026, 9, 1)
LAST = date(2026, 9, 21)
CONNECTED = Known("property=1", "Europe/Paris", "EUR")


@dataclass
class Played:
    """A workspace with one connection to a tool that is played."""

    workspace: Workspace
    connection: Connection
    engine: Engine
    figures: Figures
    stand_in: StandIn
    tool: str

    def line(self, connector: Connector, given: Given) -> Line:
        return line_to(CASES[self.tool], self.stand_in)

    def run(self, day: date, hour: int = 14, since: date | None = None) -> fetching.Run:
        self.figures.seen_on = day
        now = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
        found = connections.found(self.workspace, self.connection.id)
        assert found is not None
        connector = CASES[self.tool].connector
        return fetching.fetch(self.workspace, found, connector, self.line, KEY, self.engine, now, since=since)

    def kept(self, measure: str, dimensions: tuple[str, ...] = ()) -> dict[date, Decimal | None]:
        """What is kept of a measure, day by day, in the cut of these dimensions and of no filter but the search's."""
        cut = next(
            state.cut
            for state in sorted(self.engine.cuts(), key=lambda one: len(one.cut.text))
            if measure in state.measures and state.cut.dimensions == dimensions
        )
        found = self.engine.scan(Scan(cut, (Aggregate(measure, measure),)))
        return dict(zip(found.starts, found.values[measure], strict=True))


@pytest.fixture
def played(records_home: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Played]:
    tool = request.param
    case, figures = CASES[tool], Figures(FIRST)
    named = f"fetched-{tool.replace('_', '-')}-{uuid4().hex[:8]}"
    workspace = workspaces.create(named, "Atelier", "Europe/Paris", "EUR")
    with serving(case.app(figures)) as stand_in:
        given, now = case.given(), datetime(2026, 9, 1, 4, tzinfo=UTC)
        tried = fetching.try_out(case.connector, given, line_to(case, stand_in))
        made = fetching.connect(
            workspace, case.connector, given, tried, KEY, "ines", now, since=date(2026, 8, 20), reports=BROUGHT[tool]
        )
        assert made is not None
        yield Played(workspace, made, engine_in(tmp_path / "facts"), figures, stand_in, tool)


def days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


BROUGHT = {"ga4": ("channels",), "search_console": ("days", "devices"), "google_ads": ("campaigns",)}
MEASURED = {
    "ga4": ("sessions", ("session_channel",)),
    "search_console": ("organic_clicks", ()),
    "google_ads": ("sea_cost", ("campaign",)),
}
tools = pytest.mark.parametrize("played", MEASURED, indirect=True)


def final(played: Played, day: date) -> Decimal:
    """What the tool says in the end of a day's measure."""
    played.figures.seen_on = day + timedelta(days=60)
    app = played.stand_in.app
    if isinstance(app, google.Ga4):
        return app.told(day, "sessions", ())
    if isinstance(app, google.SearchConsole):
        return Decimal(app.told(day, "", None, None)[0])
    assert isinstance(app, google.GoogleAds)
    return sum((Decimal(app.told(day, number, "cost")) / 100 for number, _ in google.CAMPAIGNS), Decimal(0))


def asked(played: Played) -> Counter[date]:
    """How often each day was asked for by the report that the measure comes from, page after page counted once."""
    found: Counter[date] = Counter()
    for one in played.stand_in.data():
        body = one.json()
        if played.tool == "google_ads" and " FROM campaign " in body["query"]:
            first, last = body["query"].split("'")[1::2]
        elif played.tool == "ga4" and body["dateRanges"][0]["startDate"] != "yesterday":
            channels = [named["name"] for named in body["dimensions"]] == ["date", "sessionDefaultChannelGroup"]
            if not channels or body["offset"] != "0":
                continue
            first, last = body["dateRanges"][0]["startDate"], body["dateRanges"][0]["endDate"]
        elif played.tool == "search_console" and body and len(body["dimensions"]) == 2 and not body["startRow"]:
            if body["dimensions"][1] != "device":
                continue
            first, last = body["startDate"], body["endDate"]
        else:
            continue
        found.update(days(date.fromisoformat(first), date.fromisoformat(last)))
    return found


@pytest.mark.parametrize(
    "played",
    ["ga4", *(pytest.param(tool, marks=pytest.mark.slow) for tool in MEASURED if tool != "ga4")],
    indirect=True,
)
def test_three_weeks_of_a_tool_that_restates_and_is_unwell_end_with_its_final_figures(played: Played) -> None:
    """To the unit; no day is asked for more often than the tool's own window says."""
    measure, dimensions = MEASURED[played.tool]
    chance = random.Random(7)
    troubles = [server.too_often, server.out_of_order, server.truncated, server.expired, server.not_ready, server.well]
    for day in days(FIRST, LAST):
        played.stand_in.unwell = chance.sample(troubles, 3)
        run = played.run(day)
        assert run.fault is None
    played.stand_in.unwell = []
    settled = days(date(2026, 8, 20), LAST - timedelta(days=played.figures.settles + 1))
    kept = played.kept(measure, dimensions)
    assert [kept[day] for day in settled] == [final(played, day) for day in settled]


@tools
def test_a_window_is_asked_once_a_day_and_a_day_never_after_its_window(played: Played) -> None:
    for day in days(FIRST, date(2026, 9, 8)):
        played.run(day, hour=13)
        assert played.run(day, hour=18).calls == 0
    assert max(asked(played).values()) <= reread_days(played.tool)


@tools
def test_a_failing_tool_keeps_what_it_brought_and_says_why(played: Played) -> None:
    measure, dimensions = MEASURED[played.tool]
    played.run(FIRST)
    before = played.kept(measure, dimensions)
    played.stand_in.unwell = [server.out_of_order] * 400
    run = played.run(FIRST + timedelta(days=1))
    assert run.fault is not None
    assert run.fault.passing
    assert played.kept(measure, dimensions) == before
    found = connections.found(played.workspace, played.connection.id)
    assert found is not None
    assert (found.state, found.fault and found.fault["code"]) == ("failing", "fetch.out_of_order")
    played.stand_in.unwell = []
    assert played.run(FIRST + timedelta(days=1)).fault is None
    assert len(played.kept(measure, dimensions)) >= len(before)


@tools
def test_a_run_that_dies_half_way_goes_on_from_the_last_whole_slice(played: Played) -> None:
    played.run(FIRST, since=None)
    reached = connections.found(played.workspace, played.connection.id)
    assert reached is not None
    assert set(reached.through) == set(reached.reports)
    listed = loads.recent(played.workspace, most=500)
    assert {one.source for one in listed} == {played.tool}
    assert all(one.format.startswith(f"{played.tool}.api.") for one in listed)


@pytest.mark.parametrize("played", ["ga4"], indirect=True)
def test_an_ended_connection_forgets_its_secrets_and_is_listed_no_more(played: Played) -> None:
    now = datetime(2026, 9, 30, tzinfo=UTC)
    sealed = connections.found(played.workspace, played.connection.id)
    assert sealed is not None
    assert sealed.sealed
    assert "private_key" not in sealed.sealed
    assert sealed.secrets("another key") is None
    assert connections.end(played.workspace, sealed, "ines", now)
    assert not connections.end(played.workspace, sealed, "ines", now)
    assert connections.every(played.workspace) == []
    ended = connections.found(played.workspace, played.connection.id)
    assert ended is not None
    assert (ended.state, ended.sealed) == ("ended", "")


@pytest.mark.parametrize("played", ["ga4"], indirect=True)
def test_one_account_of_a_tool_is_connected_once(played: Played) -> None:
    case, now = CASES["ga4"], datetime(2026, 9, 1, 5, tzinfo=UTC)
    tried = fetching.Tried(CONNECTED, ("total",))
    again = fetching.connect(played.workspace, case.connector, case.given(), tried, KEY, "ines", now)
    other = fetching.connect(played.workspace, case.connector, case.given(), tried, KEY, "ines", now, account="b2b")
    assert again is None
    assert other is not None


@pytest.mark.parametrize("played", ["ga4"], indirect=True)
def test_secrets_sealed_with_another_key_are_asked_for_again(played: Played) -> None:
    now = datetime(2026, 9, 2, tzinfo=UTC)
    case = CASES["ga4"]
    run = fetching.fetch(
        played.workspace, played.connection, case.connector, played.line, "another key", played.engine, now
    )
    assert run.fault is not None
    assert run.fault.code == "fetch.sealed_otherwise"
    assert run.calls == 0
